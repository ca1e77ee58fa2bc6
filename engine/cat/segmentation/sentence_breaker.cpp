#include "engine/cat/segmentation/sentence_breaker.h"

#include "engine/cat/segmentation/locale.h"

#include <unicode/localpointer.h>
#include <unicode/utext.h>

namespace interlinear::cat {

Result<SentenceBreaker> SentenceBreaker::create(const std::string &language)
{
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> iterator(icu::BreakIterator::createSentenceInstance(localeOf(language), status));
    if (U_FAILURE(status) || !iterator)
        return fail(ErrorCode::EngineFailure, {}, "ICU cannot load its sentence rules (%1); is its data package installed?", u_errorName(status));
    return SentenceBreaker(std::move(iterator), StopRules(language));
}

std::vector<std::size_t> SentenceBreaker::starts(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::LocalUTextPointer view(utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
    m_iterator->setText(view.getAlias(), status);
    std::vector<std::size_t> offsets;
    if (U_FAILURE(status))
        return offsets;
    m_iterator->first();
    for (std::int32_t next = m_iterator->next(); next != icu::BreakIterator::DONE; next = m_iterator->next()) {
        const auto offset = static_cast<std::size_t>(next);
        const std::size_t sentenceStart = offsets.empty() ? 0 : offsets.back();
        if (offset < text.size() && !m_rules.staysOpen(text.substr(sentenceStart, offset - sentenceStart)))
            offsets.push_back(offset);
    }
    return offsets;
}

}  // namespace interlinear::cat
