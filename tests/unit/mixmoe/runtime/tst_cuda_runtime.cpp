// The CUDA runtime against the reference: once with the kernels as loops on this processor, and once on a card, where one is found. The program needs nothing but
// libinterlinear_cuda.so beside it.
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cuda/card_library.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "tests/support/loop_card.h"
#include "tests/unit/mixmoe/runtime/two_runtimes.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

using CardPointer = std::shared_ptr<cuda::Card>;

std::filesystem::path plugin()
{
    return std::filesystem::exists(cuda::cardLibrary()) ? cuda::cardLibrary() : std::filesystem::path(INTERLINEAR_BIN_DIR) / "libinterlinear_cuda.so";
}

/// One for all tests, as programs have it.
const Result<CardPointer> &realCard()
{
    static const Result<CardPointer> card = cuda::openCard(plugin());
    return card;
}

void cardRows()
{
    QTest::addColumn<bool>("real");
    QTest::newRow("loops") << false;
    QTest::newRow("card") << true;
}

std::unique_ptr<Runtime> onCard(const CardPointer &card, const std::shared_ptr<const Model> &model, CardPrecision precision = CardPrecision::Fp32, int rowsAtOnce = 512)
{
    return must(makeCudaRuntime(model, card, {.precision = precision, .rowsAtOnce = rowsAtOnce}));
}

constexpr CardPrecision precisions[] = {CardPrecision::Fp32, CardPrecision::Bf16, CardPrecision::Int8, CardPrecision::Fp8};

std::vector<Shape> foldableShapes()
{
    std::vector<Shape> all = shapes();
    std::erase_if(all, [](const Shape &shape) { return !isFoldable(shape.config.moe.fourierMode); });
    all.push_back({"wider than a piece of the depth", with([](ModelConfig &c) { c.layerCount = 2; c.hiddenSize = 1040; c.ffnSize = 1064; c.headCount = 8; c.kvHeadCount = 2; c.headSize = 20; })});
    return all;
}

}  // namespace

class CudaRuntimeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QFETCH(bool, real);
        if (real && !realCard())
            QSKIP(qPrintable(QString::fromStdString(realCard().error().sentence())));
        m_card = real ? *realCard() : loopCard();
    }
    void cleanup() { m_card.reset(); }

    void matchesReference_data() { cardRows(); }
    void matchesReference();
    void roundedPrecisionsStayNear_data() { cardRows(); }
    void roundedPrecisionsStayNear();
    void int8IsAtLeastAsNearAsOnTheCpu_data() { cardRows(); }
    void int8IsAtLeastAsNearAsOnTheCpu();
    void prefillEqualsDecode_data() { cardRows(); }
    void prefillEqualsDecode();
    void answersDoNotDependOnTheBatch_data() { cardRows(); }
    void answersDoNotDependOnTheBatch();
    void greedyTextsAreThoseOfTheCpu_data() { cardRows(); }
    void greedyTextsAreThoseOfTheCpu();
    void doesAllThatASearchAsksFor_data() { cardRows(); }
    void doesAllThatASearchAsksFor();
    void largeStepsGoThroughInSeveralPasses_data() { cardRows(); }
    void largeStepsGoThroughInSeveralPasses();
    void liveFourierMatchesFolded_data() { cardRows(); }
    void liveFourierMatchesFolded();
    void logitsThatAreNoNumbersAreAnError_data() { cardRows(); }
    void logitsThatAreNoNumbersAreAnError();

private:
    CardPointer m_card;
};

void CudaRuntimeTest::matchesReference()
{
    for (const Shape &shape : foldableShapes()) {
        for (unsigned seed = 1; seed <= 2; ++seed) {
            const auto model = seed == 1 ? tinyModel({.seed = seed, .config = shape.config}) : modelInBf16(seed, shape.config);   // stored in fp32, and in bf16 without loss
            const std::vector<TokenId> tokens = someTokens(21, seed, model->config.vocabSize);
            const SequenceOutput expected = fresh(*must(makeReferenceRuntime(model)), tokens), output = fresh(*onCard(m_card, model), tokens);
            QVERIFY2(choicesAgreeUpToNearTies(output, expected, shape.config.moe), shape.name);
            QCOMPARE(output.logits.size(), expected.logits.size());
            if (!sameRoutes(output, expected))
                continue;
            QVERIFY2(relativeError(output.logits, expected.logits) < 1e-4, qPrintable(QString("%1: %2").arg(shape.name).arg(relativeError(output.logits, expected.logits))));
            QCOMPARE(output.attention.size(), expected.attention.size());
            QVERIFY(relativeError(output.attention, expected.attention) < 1e-4);
            QVERIFY(candidatesAgree(output.candidates, expected.candidates));
            for (std::size_t token = 0; token < tokens.size(); ++token) {
                QVERIFY(largestDifference(output.routing[token].gateProbabilities, expected.routing[token].gateProbabilities) < 1e-4F);
                QVERIFY(largestDifference(output.routing[token].weights, expected.routing[token].weights) < 1e-3F);
            }
        }
    }
}

