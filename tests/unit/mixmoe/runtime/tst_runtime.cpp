// The CPU runtime against the reference on random models of many shapes, and what both promise about sequences.
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/runtime/every_runtime.h"
#include "tests/unit/mixmoe/runtime/random_steps.h"

#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

// What p of a chosen expert is multiplied by where the p of all that were chosen have this sum.
float factorOf(const MoeConfig &moe, float sum)
{
    return moe.gateWeight == GateWeight::ScaledProbability ? static_cast<float>(moe.expertsPerGroup) : moe.gateWeight == GateWeight::Renormalised ? 1 / sum : 1;
}

}  // namespace

class RuntimeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cpuMatchesReference_data();
    void cpuMatchesReference();
    void liveFourierMatchesFolded();
    void prefillEqualsDecode();
    void weightsThatFitBf16GiveTheBitsOfFp32();
    void int8StaysNearFp32();
    void answersDoNotDependOnBatchOrThreads_data();
    void answersDoNotDependOnBatchOrThreads();
    void outputsMayBeWrittenOver();
    void routingIsWellFormed();
    void attentionSumsToOne();
    void forkAndTruncateKeepTheirOwnPast();
    void captureChangesNothing();
    void badStepsAreRefusedAndChangeNothing();
    void stoppedStepChangesNothing();
    void overflowIsAnError();
    void modelWithoutTagsIsRefused();
};

void RuntimeTest::cpuMatchesReference_data()
{
    QTest::addColumn<int>("shape");
    const auto all = shapes();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::addRow("%s", all[i].name) << static_cast<int>(i);
}

void RuntimeTest::cpuMatchesReference()
{
    QFETCH(int, shape);
    const ModelConfig config = shapes()[static_cast<std::size_t>(shape)].config;
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const auto model = tinyModel({.seed = seed, .config = config});
        const std::vector<TokenId> tokens = someTokens(21, seed, model->config.vocabSize);
        const SequenceOutput expected = fresh(*must(makeReferenceRuntime(model)), tokens);
        for (const InstructionSet instructions : supportedInstructions()) {
            const SequenceOutput output = fresh(*must(makeCpuRuntime(model, {.threads = 2, .kernels = Kernels(instructions)})), tokens);
            QVERIFY(choicesAgreeUpToNearTies(output, expected, config.moe));
            bool sameRoutes = true;
            for (std::size_t token = 0; token < tokens.size(); ++token)
                sameRoutes = sameRoutes && output.routing[token].choices == expected.routing[token].choices;
            if (!sameRoutes)
                continue;
            QCOMPARE(output.logits.size(), tokens.size() * static_cast<std::size_t>(model->config.vocabSize));
            QVERIFY2(relativeError(output.logits, expected.logits) < 1e-4, qPrintable(QString::number(relativeError(output.logits, expected.logits))));
            QVERIFY(relativeError(output.attention, expected.attention) < 1e-4);
            QCOMPARE(output.candidates.size(), 3U);
            for (std::size_t i = 0; i < 3; ++i)
                QVERIFY(std::abs(output.candidates[i].logProbability - expected.candidates[i].logProbability) < 1e-3F);
        }
    }
}

void RuntimeTest::liveFourierMatchesFolded()
{
    for (unsigned seed = 1; seed <= 10; ++seed) {
        const auto model = tinyModel({.seed = seed, .config = with([](ModelConfig &c) { c.moe.directionEmbedding = true; })});
        const std::vector<TokenId> tokens = someTokens(15, seed, model->config.vocabSize);
        const SequenceOutput folded = fresh(*must(makeReferenceRuntime(model)), tokens);
        const SequenceOutput live = fresh(*must(makeReferenceRuntimeWithLiveFourier(model)), tokens);
        QVERIFY(choicesAgreeUpToNearTies(live, folded, model->config.moe));
        QVERIFY(relativeError(live.logits, folded.logits) < 1e-4);
        for (std::size_t token = 0; token < tokens.size(); ++token)
            QVERIFY(relativeError(live.routing[token].gateProbabilities, folded.routing[token].gateProbabilities) < 1e-4);
    }
}

