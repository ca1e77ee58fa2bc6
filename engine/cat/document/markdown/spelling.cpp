#include "engine/cat/document/markdown/spelling.h"

#include "engine/cat/document/markdown/tidy.h"
#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/white_space.h"

#include <unicode/uchar.h>

#include <vector>

namespace interlinear::cat::markdown {

namespace {

// A character of the text or a tag, with the bytes that stand for it.
struct Piece {
    char32_t character = 0;   // 0 for a tag
    const InlineTag *tag = nullptr;
    std::string bytes;

    bool isEmphasisMark(TagKind kind) const { return tag && tag->kind == kind && isEmphasis(tag->code); }
};

std::vector<Piece> piecesOf(const TaggedText &target)
{
    std::vector<Piece> pieces;
    auto tag = target.tags.begin();
    const std::string_view text = target.text;
    for (std::size_t offset = 0; offset <= text.size();) {
        for (; tag != target.tags.end() && tag->offset == offset; ++tag)
            pieces.push_back({0, &*tag, tag->code});
        const CodePoint character = firstCodePoint(text.substr(offset));
        if (character.length == 0)
            break;
        pieces.push_back({character.value, nullptr, std::string(text.substr(offset, character.length))});
        offset += character.length;
    }
    return pieces;
}

bool isLetterOrDigit(char32_t c)
{
    return u_isalnum(static_cast<UChar32>(c));
}

bool isAsciiPunctuation(char32_t c)
{
    return c < 0x80 && u_isgraph(static_cast<UChar32>(c)) && !isLetterOrDigit(c);
}

// The flanking rules of emphasis (CommonMark 0.30, section 6.2): what may stand outside of a mark in any case.
bool isSpaceOrPunctuation(char32_t c)
{
    return isWhiteSpace(c) || isAsciiPunctuation(c) || u_ispunct(static_cast<UChar32>(c));
}

std::string entityOf(char32_t c)
{
    return "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";";
}

class Speller {
public:
    Speller(const TaggedText &target, Place place) : m_pieces(piecesOf(target)), m_place(place) {}

    std::string spell()
    {
        for (std::size_t i = 0; i < m_pieces.size(); ++i) {
            if (!m_pieces[i].tag)
                escapeCharacter(i);
        }
        for (std::size_t i = 0; i < m_pieces.size(); ++i) {
            if (i == 0 || (m_pieces[i - 1].tag && standsForSpace(*m_pieces[i - 1].tag)))
                escapeLineStart(i);
        }
        for (std::size_t i = 0; i < m_pieces.size(); ++i)
            keepEmphasis(i);
        for (std::size_t i = 0; i < m_pieces.size(); ++i)
            shortenReference(i);
        std::string result;
        for (const Piece &piece : m_pieces)
            result += piece.bytes;
        return result;
    }

private:
    char32_t characterAt(std::size_t i) const { return i < m_pieces.size() ? m_pieces[i].character : 0; }
    char32_t characterBefore(std::size_t i) const { return i > 0 ? m_pieces[i - 1].character : 0; }
    // Whether mark-up that begins so stands there: in the target, or behind it in the file.
    bool markAt(std::size_t i, char firstByte) const
    {
        return i < m_pieces.size() ? m_pieces[i].tag && m_pieces[i].bytes.starts_with(firstByte) : m_place.next == firstByte;
    }
    bool bracketTagBefore(std::size_t i) const { return i > 0 && m_pieces[i - 1].tag && m_pieces[i - 1].bytes.ends_with(']'); }

    void escapeCharacter(std::size_t i)
    {
        const char32_t c = m_pieces[i].character;
        // A backslash does not keep a backtick from closing a code span that the file left open.
        if (c == U'\n' || c == U'\r' || c == U'\uFEFF' || c == U'`')
            m_pieces[i].bytes = entityOf(c);
        else if (isMarkup(i))
            m_pieces[i].bytes.insert(0, 1, '\\');
    }

