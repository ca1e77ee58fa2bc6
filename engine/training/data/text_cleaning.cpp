#include "engine/training/data/text_cleaning.h"

#include "engine/training/data/code_points.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>

namespace interlinear::training {

namespace {

constexpr UChar32 nonJoiner = 0x200C, joiner = 0x200D;

bool isPlain(std::string_view text)
{
    char last = ' ';
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte < 0x20 || byte > 0x7E || (character == ' ' && last == ' '))
            return false;
        last = character;
    }
    return last != ' ' || text.empty();
}

bool isLineEnd(UChar32 character)
{
    return character == '\n' || character == '\r' || character == 0x85 || character == 0x2028 || character == 0x2029;
}

bool isMark(UChar32 character)
{
    static constexpr UChar32 zeroWidth[] = {0xAD, 0x200B, 0x2060, 0xFEFF};
    return u_charType(character) == U_CONTROL_CHAR || u_hasBinaryProperty(character, UCHAR_BIDI_CONTROL) || std::ranges::find(zeroWidth, character) != std::end(zeroWidth);
}

bool joinsAfter(UChar32 before)
{
    return before > 0x24F && !u_isUWhiteSpace(before);
}

std::string composed(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfc = icu::Normalizer2::getNFCInstance(status);
    std::string result;
    icu::StringByteSink<std::string> sink(&result, static_cast<std::int32_t>(text.size()));
    nfc->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
    return result;
}

/// A text without its marks, and with one space or line end for every run of white space.
class Cleaner {
public:
    explicit Cleaner(LineEnds lineEnds) : m_lineEnds(lineEnds) {}

    void take(UChar32 character)
    {
        const bool follows = m_before == '\r' && character == '\n';
        const UChar32 before = m_before;
        m_before = character;
        if (isLineEnd(character) && m_lineEnds == LineEnds::Keep)
            m_ends += follows ? 0 : 1;
        else if (u_isUWhiteSpace(character))
            m_space = true;
        else if (character == joiner || character == nonJoiner ? joinsAfter(before) : !isMark(character))
            write(character);
    }

    std::string text() && { return std::move(m_text); }

private:
    void write(UChar32 character)
    {
        if (!m_text.empty())
            m_text += m_ends > 0 ? std::string(m_ends, '\n') : std::string(m_space ? 1 : 0, ' ');
        m_ends = 0;
        m_space = false;
        appendCodePoint(m_text, character);
    }

    LineEnds m_lineEnds;
    std::string m_text;
    std::size_t m_ends = 0;
    bool m_space = false;
    UChar32 m_before = 0;
};

}  // namespace

std::string cleanedText(std::string_view text, LineEnds lineEnds)
{
    if (isPlain(text))
        return std::string(text);
    Cleaner cleaner(lineEnds);
    forEachCodePoint(text, [&](UChar32 character) { cleaner.take(character); });
    return composed(std::move(cleaner).text());
}

}  // namespace interlinear::training
