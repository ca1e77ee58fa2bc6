#include "engine/cat/document/soft_break.h"

#include "engine/cat/segmentation/code_point.h"

#include <unicode/uchar.h>

namespace interlinear::cat {

namespace {

bool isIdeographic(char32_t value)
{
    const auto character = static_cast<UChar32>(value);
    const auto width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
    const bool wide = width == U_EA_WIDE || width == U_EA_FULLWIDTH;
    const bool hangul = u_getIntPropertyValue(character, UCHAR_HANGUL_SYLLABLE_TYPE) != U_HST_NOT_APPLICABLE;
    return wide && !hangul && !u_hasBinaryProperty(character, UCHAR_EMOJI);
}

}  // namespace

std::string_view softBreakText(std::string_view before, std::string_view after)
{
    return isIdeographic(lastCodePoint(before).value) && isIdeographic(firstCodePoint(after).value) ? "" : " ";
}

}  // namespace interlinear::cat