// Routing, logits and attention of a token are the same bits whether it came in a prefill or alone.
void RuntimeTest::prefillEqualsDecode()
{
    for (const Shape &shape : shapes()) {
        const auto model = tinyModel({.seed = 4, .config = shape.config});
        const std::vector<TokenId> tokens = someTokens(35, 9, model->config.vocabSize);
        for (const auto &runtime : everyRuntime(model)) {
            const SequenceOutput whole = fresh(*runtime, tokens);
            const SequenceId sequence = must(runtime->openSequence());
            std::vector<TokenRouting> routing;
            std::vector<float> logits;
            for (const TokenId token : tokens) {
                const SequenceOutput one = feed(*runtime, sequence, {token});
                routing.push_back(one.routing.front());
                logits.insert(logits.end(), one.logits.begin(), one.logits.end());
                const std::size_t position = routing.size() - 1;
                QVERIFY(std::equal(one.attention.begin(), one.attention.end(), whole.attention.begin() + static_cast<std::ptrdiff_t>(position * tokens.size())));
            }
            QVERIFY(identical(routing, whole.routing));
            QCOMPARE(logits, whole.logits);
            QCOMPARE(runtime->length(sequence), 35);
        }
    }
}

void RuntimeTest::weightsThatFitBf16GiveTheBitsOfFp32()
{
    for (const Shape &shape : shapes()) {
        if (!isFoldable(shape.config.moe.fourierMode))
            continue;
        QCOMPARE(losslessWeights(*tinyModel({.seed = 3, .config = shape.config})), WeightType::Fp32);
        const auto model = modelInBf16(3, shape.config);
        QCOMPARE(losslessWeights(*model), WeightType::Bf16);

        const std::vector<TokenId> tokens = someTokens(21, 5, model->config.vocabSize);
        const SequenceOutput floats = fresh(*must(makeCpuRuntime(model, {})), tokens);
        const auto halves = must(makeCpuRuntime(model, {.weights = WeightType::Bf16}));
        QCOMPARE(halves->description().precision, std::string("bf16"));
        const SequenceOutput output = fresh(*halves, tokens);
        QCOMPARE(output.logits, floats.logits);
        QVERIFY(identical(output.routing, floats.routing));
    }
}

void RuntimeTest::int8StaysNearFp32()
{
    int compared = 0;
    for (unsigned seed = 1; seed <= 6; ++seed) {
        const auto model = tinyModel({.seed = seed});
        const std::vector<TokenId> tokens = someTokens(21, seed, model->config.vocabSize);
        const SequenceOutput exact = fresh(*must(makeCpuRuntime(model, {})), tokens), rounded = fresh(*must(makeCpuRuntime(model, {.weights = WeightType::Int8})), tokens);
        bool sameRoutes = true;
        for (std::size_t token = 0; token < tokens.size(); ++token)
            sameRoutes = sameRoutes && rounded.routing[token].choices == exact.routing[token].choices;
        if (!sameRoutes)
            continue;
        ++compared;
        QVERIFY2(relativeError(rounded.logits, exact.logits) < 0.1, qPrintable(QString::number(relativeError(rounded.logits, exact.logits))));
        QVERIFY(rounded.logits != exact.logits);   // it was rounded
    }
    QVERIFY(compared > 0);
}

void RuntimeTest::answersDoNotDependOnBatchOrThreads_data()
{
    QTest::addColumn<int>("weights");
    QTest::newRow("fp32") << static_cast<int>(WeightType::Fp32);
    QTest::newRow("bf16") << static_cast<int>(WeightType::Bf16);
    QTest::newRow("int8") << static_cast<int>(WeightType::Int8);
}

