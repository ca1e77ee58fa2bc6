#include "engine/cat/segmentation/sentence_breaker.h"

#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/locale.h"

#include <unicode/localpointer.h>
#include <unicode/uchar.h>
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

namespace {

// "file.[1]" and "example.org/?q=1": a sentence ends neither with a bracket that opens nor, in scripts with spaces, inside a word.
bool isInside(std::string_view text, std::size_t offset)
{
    const CodePoint before = lastCodePoint(text.substr(0, offset));
    const CodePoint behind = firstCodePoint(text.substr(offset));
    if (u_charType(static_cast<UChar32>(before.value)) == U_START_PUNCTUATION)
        return true;
    return (before.value == U'?' || before.value == U'!' || before.value == U'.') && behind.value < 0x80 && u_isalnum(static_cast<UChar32>(behind.value));
}

}  // namespace

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
        if (offset < text.size() && !isInside(text, offset) && !m_rules.staysOpen(text.substr(sentenceStart, offset - sentenceStart)))
            offsets.push_back(offset);
    }
    return offsets;
}

}  // namespace interlinear::cat
