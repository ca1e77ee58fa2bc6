#include "engine/mixmoe/runtime/reference/reference_runtime.h"

#include "engine/mixmoe/runtime/reference/router.h"
#include "engine/mixmoe/runtime/reference/token_pass.h"
#include "engine/mixmoe/runtime/selection.h"
#include "engine/mixmoe/runtime/step_check.h"

#include <map>

namespace interlinear::mixmoe {

namespace {

class ReferenceRuntime final : public Runtime {
public:
    ReferenceRuntime(std::shared_ptr<const Model> model, TokenPass::RouterLogits routerLogits, DirectionTags tags)
        : m_model(std::move(model)), m_pass(*m_model, std::move(routerLogits), std::move(tags))
    {
    }

    const ModelConfig &config() const override { return m_model->config; }
    RuntimeDescription description() const override { return {"reference", "fp32", 1}; }

    Result<SequenceId> openSequence() override
    {
        m_sequences.emplace(m_nextId, SequenceState(config()));
        return m_nextId++;
    }
    Result<SequenceId> forkSequence(SequenceId from) override
    {
        m_sequences.emplace(m_nextId, SequenceState(m_sequences.at(from)));
        return m_nextId++;
    }
    void closeSequence(SequenceId sequence) override { m_sequences.erase(sequence); }
    int length(SequenceId sequence) const override { return m_sequences.at(sequence).length; }
    void truncate(SequenceId sequence, int length) override { m_sequences.at(sequence).truncate(length); }

    Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) override;

private:
    std::optional<int> openLength(SequenceId sequence) const;
    std::vector<LayerIntervention> resolved(const Interventions &interventions, bool prompt) const;
    Result<SequenceOutput> readTokens(const SequenceInput &input, const StepOptions &options, SequenceState &state) const;

    std::shared_ptr<const Model> m_model;
    TokenPass m_pass;
    std::map<SequenceId, SequenceState> m_sequences;
    SequenceId m_nextId = 1;
};

void keep(const Observed &observed, const StepOptions &options, SequenceOutput &output)
{
    if (options.capture != CaptureLevel::None) {
        output.routing.push_back(observed.routing);
        if (options.capture != CaptureLevel::Probabilities)
            output.routing.back().gateProbabilities.clear();
    }
}

void keepAttention(const Observed &observed, std::size_t positions, SequenceOutput &output)
{
    output.attention.insert(output.attention.end(), observed.attention.begin(), observed.attention.end());
    output.attention.resize(output.attention.size() + positions - observed.attention.size(), 0.0F);
}

// The states change only when every sequence has been read to its end.
Result<void> ReferenceRuntime::stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    if (auto valid = checkStep(config(), inputs, options, [this](SequenceId id) { return openLength(id); }); !valid)
        return std::unexpected(valid.error());
    outputs.clear();
    std::vector<SequenceState> states;
    for (const SequenceInput &input : inputs) {
        states.push_back(m_sequences.at(input.sequence));
        Result<SequenceOutput> output = readTokens(input, options, states.back());
        if (!output)
            return std::unexpected(output.error());
        outputs.push_back(std::move(*output));
    }
    for (std::size_t i = 0; i < inputs.size(); ++i)
        m_sequences.at(inputs[i].sequence) = std::move(states[i]);
    return {};
}

std::optional<int> ReferenceRuntime::openLength(SequenceId sequence) const
{
    const auto found = m_sequences.find(sequence);
    return found == m_sequences.end() ? std::nullopt : std::optional(found->second.length);
}

std::vector<LayerIntervention> ReferenceRuntime::resolved(const Interventions &interventions, bool prompt) const
{
    std::vector<LayerIntervention> layers;
    for (int layer = 0; layer < config().layerCount; ++layer)
        layers.push_back(resolve(interventions, layer, prompt, config()));
    return layers;
}

Result<SequenceOutput> ReferenceRuntime::readTokens(const SequenceInput &input, const StepOptions &options, SequenceState &state) const
{
    const std::vector<LayerIntervention> ofPrompt = resolved(options.interventions, true), ofGenerated = resolved(options.interventions, false);
    const std::size_t positions = static_cast<std::size_t>(state.length) + input.tokens.size();
    SequenceOutput output;
    std::vector<float> hidden;
    for (std::size_t i = 0; i < input.tokens.size(); ++i) {
        if (options.stop.stop_requested())
            return stoppedStep();
        Observed observed;
        hidden = m_pass.read(input.tokens[i], state, i < input.promptTokens ? ofPrompt : ofGenerated, observed);
        keep(observed, options, output);
        if (options.wantAttention && i >= input.firstAnswered())
            keepAttention(observed, positions, output);
        if (input.isGivenBehind(i)) {
            const std::optional<Picked> next = select(m_pass.logits(hidden), {.topK = 0, .scored = {input.tokens[i + 1]}});
            if (!next)
                return stepWithoutNumbers();
            output.given.push_back(next->scored.front());
        }
        if (input.triedTokens > 0 && i >= input.firstPicked()) {
            const std::optional<Picked> picked = select(m_pass.logits(hidden), input.selectionBehind(i));
            if (!picked && i == input.firstPicked())
                return stepWithoutNumbers();
            output.bestAfterEach.push_back(picked ? picked->candidates.at(0) : noCandidate);
        }
        if (input.selection.wantLogits) {
            const std::vector<float> logits = m_pass.logits(hidden);
            output.logits.insert(output.logits.end(), logits.begin(), logits.end());
        }
    }
    std::optional<Picked> picked = select(m_pass.logits(hidden), input.selection);
    if (!picked && input.triedTokens > 0)
        return output;
    if (!picked)
        return stepWithoutNumbers();
    output.candidates = std::move(picked->candidates);
    output.scored = std::move(picked->scored);
    return output;
}

Result<std::unique_ptr<Runtime>> make(std::shared_ptr<const Model> model, TokenPass::RouterLogits routerLogits)
{
    if (!model)
        return fail(ErrorCode::InvalidArgument, "", "there is no model to run");
    Result<DirectionTags> tags = DirectionTags::of(model->config, model->tokenizer.get());
    if (!tags)
        return std::unexpected(tags.error());
    return std::make_unique<ReferenceRuntime>(std::move(model), std::move(routerLogits), std::move(*tags));
}

}  // namespace

Result<std::unique_ptr<Runtime>> makeReferenceRuntime(std::shared_ptr<const Model> model)
{
    if (model && !isFoldable(model->config.moe.fourierMode))
        return makeReferenceRuntimeWithLiveFourier(std::move(model));
    const FourierMode mode = model ? model->config.moe.fourierMode : FourierMode::None;
    return make(std::move(model), [mode](const ExpertGroupWeights &group, std::span<const float> hidden, std::span<const float> binFactors) {
        return binFactors.empty() ? foldedRouterLogits(group, hidden) : liveRouterLogits(mode, group, hidden, binFactors);
    });
}

Result<std::unique_ptr<Runtime>> makeReferenceRuntimeWithLiveFourier(std::shared_ptr<const Model> model)
{
    const FourierMode mode = model ? model->config.moe.fourierMode : FourierMode::None;
    return make(std::move(model), [mode](const ExpertGroupWeights &group, std::span<const float> hidden, std::span<const float> binFactors) {
        return liveRouterLogits(mode, group, hidden, binFactors);
    });
}

}  // namespace interlinear::mixmoe
