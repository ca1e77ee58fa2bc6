// What the CUDA runtime reckons on the host and in its kernels, without a card: work lists, places in memory, pages, refusals, a card that is full or goes away.
#include "engine/mixmoe/runtime/cuda/card_library.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "engine/mixmoe/runtime/cuda/page_pool.h"
#include "engine/mixmoe/runtime/cuda/step_plan.h"
#include "engine/mixmoe/runtime/gate.h"
#include "tests/support/loop_card.h"
#include "tests/support/loop_team.h"
#include "tests/unit/mixmoe/runtime/random_steps.h"

#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <fstream>
#include <numeric>
#include <set>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::mixmoe::cuda;
using namespace interlinear::tests;

class CudaKernelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gateAndUpEachHaveAColumnARow();
    void threeTermsHoldAllBits();
    void whatIsNoNumberStaysNone();
    void allBytesAreHalves();
    void allFp8AreHalves();
    void fp8IsTheNearest();
    void lanesReadFromDifferentBanks();
    void everyUseHasOneTile();
    void expertsAreChosenAsByTheGate();
    void plansAreReadAsTheyWereWritten();
    void forkedPagesAreSharedUntilWritten();
    void placesAreThoseOfTheUploadedModel();
    void theOrderOfThreadsDoesNotMatter();
    void aCardThatIsFullIsAnErrorAndChangesNothing();
    void asManySequencesAsThereIsMemoryForAreAskedFor();
    void aCardThatGoesAwayIsAnError();
    void modelsThatTheKernelsCannotRunAreRefused();
    void refusalsSayWhy();
};

void CudaKernelsTest::gateAndUpEachHaveAColumnARow()
{
    for (const WeightKind kind : {WeightKind::Float, WeightKind::Half, WeightKind::Byte, WeightKind::Fp8}) {
        for (int inner = 1; inner < 40; ++inner) {
            std::set<std::pair<int, int>> seen;
            for (int column = 0; column < gatedColumns(kind, inner); ++column) {
                const auto [part, row] = gatedColumn(kind, column);
                QVERIFY(seen.insert({part, row}).second);
            }
            QCOMPARE(gatedColumns(kind, inner) % groupOf(kind), 0);
            for (int row = 0; row < inner; ++row)
                QVERIFY(seen.contains({0, row}) && seen.contains({1, row}));
        }
    }
}

void CudaKernelsTest::threeTermsHoldAllBits()
{
    std::mt19937 random(7);
    for (int round = 0; round < 100000; ++round) {
        const auto any = [&] { return std::ldexp(static_cast<float>(random()) / 4294967296.0F - 0.5F, static_cast<int>(random() % 40) - 20); };
        const float a = any(), b = any();
        std::uint32_t terms[3];
        splitPair(a, b, terms);
        float sumA = 0, sumB = 0;
        for (int term = 2; term >= 0; --term) {
            sumA += toFloat(Half{static_cast<std::uint16_t>(terms[term] & 0xFFFF)});
            sumB += toFloat(Half{static_cast<std::uint16_t>(terms[term] >> 16)});
        }
        QCOMPARE(sumA, a);
        QCOMPARE(sumB, b);
    }
}

// A card's own has all bits set.
void CudaKernelsTest::whatIsNoNumberStaysNone()
{
    for (const std::uint32_t bits : {0x7FFFFFFFU, 0xFFFFFFFFU, 0x7F800001U, 0x7FC00000U}) {
        std::uint32_t terms[3];
        splitPair(std::bit_cast<float>(bits), 1.0F, terms);
        QVERIFY(std::isnan(toFloat(Half{static_cast<std::uint16_t>(terms[0] & 0xFFFF)})));
        QCOMPARE(toFloat(Half{static_cast<std::uint16_t>(terms[0] >> 16)}), 1.0F);
    }
}

int placeInFours(int i)
{
    return i / 4 * 16 + i % 4;
}

