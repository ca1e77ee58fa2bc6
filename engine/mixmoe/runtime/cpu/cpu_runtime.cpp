#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"

#include "engine/mixmoe/runtime/cpu/forward_pass.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/runtime/selection.h"
#include "engine/mixmoe/runtime/step_check.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <new>
#include <system_error>
#include <thread>

namespace interlinear::mixmoe {

namespace {

// Tokens that pass through the layers together; a longer prefill goes through in several passes, with the same result.
constexpr std::size_t rowsAtOnce = 512;

const char *precisionName(WeightType weights)
{
    return weights == WeightType::Fp32 ? "fp32" : weights == WeightType::Bf16 ? "bf16" : "int8";
}

// A row of a pass whose logits are wanted.
struct WantedRow {
    std::size_t input = 0;
    bool last = false;   // of its input: what is picked follows it
};

struct CpuSequence {
    KeyValueCache cache;
    SequenceDirection direction{};
};

class CpuRuntime final : public Runtime {
public:
    CpuRuntime(std::shared_ptr<const Model> model, DirectionTags tags, WeightType weights, InstructionSet instructions, int threads)
        : m_weights(weights), m_pass(std::move(model), weights, instructions, threads), m_tags(std::move(tags))
    {
    }

    const ModelConfig &config() const override { return m_pass.model().config; }
    RuntimeDescription description() const override { return {"cpu", precisionName(m_weights), m_pass.threads()}; }

    Result<SequenceId> openSequence() override
    {
        m_sequences.emplace(m_nextId, CpuSequence{KeyValueCache(config())});
        return m_nextId++;
    }
    Result<SequenceId> forkSequence(SequenceId from) override
    {
        m_sequences.emplace(m_nextId, CpuSequence(m_sequences.at(from)));
        return m_nextId++;
    }
    void closeSequence(SequenceId sequence) override { m_sequences.erase(sequence); }
    int length(SequenceId sequence) const override { return m_sequences.at(sequence).cache.length(); }
    void truncate(SequenceId sequence, int length) override
    {
        m_sequences.at(sequence).cache.truncate(length);
        m_sequences.at(sequence).direction.truncate(length);
    }

    Result<std::vector<SequenceOutput>> step(const std::vector<SequenceInput> &inputs, const StepOptions &options) override;

private:
    std::optional<int> openLength(SequenceId sequence) const;
    std::vector<PhaseInterventions> resolved(const Interventions &interventions) const;
    std::vector<BatchRow> rowsOf(const std::vector<SequenceInput> &inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs);
    Result<std::vector<SequenceOutput>> read(const std::vector<SequenceInput> &inputs, const StepOptions &options);
    Result<void> answer(const std::vector<SequenceInput> &inputs, std::vector<SequenceOutput> &outputs);

    WeightType m_weights;
    ForwardPass m_pass;
    DirectionTags m_tags;
    std::map<SequenceId, CpuSequence> m_sequences;
    SequenceId m_nextId = 1;
    std::vector<WantedRow> m_wanted;           // of the pass at hand
    std::vector<std::size_t> m_wantedRows;
    Table m_logits;
};

Result<std::vector<SequenceOutput>> CpuRuntime::step(const std::vector<SequenceInput> &inputs, const StepOptions &options)
{
    if (auto valid = checkStep(config(), inputs, options, [this](SequenceId id) { return openLength(id); }); !valid)
        return std::unexpected(valid.error());
    std::vector<int> lengths;
    for (const SequenceInput &input : inputs)
        lengths.push_back(length(input.sequence));

    Result<std::vector<SequenceOutput>> outputs;
    try {
        outputs = read(inputs, options);
    } catch (const std::bad_alloc &) {
        outputs = stepWithoutMemory();
    }
    if (!outputs) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            truncate(inputs[i].sequence, lengths[i]);
    }
    return outputs;
}

std::optional<int> CpuRuntime::openLength(SequenceId sequence) const
{
    const auto found = m_sequences.find(sequence);
    return found == m_sequences.end() ? std::nullopt : std::optional(found->second.cache.length());
}

std::vector<PhaseInterventions> CpuRuntime::resolved(const Interventions &interventions) const
{
    const int n = config().moe.expertsPerGroup;
    std::vector<PhaseInterventions> layers;
    for (int layer = 0; layer < config().layerCount; ++layer)
        layers.push_back({resolve(interventions, layer, true, n), resolve(interventions, layer, false, n)});
    return layers;
}

std::vector<BatchRow> CpuRuntime::rowsOf(const std::vector<SequenceInput> &inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    std::vector<BatchRow> rows;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const SequenceInput &input = inputs[i];
        SequenceOutput &output = outputs[i];
        auto &[cache, direction] = m_sequences.at(input.sequence);
        cache.reserve(input.tokens.size());
        const std::size_t positions = static_cast<std::size_t>(cache.length()) + input.tokens.size();
        if (options.capture != CaptureLevel::None)
            output.routing.resize(input.tokens.size());
        const std::size_t firstAttended = input.prompt ? input.tokens.size() - 1 : 0;
        if (options.wantAttention)
            output.attention.assign((input.tokens.size() - firstAttended) * positions, 0.0F);
        for (std::size_t t = 0; t < input.tokens.size(); ++t) {
            const int position = cache.length() + static_cast<int>(t);
            m_tags.read(input.tokens[t], position, direction);
            rows.push_back({.token = input.tokens[t],
                            .position = position,
                            .prompt = input.prompt,
                            .direction = direction,
                            .cache = &cache,
                            .routing = output.routing.empty() ? nullptr : &output.routing[t],
                            .attention = output.attention.empty() || t < firstAttended ? nullptr : output.attention.data() + (t - firstAttended) * positions});
        }
    }
    return rows;
}