void RuntimeTest::answersDoNotDependOnBatchOrThreads()
{
    QFETCH(int, weights);
    const auto type = static_cast<WeightType>(weights);
    ModelConfig config = tinyConfig();
    config.hiddenSize = 96;     // wide enough that products are shared among threads
    config.ffnSize = 256;
    const auto model = tinyModel({.seed = 2, .config = config});
    std::mt19937 random(3);
    std::vector<std::vector<TokenId>> texts;
    for (unsigned i = 0; i < 40; ++i)
        texts.push_back(someTokens(1 + random() % 30, 100 + i, model->config.vocabSize));
    const auto alone = must(makeCpuRuntime(model, {.threads = 1, .weights = type}));
    std::vector<SequenceOutput> expected;
    for (const auto &text : texts)
        expected.push_back(fresh(*alone, text));

    for (const int threads : {1, 2, 5}) {
        const auto runtime = must(makeCpuRuntime(model, {.threads = threads, .weights = type}));
        QCOMPARE(runtime->description().threads, threads);
        std::vector<SequenceInput> inputs;
        for (const auto &text : texts)
            inputs.push_back({.sequence = must(runtime->openSequence()), .tokens = text, .selection = {.topK = 3, .wantLogits = true}});
        const auto outputs = must(runtime->step(inputs, everything));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            QCOMPARE(outputs[i].logits, expected[i].logits);
            QCOMPARE(outputs[i].attention, expected[i].attention);
            QVERIFY(identical(outputs[i].routing, expected[i].routing));
            QCOMPARE(outputs[i].candidates[0].token, expected[i].candidates[0].token);
            QCOMPARE(outputs[i].candidates[0].logProbability, expected[i].candidates[0].logProbability);
        }
    }
}

// Steps of all kinds into one vector of outputs give what they give into new ones: nothing is left of the step before, nor of its interventions.
void RuntimeTest::outputsMayBeWrittenOver()
{
    const auto model = tinyModel({.seed = 8});
    for (const WeightType weights : {WeightType::Fp32, WeightType::Int8}) {
        const auto reusing = must(makeCpuRuntime(model, {.threads = 2, .weights = weights})), fresh = must(makeCpuRuntime(model, {.threads = 2, .weights = weights}));
        std::vector<SequenceId> sequences;
        for (int i = 0; i < 5; ++i) {
            sequences.push_back(must(reusing->openSequence()));
            QCOMPARE(must(fresh->openSequence()), sequences.back());
        }
        std::mt19937 random(4);
        std::vector<SequenceOutput> outputs;
        for (unsigned round = 0; round < 60; ++round) {
            std::vector<SequenceInput> inputs;
            for (const SequenceId sequence : sequences) {
                if (random() % 3 == 0)
                    continue;
                if (reusing->length(sequence) > 120) {
                    reusing->truncate(sequence, 3);
                    fresh->truncate(sequence, 3);
                }
                Selection selection{.topK = static_cast<int>(1 + random() % 4), .wantLogits = random() % 3 == 0};
                if (random() % 2 == 0) {
                    selection.banned = {3, 9};
                    selection.scored = {3, 4};
                    selection.biases = {{5, 2.0F}};
                }
                const std::size_t count = 1 + random() % 6, ofPrompt = random() % (count + 1), tried = random() % (count + 1 - std::max<std::size_t>(1, ofPrompt));
                inputs.push_back({.sequence = sequence, .tokens = someTokens(count, round, model->config.vocabSize), .promptTokens = ofPrompt, .triedTokens = tried, .wantGiven = random() % 2 == 0, .selection = selection});
            }
            StepOptions options{.capture = static_cast<CaptureLevel>(random() % 3), .wantAttention = random() % 2 == 0};
            if (random() % 2 == 0)
                options.interventions = {{.kind = Intervention::Kind::Mask, .group = random() % 2 == 0 ? ExpertGroup::Translation : ExpertGroup::LanguageModel, .expert = static_cast<int>(random() % 4)}};
            QVERIFY(reusing->stepInto(inputs, options, outputs));
            const std::vector<SequenceOutput> expected = must(fresh->step(inputs, options));
            QCOMPARE(outputs.size(), expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i) {
                QVERIFY(same(outputs[i].candidates, expected[i].candidates) && same(outputs[i].bestAfterEach, expected[i].bestAfterEach));
                QCOMPARE(outputs[i].scored, expected[i].scored);
                QCOMPARE(outputs[i].given, expected[i].given);
                QCOMPARE(outputs[i].logits, expected[i].logits);
                QCOMPARE(outputs[i].attention, expected[i].attention);
                QVERIFY(identical(outputs[i].routing, expected[i].routing));
            }
        }
    }
}

