// What masking, forcing and scaling experts mean, on both runtimes.
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "tests/support/loop_card.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"

#include <QTest>

#include <functional>
#include <limits>
#include <span>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;
using Kind = Intervention::Kind;
using Scope = Intervention::Scope;

namespace {

using RuntimeFactory = std::function<Result<std::unique_ptr<Runtime>>(std::shared_ptr<const Model>)>;

std::vector<RuntimeFactory> factories()
{
    return {[](auto model) { return makeReferenceRuntime(model); }, [](auto model) { return makeCpuRuntime(model, {.threads = 2}); },
            [](auto model) { return makeCudaRuntime(model, loopCard()); }};
}

struct Pass {
    SequenceOutput prompt, generated;
};

const std::vector<TokenId> promptTokens{1, 3, 30, 31, 40, 50, 2};
const std::vector<TokenId> generatedTokens{33, 44, 55, 35};

Pass read(Runtime &runtime, const Interventions &interventions)
{
    const SequenceId sequence = must(runtime.openSequence());
    const StepOptions options{.capture = CaptureLevel::Probabilities, .interventions = interventions};
    const Selection selection{.wantLogits = true};
    Pass pass;
    pass.prompt = must(runtime.step({{.sequence = sequence, .tokens = promptTokens, .promptTokens = promptTokens.size(), .selection = selection}}, options)).front();
    pass.generated = must(runtime.step({{.sequence = sequence, .tokens = generatedTokens, .selection = selection}}, options)).front();
    runtime.closeSequence(sequence);
    return pass;
}

}  // namespace

class InterventionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void translationOffIsTheSlicedModel();
    void bothGroupsOffAddNothing();
    void maskedExpertHasNoWeightInScope();
    void forcedExpertIsChosenWithItsOwnProbability();
    void factorScalesTheWeight();
    void severalChosenExpertsFollowInterventions_data();
    void severalChosenExpertsFollowInterventions();
    void takingThemAwayGivesTheOriginalBits();
    void scopesReachTheirPhaseOnly();
    void impossibleOnesAreRefused_data();
    void impossibleOnesAreRefused();
};

// Invariant 3: with the MT group off, the stage-1 model answers bit for bit.
void InterventionTest::translationOffIsTheSlicedModel()
{
    ModelConfig rival = tinyConfig();
    rival.moe = {.topK = 2, .expertSize = ExpertSize::Whole, .gateWeight = GateWeight::Renormalised, .directionEmbedding = true};
    for (const auto &base : {tinyConfig(), withPaperPreset(tinyConfig()), rival}) {
        const auto k = static_cast<std::size_t>(base.moe.topK);
        const auto mixed = tinyModel({.seed = 3, .config = base});
        const auto lmOnly = tinyModel({.seed = 3, .config = sliced(base)});
        for (const auto &make : factories()) {
            const Pass off = read(*must(make(mixed)), {{.kind = Kind::Mask, .group = ExpertGroup::Translation}});
            const Pass expected = read(*must(make(lmOnly)), {});
            QCOMPARE(off.prompt.logits, expected.prompt.logits);
            QCOMPARE(off.generated.logits, expected.generated.logits);
            for (const TokenRouting &routing : off.generated.routing) {
                for (std::size_t layer = 0; layer < mixed->config.mixMoeLayers().size(); ++layer) {
                    for (std::size_t choice = (2 * layer + 1) * k; choice < 2 * (layer + 1) * k; ++choice) {
                        QCOMPARE(routing.choices[choice], std::int16_t(-1));
                        QCOMPARE(routing.weights[choice], 0.0F);
                    }
                }
            }
        }
    }
}

// The oracle is a model whose experts write nothing.
void InterventionTest::bothGroupsOffAddNothing()
{
    const auto model = tinyModel({.seed = 3});
    auto silent = std::make_shared<Model>(*model);
    for (LayerWeights &layer : silent->weights.layers)
        for (ExpertGroupWeights &group : layer.groups)
            std::fill(group.down.begin(), group.down.end(), 0.0F);
    for (const auto &make : factories()) {
        const Pass off = read(*must(make(model)), {{.group = ExpertGroup::Translation}, {.group = ExpertGroup::LanguageModel}});
        QCOMPARE(off.generated.logits, read(*must(make(silent)), {}).generated.logits);
    }
}

