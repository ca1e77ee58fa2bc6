// Forms of a term as a trie of characters, and how far a text that grows has come with them: several at once where they overlap.
//
//   FormTrie trie({{U"Haus", {4}}, {U"Hauses", {4, 6}}}, false);
//   FormProgress progress;
//   trie.advance(progress, U' ', U'H');       // false: no form has come to stand as whole words
//   trie.tokensLeft(progress);                // 1
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

struct EncodedForm {
    std::u32string text;
    std::vector<std::size_t> tokenEnds;   ///< rising: where the tokens that the vocabulary would write it with end in the text
};

/// Where the forms that a text is in the midst of stand.
struct FormProgress {
    std::vector<int> open;      ///< nodes behind the newest character, of forms that began where a word may begin
    bool ended = false;         ///< one of them ends here: whole words unless a word character follows

    bool operator==(const FormProgress &) const = default;
};

class FormTrie {
public:
    FormTrie(std::span<const EncodedForm> forms, bool ignoreCase);

    bool empty() const { return m_nodes.size() == 1; }

    /// Goes on with character c behind another one (U+0000 at the start of a text). True when a form that had ended before c stands as whole words now.
    bool advance(FormProgress &progress, char32_t before, char32_t c) const;

    /// The fewest tokens that would still be written to end one of the forms, 0 when one has just ended.
    int tokensLeft(const FormProgress &progress) const;

    /// Whether the characters, written behind `before`, only go on with a form that is open, or begin one; a space may stand before a beginning.
    bool goesOnWith(const FormProgress &progress, char32_t before, std::u32string_view characters) const;
    /// Characters (in folded case, where case is ignored) that go on with an open form, or begin one where a word may begin with them.
    std::vector<char32_t> nextCharacters(const FormProgress &progress, char32_t before) const;

private:
    struct Node {
        std::map<char32_t, int> next;
        bool ends = false;
        int tokensLeft = 0;
    };

    void add(const EncodedForm &form);
    char32_t compared(char32_t c) const;
    int child(int node, char32_t c) const;   // -1: none

    bool m_ignoreCase;
    std::vector<Node> m_nodes;   // the root first
};

}  // namespace interlinear::mixmoe