void RuntimeTest::routingIsWellFormed()
{
    for (const Shape &shape : shapes()) {
        const auto model = tinyModel({.seed = 6, .config = shape.config});
        const auto groups = static_cast<std::size_t>(model->config.groups());
        const auto n = static_cast<std::size_t>(model->config.moe.expertsPerGroup);
        const std::size_t slots = model->config.mixMoeLayers().size() * groups;
        const auto k = static_cast<std::size_t>(model->config.moe.topK);
        for (const auto &runtime : everyRuntime(model)) {
            const SequenceOutput output = fresh(*runtime, someTokens(12, 6, model->config.vocabSize));
            QCOMPARE(output.routing.size(), 12U);
            for (const TokenRouting &routing : output.routing) {
                QCOMPARE(routing.choices.size(), slots * k);
                QCOMPARE(routing.weights.size(), slots * k);
                QCOMPARE(routing.gateProbabilities.size(), slots * n);
                for (std::size_t slot = 0; slot < slots; ++slot) {
                    const auto first = routing.gateProbabilities.begin() + static_cast<std::ptrdiff_t>(slot * n);
                    const auto last = first + static_cast<std::ptrdiff_t>(n);
                    QVERIFY(std::abs(std::accumulate(first, last, 0.0F) - 1.0F) < 1e-5F);
                    std::vector<int> best(n);
                    std::iota(best.begin(), best.end(), 0);
                    std::stable_sort(best.begin(), best.end(), [&](int a, int b) { return first[a] > first[b]; });
                    const float sum = std::accumulate(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(k), 0.0F, [&](float part, int expert) { return part + first[expert]; });
                    for (std::size_t rank = 0; rank < k; ++rank) {
                        QCOMPARE(routing.choices[slot * k + rank], static_cast<std::int16_t>(best[rank]));
                        QCOMPARE(routing.weights[slot * k + rank], factorOf(model->config.moe, sum) * first[best[rank]]);
                    }
                }
            }
        }
    }
}

void RuntimeTest::attentionSumsToOne()
{
    const auto model = tinyModel();
    for (const auto &runtime : everyRuntime(model)) {
        const SequenceId sequence = must(runtime->openSequence());
        const auto tokens = someTokens(20, 1, model->config.vocabSize);
        const auto prompt = must(runtime->step({{.sequence = sequence, .tokens = tokens, .promptTokens = tokens.size()}}, everything));
        QCOMPARE(prompt.front().attention.size(), tokens.size());   // the last token's alone
        QVERIFY(std::abs(std::accumulate(prompt.front().attention.begin(), prompt.front().attention.end(), 0.0F) - 1.0F) < 1e-5F);
        const SequenceOutput output = feed(*runtime, sequence, someTokens(3, 2, model->config.vocabSize));
        QCOMPARE(output.attention.size(), 3U * 23U);
        for (std::size_t row = 0; row < 3; ++row) {
            const auto first = output.attention.begin() + static_cast<std::ptrdiff_t>(row * 23);
            QVERIFY(std::abs(std::accumulate(first, first + 23, 0.0F) - 1.0F) < 1e-5F);
            for (std::size_t behind = 21 + row; behind < 23; ++behind)
                QCOMPARE(first[static_cast<std::ptrdiff_t>(behind)], 0.0F);
        }
    }
}

