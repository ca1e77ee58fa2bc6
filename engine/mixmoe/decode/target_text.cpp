#include "engine/mixmoe/decode/target_text.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

unsigned char byteValue(const Tokenizer &tokenizer, TokenId token)
{
    return static_cast<unsigned char>(std::stoi(tokenizer.piece(token).substr(3, 2), nullptr, 16));
}

// Tokens at the end of a run of byte pieces that begin a character and do not complete it.
std::size_t unfinishedTokens(const Tokenizer &tokenizer, const std::vector<TokenId> &run)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, run.size()); ++back) {
        const unsigned char byte = byteValue(tokenizer, run[run.size() - back]);
        if ((byte & 0xC0) == 0x80)
            continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return back < length ? back : 0;
    }
    return 0;
}

}  // namespace

void TargetText::append(TokenId token)
{
    if (m_tokenizer.isControl(token)) {
        m_lastSpan = {m_text.size(), m_text.size()};
        return;
    }
    if (!m_tokenizer.isByte(token)) {
        finish();
        m_run = {token};
    } else {
        if (!m_run.empty() && !m_tokenizer.isByte(m_run.back()))
            finish();
        m_run.push_back(token);
    }
    const std::size_t unfinished = m_tokenizer.isByte(token) ? unfinishedTokens(m_tokenizer, m_run) : 0;
    const std::size_t begin = m_text.size();
    m_text.resize(m_runBegin);
    m_text += decodedRun(m_run.size() - unfinished);
    m_isWhole = unfinished == 0;
    m_lastSpan = {std::min(begin, m_text.size()), m_text.size()};
}

void TargetText::finish()
{
    if (m_run.empty())
        return;
    if (!m_isWhole) {
        m_text.resize(m_runBegin);
        m_text += decodedRun(m_run.size());
    }
    m_runBegin = m_text.size();
    m_before = {m_run.back()};
    m_run.clear();
}

std::string TargetText::decodedRun(std::size_t tokens) const
{
    std::vector<TokenId> ids = m_before;
    ids.insert(ids.end(), m_run.begin(), m_run.begin() + static_cast<std::ptrdiff_t>(tokens));
    return m_tokenizer.decode(ids).substr(m_tokenizer.decode(m_before).size());
}

}  // namespace interlinear::mixmoe
