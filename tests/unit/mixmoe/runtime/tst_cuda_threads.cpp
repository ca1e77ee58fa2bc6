// The CUDA runtime on an emulated card, thread by thread, with the plug-in's own CardTeam: no access outside of what is allocated, none to what nobody wrote, no race, no barrier that some
// threads miss, nothing in a graph that cannot be recorded; and the bits are those of the loops.
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "tests/support/emulated_card.h"
#include "tests/support/loop_card.h"
#include "tests/unit/mixmoe/runtime/two_runtimes.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

struct Numbers {
    const char *name;
    CardPrecision precision;
    bool fitBf16;   // the model's weights
};
constexpr Numbers allNumbers[] = {{"fp32", CardPrecision::Fp32, false}, {"fp32 stored as bf16", CardPrecision::Fp32, true}, {"bf16", CardPrecision::Bf16, false}, {"int8", CardPrecision::Int8, false}, {"fp8", CardPrecision::Fp8, false}};

std::shared_ptr<const Model> modelFor(int numbers, unsigned seed, const ModelConfig &config)
{
    return allNumbers[numbers].fitBf16 ? modelInBf16(seed, config) : tinyModel({.seed = seed, .config = config});
}

QString listed(const std::set<std::string> &faults)
{
    QStringList lines;
    for (const std::string &fault : faults)
        lines << QString::fromStdString(fault);
    return lines.mid(0, 20).join('\n');
}

}  // namespace

class CudaThreadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyShapeRunsAsInLoops_data();
    void everyShapeRunsAsInLoops();
    void batchesRunAsInLoops_data() { numberRows(); }
    void batchesRunAsInLoops();
    void searchesRunAsInLoops_data() { numberRows(); }
    void searchesRunAsInLoops();
    void widthsOfARealModelRunAsInLoops_data() { numberRows(); }
    void widthsOfARealModelRunAsInLoops();
    void tilesOfManyStepsRunAsInLoops();
    void liveFourierRunsAsInLoops();

private:
    void numberRows();
};

void CudaThreadsTest::numberRows()
{
    QTest::addColumn<int>("numbers");
    for (std::size_t i = 0; i < std::size(allNumbers); ++i)
        QTest::addRow("%s", allNumbers[i].name) << static_cast<int>(i);
}

void CudaThreadsTest::everyShapeRunsAsInLoops_data()
{
    QTest::addColumn<int>("shape");
    QTest::addColumn<int>("numbers");
    const std::vector<Shape> all = shapes();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!isFoldable(all[i].config.moe.fourierMode))
            continue;
        for (const std::size_t numbers : {std::size_t(0), 1 + i % (std::size(allNumbers) - 1)})
            QTest::addRow("%s, %s", all[i].name, allNumbers[numbers].name) << static_cast<int>(i) << static_cast<int>(numbers);
    }
}

void CudaThreadsTest::everyShapeRunsAsInLoops()
{
    QFETCH(int, shape);
    QFETCH(int, numbers);
    const auto model = modelFor(numbers, 3, shapes()[static_cast<std::size_t>(shape)].config);
    const CudaOptions options{.precision = allNumbers[numbers].precision, .rowsAtOnce = 32};
    EmulatedCard emulated(static_cast<unsigned>(shape));
    const auto runtime = must(makeCudaRuntime(model, emulated.card(), options)), loops = must(makeCudaRuntime(model, loopCard(), options));
    const std::vector<TokenId> tokens = someTokens(11, 3, model->config.vocabSize);
    const SequenceOutput output = fresh(*runtime, tokens), expected = fresh(*loops, tokens);
    QVERIFY2(emulated.faults().empty(), qPrintable(listed(emulated.faults())));
    QCOMPARE(output.logits, expected.logits);
    QCOMPARE(output.attention, expected.attention);
    QVERIFY(identical(output.routing, expected.routing));
}

// Prompts that fill large tiles, several pages and several passes; then steps of batches of many sizes, as graphs.
void CudaThreadsTest::batchesRunAsInLoops()
{
    QFETCH(int, numbers);
    const auto model = modelFor(numbers, 5, with([](ModelConfig &c) { c.moe.topK = 2; c.moe.directionEmbedding = true; }));
    const CudaOptions options{.precision = allNumbers[numbers].precision, .rowsAtOnce = 128};
    EmulatedCard emulated(1);
    const auto runtime = must(makeCudaRuntime(model, emulated.card(), options)), loops = must(makeCudaRuntime(model, loopCard(), options));
    std::vector<SequenceInput> inputs;
    for (unsigned i = 0; i < 5; ++i)
        inputs.push_back({.sequence = must(runtime->openSequence()), .tokens = someTokens(i == 0 ? 1 : 30 * i, i, model->config.vocabSize), .promptTokens = i == 0 ? 1 : 30 * i});
    for (std::size_t i = 0; i < inputs.size(); ++i)
        QCOMPARE(must(loops->openSequence()), inputs[i].sequence);
    for (const std::size_t batch : {5U, 5U, 1U, 1U, 1U, 3U, 3U, 3U, 2U}) {
        inputs.resize(std::min(inputs.size(), batch));
        const auto outputs = must(runtime->step(inputs, everything)), expected = must(loops->step(inputs, everything));
        QVERIFY2(emulated.faults().empty(), qPrintable(listed(emulated.faults())));
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            QCOMPARE(outputs[i].candidates[0].token, expected[i].candidates[0].token);
            QCOMPARE(outputs[i].candidates[0].logProbability, expected[i].candidates[0].logProbability);
            QCOMPARE(outputs[i].attention, expected[i].attention);
            QVERIFY(identical(outputs[i].routing, expected[i].routing));
            inputs[i].tokens = {expected[i].candidates[0].token};
            inputs[i].promptTokens = 0;
        }
    }
    QVERIFY(emulated.card()->calls().graphs > 0);
}