// Random walks of feeding, forking, truncating and closing: every sequence answers as one that read its tokens afresh.
void RuntimeTest::forkAndTruncateKeepTheirOwnPast()
{
    const auto model = tinyModel({.seed = 8, .config = with([](ModelConfig &c) { c.moe.topK = 2; c.moe.directionEmbedding = true; })});
    for (const auto &runtime : everyRuntime(model)) {
        std::mt19937 random(21);
        std::vector<std::pair<SequenceId, std::vector<TokenId>>> open{{must(runtime->openSequence()), {}}};
        for (unsigned round = 0; round < 120; ++round) {
            const std::size_t which = random() % open.size();
            auto &[sequence, past] = open[which];
            const std::size_t action = random() % 5;
            if (action == 0 && open.size() < 6) {
                open.emplace_back(must(runtime->forkSequence(sequence)), past);
            } else if (action == 1) {
                past.resize(random() % (past.size() + 1));
                runtime->truncate(sequence, static_cast<int>(past.size()));
            } else if (action == 2 && open.size() > 1) {
                runtime->closeSequence(sequence);
                open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
            } else if (past.size() < 60) {
                const auto tokens = someTokens(1 + random() % 20, 1000 + round, model->config.vocabSize);
                past.insert(past.end(), tokens.begin(), tokens.end());
                const SequenceOutput output = feed(*runtime, sequence, tokens);
                const SequenceOutput expected = fresh(*runtime, past);
                QVERIFY(std::equal(output.logits.rbegin(), output.logits.rend(), expected.logits.rbegin()));
            }
        }
        for (const auto &[sequence, past] : open)
            QCOMPARE(runtime->length(sequence), static_cast<int>(past.size()));
    }
}

void RuntimeTest::captureChangesNothing()
{
    const auto model = tinyModel({.seed = 5});
    const auto tokens = someTokens(18, 5, model->config.vocabSize);
    for (const auto &runtime : everyRuntime(model)) {
        const SequenceOutput full = fresh(*runtime, tokens);
        for (const CaptureLevel level : {CaptureLevel::None, CaptureLevel::Choices}) {
            const SequenceOutput output = feed(*runtime, must(runtime->openSequence()), tokens, {.capture = level});
            QCOMPARE(output.logits, full.logits);
            QVERIFY(output.attention.empty());
            QCOMPARE(output.routing.size(), level == CaptureLevel::None ? 0U : tokens.size());
            for (std::size_t token = 0; token < output.routing.size(); ++token) {
                QCOMPARE(output.routing[token].choices, full.routing[token].choices);
                QCOMPARE(output.routing[token].weights, full.routing[token].weights);
                QVERIFY(output.routing[token].gateProbabilities.empty());
            }
        }
    }
}

