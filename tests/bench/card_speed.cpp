#include "tests/bench/card_speed.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "engine/mixmoe/runtime/cuda/step_plan.h"
#include "tests/bench/card_document.h"
#include "tests/bench/card_segments.h"
#include "tests/bench/engine_speed.h"
#include "tests/bench/model_cost.h"
#include "tests/bench/random_card_model.h"
#include "tests/bench/random_model.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <new>
#include <string_view>
#include <utility>

namespace interlinear::bench {

namespace {

using namespace mixmoe;
using namespace mixmoe::cuda;
using CardPointer = std::shared_ptr<Card>;
using Report = std::function<void(const Measurement &)>;

constexpr int promptLength = 16, steps = 64;

/// Seconds of one of so many calls that are queued together; the first ones warm up.
template <typename Queue>
Result<double> secondsOf(Card &card, int count, const Queue &queue)
{
    for (int i = 0; i < 3; ++i)
        queue();
    if (auto done = card.finish(); !done)
        return std::unexpected(done.error());
    const Stopwatch watch;
    for (int i = 0; i < count; ++i)
        queue();
    if (auto done = card.finish(); !done)
        return std::unexpected(done.error());
    return watch.seconds() / count;
}

/// Bytes a second, read and written, of copies that no cache holds.
Result<double> copyBandwidth(const CardPointer &card)
{
    const std::size_t bytes = std::size_t(1) << 30;
    const CardMemory from(card, bytes), to(card, bytes);
    const Result<double> seconds = secondsOf(*card, 10, [&] { card->copyWithin(to.data(), from.data(), bytes); });
    return seconds ? Result<double>(2.0 * static_cast<double>(bytes) / *seconds) : seconds;
}

/// Seconds a step of one sequence.
Result<double> stepSeconds(Runtime &runtime)
{
    DecodedBatch sequence(runtime);
    Result<void> done = sequence.open(1, promptLength);
    for (int step = 0; done && step < 4; ++step)   // the graph is recorded
        done = sequence.step();
    const Stopwatch watch;
    for (int step = 0; done && step < steps; ++step)
        done = sequence.step();
    if (!done)
        return std::unexpected(done.error());
    return watch.seconds() / steps;
}

Result<Samples> repeated(int repetitions, const std::function<Result<double>()> &measure)
{
    Result<double> last = 0;
    const Samples samples = repeat(repetitions, [&] {
        if (last)
            last = measure();
        return last.value_or(0);
    });
    if (!last)
        return std::unexpected(last.error());
    return samples;
}

/// What a step of one sequence asks of the card: on its own, and as a graph.
struct StepCalls {
    int nodes = 0, graphs = 0, copies = 0, waits = 0;
};

Result<StepCalls> callsOfStep(Card &card, Runtime &runtime)
{
    DecodedBatch sequence(runtime);
    if (auto opened = sequence.open(1, promptLength); !opened)
        return std::unexpected(opened.error());
    StepCalls calls;
    for (int step = 0; step < 6; ++step) {
        const CardCalls before = card.calls();
        if (auto done = sequence.step(); !done)
            return std::unexpected(done.error());
        const CardCalls &after = card.calls();
        if (after.launches > before.launches)
            calls.nodes = after.launches - before.launches;
        calls.graphs = after.graphs - before.graphs;
        calls.copies = after.copies - before.copies;
        calls.waits = after.waits - before.waits;
    }
    return calls;
}

// The tables of one layer's experts, with anything in them.
struct LayerTables {
    LayerTables(const CardPointer &card, int rows, int width, int inner, int experts)
        : block(card, 1 << 20), x(card, values(rows, width)), out(card, values(2 * rows, inner)), weights(card, values(2 * experts, 2 * inner * width)), words(card, values(rows, 64)),
          tiles(card, sizeof(Tile) * static_cast<std::size_t>(mostTiles(2 * rows, 2 * experts, floatRows)))
    {
        card->clear(words.data(), words.size());
        for (const CardMemory *memory : {&x, &weights})
            fillSmall(*card, *memory);
        StepPlan plan;
        for (int row = 0; row < rows; ++row)
            plan.rows.push_back({.phase = 1, .fromLanguage = -1, .toLanguage = -1, .captureAt = nowhere, .attentionAt = nowhere});
        std::vector<std::byte> bytes(plan.bytes());
        plan.write(bytes.data());
        card->copyInNow(block.data(), bytes.data(), bytes.size());
        std::int32_t *word = words.as<std::int32_t>();
        const auto take = [&](int count) { return std::exchange(word, word + count); };
        lists = {take(2 * rows), reinterpret_cast<float *>(take(2 * rows)), take(2 * rows), take(2 * rows), tiles.as<Tile>(), take(1), floatRows, take(1)};
    }
    static std::size_t values(int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b) * sizeof(float); }