void CudaThreadsTest::searchesRunAsInLoops()
{
    QFETCH(int, numbers);
    const auto model = modelFor(numbers, 2, with([](ModelConfig &c) { c.moe.directionEmbedding = true; }));
    const CudaOptions options{.precision = allNumbers[numbers].precision, .rowsAtOnce = 64};
    EmulatedCard emulated(2);
    const auto runtime = must(makeCudaRuntime(model, emulated.card(), options)), loops = must(makeCudaRuntime(model, loopCard(), options));
    TwoRuntimes both(*runtime, *loops, 9);
    for (int round = 0; round < 16; ++round) {
        both.shuffle();
        const auto [outputs, expected] = both.step();
        QVERIFY2(emulated.faults().empty(), qPrintable(listed(emulated.faults())));
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            QVERIFY(identical(outputs[i].routing, expected[i].routing));
            QCOMPARE(outputs[i].logits, expected[i].logits);
            QCOMPARE(outputs[i].scored, expected[i].scored);
            QCOMPARE(outputs[i].attention, expected[i].attention);
            QVERIFY(std::ranges::equal(outputs[i].candidates, expected[i].candidates, [](const Candidate &a, const Candidate &b) { return a.token == b.token && a.logProbability == b.logProbability; }));
        }
    }
}

void CudaThreadsTest::widthsOfARealModelRunAsInLoops()
{
    QFETCH(int, numbers);
    const auto model = modelFor(numbers, 4, with([](ModelConfig &c) {
                                    c.layerCount = 2;
                                    c.hiddenSize = 384;
                                    c.ffnSize = 1408;
                                    c.headCount = 6;
                                    c.kvHeadCount = 2;
                                    c.headSize = 64;
                                }));
    const CudaOptions options{.precision = allNumbers[numbers].precision, .rowsAtOnce = 32};
    EmulatedCard emulated(3);
    const auto runtime = must(makeCudaRuntime(model, emulated.card(), options)), loops = must(makeCudaRuntime(model, loopCard(), options));
    const SequenceInput input{.sequence = must(runtime->openSequence()), .tokens = someTokens(9, 3, model->config.vocabSize), .promptTokens = 9};
    QCOMPARE(must(loops->openSequence()), input.sequence);
    const auto outputs = must(runtime->step({input}, everything)), expected = must(loops->step({input}, everything));
    QVERIFY2(emulated.faults().empty(), qPrintable(listed(emulated.faults())));
    QCOMPARE(outputs[0].candidates[0].logProbability, expected[0].candidates[0].logProbability);
    QCOMPARE(outputs[0].attention, expected[0].attention);
    QVERIFY(identical(outputs[0].routing, expected[0].routing));
}

// More steps of the depth than are copied ahead, and rows that end in the middle of a tile.
void CudaThreadsTest::tilesOfManyStepsRunAsInLoops()
{
    const auto model = tinyModel({.seed = 6, .config = with([](ModelConfig &c) {
                                      c.layerCount = 1;
                                      c.moe.every = 1;
                                      c.hiddenSize = 250;
                                      c.ffnSize = 1000;
                                  })});
    const CudaOptions options{.precision = CardPrecision::Bf16, .rowsAtOnce = 256};
    EmulatedCard emulated(4);
    const auto runtime = must(makeCudaRuntime(model, emulated.card(), options)), loops = must(makeCudaRuntime(model, loopCard(), options));
    const std::vector<TokenId> tokens = someTokens(150, 3, model->config.vocabSize);
    const SequenceInput input{.sequence = must(runtime->openSequence()), .tokens = tokens, .promptTokens = tokens.size(), .selection = {.wantLogits = true}};
    QCOMPARE(must(loops->openSequence()), input.sequence);
    const auto outputs = must(runtime->step({input}, everything)), expected = must(loops->step({input}, everything));
    QVERIFY2(emulated.faults().empty(), qPrintable(listed(emulated.faults())));
    QCOMPARE(outputs[0].logits, expected[0].logits);
    QVERIFY(identical(outputs[0].routing, expected[0].routing));

    const SequenceId alone = must(runtime->openSequence());   // in small shapes
    QCOMPARE(feed(*runtime, alone, {tokens[0]}).logits, std::vector<float>(outputs[0].logits.begin(), outputs[0].logits.begin() + model->config.vocabSize));
}

void CudaThreadsTest::liveFourierRunsAsInLoops()
{
    const auto model = tinyModel({.seed = 7});
    EmulatedCard emulated(5);
    const auto runtime = must(makeCudaRuntimeWithLiveFourier(model, emulated.card())), loops = must(makeCudaRuntimeWithLiveFourier(model, loopCard()));
    const SequenceId sequence = must(runtime->openSequence());
    QCOMPARE(must(loops->openSequence()), sequence);
    for (unsigned step = 0; step < 5; ++step) {
        const std::vector<SequenceInput> inputs{{.sequence = sequence, .tokens = someTokens(3, step, model->config.vocabSize)}};
        const auto outputs = must(runtime->step(inputs, everything)), expected = must(loops->step(inputs, everything));
        QVERIFY2(emulated.faults().empty(), qPrintable(listed(emulated.faults())));
        QVERIFY(identical(outputs[0].routing, expected[0].routing));
    }
}

QTEST_APPLESS_MAIN(CudaThreadsTest)
#include "tst_cuda_threads.moc"