void RuntimeTest::badStepsAreRefusedAndChangeNothing()
{
    const auto model = tinyModel();
    for (const auto &runtime : everyRuntime(model)) {
        const SequenceId a = must(runtime->openSequence());
        const SequenceId b = must(runtime->openSequence());
        feed(*runtime, a, {1, 2, 3});
        const auto refused = [&](const std::vector<SequenceInput> &inputs, const StepOptions &options = {}) {
            const auto outcome = runtime->step(inputs, options);
            return outcome ? std::optional<ErrorCode>() : std::optional(outcome.error().code);
        };
        QCOMPARE(refused({{.sequence = 99, .tokens = {1}}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = a, .tokens = {}}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = a, .tokens = {1, 2}, .promptTokens = 3}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = a, .tokens = {1, 2}, .triedTokens = 2}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = a, .tokens = {1, 2, 3}, .promptTokens = 2, .triedTokens = 2}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = a, .tokens = {1, 2}, .triedTokens = 1, .selection = {.topK = 0}}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = a, .tokens = {1, 2}, .triedTokens = 1, .firstSelections = {{}, {}}}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = a, .tokens = {1, 2}, .triedTokens = 1, .firstSelections = {{.topK = 0}}}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = a, .tokens = {1, 2}, .triedTokens = 1, .firstSelections = {{.allowed = std::make_shared<const TokenSet>(std::vector<TokenId>{-2})}}}}), ErrorCode::OutOfRange);
        QCOMPARE(refused({{.sequence = b, .tokens = {1}}, {.sequence = b, .tokens = {1}}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused({{.sequence = b, .tokens = {1}}, {.sequence = a, .tokens = {-1}}}), ErrorCode::OutOfRange);
        QCOMPARE(refused({{.sequence = a, .tokens = {model->config.vocabSize}}}), ErrorCode::OutOfRange);
        QCOMPARE(refused({{.sequence = a, .tokens = {1}, .selection = {.scored = {-4}}}}), ErrorCode::OutOfRange);
        QCOMPARE(refused({{.sequence = a, .tokens = std::vector<TokenId>(static_cast<std::size_t>(model->config.maxPositions) - 2, 1)}}), ErrorCode::OutOfRange);
        QCOMPARE(refused({{.sequence = a, .tokens = {1}}}, {.interventions = {{.expert = 44}}}), ErrorCode::InvalidArgument);
        QCOMPARE(runtime->length(a), 3);
        QCOMPARE(runtime->length(b), 0);
        feed(*runtime, a, std::vector<TokenId>(static_cast<std::size_t>(model->config.maxPositions) - 3, 1));
        QCOMPARE(runtime->length(a), model->config.maxPositions);
    }
    QVERIFY(!makeCpuRuntime(nullptr));
    QVERIFY(!makeReferenceRuntime(nullptr));
}

void RuntimeTest::stoppedStepChangesNothing()
{
    const auto model = tinyModel();
    std::stop_source source;
    source.request_stop();
    for (const auto &runtime : everyRuntime(model)) {
        const SequenceId sequence = must(runtime->openSequence());
        feed(*runtime, sequence, {1, 2, 3});
        const auto stopped = runtime->step({{.sequence = sequence, .tokens = {4, 5}}}, {.stop = source.get_token()});
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QCOMPARE(runtime->length(sequence), 3);
        QCOMPARE(feed(*runtime, sequence, {4, 5}).candidates.front().token, fresh(*runtime, {1, 2, 3, 4, 5}).candidates.front().token);
    }
}

// Weights that are finite but far too large: an error, never a NaN that travels on.
void RuntimeTest::overflowIsAnError()
{
    const auto small = tinyModel();
    auto model = std::make_shared<Model>(*small);
    for (float &value : model->weights.finalNorm)
        value = 3e38F;
    for (const auto &runtime : everyRuntime(model)) {
        const SequenceId sequence = must(runtime->openSequence());
        const auto outcome = runtime->step({{.sequence = sequence, .tokens = {1, 2}}}, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::EngineFailure);
        QCOMPARE(runtime->length(sequence), 0);
        const auto withDraft = runtime->step({{.sequence = sequence, .tokens = {1, 2, 3}, .promptTokens = 2, .triedTokens = 1}}, {});
        QVERIFY(!withDraft);
        QCOMPARE(withDraft.error().code, ErrorCode::EngineFailure);
    }
}

void RuntimeTest::modelWithoutTagsIsRefused()
{
    auto model = std::make_shared<Model>(*tinyModel());
    model->config.languages.push_back("fr");
    QVERIFY(makeReferenceRuntime(model) && makeCpuRuntime(model));
    auto withoutTokenizer = std::make_shared<Model>(*model);
    withoutTokenizer->tokenizer = nullptr;
    QVERIFY(makeReferenceRuntime(withoutTokenizer) && makeCpuRuntime(withoutTokenizer));
    model->config.moe.directionEmbedding = true;
    for (const auto &refused : {makeReferenceRuntime(model), makeCpuRuntime(model)}) {
        QCOMPARE(refused.error().code, ErrorCode::WrongModel);
        QVERIFY(refused.error().sentence().find("\"fr\"") != std::string::npos);
    }
}

QTEST_APPLESS_MAIN(RuntimeTest)
#include "tst_runtime.moc"
