// A runtime that says what it is told, word by word, and looks at the word of the source that the script names.
//
//   ScriptedRuntime runtime(model, {{"Das", "The"}, {"Haus", "house"}});
//   translate(runtime, *model, request, {}, {});   // "Das Haus", aligned with "The house"
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <string>
#include <utility>
#include <vector>

namespace interlinear::tests {

class ScriptedRuntime final : public mixmoe::Runtime {
public:
    /// Each target word with the source word that it comes from; words that begin with a mark stand without a space before them.
    ScriptedRuntime(std::shared_ptr<const mixmoe::Model> model, std::vector<std::pair<std::string, std::string>> words);

    const mixmoe::ModelConfig &config() const override { return m_model->config; }
    mixmoe::RuntimeDescription description() const override { return {.device = "script", .precision = "fp32"}; }
    Result<mixmoe::SequenceId> openSequence() override { return 1; }
    Result<mixmoe::SequenceId> forkSequence(mixmoe::SequenceId from) override { return from; }
    void closeSequence(mixmoe::SequenceId) override {}
    int length(mixmoe::SequenceId) const override { return static_cast<int>(m_read.size()); }
    void truncate(mixmoe::SequenceId, int length) override { m_read.resize(static_cast<std::size_t>(length)); }
    Result<void> stepInto(std::span<const mixmoe::SequenceInput> inputs, const mixmoe::StepOptions &options, std::vector<mixmoe::SequenceOutput> &outputs) override;

    std::string readText;   ///< what the model was given to translate

private:
    struct Said {
        mixmoe::TokenId token = 0;
        std::string from;
    };
    std::size_t promptToken(const std::string &word) const;

    std::shared_ptr<const mixmoe::Model> m_model;
    std::vector<Said> m_script;
    std::vector<mixmoe::TokenId> m_read;   // tokens of the only sequence
    std::size_t m_promptSize = 0;
};

}  // namespace interlinear::tests
