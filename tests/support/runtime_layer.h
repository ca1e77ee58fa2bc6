// A runtime over another one that passes everything on; what a test wants to see or to spoil it overrides.
//
//   class Broken final : public RuntimeLayer {
//   public:
//       using RuntimeLayer::RuntimeLayer;
//       Result<SequenceId> openSequence() override { return fail(ErrorCode::EngineFailure, "", "no memory"); }
//   };
//   Broken runtime(must(makeCpuRuntime(model)));
#pragma once

#include "engine/mixmoe/runtime/runtime.h"

#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace interlinear::tests {

class RuntimeLayer : public mixmoe::Runtime {
public:
    explicit RuntimeLayer(std::unique_ptr<mixmoe::Runtime> inner) : m_inner(std::move(inner)) {}

    const mixmoe::ModelConfig &config() const override { return m_inner->config(); }
    mixmoe::RuntimeDescription description() const override { return m_inner->description(); }
    Result<mixmoe::SequenceId> openSequence() override { return m_inner->openSequence(); }
    Result<mixmoe::SequenceId> forkSequence(mixmoe::SequenceId from) override { return m_inner->forkSequence(from); }
    void closeSequence(mixmoe::SequenceId sequence) override { m_inner->closeSequence(sequence); }
    int length(mixmoe::SequenceId sequence) const override { return m_inner->length(sequence); }
    void truncate(mixmoe::SequenceId sequence, int length) override { m_inner->truncate(sequence, length); }
    Result<void> stepInto(std::span<const mixmoe::SequenceInput> inputs, const mixmoe::StepOptions &options, std::vector<mixmoe::SequenceOutput> &outputs) override
    {
        return m_inner->stepInto(inputs, options, outputs);
    }

private:
    std::unique_ptr<mixmoe::Runtime> m_inner;
};

}  // namespace interlinear::tests
