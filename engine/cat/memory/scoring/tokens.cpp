#include "engine/cat/memory/scoring/tokens.h"

#include "engine/cat/memory/scoring/verbatim.h"
#include "engine/core/utf8.h"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringoptions.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::string_view tagKeyPrefix = "\x01tag ";
constexpr std::string_view endKey = "\x01" "end";

struct UTextCloser {
    void operator()(UText *text) const { utext_close(text); }
};

UChar32 characterAt(std::string_view text, std::size_t offset)
{
    UChar32 character = 0;
    auto at = static_cast<std::int32_t>(offset);
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(text.data());
    U8_NEXT_OR_FFFD(bytes, at, static_cast<std::int32_t>(text.size()), character);
    return character;
}

bool isSpace(std::string_view piece)
{
    return u_isUWhiteSpace(characterAt(piece, 0));
}

bool isAscii(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::string composed(std::string_view text)
{
    if (isAscii(text))
        return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    std::string result;
    icu::StringByteSink<std::string> sink(&result);
    const icu::Normalizer2 *nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_SUCCESS(status))
        nfc->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
    return U_SUCCESS(status) ? result : std::string(text);
}

std::string folded(const std::string &text)
{
    UErrorCode status = U_ZERO_ERROR;
    std::string result;
    icu::StringByteSink<std::string> sink(&result);
    icu::CaseMap::utf8Fold(0, icu::StringPiece(text), sink, nullptr, status);
    return U_SUCCESS(status) ? composed(result) : text;
}

/// Collects tokens from pieces of the text that come in order.
class TokenCollector {
public:
    explicit TokenCollector(const TaggedText &text) : m_text(text) {}

    void add(ByteSpan span, TokenKind kind)
    {
        addTagsBefore(span);
        std::string form = composed(std::string_view(m_text.text).substr(span.begin, span.length()));
        std::string key = kind == TokenKind::Number ? std::string(numberKey) : kind == TokenKind::Word ? folded(form) : form;
        m_list.tokens.push_back({kind, std::move(key), std::move(form), std::exchange(m_space, {}), span, false});
    }

    void add(const Verbatim &stretch)
    {
        add(stretch.span, TokenKind::Verbatim);
        m_list.tokens.back().key = stretch.kind == VerbatimKind::Address ? addressKey : placeholderKey;
    }

    void addSpace(ByteSpan span) { m_space += m_text.text.substr(span.begin, span.length()); }

    TokenList finish()
    {
        const ByteSpan end{m_text.text.size(), m_text.text.size() + 1};
        addTagsBefore(end);
        m_list.tokens.push_back({TokenKind::End, std::string(endKey), "", std::move(m_space), {end.begin, end.begin}, false});
        markContent();
        return std::move(m_list);
    }

private:
    void addTagsBefore(ByteSpan token)
    {
        for (; m_nextTag < m_text.tags.size() && m_text.tags[m_nextTag].offset < token.end; ++m_nextTag)
            addTag(m_text.tags[m_nextTag], token);
    }

    /// The distance to the token tells apart "a <b>c" and "a<b> c", and is negative where the tag cuts the token.
    void addTag(const InlineTag &tag, ByteSpan token)
    {
        const auto known = std::find(m_tagOrder.begin(), m_tagOrder.end(), tag.id);
        const auto order = known - m_tagOrder.begin();
        if (known == m_tagOrder.end())
            m_tagOrder.push_back(tag.id);
        const auto distance = static_cast<std::ptrdiff_t>(token.begin) - static_cast<std::ptrdiff_t>(tag.offset);
        const std::size_t place = std::min(tag.offset, token.begin);
        std::string key = std::string(tagKeyPrefix) + std::to_string(static_cast<int>(tag.kind)) + ' ' + std::to_string(order);
        m_list.tokens.push_back({TokenKind::Tag, std::move(key), std::to_string(distance) + ' ' + tag.code, "", {place, place}, false});
    }

    void markContent()
    {
        const auto isContent = [](const Token &token) { return token.kind == TokenKind::Word || token.kind == TokenKind::Number || token.kind == TokenKind::Verbatim; };
        const bool wordless = std::none_of(m_list.tokens.begin(), m_list.tokens.end(), isContent);
        for (Token &token : m_list.tokens) {
            token.content = isContent(token) || (wordless && token.kind == TokenKind::Punctuation);
            m_list.contentCount += token.content ? 1 : 0;
        }
    }

    const TaggedText &m_text;
    TokenList m_list;
    std::string m_space;
    std::size_t m_nextTag = 0;
    std::vector<int> m_tagOrder;   // ids in order of appearance, so that numbering does not matter
};

/// Calls piece(span) for each character with its combining marks.
template <typename Piece>
void eachCharacter(std::string_view text, ByteSpan span, Piece piece)
{
    std::size_t begin = span.begin;
    while (begin < span.end) {
        std::size_t end = begin + utf8CharacterLength(text, begin);
        while (end < span.end && u_getCombiningClass(characterAt(text, end)) != 0)
            end += utf8CharacterLength(text, end);
        end = std::min(end, span.end);
        piece(ByteSpan{begin, end});
        begin = end;
    }
}