    bool isMarkup(std::size_t i) const
    {
        const char32_t next = characterAt(i + 1);
        switch (m_pieces[i].character) {
        case U'\\':
        case U'*':
        case U'~':
        case U'[':
        case U']':
        case U'<':
            return true;
        case U'_':
            return !isLetterOrDigit(characterBefore(i)) || !isLetterOrDigit(next);
        case U'&':
            return isLetterOrDigit(next) || next == U'#';
        case U'!':
            return markAt(i + 1, '[');
        case U'(':
        case U':':
            return bracketTagBefore(i);
        case U'#':
            return i > 0 && isWhiteSpace(characterBefore(i));
        case U'|':
            return m_place.kind == BlockKind::TableCell;
        default:
            return false;
        }
    }

    void escape(std::size_t i)
    {
        if (m_pieces[i].bytes.front() != '\\')
            m_pieces[i].bytes.insert(0, 1, '\\');
    }

    bool endsMarker(std::size_t i) const { return i >= m_pieces.size() || isWhiteSpace(characterAt(i)); }

    // Marks of headings, quotes, lists, rules and underlines, which may be indented.
    void escapeLineStart(std::size_t i)
    {
        while (isWhiteSpace(characterAt(i)))
            ++i;
        const char32_t c = characterAt(i);
        const bool marker = c == U'-' || c == U'+' || c == U'=';
        if (c == U'#' || c == U'>' || (marker && (endsMarker(i + 1) || characterAt(i + 1) == c)))
            escape(i);
        std::size_t end = i;
        while (characterAt(end) >= U'0' && characterAt(end) <= U'9')
            ++end;
        if (end > i && (characterAt(end) == U'.' || characterAt(end) == U')') && endsMarker(end + 1))
            escape(end);
    }

    // A mark between a letter outside and punctuation inside opens or closes nothing, nor does an underscore inside a word: the letter outside
    // becomes an entity, which counts as punctuation.
    void keepEmphasis(std::size_t i)
    {
        const auto inSameRun = [&](std::size_t other) {
            return other < m_pieces.size() && m_pieces[other].tag && m_pieces[other].tag->kind == m_pieces[i].tag->kind &&
                   m_pieces[other].bytes.front() == m_pieces[i].bytes.front() && isEmphasis(m_pieces[other].bytes);
        };
        if (m_pieces[i].isEmphasisMark(TagKind::Open) && i > 0) {
            std::size_t inside = i + 1;
            while (inSameRun(inside))
                ++inside;
            shieldOutside(i - 1, inside, m_pieces[i].bytes.front());
        } else if (m_pieces[i].isEmphasisMark(TagKind::Close) && i > 0) {
            std::size_t inside = i - 1;
            while (inside > 0 && inSameRun(inside))
                --inside;
            shieldOutside(i + 1, inside, m_pieces[i].bytes.front());
        }
    }

    void shieldOutside(std::size_t outside, std::size_t inside, char mark)
    {
        if (outside >= m_pieces.size() || m_pieces[outside].tag || isSpaceOrPunctuation(m_pieces[outside].character))
            return;
        if (mark == '_' || !isLetterOrDigit(characterAt(inside)))
            m_pieces[outside].bytes = entityOf(m_pieces[outside].character);
    }

    // "[text][text]" is "[text]", but not before another bracket, which would be taken for the name.
    void shortenReference(std::size_t i)
    {
        const InlineTag *close = m_pieces[i].tag;
        if (!close || close->kind != TagKind::Close || !close->code.starts_with("][") || markAt(i + 1, '['))
            return;
        std::string text;
        for (std::size_t inside = i; inside-- > 0 && !(m_pieces[inside].tag && m_pieces[inside].tag->id == close->id);)
            text.insert(0, m_pieces[inside].bytes);
        if (close->code == "][" + text + "]")
            m_pieces[i].bytes = "]";
    }

    std::vector<Piece> m_pieces;
    Place m_place;
};

}  // namespace

std::string spelled(const TaggedText &target, Place place)
{
    return Speller(target, place).spell();
}

}  // namespace interlinear::cat::markdown