    CardMemory block, x, out, weights, words, tiles;
    ExpertLists lists{};
};

Result<double> routerSeconds(const CardPointer &card)
{
    constexpr int rows = 64, width = 512, experts = 8;
    const LayerTables tables(card, rows, width, width, experts);
    const CardMemory gates(card, 2 * sizeof(DeviceGate));
    const auto *anything = tables.weights.as<float>();
    const DeviceGate gate{.router = anything, .penalty = anything, .factor = anything, .forced = {-1, -1}};
    const DeviceGate both[2]{gate, gate};
    card->copyInNow(gates.data(), both, sizeof both);
    const RouteArgs args{.step = tables.block.as<const StepBlock>(), .gates = gates.as<const DeviceGate>(), .bias = anything, .in = tables.x.as<const float>(), .norm = {anything, 1e-5F}, .normalised = {.rounded = tables.out.as<std::uint32_t>()}, .width = width, .groups = 2,
                         .experts = experts, .topK = 1, .scale = GateScale::Scaled, .lists = tables.lists};
    return secondsOf(*card, 200, [&] { card->launch(rows, 1, threadsOfRoute, sharedWordsOfRoute(width, 2, experts, 1, rows), args); });
}

// Gate and up of 8 experts with so many rows each, in bf16; multiply-adds a second, counting two.
Result<double> productOperations(const CardPointer &card, int rowsOfExpert)
{
    constexpr int experts = 8, width = 1024, inner = 1024;
    const int rows = experts * rowsOfExpert;
    const LayerTables tables(card, rows, width, inner, experts);
    std::vector<Tile> tiles;
    for (int use = 0; use < rows; use += TileShape::rows)
        tiles.push_back({use / rowsOfExpert, use, TileShape::rows});
    const auto count = static_cast<std::int32_t>(tiles.size());
    card->copyInNow(tables.tiles.data(), tiles.data(), tiles.size() * sizeof(Tile));
    card->copyInNow(tables.lists.tileCount, &count, sizeof count);
    const int columns = gatedColumns(WeightKind::Half, inner);
    const ProductArgs args{.step = tables.block.as<const StepBlock>(), .epilogue = Epilogue::Gated, .weights = tables.weights.data(), .expertValues = static_cast<std::int64_t>(columns) * width, .depth = width, .columns = columns,
                           .tiles = tables.tiles.as<const Tile>(), .tileCount = tables.lists.tileCount, .in = tables.x.data(), .out = {.rounded = tables.out.as<std::uint32_t>()}, .outWidth = inner};
    const Result<double> seconds = secondsOf(*card, 50, [&] { card->launch(columns / TileShape::columns, count, TileShape::warps * lanes, TileShape::sharedWords, TileProductArgs<Half>{args}); });
    return seconds ? Result<double>(2.0 * rows * columns * width / *seconds) : seconds;
}

// Each runtime reads what the CPU picks. Share of tokens that are equal.
Result<double> equalTokens(Runtime &card, Runtime &cpu)
{
    constexpr int batch = 8;
    std::vector<SequenceInput> onCard, onCpu;
    for (int i = 0; i < batch; ++i) {
        const Result<SequenceId> a = card.openSequence(), b = cpu.openSequence();
        if (!a || !b)
            return std::unexpected(a ? b.error() : a.error());
        SequenceInput input{.sequence = *a, .promptTokens = promptLength};
        for (int k = 0; k < promptLength; ++k)
            input.tokens.push_back((i * 101 + k * 37) % card.config().vocabSize);
        onCard.push_back(input);
        input.sequence = *b;
        onCpu.push_back(std::move(input));
    }
    int equal = 0;
    for (int step = 0; step < steps; ++step) {
        const auto a = card.step(onCard, {}), b = cpu.step(onCpu, {});
        if (!a || !b)
            return std::unexpected(a ? b.error() : a.error());
        for (std::size_t i = 0; i < batch; ++i) {
            const TokenId token = b->at(i).candidates.at(0).token;
            equal += a->at(i).candidates.at(0).token == token ? 1 : 0;
            onCard[i].tokens = onCpu[i].tokens = {token};
            onCard[i].promptTokens = onCpu[i].promptTokens = 0;
        }
    }
    for (std::size_t i = 0; i < batch; ++i) {
        card.closeSequence(onCard[i].sequence);
        cpu.closeSequence(onCpu[i].sequence);
    }
    return static_cast<double>(equal) / (batch * steps);
}

Result<void> measureLarge(const CardPointer &card, const CardWorkload &workload, double bandwidth, const Report &report)
{
    const ModelConfig config = modelSize(workload.large);
    for (const CardPrecision precision : {CardPrecision::Bf16, CardPrecision::Fp8, CardPrecision::Int8}) {
        const Result<std::unique_ptr<Runtime>> runtime = randomCardModel(card, config, precision, 64);
        if (!runtime)
            return std::unexpected(runtime.error());
        const Result<Samples> samples = repeated(workload.repetitions, [&]() -> Result<double> {
            const Result<double> seconds = stepSeconds(**runtime);
            return seconds ? Result<double>(1 / *seconds) : seconds;
        });
        if (!samples)
            return std::unexpected(samples.error());
        const std::string name = (*runtime)->description().precision;
        report({.id = "G1." + name + ".batch1." + config.name, .unit = "tokens/s", .samples = *samples, .limit = bandwidth / (bytesPerWeight(name) * weightsPerToken(config)), .floor = 0.50, .target = 0.75});
    }
    return {};
}

Result<void> measureSmall(const CardPointer &card, const CardWorkload &workload, const Report &report)
{
    const auto model = randomModel(modelSize(workload.small));
    const Result<std::unique_ptr<Runtime>> runtime = makeCudaRuntime(model, card, {.precision = CardPrecision::Bf16});
    if (!runtime)
        return std::unexpected(runtime.error());
    const Result<Samples> microseconds = repeated(workload.repetitions, [&]() -> Result<double> {
        const Result<double> seconds = stepSeconds(**runtime);
        return seconds ? Result<double>(1e6 * *seconds) : seconds;
    });
    const Result<std::unique_ptr<Runtime>> fresh = makeCudaRuntime(model, card, {.precision = CardPrecision::Bf16});   // that has recorded no graph yet
    const Result<StepCalls> calls = fresh ? callsOfStep(*card, **fresh) : std::unexpected(fresh.error());
    if (!microseconds || !calls)
        return std::unexpected(microseconds ? calls.error() : microseconds.error());
    const auto counted = [](int value) { return Samples{.median = static_cast<double>(value)}; };
    report({.id = "G2.bf16.batch1." + workload.small, .unit = "us", .samples = *microseconds, .most = 400, .aim = 120});
    report({.id = "G2.nodes." + workload.small, .unit = "kernels", .samples = counted(calls->nodes), .aim = 40});
    report({.id = "G6.waits", .unit = "a step", .samples = counted(calls->waits), .most = 2, .aim = 1});
    report({.id = "G6.calls", .unit = "a step", .samples = counted(calls->graphs + calls->copies), .aim = 3});
    const auto exact = makeCudaRuntime(model, card, {}), cpu = makeCpuRuntime(model, {});
    if (!exact || !cpu)
        return std::unexpected(exact ? cpu.error() : exact.error());
    const Result<double> equal = equalTokens(**exact, **cpu);
    if (!equal)
        return std::unexpected(equal.error());
    report({.id = "G7.fp32." + workload.small, .unit = "of tokens", .samples = {.median = *equal}, .limit = 1, .floor = 0.99, .target = 1});
    return {};
}

Result<void> measureKernels(const CardPointer &card, const CardWorkload &workload, const Report &report)
{
    const Result<Samples> router = repeated(workload.repetitions, [&]() -> Result<double> {
        const Result<double> seconds = routerSeconds(card);
        return seconds ? Result<double>(1e6 * *seconds) : seconds;
    });
    if (!router)
        return std::unexpected(router.error());
    report({.id = "G3.router.64rows", .unit = "us", .samples = *router, .most = 8, .aim = 3});
    for (const int rows : {128, 512}) {
        const Result<Samples> product = repeated(workload.repetitions, [&] { return productOperations(card, rows); });
        if (!product)
            return std::unexpected(product.error());
        Measurement grouped{.id = "G4.bf16.experts." + std::to_string(rows) + "rows", .unit = "op/s", .samples = *product, .floor = 0.45, .target = 0.65};
        if (card->halfOperations() > 0)
            grouped.limit = card->halfOperations();
        report(grouped);
    }
    return {};
}

}  // namespace

