#include "engine/cat/bitext/segment_words.h"

#include "engine/cat/memory/scoring/tokens.h"
#include "engine/cat/memory/search/folded_text.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <optional>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostWords = 200;
constexpr std::size_t lettersAlike = 4;

struct Keys {
    std::string word;
    std::string likeness;   // empty: none
};

std::string firstLetters(const std::string &word)
{
    const std::string plain = FoldedText(word, {.letterCase = false, .diacritics = false}).text();
    std::size_t end = 0;
    for (std::size_t letters = 0; letters < lettersAlike; ++letters) {
        if (end >= plain.size())
            return {};
        end += utf8CharacterLength(plain, end);
    }
    return "\x02" + plain.substr(0, end);
}

std::string digitsOf(const std::string &number)
{
    std::string digits = "\x03";
    std::copy_if(number.begin(), number.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

std::optional<Keys> keysOf(const Token &token)
{
    switch (token.kind) {
    case TokenKind::Word: return Keys{token.key, firstLetters(token.key)};
    case TokenKind::Number: return Keys{digitsOf(token.form), digitsOf(token.form)};
    case TokenKind::Verbatim: return Keys{"\x05" + token.form, "\x05" + token.form};
    case TokenKind::Tag: {
        const std::string code = token.form.substr(std::min(token.form.find(' '), token.form.size()));
        return Keys{"\x04" + code, "\x04" + code};
    }
    case TokenKind::Punctuation:
        if (token.content)
            return Keys{token.key, token.key};
        return std::nullopt;
    case TokenKind::End: return std::nullopt;
    }
    return std::nullopt;
}

template <typename IdOf>
SegmentWords collect(const TaggedText &text, IdOf idOf)
{
    SegmentWords words;
    for (const Token &token : tokenise(text).tokens) {
        const std::optional<Keys> keys = keysOf(token);
        if (!keys || words.size() == mostWords)
            continue;
        if (const WordId word = idOf(keys->word))
            words.push_back({word, keys->likeness.empty() ? noLikeness : idOf(keys->likeness)});
    }
    return words;
}

}  // namespace

SegmentWords Vocabulary::wordsOf(const TaggedText &text)
{
    return collect(text, [&](const std::string &key) { return m_ids.try_emplace(key, static_cast<WordId>(m_ids.size() + 1)).first->second; });
}

SegmentWords Vocabulary::knownWordsOf(const TaggedText &text) const
{
    return collect(text, [&](const std::string &key) {
        const auto known = m_ids.find(key);
        return known == m_ids.end() ? WordId(0) : known->second;
    });
}

}  // namespace interlinear::cat