void CudaKernelsTest::allBytesAreHalves()
{
    alignas(16) Byte bytes[256];
    for (int i = 0; i < 256; ++i)
        bytes[i].biased = static_cast<std::uint8_t>(i);
    for (int first = 0; first < 256 - 16; first += 4) {
        const EightHalves halves = readFours(bytes + first);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(toFloat(Half{static_cast<std::uint16_t>(halves.pairs[i / 2] >> 16 * (i % 2))}), static_cast<float>(first + placeInFours(i) - byteBias));
    }
}

// By what the format says: a sign, four bits of exponent less 7, three of mantissa, below the least exponent without a leading one.
double meaningOf(Fp8 number)
{
    const int exponent = number.bits >> 3 & 15, mantissa = number.bits & 7;
    const double size = exponent == 0 ? std::ldexp(mantissa, -9) : std::ldexp(8 + mantissa, exponent - 10);
    return number.bits & 0x80 ? -size : size;
}

void CudaKernelsTest::allFp8AreHalves()
{
    alignas(16) Fp8 numbers[256];
    for (int i = 0; i < 256; ++i)
        numbers[i].bits = static_cast<std::uint8_t>(i);
    for (int first = 0; first < 256 - 16; first += 4) {
        const EightHalves halves = readFours(numbers + first);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(static_cast<double>(toFloat(Half{static_cast<std::uint16_t>(halves.pairs[i / 2] >> 16 * (i % 2))})), meaningOf(numbers[first + placeInFours(i)]));
    }
}

void CudaKernelsTest::fp8IsTheNearest()
{
    for (int i = 0; i < 255; ++i) {
        if ((i & 0x7F) < 0x7F)   // the last is no number
            QCOMPARE(nearestFp8(static_cast<float>(meaningOf({static_cast<std::uint8_t>(i)}))).bits, static_cast<std::uint8_t>(i));
    }
    for (int i = 0; i < 0x7E; ++i) {   // between two of them, ties to the even one
        const double below = meaningOf({static_cast<std::uint8_t>(i)}), above = meaningOf({static_cast<std::uint8_t>(i + 1)});
        const auto middle = static_cast<float>((below + above) / 2);
        QCOMPARE(nearestFp8(middle).bits, static_cast<std::uint8_t>(i + i % 2));
        QCOMPARE(nearestFp8(std::nextafter(middle, 0.0F)).bits, static_cast<std::uint8_t>(i));
        QCOMPARE(nearestFp8(-std::nextafter(middle, 500.0F)).bits, static_cast<std::uint8_t>(0x80 | (i + 1)));
    }
    QCOMPARE(nearestFp8(1e9F).bits, std::uint8_t(0x7E));
}

// 16 lanes read 8 bytes each at a time: from 32 banks, none twice.
void CudaKernelsTest::lanesReadFromDifferentBanks()
{
    for (const int strideWords : {HalfBlock<1, 1, 1>::strideWords, HalfBlock<1, 4, 3>::strideWords, HalfBlock<4, 4, 3>::strideWords}) {
        for (int first = 0; first < lanes; first += 16) {
            std::set<int> banks;
            for (int lane = first; lane < first + 16; ++lane)
                QVERIFY(banks.insert((lane / 4 * strideWords + lane % 4 * 2) % 32).second);
        }
    }
}