Result<std::vector<SequenceOutput>> CpuRuntime::read(const std::vector<SequenceInput> &inputs, const StepOptions &options)
{
    std::vector<SequenceOutput> outputs(inputs.size());
    const std::vector<PhaseInterventions> interventions = resolved(options.interventions);
    const std::vector<BatchRow> rows = rowsOf(inputs, options, outputs);

    std::size_t input = 0;
    std::size_t tokensLeft = inputs.empty() ? 0 : inputs.front().tokens.size();
    for (std::size_t first = 0; first < rows.size(); first += rowsAtOnce) {
        const auto batch = std::span(rows).subspan(first, std::min(rowsAtOnce, rows.size() - first));
        if (!m_pass.run(batch, interventions, options.stop))
            return stoppedStep();
        m_wanted.clear();
        m_wantedRows.clear();
        for (std::size_t row = 0; row < batch.size(); ++row) {
            const bool last = --tokensLeft == 0;
            if (last || inputs[input].selection.wantLogits) {
                m_wanted.push_back({input, last});
                m_wantedRows.push_back(row);
            }
            if (!last)
                continue;
            batch[row].cache->setLength(batch[row].position + 1);
            if (++input < inputs.size())
                tokensLeft = inputs[input].tokens.size();
        }
        if (auto answered = answer(inputs, outputs); !answered)
            return std::unexpected(answered.error());
    }
    if (options.capture == CaptureLevel::Choices) {
        for (SequenceOutput &output : outputs)
            for (TokenRouting &routing : output.routing)
                routing.gateProbabilities.clear();
    }
    return outputs;
}

// Logits of the rows that want them, and what is picked from them.
Result<void> CpuRuntime::answer(const std::vector<SequenceInput> &inputs, std::vector<SequenceOutput> &outputs)
{
    const auto vocabulary = static_cast<std::size_t>(config().vocabSize);
    m_pass.logits(m_wantedRows, m_logits);
    for (std::size_t row = 0; row < m_wanted.size(); ++row) {
        if (inputs[m_wanted[row].input].selection.wantLogits) {
            std::vector<float> &logits = outputs[m_wanted[row].input].logits;
            logits.insert(logits.end(), m_logits.row(row), m_logits.row(row) + vocabulary);
        }
    }
    std::atomic<bool> numbers = true;
    m_pass.pool().run(m_wanted.size(), [&](std::size_t row) {
        if (!m_wanted[row].last)
            return;
        std::optional<Picked> picked = selectIn({m_logits.row(row), vocabulary}, inputs[m_wanted[row].input].selection, m_pass.kernels().rows);
        if (!picked) {
            numbers = false;
            return;
        }
        outputs[m_wanted[row].input].candidates = std::move(picked->candidates);
        outputs[m_wanted[row].input].scored = std::move(picked->scored);
    });
    return numbers ? Result<void>() : stepWithoutNumbers();
}

}  // namespace

Result<std::unique_ptr<Runtime>> makeCpuRuntime(std::shared_ptr<const Model> model, const CpuOptions &options)
{
    if (!model)
        return fail(ErrorCode::InvalidArgument, "", "there is no model to run");
    if (!isSupported(options.instructions))
        return fail(ErrorCode::Unsupported, "", "this processor lacks the instructions that were asked for");
    if (!isFoldable(model->config.moe.fourierMode))
        return makeReferenceRuntime(std::move(model));
    Result<DirectionTags> tags = DirectionTags::of(model->config, model->tokenizer.get());
    if (!tags)
        return std::unexpected(tags.error());
    const int threads = options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    try {
        return std::make_unique<CpuRuntime>(std::move(model), std::move(*tags), options.weights, options.instructions, threads);
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::EngineFailure, "", "there is not enough memory to hold the model's weights");
    } catch (const std::system_error &) {
        return fail(ErrorCode::EngineFailure, "", "%1 threads cannot be started", threads);
    }
}

}  // namespace interlinear::mixmoe
