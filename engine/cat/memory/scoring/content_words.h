// The content keys of a text and nothing else, fast: what an index reads of millions of units.
//
//   ContentWords words;
//   words.cut(text);
//   for (std::string_view key : words) …      // contentKeys(tokenise(text))
//
// Texts of letters, digits, spaces and punctuation of most alphabets are cut by a table; others (Han, Kana, Thai, Hebrew, combining marks, web addresses, …) by tokenise().
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Keeps its memory from text to text. One thread at a time.
class ContentWords {
public:
    void cut(const TaggedText &text);

    std::vector<std::string_view>::const_iterator begin() const { return m_words.begin(); }
    std::vector<std::string_view>::const_iterator end() const { return m_words.end(); }
    const std::vector<std::string_view> &words() const { return m_words; }
    /// Those in addresses (address_words.h), which are no content.
    const std::vector<std::string> &wordsOfAddresses() const { return m_addressWords; }

private:
    bool cutByTable(std::string_view text);
    void take(const std::vector<std::string_view> &keys);

    std::string m_letters;                  // of the words, one after the other
    std::vector<std::size_t> m_ends;        // [word]: in m_letters
    std::vector<std::string_view> m_words;
    std::vector<std::string> m_addressWords;
};

}  // namespace interlinear::cat