void CudaKernelsTest::everyUseHasOneTile()
{
    std::mt19937 random(1);
    const auto card = loopCard();
    for (int round = 0; round < 200; ++round) {
        const int groups = 1 + static_cast<int>(random() % 2), n = 1 + static_cast<int>(random() % 9), topK = 1 + static_cast<int>(random() % static_cast<unsigned>(n)), rows = 1 + static_cast<int>(random() % 40);
        const int slots = rows * groups * topK, all = groups * n, rowsOfTile = random() % 2 == 0 ? 8 : TileShape::rows;
        std::vector<std::int32_t> slotExpert(static_cast<std::size_t>(slots)), useOfSlot(slotExpert.size(), -7), rowOfUse(slotExpert.size(), -7);
        for (int slot = 0; slot < slots; slot += topK) {   // no expert twice in a group, some none
            std::vector<int> order(static_cast<std::size_t>(n));
            std::iota(order.begin(), order.end(), 0);
            std::ranges::shuffle(order, random);
            const int chosen = static_cast<int>(random() % static_cast<unsigned>(topK + 1));
            for (int rank = 0; rank < topK; ++rank)
                slotExpert[static_cast<std::size_t>(slot + rank)] = rank < chosen ? order[static_cast<std::size_t>(rank)] : -1;
        }
        std::vector<Tile> tiles(static_cast<std::size_t>(mostTiles(slots, all, rowsOfTile)));
        std::int32_t tileCount = -1, ticket = rows;
        StepBlock step{};
        step.rows = rows;
        const RouteArgs args{.step = &step, .groups = groups, .experts = n, .topK = topK, .lists = {slotExpert.data(), nullptr, useOfSlot.data(), rowOfUse.data(), tiles.data(), &tileCount, rowsOfTile, &ticket}};
        std::vector<float> shared(static_cast<std::size_t>(sharedWordsOfRoute(1, groups, n, topK, rows)));
        LoopTeam team(0, 0, threadsOfRoute, shared, round % 2 == 0);
        sortByExpert(team, args);

        QCOMPARE(ticket, 0);
        QVERIFY(tileCount <= static_cast<int>(tiles.size()));
        std::vector<int> expertOfUse(slotExpert.size(), -1);
        int uses = 0;
        for (int tile = 0; tile < tileCount; ++tile) {
            const Tile &of = tiles[static_cast<std::size_t>(tile)];
            QVERIFY(of.uses >= 1 && of.uses <= rowsOfTile);
            for (int use = of.firstUse; use < of.firstUse + of.uses; ++use, ++uses) {
                QCOMPARE(expertOfUse[static_cast<std::size_t>(use)], -1);
                expertOfUse[static_cast<std::size_t>(use)] = of.expert;
            }
        }
        QCOMPARE(uses, static_cast<int>(std::ranges::count_if(slotExpert, [](int expert) { return expert >= 0; })));
        for (int slot = 0; slot < slots; ++slot) {
            const int expert = slotExpert[static_cast<std::size_t>(slot)], use = useOfSlot[static_cast<std::size_t>(slot)];
            QCOMPARE(use >= 0, expert >= 0);
            if (use < 0)
                continue;
            QCOMPARE(expertOfUse[static_cast<std::size_t>(use)], slot % (groups * topK) / topK * n + expert);
            QCOMPARE(rowOfUse[static_cast<std::size_t>(use)], slot / (groups * topK));
        }
    }
}

