#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"

#include "engine/mixmoe/runtime/cpu/forward_pass.h"
#include "engine/mixmoe/runtime/open_sequences.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/runtime/selection.h"
#include "engine/mixmoe/runtime/step_check.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <system_error>
#include <thread>

namespace interlinear::mixmoe {

namespace {

// Tokens that pass through the layers together; a longer prefill goes through in several passes, with the same result.
constexpr std::size_t rowsAtOnce = 512;

// Of so many rows the allowed columns are gathered, once a set; more rows share one reading of the whole embedding, which is faster than a matrix for each. The bits are the same.
constexpr std::size_t mostRowsGathered = 1;

// A row of a pass whose logits are wanted.
struct WantedRow {
    std::size_t input = 0, token = 0;
};

// Where weights are rounded, keys and values may be: they take what time the kernels leave, and in bf16 half of it. Elsewhere the bits are those of fp32.
KeyValueType keyValuesBeside(WeightType weights)
{
    return weights == WeightType::Int8 ? KeyValueType::Bf16 : KeyValueType::Fp32;
}

struct CpuSequence {
    KeyValueCache cache;
    SequenceDirection direction{};
};

/// Routers are folded anew where a band of their feature is changed, once for both phases where both change alike.
PhaseInterventions phasesOf(const ModelConfig &config, const PackedModel &packed, const Interventions &interventions, int layer)
{
    PhaseInterventions phases{resolve(interventions, layer, true, config), resolve(interventions, layer, false, config)};
    const auto fold = [&](const LayerIntervention &phase) -> std::shared_ptr<const BandedRouters> {
        return changesBands(phase) && config.isMixMoeLayer(layer) ? std::make_shared<const BandedRouters>(config, packed, static_cast<std::size_t>(layer), phase) : nullptr;
    };
    phases.promptRouters = fold(phases.prompt);
    phases.generatedRouters = std::ranges::equal(phases.prompt.binFactors, phases.generated.binFactors) ? phases.promptRouters : fold(phases.generated);
    return phases;
}

class CpuRuntime final : public Runtime {
public:
    CpuRuntime(std::shared_ptr<const Model> model, std::shared_ptr<const PackedModel> packed, DirectionTags tags, const Kernels &kernels, int threads)
        : m_pass(std::move(model), std::move(packed), kernels, threads), m_tags(std::move(tags)), m_blocks(m_pass.model().config, keyValuesBeside(m_pass.weights()))
    {
    }

    const ModelConfig &config() const override { return m_pass.model().config; }
    RuntimeDescription description() const override { return {"cpu", nameOf(m_pass.weights()), m_pass.threads(), nameOf(m_pass.kernels().instructions)}; }

    Result<SequenceId> openSequence() override
    {
        return m_sequences.add([this] { return CpuSequence{KeyValueCache(m_blocks, config().maxPositions)}; });
    }
    Result<SequenceId> forkSequence(SequenceId from) override
    {
        return m_sequences.add([this, from] { return m_sequences.at(from); });
    }
    void closeSequence(SequenceId sequence) override { m_sequences.close(sequence); }
    int length(SequenceId sequence) const override { return m_sequences.at(sequence).cache.length(); }
    void truncate(SequenceId sequence, int length) override
    {
        m_sequences.at(sequence).cache.truncate(length);
        m_sequences.at(sequence).direction.truncate(length);
    }

    Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) override;

private:
    std::optional<int> openLength(SequenceId sequence) const;
    void resolveFor(const Interventions &interventions);
    void makeRows(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs);
    Result<void> read(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs);
    std::span<float> logitsOf(std::size_t row, const Selection &selection);
    Result<void> answer(std::span<const SequenceInput> inputs, std::vector<SequenceOutput> &outputs);
    bool answerRow(const SequenceInput &input, std::size_t token, std::size_t row, SequenceOutput &output);

    ForwardPass m_pass;
    DirectionTags m_tags;
    KeyValueBlocks m_blocks;
    OpenSequences<CpuSequence> m_sequences;

    Interventions m_resolvedFor;
    std::vector<PhaseInterventions> m_resolved;   // one a layer
    // Of the step at hand; their memory is used again.
    std::vector<int> m_lengthsBefore;
    std::vector<BatchRow> m_rows;
    std::vector<WantedRow> m_wanted;
    std::vector<LogitsRow> m_wantedRows;
    Table m_logits;
    std::vector<Picked> m_picked;
};

Result<void> CpuRuntime::stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    m_lengthsBefore.clear();
    Result<void> done;
    try {
        if (auto valid = checkStep(config(), inputs, options, [this](SequenceId id) { return openLength(id); }); !valid)
            return valid;
        m_lengthsBefore.reserve(inputs.size());
        for (const SequenceInput &input : inputs)
            m_lengthsBefore.push_back(length(input.sequence));
        done = read(inputs, options, outputs);
    } catch (const std::bad_alloc &) {
        done = stepWithoutMemory();
    }
    if (!done) {
        for (std::size_t i = 0; i < m_lengthsBefore.size(); ++i)
            truncate(inputs[i].sequence, m_lengthsBefore[i]);
    }
    return done;
}

