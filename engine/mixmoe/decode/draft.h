// A text that the target is likely to resemble, such as that of a good memory match: its tokens are offered to the model several at a time, and those that it would
// have picked itself cost one pass together. The text that comes out is the same with and without a draft.
//
//   Draft draft(idsOf("Guten Morgen, Frau Meier."));
//   draft.next(1, 16);         // the tokens to try behind the newest one; none where the draft has been wrong too often to be worth it
//   draft.picked(token);       // the model's own choice, foreseen or not
//
// Source: speculative decoding with a given draft instead of a draft model (Leviathan et al. 2023, arXiv 2211.17192, with greedy acceptance). How many tokens are tried
// follows from how often this draft has been right so far, behind right tokens and behind wrong ones: the places where two texts differ stand together.
#pragma once

#include "engine/mixmoe/text/tokenizer.h"

#include <span>
#include <vector>

namespace interlinear::mixmoe {

class Draft {
public:
    Draft() = default;
    explicit Draft(std::vector<TokenId> tokens) : m_tokens(std::move(tokens)) {}

    /// At most this many are tried at once.
    static constexpr std::size_t mostTried = 16;

    /// What to try, at most so many tokens, in a step that reads readAnyway tokens of this text (at least one): the more these are, the less another one costs.
    std::span<const TokenId> next(std::size_t readAnyway, std::size_t atMost) const;
    /// Behind a token that the draft did not foresee it goes on behind the next place where it has that token, else as if the token stood for the one foreseen.
    void picked(TokenId token);

private:
    /// How often it was right; begins as other drafts have been.
    struct Record {
        double right = 0, all = 0;

        double chance() const { return right / all; }
    };

    Record &latest() { return m_right ? m_behindRight : m_behindWrong; }
    std::size_t worthTrying(std::size_t readAnyway, std::size_t atMost) const;

    std::vector<TokenId> m_tokens;
    std::size_t m_place = 0;          // of the token that would come next
    std::size_t m_certain = 0;        // behind the last token that was right or found
    bool m_right = true;              // the newest token was foreseen
    Record m_behindRight{4, 6}, m_behindWrong{1, 4};
};

}  // namespace interlinear::mixmoe