/// ICU calls a number what ends with a digit, "USB3" too.
bool hasLetter(std::string_view piece)
{
    for (std::size_t at = 0; at < piece.size(); at += utf8CharacterLength(piece, at)) {
        const int32_t kind = u_getIntPropertyValue(characterAt(piece, at), UCHAR_WORD_BREAK);
        if (kind == U_WB_ALETTER || kind == U_WB_HEBREW_LETTER || kind == U_WB_KATAKANA)
            return true;
    }
    return false;
}

void addPiece(TokenCollector &collector, std::string_view text, ByteSpan span, std::int32_t status)
{
    if (status >= UBRK_WORD_KANA)
        eachCharacter(text, span, [&](ByteSpan character) { collector.add(character, TokenKind::Word); });
    else if (status >= UBRK_WORD_LETTER)
        collector.add(span, TokenKind::Word);
    else if (status >= UBRK_WORD_NUMBER)
        collector.add(span, hasLetter(text.substr(span.begin, span.length())) ? TokenKind::Word : TokenKind::Number);
    else if (isSpace(text.substr(span.begin, span.length())))
        collector.addSpace(span);
    else
        collector.add(span, TokenKind::Punctuation);
}

/// A piece with a forced line break in it is several, as if a space stood there.
template <typename Piece>
void eachUnbroken(const TaggedText &text, ByteSpan span, Piece piece)
{
    for (const InlineTag &tag : text.tags) {
        if (tag.offset <= span.begin || tag.offset >= span.end || readingOf(tag) != TagReading::Space)
            continue;
        piece(ByteSpan{span.begin, tag.offset});
        span.begin = tag.offset;
    }
    piece(span);
}

/// What is left of a piece between verbatim stretches; a stretch itself comes once, where it begins.
template <typename Piece, typename Whole>
void eachBetween(const std::vector<Verbatim> &stretches, ByteSpan span, Piece piece, Whole whole)
{
    auto stretch = std::partition_point(stretches.begin(), stretches.end(), [&](const Verbatim &each) { return each.span.end <= span.begin; });
    for (; stretch != stretches.end() && stretch->span.begin < span.end; ++stretch) {
        if (span.begin < stretch->span.begin)
            piece(ByteSpan{span.begin, stretch->span.begin});
        if (span.begin <= stretch->span.begin)
            whole(*stretch);
        span.begin = std::min(stretch->span.end, span.end);
    }
    if (span.begin < span.end)
        piece(span);
}

/// Those that no forced line break cuts.
std::vector<Verbatim> wholeStretches(const TaggedText &text)
{
    std::vector<Verbatim> stretches = verbatimStretches(text.text);
    std::erase_if(stretches, [&](const Verbatim &stretch) {
        return std::any_of(text.tags.begin(), text.tags.end(), [&](const InlineTag &tag) {
            return tag.offset > stretch.span.begin && tag.offset < stretch.span.end && readingOf(tag) == TagReading::Space;
        });
    });
    return stretches;
}

/// A break iterator costs much to make and little to copy.
std::unique_ptr<icu::BreakIterator> wordBreaks()
{
    static const std::unique_ptr<icu::BreakIterator> prototype = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::BreakIterator>(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    }();
    return std::unique_ptr<icu::BreakIterator>(prototype ? prototype->clone() : nullptr);
}

}  // namespace

TokenList tokenise(const TaggedText &text)
{
    TokenCollector collector(text);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, UTextCloser> view(utext_openUTF8(nullptr, text.text.data(), static_cast<std::int64_t>(text.text.size()), &status));
    const std::unique_ptr<icu::BreakIterator> breaks = wordBreaks();
    if (breaks)
        breaks->setText(view.get(), status);
    if (!breaks || U_FAILURE(status)) {
        eachCharacter(text.text, {0, text.text.size()}, [&](ByteSpan character) { addPiece(collector, text.text, character, UBRK_WORD_LETTER); });
        return collector.finish();
    }
    const std::vector<Verbatim> stretches = wholeStretches(text);
    auto begin = static_cast<std::size_t>(breaks->first());
    for (std::int32_t end = breaks->next(); end != icu::BreakIterator::DONE; end = breaks->next()) {
        const auto addUnbroken = [&](ByteSpan span) {
            eachUnbroken(text, span, [&](ByteSpan piece) { addPiece(collector, text.text, piece, breaks->getRuleStatus()); });
        };
        eachBetween(stretches, {begin, static_cast<std::size_t>(end)}, addUnbroken, [&](const Verbatim &stretch) { collector.add(stretch); });
        begin = static_cast<std::size_t>(end);
    }
    return collector.finish();
}

std::vector<std::string_view> contentKeys(const TokenList &list)
{
    std::vector<std::string_view> keys;
    keys.reserve(list.contentCount);
    for (const Token &token : list.tokens) {
        if (token.content)
            keys.push_back(token.key);
    }
    return keys;
}

}  // namespace interlinear::cat