std::optional<int> CpuRuntime::openLength(SequenceId sequence) const
{
    return m_sequences.contains(sequence) ? std::optional(length(sequence)) : std::nullopt;
}

void CpuRuntime::resolveFor(const Interventions &interventions)
{
    if (!m_resolved.empty() && interventions == m_resolvedFor)
        return;
    Interventions wanted = interventions;
    std::vector<PhaseInterventions> layers;
    for (int layer = 0; layer < config().layerCount; ++layer)
        layers.push_back(phasesOf(config(), m_pass.packed(), interventions, layer));
    m_resolved = std::move(layers);   // both or none, should memory run out
    m_resolvedFor = std::move(wanted);
}

// Outputs are emptied, rows point into them.
void CpuRuntime::makeRows(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    outputs.resize(inputs.size());
    m_rows.clear();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const SequenceInput &input = inputs[i];
        SequenceOutput &output = outputs[i];
        auto &[cache, direction] = m_sequences.at(input.sequence);
        cache.reserve(input.tokens.size());
        const std::size_t positions = static_cast<std::size_t>(cache.length()) + input.tokens.size();
        output.routing.resize(options.capture != CaptureLevel::None ? input.tokens.size() : 0);
        for (TokenRouting &routing : output.routing) {
            routing.gateProbabilities.clear();
            routing.choices.clear();
            routing.weights.clear();
        }
        const std::size_t answered = input.tokens.size() - input.firstAnswered();
        output.attention.assign(options.wantAttention ? answered * positions : 0, 0.0F);
        output.candidates.clear();
        output.scored.clear();
        output.logits.clear();
        output.bestAfterEach.resize(input.triedTokens > 0 ? input.triedTokens + 1 : 0);
        output.given.resize(input.wantGiven ? input.givenTokens() : 0);
        for (std::size_t t = 0; t < input.tokens.size(); ++t) {
            const int position = cache.length() + static_cast<int>(t);
            m_tags.read(input.tokens[t], position, direction);
            m_rows.push_back({.token = input.tokens[t],
                              .position = position,
                              .prompt = t < input.promptTokens,
                              .direction = direction,
                              .cache = &cache,
                              .routing = output.routing.empty() ? nullptr : &output.routing[t],
                              .attention = output.attention.empty() || t < input.firstAnswered() ? nullptr : output.attention.data() + (t - input.firstAnswered()) * positions});
        }
    }
}

Result<void> CpuRuntime::read(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    resolveFor(options.interventions);
    makeRows(inputs, options, outputs);
    std::size_t input = 0;
    std::size_t tokensLeft = inputs.empty() ? 0 : inputs.front().tokens.size();
    for (std::size_t first = 0; first < m_rows.size(); first += rowsAtOnce) {
        const auto batch = std::span<const BatchRow>(m_rows).subspan(first, std::min(rowsAtOnce, m_rows.size() - first));
        if (!m_pass.run(batch, m_resolved, options.stop))
            return stoppedStep();
        m_wanted.clear();
        m_wantedRows.clear();
        for (std::size_t row = 0; row < batch.size(); ++row) {
            const Selection &selection = inputs[input].selection;
            const std::size_t token = inputs[input].tokens.size() - tokensLeft--;
            const bool picked = token >= inputs[input].firstPicked();
            if (picked || inputs[input].isGivenBehind(token) || selection.wantLogits) {
                m_wanted.push_back({input, token});
                m_wantedRows.push_back({row, picked && !selection.wantLogits ? inputs[input].selectionBehind(token).allowed : nullptr});
            }
            if (tokensLeft > 0)
                continue;
            batch[row].cache->setLength(batch[row].position + 1);
            if (++input < inputs.size())
                tokensLeft = inputs[input].tokens.size();
        }
        if (auto answered = answer(inputs, outputs); !answered)
            return answered;
    }
    if (options.capture == CaptureLevel::Choices) {
        for (SequenceOutput &output : outputs)
            for (TokenRouting &routing : output.routing)
                routing.gateProbabilities.clear();
    }
    return {};
}

// Of the tokens that are allowed, in their order.
std::span<float> CpuRuntime::logitsOf(std::size_t row, const Selection &selection)
{
    if (m_wantedRows[row].allowed)
        return {m_logits.row(row), selection.allowed->ids().size()};
    const std::span<float> all(m_logits.row(row), static_cast<std::size_t>(config().vocabSize));
    return selection.allowed ? keepOnly(*selection.allowed, all) : all;
}

