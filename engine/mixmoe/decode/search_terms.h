// The terms of a request as a search obeys them: on the text that tokens spell, whatever tokens spell it.
//
//   const SearchTerms terms(tokenizer, table, request.terms, alreadyThere);
//   TermState state = terms.begin();
//   std::optional<TermState> next = terms.after(state, " Haus", 0);   // nothing where a forbidden form would stand as whole words
//   terms.tokensLeft(*next);                                         // until every required term is there
//   terms.advancing(*next);                                          // tokens that go on with one, or begin one
//
// What was typed may hold a forbidden form; one that the model would finish may not. A required form is never written twice with nothing but a space between.
#pragma once

#include "engine/mixmoe/decode/form_trie.h"
#include "engine/mixmoe/text/piece_table.h"
#include "engine/mixmoe/probe/term_constraint.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// What a text that grows has of the terms.
struct TermState {
    std::vector<FormProgress> required;    ///< one a required term
    std::vector<char> met;                 ///< the same: stands as whole words
    std::vector<FormProgress> forbidden;   ///< one a forbidden term
    char32_t newest = 0;                   ///< the last character; U+0000 at the start
    std::string unfinished;                ///< bytes behind it that make no character yet
};

class SearchTerms {
public:
    /// placed: a text that the target will hold besides what the search writes; required terms in it count as met. Forms that the vocabulary cannot write, or that hold a forbidden one, are left out.
    SearchTerms(const Tokenizer &tokenizer, const PieceTable &table, std::span<const TermConstraint> terms, std::string_view placed);

    TermState begin() const;
    /// Behind these bytes, of which the first `typed` were typed. Nothing where the model would finish a forbidden form.
    std::optional<TermState> after(TermState state, std::string_view bytes, std::size_t typed) const;
    /// Whether the text may end here: it does not end with a forbidden form.
    bool mayEnd(const TermState &state) const;
    /// Required terms that the text lacks if it ends here.
    int missing(const TermState &state) const;
    /// Tokens still to be written for the required terms, as the vocabulary writes the shortest form of each; and that number at the start.
    int tokensLeft(const TermState &state) const;
    int tokens() const { return tokensLeft(begin()); }
    /// Tokens that spell nothing but the next characters of a required term that the text lacks, each once, rising.
    std::vector<TokenId> advancing(const TermState &state) const;

private:
    struct Spelled {
        TokenId token;
        std::u32string characters;
    };

    bool feed(TermState &state, char32_t c, bool typed) const;
    void indexPieces(const PieceTable &table);

    std::vector<FormTrie> m_required;
    std::vector<FormTrie> m_forbidden;
    std::map<char32_t, std::vector<Spelled>> m_pieces;   // of whole characters, by the first one in folded case
    std::map<char, TokenId> m_bytes;                     // of single bytes that are no characters
};

/// The places of required terms of which no form stands in the text as whole words.
std::vector<std::size_t> missingTerms(std::span<const TermConstraint> terms, std::string_view text);

/// Whether the text has a form of each required term and none of a forbidden one.
bool obeys(std::span<const TermConstraint> terms, std::string_view text);

}  // namespace interlinear::mixmoe
