// A choice among a few tokens: that of the formula, and in every runtime that of all logits.
#include "engine/mixmoe/runtime/selection.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/runtime/every_runtime.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

std::vector<TokenId> someOf(std::mt19937 &random, int vocabulary, unsigned oneIn)
{
    std::vector<TokenId> tokens{static_cast<TokenId>(random() % static_cast<unsigned>(vocabulary))};
    for (TokenId token = 0; token < vocabulary; ++token) {
        if (random() % oneIn == 0)
            tokens.push_back(token);
    }
    std::ranges::shuffle(tokens, random);
    return tokens;
}

std::vector<TokenId> text(std::mt19937 &random, int vocabulary)
{
    std::vector<TokenId> tokens(1 + random() % 12);
    for (TokenId &token : tokens)
        token = static_cast<TokenId>(random() % static_cast<unsigned>(vocabulary));
    return tokens;
}

// Also sets without any bias or ban inside, and scored tokens outside.
Selection someSelection(std::mt19937 &random, int vocabulary)
{
    Selection selection{.topK = static_cast<int>(1 + random() % 5), .scored = text(random, vocabulary)};
    if (random() % 2 == 0)
        selection.banned = someOf(random, vocabulary, 9);
    if (random() % 2 == 0)
        selection.biases = {{static_cast<TokenId>(random() % static_cast<unsigned>(vocabulary)), 2.5F}};
    selection.allowed = std::make_shared<const TokenSet>(someOf(random, vocabulary, 2 + static_cast<unsigned>(random() % 6)));
    std::erase_if(selection.banned, [&](TokenId token) { return token == selection.allowed->ids().front(); });
    return selection;
}

}  // namespace

class AllowedTokensTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allOthersAreAsIfBanned();
    void picksAreThoseOfAllLogits_data();
    void picksAreThoseOfAllLogits();
    void manySetsOneAfterTheOtherKeepApart();
    void cpuAgreesWithReference();
    void impossibleSetsAreRefused();
};

void AllowedTokensTest::allOthersAreAsIfBanned()
{
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        const int count = static_cast<int>(2 + random() % 60);
        std::vector<float> logits(static_cast<std::size_t>(count));
        for (float &logit : logits)
            logit = static_cast<float>(random() % 500) / 50.0F - 5.0F;
        const Selection few = someSelection(random, count);
        Selection banned = few;
        banned.allowed = nullptr;
        for (TokenId token = 0; token < count; ++token) {
            if (!few.allowed->contains(token))
                banned.banned.push_back(token);
        }
        const auto picked = select(logits, few), expected = select(logits, banned);
        QVERIFY(picked && expected);
        QCOMPARE(picked->candidates.size(), expected->candidates.size());
        for (std::size_t i = 0; i < picked->candidates.size(); ++i) {
            QCOMPARE(picked->candidates[i].token, expected->candidates[i].token);
            QVERIFY(std::abs(picked->candidates[i].logProbability - expected->candidates[i].logProbability) < 1e-5F);
        }
        for (std::size_t i = 0; i < few.scored.size(); ++i)
            QVERIFY(picked->scored[i] == expected->scored[i] || std::abs(picked->scored[i] - expected->scored[i]) < 1e-5F);   // -infinity too
    }
}

void AllowedTokensTest::picksAreThoseOfAllLogits_data()
{
    QTest::addColumn<int>("weights");
    QTest::newRow("fp32") << static_cast<int>(WeightType::Fp32);
    QTest::newRow("bf16") << static_cast<int>(WeightType::Bf16);
    QTest::newRow("int8") << static_cast<int>(WeightType::Int8);
}

// Sequences of a batch, each with a set of its own or none, pick with the bits that all logits of the sequence alone give; so does the best after each token.
void AllowedTokensTest::picksAreThoseOfAllLogits()
{
    QFETCH(int, weights);
    ModelConfig config = tinyConfig();
    config.hiddenSize = 37;   // no multiple of what lies side by side
    config.headCount = config.kvHeadCount = 3;
    config.headSize = 10;
    const auto model = tinyModel({.seed = 4, .config = config});
    std::mt19937 random(6);
    for (const InstructionSet instructions : supportedInstructions()) {
        const CpuOptions options{.threads = 2, .weights = static_cast<WeightType>(weights), .kernels = Kernels(instructions)};
        const auto runtime = must(makeCpuRuntime(model, options)), alone = must(makeCpuRuntime(model, options));
        for (int round = 0; round < 60; ++round) {   // one alone has its columns gathered, several read all
            std::vector<SequenceInput> inputs;
            for (auto left = round % 2 == 0 ? 1 : 1 + random() % 9; left > 0; --left) {
                Selection selection = someSelection(random, model->config.vocabSize);
                if (random() % 4 == 0)
                    selection.allowed = nullptr;
                else if (random() % 3 == 0 && !inputs.empty() && inputs.back().selection.allowed)
                    selection = inputs.back().selection;   // as beams do
                selection.wantLogits = random() % 5 == 0;
                const std::vector<TokenId> tokens = text(random, model->config.vocabSize);
                const std::size_t tried = random() % 3 == 0 ? random() % tokens.size() : 0;
                inputs.push_back({.sequence = must(runtime->openSequence()), .tokens = tokens, .triedTokens = tried, .wantGiven = random() % 3 == 0, .selection = selection});
            }
            const auto outputs = must(runtime->step(inputs, {}));
            for (std::size_t i = 0; i < inputs.size(); ++i) {
                const SequenceId sequence = must(alone->openSequence());
                const auto all = must(alone->step({{.sequence = sequence, .tokens = inputs[i].tokens, .selection = {.wantLogits = true}}}, {})).front();
                const auto vocabulary = static_cast<std::size_t>(model->config.vocabSize);
                for (std::size_t t = 0; t < inputs[i].tokens.size(); ++t) {
                    const auto logits = std::span(all.logits).subspan(t * vocabulary, vocabulary);
                    if (t < inputs[i].firstPicked()) {
                        if (inputs[i].wantGiven)
                            QCOMPARE(outputs[i].given[t], select(logits, {.topK = 0, .scored = {inputs[i].tokens[t + 1]}}).value().scored.front());
                        continue;
                    }
                    const auto expected = select(logits, inputs[i].selection);
                    QVERIFY(expected);
                    if (inputs[i].triedTokens > 0)
                        QVERIFY(same({outputs[i].bestAfterEach[t - inputs[i].firstPicked()]}, {expected->candidates.front()}));
                    if (t + 1 < inputs[i].tokens.size())
                        continue;
                    QVERIFY(same(outputs[i].candidates, expected->candidates));
                    QCOMPARE(outputs[i].scored, expected->scored);
                }
                QCOMPARE(outputs[i].logits, inputs[i].selection.wantLogits ? all.logits : std::vector<float>());
                alone->closeSequence(sequence);
                runtime->closeSequence(inputs[i].sequence);
            }
        }
    }
}

