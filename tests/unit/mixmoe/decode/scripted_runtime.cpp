#include "tests/unit/mixmoe/decode/scripted_runtime.h"

#include <cctype>
#include <span>

namespace interlinear::tests {

using namespace mixmoe;

ScriptedRuntime::ScriptedRuntime(std::shared_ptr<const Model> model, std::vector<std::pair<std::string, std::string>> words) : m_model(std::move(model))
{
    std::string text;
    std::vector<std::pair<std::size_t, std::string>> begins;
    for (const auto &[word, from] : words) {
        const bool mark = std::ispunct(static_cast<unsigned char>(word.front())) != 0;
        text += text.empty() || mark ? "" : " ";
        begins.emplace_back(text.size(), from);
        text += word;
    }
    for (const Piece &piece : m_model->tokenizer->encode(text)) {
        std::string from;
        for (const auto &[begin, source] : begins)
            from = piece.span.end > begin ? source : from;
        m_script.push_back({piece.id, from});
    }
    m_script.push_back({m_model->tokenizer->endToken(), ""});
}

Result<void> ScriptedRuntime::stepInto(std::span<const SequenceInput> inputs, const StepOptions &, std::vector<SequenceOutput> &outputs)
{
    const SequenceInput &input = inputs.front();
    if (input.promptTokens > 0) {
        m_read.clear();
        m_promptSize = input.promptTokens;
        readText = m_model->tokenizer->decode(std::span(input.tokens).first(m_promptSize));
    }
    m_read.insert(m_read.end(), input.tokens.begin(), input.tokens.end());
    const std::size_t before = m_read.size() - input.tokens.size();
    outputs.assign(1, {});
    SequenceOutput &output = outputs.front();
    output.scored.assign(input.selection.scored.size(), -1.0F);
    output.given.assign(input.givenTokens(), -1.0F);
    output.attention.assign((input.tokens.size() - input.firstAnswered()) * m_read.size(), 0.0F);
    for (std::size_t token = input.firstAnswered(); token < input.tokens.size(); ++token) {
        const Said &next = m_script.at(before + token + 1 - m_promptSize);
        output.attention[(token - input.firstAnswered()) * m_read.size() + promptToken(next.from)] = 1.0F;
        output.candidates = {{next.token, -0.1F}};
    }
    return {};
}

// The prompt's token in which the word begins; the first of the source for a word that is not there.
std::size_t ScriptedRuntime::promptToken(const std::string &word) const
{
    const std::size_t begin = readText.find(word);
    std::size_t token = 2;
    while (begin != std::string::npos && token + 1 < m_promptSize && m_model->tokenizer->decode(std::span(m_read).first(token + 1)).size() <= begin)
        ++token;
    return token;
}

}  // namespace interlinear::tests