// Of the largest logit: bf16 keeps 8 bits of weights and activations, int8 7 of weights at most, fp8 4.
void CudaRuntimeTest::roundedPrecisionsStayNear()
{
    for (const auto &[precision, name, most] : {std::tuple{CardPrecision::Bf16, "bf16", 3e-2}, {CardPrecision::Int8, "int8", 6e-2}, {CardPrecision::Fp8, "fp8", 2.5e-1}}) {
        int compared = 0;
        for (const Shape &shape : foldableShapes()) {
            const auto model = tinyModel({.seed = 5, .config = shape.config});
            const std::vector<TokenId> tokens = someTokens(15, 5, model->config.vocabSize);
            const auto runtime = onCard(m_card, model, precision);
            QCOMPARE(runtime->description().precision, std::string(name));
            const SequenceOutput expected = fresh(*must(makeReferenceRuntime(model)), tokens), output = fresh(*runtime, tokens);
            if (!sameRoutes(output, expected))
                continue;
            ++compared;
            QVERIFY2(relativeError(output.logits, expected.logits) < most, qPrintable(QString("%1, %2: %3").arg(name, shape.name).arg(relativeError(output.logits, expected.logits))));
            QVERIFY(output.logits != expected.logits);   // it was rounded
        }
        QVERIFY2(compared > 2, name);
    }
}

// The weights are the CPU's, and of the activations less is rounded away.
void CudaRuntimeTest::int8IsAtLeastAsNearAsOnTheCpu()
{
    double ofCard = 0, ofCpu = 0;
    int compared = 0;
    for (const Shape &shape : foldableShapes()) {
        const auto model = tinyModel({.seed = 5, .config = shape.config});
        const std::vector<TokenId> tokens = someTokens(15, 5, model->config.vocabSize);
        const auto runtime = onCard(m_card, model, CardPrecision::Int8), cpu = must(makeCpuRuntime(model, {.threads = 1, .weights = WeightType::Int8}));
        QCOMPARE(runtime->description().precision, std::string("int8"));
        const SequenceOutput expected = fresh(*must(makeReferenceRuntime(model)), tokens), output = fresh(*runtime, tokens), rounded = fresh(*cpu, tokens);
        if (!sameRoutes(output, expected) || !sameRoutes(rounded, expected))
            continue;
        ++compared;
        QVERIFY2(relativeError(output.logits, expected.logits) < 5e-2, qPrintable(QString("%1: %2").arg(shape.name).arg(relativeError(output.logits, expected.logits))));
        ofCard += relativeError(output.logits, expected.logits);
        ofCpu += relativeError(rounded.logits, expected.logits);
    }
    QVERIFY(compared > 2);
    QVERIFY2(ofCard <= ofCpu, qPrintable(QString("%1 on the card, %2 on the CPU").arg(ofCard / compared).arg(ofCpu / compared)));
}

void CudaRuntimeTest::prefillEqualsDecode()
{
    for (const CardPrecision precision : precisions) {
        const auto model = tinyModel({.seed = 4, .config = with([](ModelConfig &c) { c.moe.topK = 2; c.moe.directionEmbedding = true; })});
        const std::vector<TokenId> tokens = someTokens(75, 9, model->config.vocabSize);
        const auto runtime = onCard(m_card, model, precision);
        const SequenceOutput whole = fresh(*runtime, tokens);
        const SequenceId sequence = must(runtime->openSequence());
        std::vector<TokenRouting> routing;
        std::vector<float> logits;
        for (std::size_t position = 0; position < tokens.size(); ++position) {
            const SequenceOutput one = feed(*runtime, sequence, {tokens[position]});
            routing.push_back(one.routing.front());
            logits.insert(logits.end(), one.logits.begin(), one.logits.end());
            QVERIFY(std::equal(one.attention.begin(), one.attention.end(), whole.attention.begin() + static_cast<std::ptrdiff_t>(position * tokens.size())));
        }
        QVERIFY(identical(routing, whole.routing));
        QCOMPARE(logits, whole.logits);
        QCOMPARE(runtime->length(sequence), 75);
    }
}

