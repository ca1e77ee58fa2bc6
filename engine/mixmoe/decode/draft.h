// A text that the target is likely to resemble, such as that of a good memory match: its tokens are offered to the model several at a time, and those that it would
// have picked itself cost one pass together. The text that comes out is the same with and without a draft.
//
//   Draft draft(idsOf("Guten Morgen, Frau Meier."));
//   draft.next();              // the tokens to try behind the newest one; none while the text has left the draft
//   draft.picked(token);       // the model's own choice: the draft is followed, or looked for again
//
// Source: speculative decoding with a given draft instead of a draft model (Leviathan et al. 2023, arXiv 2211.17192, with greedy acceptance).
#pragma once

#include "engine/mixmoe/text/tokenizer.h"

#include <span>
#include <vector>

namespace interlinear::mixmoe {

class Draft {
public:
    Draft() = default;
    explicit Draft(std::vector<TokenId> tokens) : m_tokens(std::move(tokens)), m_follows(true) {}

    /// At most this many are tried at once: one at first and behind a wrong one, then as many as have been right since.
    static constexpr std::size_t mostTried = 8;   // more cost more rows than they save steps

    std::span<const TokenId> next() const;
    /// Behind a token that the draft did not foresee it goes on where that token is found within the next few, else where it stood.
    void picked(TokenId token);

private:
    std::vector<TokenId> m_tokens;
    std::size_t m_place = 0;      // of the token that would come next
    bool m_follows = false;       // the newest token is the one before m_place
    std::size_t m_right = 0;      // since the last wrong one
};

}  // namespace interlinear::mixmoe