void InterventionTest::maskedExpertHasNoWeightInScope()
{
    const auto model = tinyModel({.seed = 4});
    const std::size_t n = 4;
    for (const auto &make : factories()) {
        const auto runtime = must(make(model));
        for (const ExpertGroup group : {ExpertGroup::LanguageModel, ExpertGroup::Translation}) {
            for (int expert = 0; expert < 4; ++expert) {
                const Pass pass = read(*runtime, {{.kind = Kind::Mask, .group = group, .expert = expert, .layer = 3}});
                for (const TokenRouting &routing : pass.generated.routing) {
                    const std::size_t slot = 2 + static_cast<std::size_t>(group);   // layer 3 is the second Mix-MoE layer
                    QVERIFY(routing.choices[slot] != expert);
                    QCOMPARE(routing.gateProbabilities[slot * n + static_cast<std::size_t>(expert)], 0.0F);
                }
            }
        }
    }
}

void InterventionTest::forcedExpertIsChosenWithItsOwnProbability()
{
    const auto model = tinyModel({.seed = 4});
    for (const auto &make : factories()) {
        const auto runtime = must(make(model));
        for (int expert = 0; expert < 4; ++expert) {
            const Pass pass = read(*runtime, {{.kind = Kind::Force, .group = ExpertGroup::Translation, .expert = expert, .layer = 1}});
            const Pass original = read(*runtime, {});
            for (std::size_t token = 0; token < generatedTokens.size(); ++token) {
                const TokenRouting &routing = pass.generated.routing[token];
                QCOMPARE(routing.choices[1], static_cast<std::int16_t>(expert));
                QCOMPARE(routing.weights[1], 4.0F * routing.gateProbabilities[4 + static_cast<std::size_t>(expert)]);
            }
            // The first mixed layer has seen no change yet: its probabilities are the original ones.
            const auto &before = original.prompt.routing.front().gateProbabilities;
            const auto &after = pass.prompt.routing.front().gateProbabilities;
            QVERIFY(std::equal(before.begin(), before.begin() + 8, after.begin()));
        }
    }
}

void InterventionTest::factorScalesTheWeight()
{
    const auto model = tinyModel({.seed = 4});
    auto halved = std::make_shared<Model>(*model);
    for (float &value : halved->weights.layers[1].groups[1].down)
        value *= 0.5F;
    for (const auto &make : factories()) {
        const Pass scaled = read(*must(make(model)), {{.kind = Kind::Scale, .group = ExpertGroup::Translation, .layer = 1, .factor = 0.5F}});
        QCOMPARE(scaled.generated.logits, read(*must(make(halved)), {}).generated.logits);   // halving is exact
    }
}

void InterventionTest::severalChosenExpertsFollowInterventions_data()
{
    QTest::addColumn<int>("gateWeight");
    QTest::newRow("probability") << static_cast<int>(GateWeight::Probability);
    QTest::newRow("renormalised") << static_cast<int>(GateWeight::Renormalised);
}

// In layer 1 of a top-3 model: expert 2 is forced, 0 masked and 1 scaled, so that 2 stands first, 1 and 3 follow by probability, and none is left for a fourth.
void InterventionTest::severalChosenExpertsFollowInterventions()
{
    QFETCH(int, gateWeight);
    ModelConfig config = tinyConfig();
    config.moe.topK = 3;
    config.moe.gateWeight = static_cast<GateWeight>(gateWeight);
    const auto model = tinyModel({.seed = 4, .config = config});
    const auto onLayer1 = [](Kind kind, int expert, float factor = 1) { return Intervention{.kind = kind, .expert = expert, .layer = 1, .factor = factor}; };
    for (const auto &make : factories()) {
        const auto runtime = must(make(model));
        const Pass pass = read(*runtime, {onLayer1(Kind::Force, 2), onLayer1(Kind::Mask, 0), onLayer1(Kind::Scale, 1, -0.5F)});
        for (const TokenRouting &routing : pass.generated.routing) {
            const auto p = std::span(routing.gateProbabilities).subspan(4, 4);
            const int second = p[1] >= p[3] ? 1 : 3;
            QCOMPARE(std::vector(routing.choices.begin() + 3, routing.choices.begin() + 6), (std::vector<std::int16_t>{2, std::int16_t(second), std::int16_t(4 - second)}));
            QCOMPARE(p[0], 0.0F);
            for (std::size_t rank = 0; rank < 3; ++rank) {   // with 0 masked, the three share the whole probability, so that renormalising changes nothing
                const int expert = routing.choices[3 + rank];
                QCOMPARE(routing.weights[3 + rank], (expert == 1 ? -0.5F : 1.0F) * p[static_cast<std::size_t>(expert)]);
            }
        }
        const Pass few = read(*runtime, {onLayer1(Kind::Mask, 0), onLayer1(Kind::Mask, 3)});
        for (const TokenRouting &routing : few.generated.routing) {
            QVERIFY(routing.choices[3] + routing.choices[4] == 3 && routing.choices[5] == -1);
            QCOMPARE(routing.weights[5], 0.0F);
        }
    }
}

