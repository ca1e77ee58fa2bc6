#include "engine/cat/terms/matching/term_words.h"

#include "engine/cat/memory/scoring/tokens.h"
#include "engine/cat/terms/concept.h"
#include "engine/core/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

constexpr std::array<std::string_view, 3> apostrophes{"'", "\u2019", "\u02BC"};
constexpr std::array<std::string_view, 3> hyphens{"-", "\u2010", "\u2011"};
constexpr std::string_view softHyphen = "\u00AD";
constexpr const char *wordOfNoTerm = "\x01tag";

bool isOneOf(const auto &list, std::string_view text)
{
    return std::ranges::find(list, text) != list.end();
}

bool isAscii(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

UChar32 characterAt(std::string_view text, std::size_t offset)
{
    UChar32 character = 0;
    auto at = static_cast<std::int32_t>(offset);
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(text.data()), at, static_cast<std::int32_t>(text.size()), character);
    return character;
}

bool isHangul(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_HANGUL;
}

bool standsAlone(UChar32 c)
{
    return isHangul(c) || u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

std::string withoutSoftHyphens(std::string text)
{
    for (std::size_t at = text.find(softHyphen); at != std::string::npos; at = text.find(softHyphen, at))
        text.erase(at, softHyphen.size());
    return text;
}

/// Ends of the pieces that a word of the text is cut into.
std::vector<std::size_t> cutsOf(std::string_view word)
{
    std::vector<std::size_t> cuts;
    const auto cutAt = [&](std::size_t at) {
        if (at > 0 && (cuts.empty() || cuts.back() < at))
            cuts.push_back(at);
    };
    for (std::size_t at = 0; at < word.size();) {
        std::size_t end = std::min(word.size(), at + utf8CharacterLength(word, at));
        const bool apart = isOneOf(apostrophes, word.substr(at, end - at)) || standsAlone(characterAt(word, at));
        if (apart)
            cutAt(at);
        while (end < word.size() && (U_GET_GC_MASK(characterAt(word, end)) & U_GC_M_MASK) != 0)
            end = std::min(word.size(), end + utf8CharacterLength(word, end));
        if (apart)
            cutAt(end);
        at = end;
    }
    cutAt(word.size());
    return cuts;
}

class WordCollector {
public:
    explicit WordCollector(const TaggedText &text) : m_text(text) {}

    void add(const Token &token)
    {
        m_apart = m_apart || !token.space.empty();
        if (token.kind == TokenKind::End)
            return;
        if (token.kind == TokenKind::Tag) {
            addTag(m_text.tags[m_nextTag++], token);
            return;
        }
        const std::string_view source = std::string_view(m_text.text).substr(token.span.begin, token.span.length());
        if (token.kind == TokenKind::Word && !(isAscii(source) && source.find('\'') == std::string_view::npos)) {
            addPieces(source, token);
            return;
        }
        const TermWord::Kind kind = token.kind == TokenKind::Word          ? TermWord::Kind::Word
                                    : token.kind == TokenKind::Punctuation ? TermWord::Kind::Sign
                                                                           : TermWord::Kind::Piece;
        push({.kind = kind, .span = token.span, .form = token.form, .folded = kind == TermWord::Kind::Word ? token.key : foldedTerm(token.form)});
    }

    std::vector<TermWord> take() { return std::move(m_words); }

private:
    void addTag(const InlineTag &tag, const Token &token)
    {
        if (readingOf(tag) == TagReading::Space)
            m_apart = true;
        else if (readingOf(tag) == TagReading::Word)
            push({.kind = TermWord::Kind::Piece, .span = token.span, .form = wordOfNoTerm, .folded = wordOfNoTerm});
    }

    void addPieces(std::string_view source, const Token &token)
    {
        std::size_t begin = 0;
        for (const std::size_t end : cutsOf(source)) {
            const std::string_view piece = source.substr(begin, end - begin);
            const UChar32 first = characterAt(piece, 0);
            const ByteSpan span{token.span.begin + begin, token.span.begin + end};
            if (isOneOf(apostrophes, piece)) {
                push({.kind = TermWord::Kind::Sign, .span = span, .form = "'", .folded = "'"});
            } else {
                const bool alone = standsAlone(first) || u_getIntPropertyValue(first, UCHAR_LINE_BREAK) == U_LB_IDEOGRAPHIC;
                std::string form = withoutSoftHyphens(begin == 0 && end == source.size() ? token.form : std::string(piece));
                std::string folded = foldedTerm(form);
                push({.kind = alone ? TermWord::Kind::Piece : TermWord::Kind::Word, .span = span, .form = std::move(form), .folded = std::move(folded),
                      .begins = begin == 0 || !isHangul(first)});
            }
            begin = end;
        }
    }

    void push(TermWord word)
    {
        const bool afterSign = !m_words.empty() && m_words.back().kind == TermWord::Kind::Sign;
        const bool sign = word.kind == TermWord::Kind::Sign;
        if (afterSign && !m_apart && !sign && isHyphenBetweenWords())
            m_words.pop_back();
        else
            word.glued = !m_words.empty() && !m_apart && (sign || afterSign);
        m_words.push_back(std::move(word));
        m_apart = false;
    }

    /// Whether the last one is a hyphen right behind a word.
    bool isHyphenBetweenWords() const
    {
        const std::size_t count = m_words.size();
        return count >= 2 && m_words[count - 1].glued && m_words[count - 2].kind != TermWord::Kind::Sign && isOneOf(hyphens, m_words[count - 1].form);
    }

    const TaggedText &m_text;
    std::vector<TermWord> m_words;
    std::size_t m_nextTag = 0;
    bool m_apart = false;
};

bool isPartOfWord(const std::string &text, std::size_t at)
{
    if (at >= text.size())
        return false;
    const bool insideCharacter = (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
    return insideCharacter || u_isalnum(characterAt(text, at)) != 0;
}

}  // namespace

std::vector<TermWord> termWords(const TaggedText &text)
{
    WordCollector words(text);
    for (const Token &token : tokenise(text).tokens)
        words.add(token);
    return words.take();
}

bool standsWhole(const std::string &text, ByteSpan span)
{
    std::size_t behind = span.end;
    while (behind < text.size() && (text[behind] == '+' || text[behind] == '#'))
        ++behind;
    if (behind > span.end && !isPartOfWord(text, behind) && isPartOfWord(text, span.end - 1))
        return false;
    const bool dotted = span.begin > 0 && text[span.begin - 1] == '.' && isPartOfWord(text, span.begin);
    return !dotted || (span.begin >= 2 && text[span.begin - 2] != ' ' && text[span.begin - 2] != '\t' && text[span.begin - 2] != '(');
}

}  // namespace interlinear::cat