void CudaRuntimeTest::answersDoNotDependOnTheBatch()
{
    const auto model = tinyModel({.seed = 2, .config = with([](ModelConfig &c) { c.hiddenSize = 96; c.ffnSize = 256; })});
    std::mt19937 random(3);
    std::vector<std::vector<TokenId>> texts;
    for (unsigned i = 0; i < 24; ++i)
        texts.push_back(someTokens(1 + random() % 30, 100 + i, model->config.vocabSize));
    for (const CardPrecision precision : precisions) {
        const auto runtime = onCard(m_card, model, precision);
        std::vector<SequenceInput> inputs;
        for (const auto &text : texts)
            inputs.push_back({.sequence = must(runtime->openSequence()), .tokens = text, .selection = {.topK = 3, .wantLogits = true}});
        const auto outputs = must(runtime->step(inputs, everything));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const SequenceOutput expected = fresh(*runtime, texts[i]);
            QCOMPARE(outputs[i].logits, expected.logits);
            QCOMPARE(outputs[i].attention, expected.attention);
            QVERIFY(identical(outputs[i].routing, expected.routing));
            QCOMPARE(outputs[i].candidates[0].logProbability, expected.candidates[0].logProbability);
        }
    }
}

// Step by step, so that graphs are recorded and replayed for batches of all sizes.
void CudaRuntimeTest::greedyTextsAreThoseOfTheCpu()
{
    for (const auto &model : {tinyModel({.seed = 11}), modelInBf16(11, tinyConfig())}) {
        const auto card = onCard(m_card, model), cpu = must(makeCpuRuntime(model, {.threads = 1}));
        for (const std::size_t batch : {1U, 2U, 5U, 17U}) {
            std::vector<SequenceInput> onCardInputs, onCpuInputs;
            for (unsigned i = 0; i < batch; ++i) {
                const std::vector<TokenId> tokens = someTokens(3 + i, i, model->config.vocabSize);
                onCardInputs.push_back({.sequence = must(card->openSequence()), .tokens = tokens, .promptTokens = tokens.size()});
                onCpuInputs.push_back({.sequence = must(cpu->openSequence()), .tokens = tokens, .promptTokens = tokens.size()});
            }
            for (int step = 0; step < 12; ++step) {
                const auto a = must(card->step(onCardInputs, {})), b = must(cpu->step(onCpuInputs, {}));
                for (std::size_t i = 0; i < batch; ++i) {
                    QCOMPARE(a[i].candidates[0].token, b[i].candidates[0].token);
                    onCardInputs[i].tokens = onCpuInputs[i].tokens = {b[i].candidates[0].token};
                    onCardInputs[i].promptTokens = onCpuInputs[i].promptTokens = 0;
                }
            }
        }
    }
}

void CudaRuntimeTest::doesAllThatASearchAsksFor()
{
    for (unsigned seed = 1; seed <= 4; ++seed) {
        const auto model = tinyModel({.seed = seed, .config = seed % 2 == 0 ? tinyConfig() : with([](ModelConfig &c) { c.moe.topK = 2; c.moe.directionEmbedding = true; })});
        const auto card = onCard(m_card, model), reference = must(makeReferenceRuntime(model));
        TwoRuntimes both(*card, *reference, seed);
        for (int round = 0; round < 60; ++round) {
            both.shuffle();
            const auto [outputs, expected] = both.step();
            QCOMPARE(outputs.size(), expected.size());
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                QCOMPARE(outputs[i].routing.size(), expected[i].routing.size());
                QVERIFY(sameRoutes(outputs[i], expected[i]));
                QVERIFY(candidatesAgree(outputs[i].candidates, expected[i].candidates));
                QVERIFY(candidatesAgree(outputs[i].bestAfterEach, expected[i].bestAfterEach));
                QCOMPARE(outputs[i].scored.size(), expected[i].scored.size());
                QVERIFY(largestDifference(outputs[i].scored, expected[i].scored) < 2e-3F);
                QCOMPARE(outputs[i].given.size(), expected[i].given.size());
                QVERIFY(largestDifference(outputs[i].given, expected[i].given) < 2e-3F);
                QCOMPARE(outputs[i].logits.size(), expected[i].logits.size());
                QVERIFY(outputs[i].logits.empty() || relativeError(outputs[i].logits, expected[i].logits) < 1e-4);
                QCOMPARE(outputs[i].attention.size(), expected[i].attention.size());
                QVERIFY(outputs[i].attention.empty() || relativeError(outputs[i].attention, expected[i].attention) < 1e-4);
            }
        }
    }
}