void CudaKernelsTest::expertsAreChosenAsByTheGate()
{
    std::mt19937 random(2);
    for (int round = 0; round < 2000; ++round) {
        const int n = 1 + static_cast<int>(random() % 8), topK = 1 + static_cast<int>(random() % static_cast<unsigned>(n));
        const auto gateWeight = static_cast<GateWeight>(random() % 3);
        const MoeConfig moe{.expertsPerGroup = n, .topK = topK, .gateWeight = gateWeight};
        LayerIntervention intervention{.any = true, .masked = std::vector<char>(static_cast<std::size_t>(2 * n)), .factor = std::vector<float>(static_cast<std::size_t>(2 * n), 1.0F)};
        std::vector<float> logits(static_cast<std::size_t>(n)), masked;
        for (std::size_t i = 0; i < logits.size(); ++i) {
            logits[i] = static_cast<float>(random() % 5);   // many are equal
            intervention.masked[i] = random() % 4 == 0;
            intervention.factor[i] = random() % 3 == 0 ? 0.5F : 1.0F;
            masked.push_back(intervention.masked[i] ? -INFINITY : logits[i]);
        }
        if (random() % 3 == 0)
            intervention.forced[0] = static_cast<int>(random() % static_cast<unsigned>(n));
        if (intervention.forced[0] >= 0 && intervention.masked[static_cast<std::size_t>(intervention.forced[0])])
            intervention.forced[0] = -1;
        std::vector<float> probabilities(logits.size());
        std::vector<GateChoice> expected(static_cast<std::size_t>(topK));
        chooseExperts(logits, intervention, ExpertGroup::LanguageModel, moe, probabilities, expected);

        std::vector<std::int32_t> chosen(expected.size());
        std::vector<float> weights(expected.size());
        rankExperts(masked.data(), n, intervention.forced[0], topK, chosen.data());
        LoopWarp warp(round % 2 == 0);
        softmaxOfGroup(warp, masked.data(), n);
        const GateScale scale = gateWeight == GateWeight::Renormalised ? GateScale::Renormalised : gateWeight == GateWeight::ScaledProbability ? GateScale::Scaled : GateScale::Probability;
        weighChoices(masked.data(), intervention.factor.data(), n, scale, topK, chosen.data(), weights.data());
        for (std::size_t i = 0; i < masked.size(); ++i)
            QVERIFY(std::abs(masked[i] - probabilities[i]) < 1e-6F);
        for (std::size_t rank = 0; rank < expected.size(); ++rank) {
            QCOMPARE(chosen[rank], expected[rank].expert);
            QVERIFY(std::abs(weights[rank] - expected[rank].weight) < 1e-5F);
        }
    }
}

void CudaKernelsTest::plansAreReadAsTheyWereWritten()
{
    std::vector<float> page(1);
    StepPlan plan;
    for (int i = 0; i < 5; ++i)
        plan.rows.push_back({.token = i, .position = 17, .pagesAt = 1, .captureAt = plan.takeAnswer(3)});
    plan.wanted.push_back({.row = 4, .topK = 2});
    plan.pages = {nullptr, nullptr, page.data()};
    plan.lists = {7, 8, 9};
    std::vector<std::byte> bytes(plan.bytes());
    plan.write(bytes.data());
    const auto &block = *reinterpret_cast<const StepBlock *>(bytes.data());
    QCOMPARE(block.rows, 5);
    QCOMPARE(block.wanted, 1);
    QCOMPARE(block.row(3).token, 3);
    QCOMPARE(block.row(3).captureAt, 9);
    QCOMPARE(block.page(block.row(0), 17), page.data());
    QCOMPARE(block.wantedRow(0).row, 4);
    QCOMPARE(block.lists()[2], 9);
    QCOMPARE(plan.answerWords, 15);
}

void CudaKernelsTest::forkedPagesAreSharedUntilWritten()
{
    PagePool pool(loopCard(), {.layers = 2, .kvWidth = 8});
    {
        std::vector<PageCopy> copies;
        PagedSequence first(pool);
        first.reserve(20, copies);
        first.setLength(20);
        QCOMPARE(pool.pagesInUse(), 2);
        PagedSequence fork = first;
        QCOMPARE(pool.pagesInUse(), 2);
        fork.reserve(1, copies);
        QCOMPARE(copies.size(), 1U);
        QCOMPARE(copies[0].from, pool.data(first.pages()[1]));
        QCOMPARE(copies[0].to, pool.data(fork.pages()[1]));
        QCOMPARE(fork.pages()[0], first.pages()[0]);
        first.reserve(1, copies);   // nobody else has it any more
        QCOMPARE(copies.size(), 1U);
        PagedSequence atAnEnd = fork;
        atAnEnd.truncate(16);
        atAnEnd.reserve(1, copies);   // a page of its own, and nothing in it to copy
        QCOMPARE(copies.size(), 1U);
        QCOMPARE(pool.pagesInUse(), 4);
    }
    QCOMPARE(pool.pagesInUse(), 0);
}

