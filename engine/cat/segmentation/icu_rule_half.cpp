#include "engine/cat/segmentation/icu_rule_half.h"

namespace interlinear::cat {

namespace {

// What a pattern of people's takes at one place is far below either. ICU counts time in steps of about a millisecond.
constexpr std::int32_t mostTime = 50;
constexpr std::int32_t mostMemory = 4 << 20;
constexpr std::int32_t longestBefore = 200;

}  // namespace

const icu::UnicodeString &IcuText::characters()
{
    if (!m_map) {
        m_map.emplace(m_text);
        m_characters = icu::UnicodeString::fromUTF8(icu::StringPiece(m_text.data(), static_cast<std::int32_t>(m_text.size())));
    }
    return m_characters;
}

Result<IcuRuleHalf> IcuRuleHalf::create(Direction direction, const icu::UnicodeString &icuPattern, const std::string &pattern)
{
    UErrorCode status = U_ZERO_ERROR;
    auto matcher = std::make_unique<icu::RegexMatcher>(direction == Direction::Forward ? icuPattern : u"(?:" + icuPattern + u")\\z", 0, status);
    if (status == U_REGEX_LOOK_BEHIND_LIMIT)
        return fail(ErrorCode::Unsupported, {}, "looks back for '%1', which has no longest text; give its repetitions an end, as {0,100} does", pattern);
    if (U_FAILURE(status))
        return fail(ErrorCode::BadFormat, {}, "'%1' is no regular expression that ICU takes (%2)", pattern, u_errorName(status));
    matcher->setTimeLimit(mostTime, status);
    matcher->setStackLimit(mostMemory, status);
    matcher->useTransparentBounds(true);
    matcher->useAnchoringBounds(direction == Direction::Backward);
    return IcuRuleHalf(direction, std::move(matcher));
}

IcuRuleHalf::Result IcuRuleHalf::fitsAt(IcuText &text, std::size_t offset)
{
    const icu::UnicodeString &characters = text.characters();
    if (!m_hasText)
        m_matcher->reset(characters);
    m_hasText = true;
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t place = text.offset(offset);
    bool fits = false;
    if (m_direction == Direction::Forward)
        fits = m_matcher->region(place, characters.length(), status).lookingAt(status);
    else
        fits = findBefore(characters, place, status);
    return U_FAILURE(status) ? Result::TookTooLong : fits ? Result::Fits : Result::DoesNot;
}

// What begins where the window does may take that for the beginning of the text.
bool IcuRuleHalf::findBefore(const icu::UnicodeString &characters, std::int32_t offset, UErrorCode &status)
{
    const std::int32_t begin = offset <= longestBefore ? 0 : characters.getChar32Start(offset - longestBefore);
    m_matcher->region(begin, offset, status);
    return m_matcher->find(status) && (begin == 0 || m_matcher->start(status) != begin);
}

}  // namespace interlinear::cat