// Logits of the rows that want them, and what is picked from them.
Result<void> CpuRuntime::answer(std::span<const SequenceInput> inputs, std::vector<SequenceOutput> &outputs)
{
    const auto vocabulary = static_cast<std::size_t>(config().vocabSize);
    if (m_wantedRows.size() > mostRowsGathered) {
        for (LogitsRow &row : m_wantedRows)
            row.allowed = nullptr;
    }
    m_pass.logits(m_wantedRows, m_logits);
    for (std::size_t row = 0; row < m_wanted.size(); ++row) {
        if (inputs[m_wanted[row].input].selection.wantLogits) {
            std::vector<float> &logits = outputs[m_wanted[row].input].logits;
            logits.insert(logits.end(), m_logits.row(row), m_logits.row(row) + vocabulary);
        }
    }
    std::atomic<bool> numbers = true;
    m_picked.resize(std::max(m_picked.size(), m_wanted.size()));
    m_pass.pool().run(m_wanted.size(), [&](std::size_t row) {
        const auto [input, token] = m_wanted[row];
        if (!answerRow(inputs[input], token, row, outputs[input]))
            numbers = false;
    });
    m_wantedRows.clear();   // sets are held by those who hand them in
    return numbers ? Result<void>() : stepWithoutNumbers();
}

// False where the step fails: its logits are no numbers.
bool CpuRuntime::answerRow(const SequenceInput &input, std::size_t token, std::size_t row, SequenceOutput &output)
{
    if (token < input.firstPicked()) {
        if (!input.isGivenBehind(token))
            return true;
        const auto logits = std::span<const float>(m_logits.row(row), static_cast<std::size_t>(config().vocabSize));
        const std::optional<float> next = logProbability(logits, input.tokens[token + 1], m_pass.kernels().rows);
        output.given[token - input.firstAnswered()] = next.value_or(0);
        return next.has_value();
    }
    const Selection &selection = input.selectionBehind(token);
    const Picked &picked = m_picked[row];
    const bool found = selectInto(logitsOf(row, selection), selection, m_pass.kernels().rows, m_picked[row]);
    if (!found && token == input.firstPicked())
        return false;
    if (input.triedTokens > 0)
        output.bestAfterEach[token - input.firstPicked()] = found ? picked.candidates.front() : noCandidate;
    if (found && token + 1 == input.tokens.size()) {
        output.candidates.assign(picked.candidates.begin(), picked.candidates.end());
        output.scored.assign(picked.scored.begin(), picked.scored.end());
    }
    return true;
}

std::unexpected<Error> withoutMemory()
{
    return fail(ErrorCode::EngineFailure, "", "there is not enough memory to hold the model's weights");
}

bool layerFitsBf16(const LayerWeights &layer)
{
    const auto fits = [](const auto &...weights) { return (fitBf16(std::span<const float>(weights)) && ...); };
    return fits(layer.q, layer.k, layer.v, layer.o, layer.ffn.gate, layer.ffn.up, layer.ffn.down)
        && std::ranges::all_of(layer.groups, [&](const ExpertGroupWeights &group) { return fits(group.gate, group.up, group.down); });
}

}  // namespace

WeightType losslessWeights(const Model &model)
{
    if (!model.hasWeights())
        return model.noteFitsBf16 ? WeightType::Bf16 : WeightType::Fp32;
    const bool fits = fitBf16(model.weights.embedding) && std::ranges::all_of(model.weights.layers, [](const LayerWeights &layer) { return layerFitsBf16(layer); });
    return fits ? WeightType::Bf16 : WeightType::Fp32;
}

Result<std::unique_ptr<Runtime>> makeCpuRuntime(std::shared_ptr<const Model> model, const CpuOptions &options)
{
    if (!model)
        return fail(ErrorCode::InvalidArgument, "", "there is no model to run");
    if (!isSupported(options.kernels.instructions))
        return fail(ErrorCode::Unsupported, "", "this processor lacks the instructions that were asked for");
    if (!isFoldable(model->config.moe.fourierMode))
        return makeReferenceRuntime(std::move(model));
    try {
        auto packed = std::make_shared<const PackedModel>(packModel(*model, options.weights));
        return makeCpuRuntime(std::move(model), std::move(packed), options);
    } catch (const std::bad_alloc &) {
        return withoutMemory();
    }
}

Result<std::unique_ptr<Runtime>> makeCpuRuntime(std::shared_ptr<const Model> model, std::shared_ptr<const PackedModel> packed, const CpuOptions &options)
{
    Result<DirectionTags> tags = DirectionTags::of(model->config, model->tokenizer.get());
    if (!tags)
        return std::unexpected(tags.error());
    const int threads = options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    try {
        return std::make_unique<CpuRuntime>(std::move(model), std::move(packed), std::move(*tags), options.kernels, threads);
    } catch (const std::bad_alloc &) {
        return withoutMemory();
    } catch (const std::system_error &) {
        return fail(ErrorCode::EngineFailure, "", "%1 threads cannot be started", threads);
    }
}

}  // namespace interlinear::mixmoe
