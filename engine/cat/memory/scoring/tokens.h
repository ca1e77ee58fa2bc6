// How the memory cuts a text: words and numbers by ICU's rules, Han and Kana by character, punctuation by character, inline tags whole; a forced line break
// ends a word. Web and mail addresses and placeholders of programs (verbatim.h) are one token each.
//
//   const TokenList list = tokenise({"Press Enter, then 2.", {}});
//   list.tokens[2].kind;   // TokenKind::Punctuation, ","
//   contentKeys(list);     // "press", "enter", "then", and the key that all numbers share
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// The key of every number.
inline constexpr std::string_view numberKey = "\x01number";
/// Those of every web or mail address, and of every placeholder.
inline constexpr std::string_view addressKey = "\x01" "address";
inline constexpr std::string_view placeholderKey = "\x01placeholder";

enum class TokenKind { Word, Number, Verbatim, Punctuation, Tag, End };

struct Token {
    TokenKind kind = TokenKind::Word;
    std::string key;       ///< equal keys align: words folded in case, one key for all numbers, addresses and placeholders each, tags by kind and order
    std::string form;      ///< equal forms are equal text, in Unicode's composed form; for a tag, its code and its distance to the next token
    std::string space;     ///< the white space before it; a tag has none, the token behind it has it
    ByteSpan span;         ///< in the text, rising; empty at a tag, which stands before the token that it cuts
    bool content = false;  ///< counts as a word in the score
};

/// The tokens in order and, last, an End that holds the white space at the end. Forms and spaces together are the whole text.
struct TokenList {
    std::vector<Token> tokens;
    std::size_t contentCount = 0;
};

/// In a text without words, numbers and verbatim stretches the punctuation is its content. Ill-formed UTF-8 is cut somehow, never an error. Any thread.
TokenList tokenise(const TaggedText &text);

/// The keys of the content tokens in order.
std::vector<std::string_view> contentKeys(const TokenList &list);

}  // namespace interlinear::cat