void CudaKernelsTest::placesAreThoseOfTheUploadedModel()
{
    for (const Shape &shape : shapes()) {
        if (!isFoldable(shape.config.moe.fourierMode))
            continue;
        const auto model = tinyModel({.seed = 3, .config = shape.config});
        const auto card = loopCard();
        const CardModel uploaded = uploadModel(card, *model, {WeightKind::Half, true});
        CardModel placed = placeModel(card, model->config, {WeightKind::Half, true});
        QCOMPARE(placed.memory.size(), uploaded.memory.size());
        card->copyWithin(placed.memory.data(), uploaded.memory.data(), uploaded.memory.size());
        const CudaOptions options{.precision = CardPrecision::Bf16};
        const std::vector<TokenId> tokens = someTokens(9, 1, model->config.vocabSize);
        QCOMPARE(fresh(*must(makeCudaRuntime(model, card, std::move(placed), options)), tokens).logits, fresh(*must(makeCudaRuntime(model, card, options)), tokens).logits);
    }
}

// A barrier that is missing shows where threads and blocks run in falling order.
void CudaKernelsTest::theOrderOfThreadsDoesNotMatter()
{
    const auto model = tinyModel({.seed = 3, .config = with([](ModelConfig &c) { c.moe.topK = 2; c.moe.directionEmbedding = true; })});
    const std::vector<TokenId> tokens = someTokens(30, 3, model->config.vocabSize);
    const SequenceOutput rising = fresh(*must(makeCudaRuntime(model, loopCard())), tokens);
    const SequenceOutput falling = fresh(*must(makeCudaRuntime(model, loopCard({.backwards = true}))), tokens);
    QCOMPARE(falling.logits, rising.logits);
    QCOMPARE(falling.attention, rising.attention);
    QVERIFY(identical(falling.routing, rising.routing));
}

void CudaKernelsTest::aCardThatIsFullIsAnErrorAndChangesNothing()
{
    const auto model = tinyModel({.config = with([](ModelConfig &c) { c.kvHeadCount = 4; c.headSize = 64; })});   // pages are large
    QCOMPARE(makeCudaRuntime(model, loopCard({.bytes = 1 << 16})).error().code, ErrorCode::EngineFailure);
    QVERIFY(!fitsCard(*loopCard({.bytes = 1 << 16}), *model, {}));

    const auto runtime = must(makeCudaRuntime(model, loopCard({.bytes = std::size_t(80) << 20})));
    const SequenceId kept = must(runtime->openSequence());
    feed(*runtime, kept, {1, 2, 3});
    std::vector<SequenceId> open;
    Result<void> last;
    std::vector<SequenceOutput> outputs;
    while (last && open.size() < 200) {
        open.push_back(must(runtime->openSequence()));
        const SequenceInput input{.sequence = open.back(), .tokens = someTokens(150, 1, model->config.vocabSize)};
        last = runtime->stepInto({&input, 1}, {}, outputs);
    }
    QVERIFY(!last);
    QCOMPARE(last.error().code, ErrorCode::EngineFailure);
    QCOMPARE(runtime->length(open.back()), 0);
    for (const SequenceId sequence : open)
        runtime->closeSequence(sequence);
    const SequenceOutput output = feed(*runtime, kept, {4, 5});
    QCOMPARE(output.logits, [&] {
        const SequenceOutput all = fresh(*must(makeCudaRuntime(model, loopCard())), {1, 2, 3, 4, 5});
        return std::vector<float>(all.logits.end() - static_cast<std::ptrdiff_t>(output.logits.size()), all.logits.end());
    }());
}

