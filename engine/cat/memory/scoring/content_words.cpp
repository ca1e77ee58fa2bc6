#include "engine/cat/memory/scoring/content_words.h"

#include "engine/cat/memory/scoring/address_words.h"
#include "engine/cat/memory/scoring/tokens.h"
#include "engine/cat/memory/scoring/verbatim.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace interlinear::cat {

namespace {

/// What the rules of word boundaries (Unicode Standard Annex 29) make of a character, as far as the table goes.
enum class Kind : std::uint8_t { Other, Letter, Digit, MidLetter, MidNumber, MidBoth, Colon, Hard };

struct Character {
    Kind kind = Kind::Hard;
    std::uint8_t length = 0;         // of the folded letter
    std::array<char, 3> folded{};
};

constexpr UChar32 tableEnd = 0x2100;   // alphabets, and the punctuation that typographers use
using Table = std::array<Character, tableEnd>;

/// Whether it stays as it is in Unicode's composed form, whatever stands before it.
bool isComposed(UChar32 c)
{
    return u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) == UNORM_YES && u_getCombiningClass(c) == 0;
}

Kind kindOf(UChar32 c)
{
    const bool byDictionary = u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT || u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE) != U_HST_NOT_APPLICABLE;
    if (!isComposed(c) || byDictionary || c == '@')   // what @ does differs from one version of ICU to the next
        return Kind::Hard;
    switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
        return Kind::Letter;
    case U_WB_NUMERIC:
        return Kind::Digit;
    case U_WB_MIDLETTER:
        return c == ':' ? Kind::Colon : Kind::MidLetter;
    case U_WB_MIDNUM:
        return Kind::MidNumber;
    case U_WB_MIDNUMLET:
    case U_WB_SINGLE_QUOTE:
        return Kind::MidBoth;
    case U_WB_OTHER:
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_NEWLINE:
    case U_WB_DOUBLE_QUOTE:
    case U_WB_WSEGSPACE:
        return Kind::Other;
    default:
        return Kind::Hard;
    }
}

/// The letter folded in case; Hard when that is more than fits, or would merge with what stands before it.
Character characterOf(UChar32 c)
{
    Character character{kindOf(c), 0, {}};
    std::string letter, folded;
    icu::UnicodeString(c).toUTF8String(letter);
    icu::StringByteSink<std::string> sink(&folded);
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8Fold(0, letter, sink, nullptr, status);
    const icu::UnicodeString characters = icu::UnicodeString::fromUTF8(folded);
    bool fits = U_SUCCESS(status) && folded.size() <= character.folded.size();
    for (std::int32_t i = 0; i < characters.length() && fits; ++i)
        fits = isComposed(characters.charAt(i));
    if (!fits)
        return {};
    std::copy(folded.begin(), folded.end(), character.folded.begin());
    character.length = static_cast<std::uint8_t>(folded.size());
    return character;
}

const Table &table()
{
    static const Table characters = [] {
        Table result{};
        for (UChar32 c = 0; c < tableEnd; ++c)
            result[static_cast<std::size_t>(c)] = characterOf(c);
        return result;
    }();
    return characters;
}

/// Reads a text character by character.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text), m_table(table()) { next(); }

    const Character &now() const { return *m_now; }
    bool atEnd() const { return m_begin == m_text.size(); }
    std::size_t offset() const { return m_begin; }

    void next()
    {
        m_begin = m_end;
        m_now = read(m_end);
    }
    /// The character behind this one.
    const Character &ahead() const
    {
        std::size_t end = m_end;
        return *read(end);
    }

private:
    const Character *read(std::size_t &end) const
    {
        static constexpr Character nothing{Kind::Other, 0, {}};
        static constexpr Character hard{};
        if (end >= m_text.size())
            return &nothing;
        const auto byte = static_cast<unsigned char>(m_text[end]);
        if (byte < 0x80) {
            ++end;
            return &m_table[byte];
        }
        UChar32 c = 0;
        auto at = static_cast<std::int32_t>(end);
        U8_NEXT(reinterpret_cast<const std::uint8_t *>(m_text.data()), at, static_cast<std::int32_t>(m_text.size()), c);
        end = static_cast<std::size_t>(at);
        return c < 0 || c >= tableEnd ? &hard : &m_table[static_cast<std::size_t>(c)];
    }

    std::string_view m_text;
    const Table &m_table;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    const Character *m_now = nullptr;
};

bool joins(Kind before, Kind between, Kind after)
{
    if (before != after)
        return false;
    return between == Kind::MidBoth || between == (before == Kind::Letter ? Kind::MidLetter : Kind::MidNumber);
}

}  // namespace

void ContentWords::cut(const TaggedText &text)
{
    const auto breaksWords = [](const InlineTag &tag) { return readingOf(tag) == TagReading::Space; };
    const std::vector<Verbatim> stretches = verbatimStretches(text.text);
    m_addressWords = addressWords(text.text, stretches);
    if (std::any_of(text.tags.begin(), text.tags.end(), breaksWords) || !stretches.empty() || !cutByTable(text.text)) {
        const TokenList list = tokenise(text);
        take(contentKeys(list));
    }
    m_words.clear();
    std::size_t begin = 0;
    for (const std::size_t end : m_ends) {
        m_words.push_back(std::string_view(m_letters).substr(begin, end - begin));
        begin = end;
    }
}

void ContentWords::take(const std::vector<std::string_view> &keys)
{
    m_letters.clear();
    m_ends.clear();
    for (const std::string_view key : keys) {
        m_letters += key;
        m_ends.push_back(m_letters.size());
    }
}

/// False where the table does not reach, and in a text without words, whose punctuation counts.
bool ContentWords::cutByTable(std::string_view text)
{
    m_letters.clear();
    m_ends.clear();
    Reader reader(text);
    while (!reader.atEnd()) {
        Kind kind = reader.now().kind;
        if (kind == Kind::Hard)
            return false;
        if (kind != Kind::Letter && kind != Kind::Digit) {
            reader.next();
            continue;
        }
        const std::size_t begin = m_letters.size();
        bool hasLetter = false;
        for (;;) {
            hasLetter = hasLetter || reader.now().kind == Kind::Letter;
            m_letters.append(reader.now().folded.data(), reader.now().length);
            reader.next();
            const Kind next = reader.now().kind;
            if (next == Kind::Hard)
                return false;
            if (next == Kind::Letter || next == Kind::Digit) {
                kind = next;
                continue;
            }
            if (next == Kind::Colon && reader.ahead().kind == Kind::Letter)
                return false;   // likewise
            if (reader.atEnd() || !joins(kind, next, reader.ahead().kind))
                break;
            m_letters.append(reader.now().folded.data(), reader.now().length);
            reader.next();
        }
        if (!hasLetter) {
            m_letters.resize(begin);
            m_letters += numberKey;
        }
        m_ends.push_back(m_letters.size());
    }
    return !m_ends.empty();
}

}  // namespace interlinear::cat