// Memory of sets that nobody holds any more is taken for the next ones, larger and smaller: none sees columns of another.
void AllowedTokensTest::manySetsOneAfterTheOtherKeepApart()
{
    const auto model = tinyModel({.seed = 9});
    const auto runtime = must(makeCpuRuntime(model, {.threads = 1, .weights = WeightType::Int8}));
    const SequenceId sequence = must(runtime->openSequence());
    std::mt19937 random(8);
    std::vector<std::shared_ptr<const TokenSet>> held(5);
    for (int round = 0; round < 200; ++round) {
        std::shared_ptr<const TokenSet> &set = held[random() % held.size()];
        if (!set || random() % 3 == 0)
            set = std::make_shared<const TokenSet>(someOf(random, model->config.vocabSize, 1 + static_cast<unsigned>(random() % 20)));
        const SequenceOutput whole = must(runtime->step({{.sequence = sequence, .tokens = {5}, .selection = {.wantLogits = true}}}, {})).front();
        runtime->truncate(sequence, 0);
        const Selection selection{.topK = 4, .allowed = set};
        const SequenceOutput few = must(runtime->step({{.sequence = sequence, .tokens = {5}, .selection = selection}}, {})).front();
        runtime->truncate(sequence, 0);
        QVERIFY(same(few.candidates, select(whole.logits, selection)->candidates));
    }
}

void AllowedTokensTest::cpuAgreesWithReference()
{
    std::mt19937 random(7);
    int compared = 0;
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const auto model = tinyModel({.seed = seed});
        const auto reference = must(makeReferenceRuntime(model)), cpu = must(makeCpuRuntime(model, {.threads = 2}));
        const std::vector<TokenId> tokens = text(random, model->config.vocabSize);
        const Selection selection = someSelection(random, model->config.vocabSize);
        const auto read = [&](Runtime &runtime) {
            return must(runtime.step({{.sequence = must(runtime.openSequence()), .tokens = tokens, .selection = selection}}, {.capture = CaptureLevel::Choices})).front();
        };
        const SequenceOutput expected = read(*reference), output = read(*cpu);
        if (!std::ranges::equal(expected.routing, output.routing, {}, &TokenRouting::choices, &TokenRouting::choices))
            continue;   // a near tie of experts
        ++compared;
        QCOMPARE(output.candidates.size(), expected.candidates.size());
        for (std::size_t i = 0; i < output.candidates.size(); ++i)
            QVERIFY(std::abs(output.candidates[i].logProbability - expected.candidates[i].logProbability) < 1e-3F);
        for (std::size_t i = 0; i < output.scored.size(); ++i)
            QVERIFY(output.scored[i] == expected.scored[i] || std::abs(output.scored[i] - expected.scored[i]) < 1e-3F);
    }
    QVERIFY(compared > 6);
}

void AllowedTokensTest::impossibleSetsAreRefused()
{
    const auto model = tinyModel();
    for (const auto &runtime : {must(makeReferenceRuntime(model)), must(makeCpuRuntime(model, {.threads = 1}))}) {
        const SequenceId sequence = must(runtime->openSequence());
        const auto code = [&](std::vector<TokenId> ids) {
            const auto tried = runtime->step({{.sequence = sequence, .tokens = {1}, .selection = {.allowed = std::make_shared<const TokenSet>(std::move(ids))}}}, {});
            return tried ? std::nullopt : std::optional(tried.error().code);
        };
        QCOMPARE(code({}), ErrorCode::InvalidArgument);
        QCOMPARE(code({3, model->config.vocabSize}), ErrorCode::OutOfRange);
        QCOMPARE(code({-1, 3}), ErrorCode::OutOfRange);
        QCOMPARE(runtime->length(sequence), 0);
        QVERIFY(!code({3}));
    }
}

QTEST_APPLESS_MAIN(AllowedTokensTest)
#include "tst_allowed_tokens.moc"