Result<void> measureCard(const CardPointer &card, const CardWorkload &workload, const Report &report)
{
    Result<void> first;
    const auto part = [&](std::initializer_list<const char *> ids, const auto &measure) {
        if (std::ranges::none_of(ids, [&](std::string_view id) { return id.starts_with(workload.only) || std::string_view(workload.only).starts_with(id); }))
            return;
        Result<void> done;
        try {
            done = measure();
        } catch (const std::bad_alloc &) {
            done = fail(ErrorCode::EngineFailure, card->name(), "there is not enough free memory on the card for this figure");
        }
        if (!done && first)
            first = done;
    };
    double bandwidth = 0;
    part({workload.only.c_str()}, [&]() -> Result<void> {
        const Result<double> copied = copyBandwidth(card);
        if (!copied)
            return std::unexpected(copied.error());
        bandwidth = *copied;
        report({.id = "calibration.card_copy_bandwidth", .unit = "bytes/s", .samples = {.median = bandwidth}});
        return {};
    });
    part({"G3", "G4"}, [&] { return measureKernels(card, workload, report); });
    part({"G2", "G6", "G7"}, [&] { return measureSmall(card, workload, report); });
    if (workload.segments)
        part({"G8"}, [&] { return measureSegments(card, workload.segments, {.repetitions = std::min(workload.repetitions, 3)}, report); });
    if (!workload.document.empty())
        part({"G5"}, [&] { return measureCardDocument(card, {.model = workload.document}, report); });
    if (bandwidth > 0)
        part({"G1"}, [&] { return measureLarge(card, workload, bandwidth, report); });
    return first;
}

std::string skippedFigure(const std::string &id, const Error &why, bool json)
{
    return json ? nlohmann::json{{"id", id}, {"skipped", why.sentence()}}.dump() : id + ": skipped, " + why.sentence();
}

std::vector<std::string> skippedCard(const Error &why, bool json)
{
    std::vector<std::string> lines;
    for (const char *id : {"G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"})
        lines.push_back(skippedFigure(id, why, json));
    return lines;
}

}  // namespace interlinear::bench