void CudaRuntimeTest::largeStepsGoThroughInSeveralPasses()
{
    const auto model = tinyModel({.seed = 6});
    const auto whole = onCard(m_card, model), inParts = onCard(m_card, model, CardPrecision::Fp32, 8);
    std::vector<SequenceInput> a, b;
    for (unsigned i = 0; i < 5; ++i) {
        a.push_back({.sequence = must(whole->openSequence()), .tokens = someTokens(1 + 9 * i, i, model->config.vocabSize), .promptTokens = 4 * i, .triedTokens = 2 * i, .wantGiven = true, .selection = {.topK = 2, .banned = {7}, .scored = {4}, .wantLogits = i % 2 == 0}, .firstSelections = std::vector<Selection>(i, {.banned = {3, 9}})});
        b.push_back(a.back());
        b.back().sequence = must(inParts->openSequence());
    }
    const auto expected = must(whole->step(a, everything)), outputs = must(inParts->step(b, everything));
    for (std::size_t i = 0; i < a.size(); ++i) {
        QCOMPARE(outputs[i].logits, expected[i].logits);
        QCOMPARE(outputs[i].attention, expected[i].attention);
        QVERIFY(identical(outputs[i].routing, expected[i].routing));
        QCOMPARE(outputs[i].given, expected[i].given);
        QCOMPARE(outputs[i].scored, expected[i].scored);
        QCOMPARE(outputs[i].candidates.front().token, expected[i].candidates.front().token);
        QCOMPARE(outputs[i].bestAfterEach.size(), expected[i].bestAfterEach.size());
        for (std::size_t token = 0; token < outputs[i].bestAfterEach.size(); ++token)
            QCOMPARE(outputs[i].bestAfterEach[token].token, expected[i].bestAfterEach[token].token);
    }
}

// Also where a band is changed, and step by step as graphs.
void CudaRuntimeTest::liveFourierMatchesFolded()
{
    if (const std::string trouble = m_card->fourierTrouble(); !trouble.empty())
        QSKIP(qPrintable(QString::fromStdString(trouble)));
    for (const FourierMode mode : {FourierMode::RealFft, FourierMode::RealFftOrtho}) {
        for (unsigned seed = 1; seed <= 4; ++seed) {
            ModelConfig config = with([](ModelConfig &c) { c.moe.directionEmbedding = true; });
            config.moe.fourierMode = mode;
            config.hiddenSize += static_cast<int>(seed) % 2;
            const auto model = tinyModel({.seed = seed, .config = config});
            const auto live = must(makeCudaRuntimeWithLiveFourier(model, m_card)), folded = onCard(m_card, model);
            StepOptions options = everything;
            if (seed > 2)
                options.interventions = {{.kind = Intervention::Kind::Band, .group = ExpertGroup::LanguageModel, .factor = 0.5F, .firstBin = 0, .lastBin = 3}};
            const std::vector<TokenId> tokens = someTokens(15, seed, model->config.vocabSize);
            const SequenceId a = must(live->openSequence()), b = must(folded->openSequence());
            for (std::size_t position = 0; position < tokens.size(); position += 3) {
                const std::vector<TokenId> some(tokens.begin() + static_cast<std::ptrdiff_t>(position), tokens.begin() + static_cast<std::ptrdiff_t>(position + 3));
                const SequenceOutput output = feed(*live, a, some, options), expected = feed(*folded, b, some, options);
                QVERIFY(choicesAgreeUpToNearTies(output, expected, model->config.moe));
                QVERIFY2(relativeError(output.logits, expected.logits) < 1e-4, qPrintable(QString::number(relativeError(output.logits, expected.logits))));
                for (std::size_t token = 0; token < some.size(); ++token)
                    QVERIFY(relativeError(output.routing[token].gateProbabilities, expected.routing[token].gateProbabilities) < 1e-4);
            }
        }
    }
}

void CudaRuntimeTest::logitsThatAreNoNumbersAreAnError()
{
    auto model = std::make_shared<Model>(*tinyModel());
    for (float &value : model->weights.finalNorm)
        value = 3e38F;
    const auto runtime = onCard(m_card, model);
    const SequenceId sequence = must(runtime->openSequence());
    QCOMPARE(runtime->step({{.sequence = sequence, .tokens = {1, 2}}}, {}).error().code, ErrorCode::EngineFailure);
    QCOMPARE(runtime->length(sequence), 0);
}

QTEST_APPLESS_MAIN(CudaRuntimeTest)
#include "tst_cuda_runtime.moc"
