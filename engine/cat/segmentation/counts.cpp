#include "engine/cat/segmentation/counts.h"

#include "engine/cat/segmentation/locale.h"

#include <unicode/brkiter.h>
#include <unicode/localpointer.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

namespace interlinear::cat {

Result<std::size_t> countWords(const std::vector<std::string_view> &texts, const std::string &language)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> iterator(icu::BreakIterator::createWordInstance(localeOf(language), status));
    if (U_FAILURE(status) || !iterator)
        return fail(ErrorCode::EngineFailure, {}, "ICU cannot load its word rules (%1); is its data package installed?", u_errorName(status));

    std::size_t words = 0;
    for (const std::string_view text : texts) {
        const icu::LocalUTextPointer view(utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
        iterator->setText(view.getAlias(), status);
        iterator->first();
        while (U_SUCCESS(status) && iterator->next() != icu::BreakIterator::DONE)
            words += iterator->getRuleStatus() >= UBRK_WORD_NONE_LIMIT ? 1 : 0;
    }
    return words;
}

std::size_t countCharacters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

}  // namespace interlinear::cat
