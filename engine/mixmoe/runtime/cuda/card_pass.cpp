#include "engine/mixmoe/runtime/cuda/card_pass.h"

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <type_traits>
#include <utility>

namespace interlinear::mixmoe::cuda {

namespace {

constexpr int threadsOfHead = 128, threadsOfSelection = 256;
constexpr int rowsForLargeTiles = 64;   // of a batch
constexpr std::size_t alignment = 512;   // of what a card allocates

std::size_t extent(int value)
{
    return static_cast<std::size_t>(value);
}

int slotsOfRow(const ModelConfig &config)
{
    return config.groups() * config.moe.topK;
}

int expertsOf(const ModelConfig &config)
{
    return config.groups() * config.moe.expertsPerGroup;
}

int attentionWidth(const ModelConfig &config)
{
    return config.headCount * config.headSize;
}

int queryKeyValueWidth(const ModelConfig &config)
{
    return (config.headCount + 2 * config.kvHeadCount) * config.headSize;
}

GateScale scaleOf(GateWeight weight)
{
    return weight == GateWeight::Renormalised ? GateScale::Renormalised : weight == GateWeight::ScaledProbability ? GateScale::Scaled : GateScale::Probability;
}

struct Tables {
    float *x, *queryKeyValue, *expertOutput, *logits;
    Activations normalised, mixed, inner;
    ExpertLists lists;
    PieceFound *found;
    std::int32_t *tickets;        // of rows that are wanted
};

/// give(bytes): memory for one table.
template <class Give>
Tables makeTables(const ModelConfig &config, const PassSize &pass, const ProductNumbers &numbers, const Give &give)
{
    Tables tables{};
    const auto take = [&]<typename T>(T *&place, std::size_t count) { place = reinterpret_cast<T *>(give(std::max<std::size_t>(1, count) * sizeof(T))); };
    const auto activations = [&](Activations &places, std::initializer_list<std::pair<std::size_t, int>> shapes) {   // room for the largest
        std::size_t count = 0;
        for (const auto &[lines, width] : shapes)
            count = std::max(count, lines * extent(numbers.roundedInput ? roundedStride(width) / 2 : width));
        numbers.roundedInput ? take(places.rounded, count) : take(places.exact, count);
    };
    const std::size_t rows = extent(pass.rows), d = extent(config.hiddenSize), uses = rows * extent(slotsOfRow(config));
    take(tables.x, rows * d);
    activations(tables.normalised, {{rows, config.hiddenSize}});
    take(tables.queryKeyValue, rows * extent(queryKeyValueWidth(config)));
    activations(tables.mixed, {{rows, attentionWidth(config)}});
    activations(tables.inner, {{rows, config.ffnSize}, {uses, config.expertSize()}});
    take(tables.expertOutput, uses * d);
    take(tables.logits, extent(pass.wanted) * extent(config.vocabSize));
    take(tables.found, extent(pass.wanted) * extent(piecesOf(config.vocabSize)));
    take(tables.tickets, extent(pass.wanted));
    take(tables.lists.slotExpert, uses);
    take(tables.lists.slotWeight, uses);
    take(tables.lists.useOfSlot, uses);
    take(tables.lists.rowOfUse, uses);
    take(tables.lists.tiles, extent(mostTiles(static_cast<int>(uses), expertsOf(config), floatRows)));
    take(tables.lists.tileCount, 1);
    take(tables.lists.ticket, 1);
    return tables;
}

/// Of the kernels that sum over a row: in the same order for any batch.
int threadsOfRow(const ModelConfig &config)
{
    return config.hiddenSize > 512 ? 256 : 128;
}

int blocksFor(int columns, int ofBlock)
{
    return (columns + ofBlock - 1) / ofBlock;
}

const void *readBy(const Activations &activations)
{
    return activations.exact ? static_cast<const void *>(activations.exact) : activations.rounded;
}

int powerOfTwo(std::size_t count, int most)
{
    return std::min(most, static_cast<int>(std::bit_ceil(std::max<std::size_t>(1, count))));
}

/// Rows of one sequence stand together, and have its pages.
bool eachOfItsOwnSequence(const StepPlan &plan)
{
    return std::ranges::adjacent_find(plan.rows, {}, &DeviceRow::pagesAt) == plan.rows.end();
}

int routeWords(const ModelConfig &config, int rows)
{
    return sharedWordsOfRoute(config.hiddenSize, config.groups(), config.moe.expertsPerGroup, config.moe.topK, rows);
}

}  // namespace

std::size_t passBytes(const ModelConfig &config, const PassSize &size, const ProductNumbers &numbers)
{
    std::size_t sum = 0;
    makeTables(config, size, numbers, [&](std::size_t bytes) -> std::byte * {
        sum += (bytes + alignment - 1) / alignment * alignment;
        return nullptr;
    });
    return sum;
}

std::size_t sharedBytesOfPass(const ModelConfig &config, int rows)
{
    const int attend = sharedFloatsOfAttend(config.headCount, config.kvHeadCount, config.headSize);
    return sizeof(float) * extent(std::max({attend, routeWords(config, rows), config.hiddenSize, sharedWordsOfSelect(config.vocabSize), sizeOf<float>(HalfShape::Large).sharedWords, TileShape::sharedWords}));
}

CardPass::CardPass(std::shared_ptr<Card> card, const ModelConfig &config, const CardModel &weights, const CardGates &gates, const PagePool &pool, const PassSize &size)
    : m_card(std::move(card)), m_config(config), m_weights(weights), m_gates(gates), m_pool(pool), m_size(size)
{
    const Tables tables = makeTables(config, size, weights.numbers, [&](std::size_t bytes) { return m_tables.emplace_back(m_card, bytes).as<std::byte>(); });
    m_x = tables.x;
    m_normalised = tables.normalised;
    m_queryKeyValue = tables.queryKeyValue;
    m_mixed = tables.mixed;
    m_inner = tables.inner;
    m_expertOutput = tables.expertOutput;
    m_logits = tables.logits;
    m_lists = tables.lists;
    m_found = tables.found;
    m_tickets = tables.tickets;
    if (gates.form() == RouterForm::Live) {
        m_transformed = CardMemory(m_card, extent(size.rows) * extent(config.hiddenSize) * sizeof(float));
        m_spectrum = CardMemory(m_card, extent(size.rows) * extent(spectrumFloats(config.hiddenSize)) * sizeof(float));
    }
    m_card->clear(m_lists.ticket, sizeof(std::int32_t));
    m_card->clear(m_tickets, extent(size.wanted) * sizeof(std::int32_t));
}

CardPass::~CardPass()
{
    forgetGraphs();
}

void CardPass::copyPages(std::span<const PageCopy> copies)
{
    CopyPagesArgs args{m_pool.layout(), {}};
    for (std::size_t first = 0; first < copies.size(); first += CopyPagesArgs::most) {
        const auto some = copies.subspan(first, std::min<std::size_t>(CopyPagesArgs::most, copies.size() - first));
        std::ranges::copy(some, args.copies);
        m_card->launch(static_cast<int>(some.size()), 1, threadsOfSelection, 0, args);
    }
}

void CardPass::run(const StepPlan &plan, const PassOptions &options)
{
    makeRoom(plan);
    if (options.attention && m_scores.size() == 0)
        m_scores = CardMemory(m_card, extent(m_size.rows) * extent(m_config.maxPositions) * sizeof(float));
    m_answerWords = plan.answerWords;
    plan.write(m_blockStaging.data());
    m_card->copyIn(m_block.data(), m_blockStaging.data(), plan.bytes());
    const Shape shape = shapeOf(plan, options.attention);
    if (options.logits) {
        launchLayers(shape);
        launchLogits(shape);
        m_card->copyOut(options.logits, m_logits, plan.wanted.size() * extent(m_config.vocabSize) * sizeof(float));
        launchSelection(shape);
    } else {
        launchAll(shape);
    }
    m_card->copyOut(m_answerStaging.data(), m_answers.data(), extent(m_answerWords) * sizeof(float));
}

Result<std::span<const float>> CardPass::answers()
{
    if (auto done = m_card->finish(); !done)
        return std::unexpected(done.error());
    return std::span(reinterpret_cast<const float *>(m_answerStaging.data()), extent(m_answerWords));
}

// Graphs hold the addresses of what grows.
void CardPass::makeRoom(const StepPlan &plan)
{
    const std::size_t block = plan.bytes(), answers = std::max<std::size_t>(1, extent(plan.answerWords)) * sizeof(float);
    if (block > m_blockStaging.size()) {
        forgetGraphs();
        m_block = CardMemory(m_card, 2 * block);
        m_blockStaging = Staging(m_card, 2 * block);
    }
    if (answers > m_answerStaging.size()) {
        forgetGraphs();
        m_answers = CardMemory(m_card, 2 * answers);
        m_answerStaging = Staging(m_card, 2 * answers);
    }
}

void CardPass::forgetGraphs()
{
    for (const auto &[shape, recorded] : m_graphs) {
        if (recorded.graph)
            m_card->releaseGraph(recorded.graph);
    }
    m_graphs.clear();
}

CardPass::Shape CardPass::shapeOf(const StepPlan &plan, bool attention) const
{
    return {powerOfTwo(plan.rows.size(), m_size.rows), powerOfTwo(plan.wanted.size(), m_size.wanted), attention, eachOfItsOwnSequence(plan)};
}

void CardPass::launchAll(const Shape &shape)
{
    Recorded &recorded = m_graphs[shape];
    const auto everything = [&] {
        launchLayers(shape);
        launchLogits(shape);
        launchSelection(shape);
    };
    if (++recorded.uses == 1)   // loads the kernels, which cannot be done while recording
        return everything();
    if (!recorded.graph) {
        m_card->beginGraph();
        everything();
        recorded.graph = m_card->endGraph();
    }
    if (recorded.graph)
        m_card->runGraph(recorded.graph);
}

void CardPass::launchLayers(const Shape &shape)
{
    const CardMatrix &tokens = m_weights.tokens;
    m_card->launch(shape.rows, 1, threadsOfRow(m_config), 0, EmbedArgs{step(), tokens.weights, tokens.kind, m_config.hiddenSize, paddedDepth(tokens.kind, m_config.hiddenSize), m_x});
    for (std::size_t layer = 0; layer < m_weights.layers.size(); ++layer) {
        normalise(m_weights.layers[layer].attentionNorm, layer > 0 ? &m_weights.layers[layer - 1] : nullptr, false, shape);
        launchAttention(layer, shape);
        launchFeedForward(layer, shape);
    }
}

void CardPass::launchAttention(std::size_t index, const Shape &shape)
{
    const CardLayer &layer = m_weights.layers[index];
    const HeadShape heads{static_cast<int>(index), m_config.headCount, m_config.kvHeadCount, m_config.headSize};
    const Rotation rotation{m_weights.cosines, m_weights.sines};
    multiply(layer.queryKeyValue, Epilogue::Set, m_normalised, {.exact = m_queryKeyValue}, false, shape);
    if (!shape.alone)
        m_card->launch(shape.rows, 1, threadsOfHead, 0, PlaceKeysArgs{step(), m_pool.layout(), heads, rotation, m_queryKeyValue});
    m_card->launch(shape.rows, heads.kvHeads, threadsOfHead, sharedFloatsOfAttend(heads.heads, heads.kvHeads, heads.headSize),
                   AttendArgs{step(), m_pool.layout(), heads, rotation, m_queryKeyValue, shape.alone, m_mixed});
    if (shape.attention && heads.layer == m_config.attentionLayerForAlignment())
        m_card->launch(shape.rows, 1, threadsOfHead, sharedFloatsOfNote(heads.headSize),
                       NoteAttentionArgs{step(), m_pool.layout(), heads, rotation, m_queryKeyValue, m_weights.observedHeads, m_config.alignmentHeadCount(), m_scores.as<float>(), m_config.maxPositions,
                                         m_answers.as<float>()});
    multiply(layer.output, Epilogue::Add, m_mixed, {.exact = m_x}, false, shape);
}

void CardPass::launchFeedForward(std::size_t index, const Shape &shape)
{
    const CardLayer &layer = m_weights.layers[index];
    if (layer.mixtureIndex < 0) {
        normalise(layer.ffnNorm, nullptr, false, shape);
        multiply(layer.gateUp, Epilogue::Gated, m_normalised, m_inner, false, shape);
        multiply(layer.down, Epilogue::Add, m_inner, {.exact = m_x}, false, shape);
        return;
    }
    const int groups = m_config.groups(), n = m_config.moe.expertsPerGroup;
    m_lists.rowsOfTile = rowsOfTile(shape.rows);
    if (m_spectrum.size() > 0)
        transform(layer.ffnNorm, shape);
    m_card->launch(shape.rows, 1, threadsOfRoute, routeWords(m_config, shape.rows),
           RouteArgs{step(), m_gates.ofLayer(layer.mixtureIndex), layer.routerBias, m_x, Norm{layer.ffnNorm, m_config.normEpsilon}, m_spectrum.as<const float>(), m_normalised, m_config.hiddenSize, groups, n, m_config.moe.topK,
                     scaleOf(m_config.moe.gateWeight), m_lists, m_answers.as<float>(), layer.mixtureIndex});
    multiplyByExpert(layer.gateUp, Epilogue::Gated, m_lists.rowOfUse, m_normalised, m_inner, shape);
    multiplyByExpert(layer.down, Epilogue::Set, nullptr, m_inner, {.exact = m_expertOutput}, shape);
}

void CardPass::launchLogits(const Shape &shape)
{
    normalise(m_weights.finalNorm, &m_weights.layers.back(), true, shape);
    multiply(m_weights.embedding, Epilogue::Set, m_normalised, {.exact = m_logits}, true, shape);
}

void CardPass::launchSelection(const Shape &shape)
{
    m_card->launch(shape.wanted, piecesOf(m_config.vocabSize), threadsOfSelection, sharedWordsOfSelect(m_config.vocabSize), SelectArgs{step(), m_logits, m_config.vocabSize, m_found, m_tickets, m_answers.as<float>()});
}

// Of all rows of the shape, whatever lies behind those that there are.
void CardPass::transform(const float *norm, const Shape &shape)
{
    auto *transformed = m_transformed.as<float>();
    m_card->launch(shape.rows, 1, threadsOfRow(m_config), m_config.hiddenSize, NormaliseArgs{.step = step(), .width = m_config.hiddenSize, .norm = {norm, m_config.normEpsilon}, .x = m_x, .out = {.exact = transformed}});
    m_card->fourier(transformed, m_spectrum.as<float>(), m_config.hiddenSize, shape.rows);
}

/// before: the layer whose experts' outputs are still to be added; null: none.
void CardPass::normalise(const float *weight, const CardLayer *before, bool ofWanted, const Shape &shape)
{
    const bool experts = before && before->mixtureIndex >= 0;
    m_card->launch(ofWanted ? shape.wanted : shape.rows, 1, threadsOfRow(m_config), m_config.hiddenSize,
           NormaliseArgs{step(), ofWanted, m_config.hiddenSize, Norm{weight, m_config.normEpsilon}, m_x, m_normalised, m_lists, experts ? m_expertOutput : nullptr, m_config.groups(),
                         m_config.moe.topK, m_config.moe.groupCombine == GroupCombine::Mean});
}

void CardPass::multiply(const CardMatrix &matrix, Epilogue epilogue, const Activations &in, const Activations &out, bool ofWanted, const Shape &shape)
{
    const int rows = ofWanted ? shape.wanted : shape.rows;
    launchProduct(matrix.kind, rows, [&](int rowsOfTile) { return tilesOf(rows, rowsOfTile); },
                  {.step = step(), .ofWanted = ofWanted, .epilogue = epilogue, .weights = matrix.weights, .scales = matrix.scales, .depth = matrix.depth, .columns = matrix.columns, .in = readBy(in), .out = out, .outWidth = matrix.outWidth});
}

void CardPass::multiplyByExpert(const CardMatrix &matrix, Epilogue epilogue, const std::int32_t *rowOfUse, const Activations &in, const Activations &out, const Shape &shape)
{
    const int uses = shape.rows * slotsOfRow(m_config);
    launchProduct(matrix.kind, shape.rows, [&](int rowsOfTile) { return mostTiles(uses, expertsOf(m_config), rowsOfTile); },
                  {.step = step(),
                   .epilogue = epilogue,
                   .weights = matrix.weights,
                   .scales = matrix.scales,
                   .expertValues = matrix.expertValues,
                   .depth = matrix.depth,
                   .columns = matrix.columns,
                   .tiles = m_lists.tiles,
                   .tileCount = m_lists.tileCount,
                   .rowOfUse = rowOfUse,
                   .in = readBy(in),
                   .out = out,
                   .outWidth = matrix.outWidth});
}

// Blocks as large as leave every multiprocessor one; what comes out does not depend on it.
template <class Tiles>
void CardPass::launchProduct(WeightKind kind, int rows, const Tiles &tiles, const ProductArgs &args)
{
    if (kind != WeightKind::Float)
        return m_weights.numbers.roundedInput ? launchHalves<Half>(kind, rows, tiles, args) : launchHalves<float>(kind, rows, tiles, args);
    const bool single = rows == 1;   // no expert works on a row twice
    int warps = 4;
    while (warps > 1 && blocksFor(args.columns, warps * floatColumns) * tiles(floatRows) < m_card->multiprocessors())
        warps /= 2;
    m_card->launch(blocksFor(args.columns, warps * floatColumns), tiles(floatRows), warps * lanes, sharedWordsOfFloatProduct(single), FloatProductArgs{args, single});
}

template <class In, class Tiles>
void CardPass::launchHalves(WeightKind kind, int rows, const Tiles &tiles, const ProductArgs &args)
{
    constexpr HalfShapeSize wide = sizeOf<In>(HalfShape::Wide);
    const int lines = rowsOfTile(rows);
    if constexpr (std::is_same_v<In, Half>) {
        if (lines == TileShape::rows)
            return launchTiles(kind, tiles(lines), args);
    } else if (lines != wide.rows) {
        return launchShape<In, HalfShape::Large>(kind, tiles(lines), args);
    }
    if (rows <= wide.rows || blocksFor(args.columns, wide.columns) * tiles(lines) < m_card->multiprocessors())   // a single tile reads no weight twice
        return launchShape<In, HalfShape::Small>(kind, tiles(lines), args);
    launchShape<In, HalfShape::Wide>(kind, tiles(lines), args);
}

template <class In, HalfShape shape>
void CardPass::launchShape(WeightKind kind, int tiles, const ProductArgs &args)
{
    constexpr HalfShapeSize size = sizeOf<In>(shape);
    const auto launch = [&]<class Weight>(Weight) { m_card->launch(blocksFor(args.columns, size.columns), tiles, halfWarps * lanes, size.sharedWords, HalfProductArgs<shape, Weight, In>{args}); };
    if constexpr (std::is_same_v<In, Half>) {
        if (kind != WeightKind::Half)
            return kind == WeightKind::Byte ? launch(Byte{}) : launch(Fp8{});
    }
    launch(Half{});
}

void CardPass::launchTiles(WeightKind kind, int tiles, const ProductArgs &args)
{
    const auto launch = [&]<class Weight>(Weight) { m_card->launch(blocksFor(args.columns, TileShape::columns), tiles, TileShape::warps * lanes, TileShape::sharedWords, TileProductArgs<Weight>{args}); };
    kind == WeightKind::Half ? launch(Half{}) : kind == WeightKind::Byte ? launch(Byte{}) : launch(Fp8{});
}

// Of the work lists that the products by expert of so many rows share.
int CardPass::rowsOfTile(int rows) const
{
    const auto [kind, roundedInput] = m_weights.numbers;
    if (kind == WeightKind::Float || rows < rowsForLargeTiles)
        return floatRows;
    return roundedInput ? TileShape::rows : sizeOf<float>(HalfShape::Large).rows;
}

}  // namespace interlinear::mixmoe::cuda