void InterventionTest::takingThemAwayGivesTheOriginalBits()
{
    const auto model = tinyModel({.seed = 6});
    for (const auto &make : factories()) {
        const auto runtime = must(make(model));
        const Pass before = read(*runtime, {});
        const Pass changed = read(*runtime, {{.group = ExpertGroup::LanguageModel, .expert = 1}, {.kind = Kind::Force, .expert = 2}});
        const Pass disabled = read(*runtime, {{.group = ExpertGroup::LanguageModel, .enabled = false}, {.kind = Kind::Scale, .factor = 1.0F}});
        const Pass after = read(*runtime, {});
        QVERIFY(changed.generated.logits != before.generated.logits);
        QCOMPARE(disabled.generated.logits, before.generated.logits);
        QCOMPARE(after.generated.logits, before.generated.logits);
    }
}

void InterventionTest::scopesReachTheirPhaseOnly()
{
    const auto model = tinyModel({.seed = 6});
    for (const auto &make : factories()) {
        const auto runtime = must(make(model));
        const Pass original = read(*runtime, {});
        const Pass generated = read(*runtime, {{.group = ExpertGroup::Translation, .scope = Scope::Generated}});
        const Pass prompt = read(*runtime, {{.group = ExpertGroup::Translation, .scope = Scope::Prompt}});
        const Pass both = read(*runtime, {{.group = ExpertGroup::Translation, .scope = Scope::Prompt}, {.group = ExpertGroup::Translation, .scope = Scope::Generated}});
        QCOMPARE(generated.prompt.logits, original.prompt.logits);
        QVERIFY(generated.generated.logits != original.generated.logits);
        QVERIFY(prompt.prompt.logits != original.prompt.logits);
        QVERIFY(prompt.generated.routing.front().choices[1] >= 0);
        QCOMPARE(both.generated.logits, read(*runtime, {{.group = ExpertGroup::Translation}}).generated.logits);
    }
}

void InterventionTest::impossibleOnesAreRefused_data()
{
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("group");
    QTest::addColumn<int>("expert");
    QTest::addColumn<int>("layer");
    QTest::addColumn<float>("factor");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, Stage stage, Kind kind, ExpertGroup group, int expert, int layer, float factor, const char *words) {
        QTest::newRow(name) << static_cast<int>(stage) << static_cast<int>(kind) << static_cast<int>(group) << expert << layer << factor << words;
    };
    row("dense layer", Stage::MixMoe, Kind::Mask, ExpertGroup::Translation, 0, 2, 1, "layer 2 has no experts; expected one of 1, 3");
    row("no such layer", Stage::MixMoe, Kind::Mask, ExpertGroup::Translation, 0, 77, 1, "layer 77");
    row("no such expert", Stage::MixMoe, Kind::Mask, ExpertGroup::Translation, 4, 1, 1, "no expert 4; expected 0 to 3");
    row("force all", Stage::MixMoe, Kind::Force, ExpertGroup::LanguageModel, -1, 1, 1, "only one expert can be forced");
    row("no number", Stage::MixMoe, Kind::Scale, ExpertGroup::LanguageModel, 1, 1, std::numeric_limits<float>::quiet_NaN(), "finite");
    row("no MT group", Stage::Sliced, Kind::Mask, ExpertGroup::Translation, 1, 1, 1, "no MT experts");
    row("dense model", Stage::Dense, Kind::Mask, ExpertGroup::LanguageModel, 1, 1, 1, "dense");
}

void InterventionTest::impossibleOnesAreRefused()
{
    QFETCH(int, stage);
    QFETCH(int, kind);
    QFETCH(int, group);
    QFETCH(int, expert);
    QFETCH(int, layer);
    QFETCH(float, factor);
    QFETCH(QString, words);
    ModelConfig config = tinyConfig();
    config.stage = static_cast<Stage>(stage);
    const Intervention item{.kind = static_cast<Kind>(kind), .group = static_cast<ExpertGroup>(group), .expert = expert, .layer = layer, .factor = factor};
    const Result<void> valid = validate(Interventions{item}, config);
    QVERIFY(!valid);
    QVERIFY2(QString::fromStdString(valid.error().sentence()).contains(words), valid.error().sentence().c_str());
}

QTEST_APPLESS_MAIN(InterventionTest)
#include "tst_interventions.moc"