void CudaKernelsTest::asManySequencesAsThereIsMemoryForAreAskedFor()
{
    const auto model = tinyModel({.config = with([](ModelConfig &c) { c.kvHeadCount = 4; c.headSize = 64; })});   // pages are large
    int before = 0;
    for (const std::size_t megabytes : {200U, 400U}) {
        const auto runtime = must(makeCudaRuntime(model, loopCard({.bytes = megabytes << 20})));
        const int sequences = runtime->description().sequencesAtOnce;
        QVERIFY2(sequences > before, qPrintable(QString("%1 after %2").arg(sequences).arg(before)));
        before = sequences;
        std::vector<SequenceInput> inputs;
        for (int i = 0; i < sequences; ++i)
            inputs.push_back({.sequence = must(runtime->openSequence()), .tokens = {1}, .promptTokens = 1});
        std::vector<SequenceOutput> outputs;
        for (int step = 0; step < 20; ++step)   // more than a page each
            QVERIFY(runtime->stepInto(inputs, {}, outputs));
    }
}

void CudaKernelsTest::aCardThatGoesAwayIsAnError()
{
    const auto model = tinyModel();
    for (const int launches : {0, 1, 17, 60, 130}) {
        const auto runtime = must(makeCudaRuntime(model, loopCard({.launchesUntilFailure = launches})));
        const SequenceId sequence = must(runtime->openSequence());
        std::vector<SequenceOutput> outputs;
        SequenceInput input{.sequence = sequence, .tokens = {1, 2}};
        Result<void> last;
        for (int step = 0; step < 20 && last; ++step) {
            last = runtime->stepInto({&input, 1}, {}, outputs);
            QCOMPARE(runtime->length(sequence), last ? 2 * (step + 1) : 2 * step);
        }
        QVERIFY2(launches >= 60 || !last, qPrintable(QString::number(launches)));   // graphs that were recorded are no launches any more
    }
}

void CudaKernelsTest::modelsThatTheKernelsCannotRunAreRefused()
{
    QCOMPARE(makeCudaRuntime(nullptr, loopCard()).error().code, ErrorCode::InvalidArgument);
    const auto magnitude = tinyModel({.config = with([](ModelConfig &c) { c.moe.fourierMode = FourierMode::Magnitude; })});
    QCOMPARE(makeCudaRuntime(magnitude, loopCard()).error().code, ErrorCode::Unsupported);
    QCOMPARE(makeCudaRuntimeWithLiveFourier(magnitude, loopCard()).error().code, ErrorCode::Unsupported);
    const auto withoutCuFft = makeCudaRuntimeWithLiveFourier(tinyModel(), loopCard({.fourierTrouble = "libcufft.so.12 is nowhere"}));
    QCOMPARE(withoutCuFft.error().sentence(), std::string("device cuda: cuFFT is not there: libcufft.so.12 is nowhere"));
    const auto manyHeads = tinyModel({.config = with([](ModelConfig &c) { c.headCount = 96; c.kvHeadCount = 1; c.headSize = 128; })});
    QCOMPARE(makeCudaRuntime(manyHeads, loopCard()).error().code, ErrorCode::Unsupported);
}

void CudaKernelsTest::refusalsSayWhy()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("libinterlinear_cuda.so").toStdString();
    QCOMPARE(openCard(file).error().code, ErrorCode::Unsupported);
    std::ofstream(file) << "no library";
    QCOMPARE(openCard(file).error().code, ErrorCode::EngineFailure);
    std::set<std::string> sentences;
    for (int refusal = interlinear_cuda_other_version; refusal <= interlinear_cuda_failed; ++refusal)
        QVERIFY(sentences.insert(refusalOf(refusal, "X").error().sentence()).second);
    if (const std::filesystem::path built = std::filesystem::path(INTERLINEAR_BIN_DIR) / "libinterlinear_cuda.so"; std::filesystem::exists(built)) {
        const auto card = openCard(built);
        QVERIFY(card || card.error().where == "device cuda");
    }
}

QTEST_APPLESS_MAIN(CudaKernelsTest)
#include "tst_cuda_kernels.moc"
