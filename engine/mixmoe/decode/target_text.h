// The target as it grows, token by token, with the place of each.
//
//   TargetText target(tokenizer);
//   target.append(token);
//   target.text();        // only whole characters; equal to tokenizer.decode() of all tokens once the last character is whole
//   target.lastSpan();    // bytes that the token added; of a character in several byte pieces only the last has any
#pragma once

#include "engine/core/spans.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <string>
#include <vector>

namespace interlinear::mixmoe {

class TargetText {
public:
    /// The tokenizer must outlive this. The text begins with what is given.
    explicit TargetText(const Tokenizer &tokenizer, std::string begin = {}) : m_tokenizer(tokenizer), m_text(std::move(begin)), m_runBegin(m_text.size()) {}

    void append(TokenId token);
    const std::string &text() const { return m_text; }
    ByteSpan lastSpan() const { return m_lastSpan; }
    /// Writes a character that never became whole as the tokenizer does.
    void finish();

private:
    std::string decodedRun(std::size_t tokens) const;

    const Tokenizer &m_tokenizer;
    std::string m_text;
    std::vector<TokenId> m_before;   // the token before the run, if any: it decides whether a leading space shows
    std::vector<TokenId> m_run;      // byte pieces since
    std::size_t m_runBegin;          // in m_text
    bool m_isWhole = true;           // what the run writes is in the text
    ByteSpan m_lastSpan;
};

}  // namespace interlinear::mixmoe
