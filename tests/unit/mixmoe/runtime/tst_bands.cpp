// Scaling bands of the spectrum that the routers read: the reference computes them, the CPU runtime folds them, and a model with scaled weights is the oracle of both.
#include "engine/mixmoe/model/router_feature.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;
using Kind = Intervention::Kind;
using Scope = Intervention::Scope;

namespace {

using RuntimeFactory = std::function<Result<std::unique_ptr<Runtime>>(std::shared_ptr<const Model>)>;

const RuntimeFactory onReference = [](auto model) { return makeReferenceRuntime(model); };
const RuntimeFactory live = [](auto model) { return makeReferenceRuntimeWithLiveFourier(model); };
const RuntimeFactory onCpu = [](auto model) { return makeCpuRuntime(model, {.threads = 2}); };
const RuntimeFactory onCpuRounded = [](auto model) { return makeCpuRuntime(model, {.threads = 1, .weights = WeightType::Int8}); };

struct Pass {
    SequenceOutput prompt, generated;
};

Pass read(Runtime &runtime, const Interventions &interventions)
{
    const SequenceId sequence = must(runtime.openSequence());
    const StepOptions options{.capture = CaptureLevel::Probabilities, .interventions = interventions};
    const Selection selection{.wantLogits = true};
    Pass pass;
    pass.prompt = must(runtime.step({{.sequence = sequence, .tokens = {1, 3, 30, 31, 40, 50, 2}, .promptTokens = 7, .selection = selection}}, options)).front();
    pass.generated = must(runtime.step({{.sequence = sequence, .tokens = {33, 44, 55, 35}, .selection = selection}}, options)).front();
    runtime.closeSequence(sequence);
    return pass;
}

Pass read(const RuntimeFactory &make, const std::shared_ptr<const Model> &model, const Interventions &interventions)
{
    return read(*must(make(model)), interventions);
}

Intervention band(ExpertGroup group, int first, int last, float factor, int layer = -1, Scope scope = Scope::Everywhere)
{
    return {.kind = Kind::Band, .group = group, .layer = layer, .scope = scope, .factor = factor, .firstBin = first, .lastBin = last};
}

Interventions inBothGroups(int first, int last, float factor)
{
    return {band(ExpertGroup::LanguageModel, first, last, factor), band(ExpertGroup::Translation, first, last, factor)};
}

/// Largest difference of gate probabilities; after a choice that differs, the passes are no longer comparable.
float largestDifference(const SequenceOutput &a, const SequenceOutput &b)
{
    float largest = 0;
    for (std::size_t token = 0; token < a.routing.size(); ++token) {
        if (a.routing[token].choices != b.routing[token].choices)
            return std::numeric_limits<float>::infinity();
        for (std::size_t i = 0; i < a.routing[token].gateProbabilities.size(); ++i)
            largest = std::max(largest, std::abs(a.routing[token].gateProbabilities[i] - b.routing[token].gateProbabilities[i]));
    }
    return largest;
}

bool sameBits(const Pass &a, const Pass &b)
{
    return a.prompt.logits == b.prompt.logits && a.generated.logits == b.generated.logits;
}

ModelConfig withMode(FourierMode mode, int hiddenSize = 24)
{
    ModelConfig config = tinyConfig();
    config.moe.fourierMode = mode;
    config.hiddenSize = hiddenSize;
    return config;
}

/// The model after a change of every router as trained, folded again.
std::shared_ptr<const Model> changed(const Model &model, const std::function<void(int layer, ExpertGroup group, RouterWeights &router)> &change)
{
    auto other = std::make_shared<Model>(model);
    const int n = model.config.moe.expertsPerGroup, d = model.config.hiddenSize;
    for (int layer = 0; layer < model.config.layerCount; ++layer) {
        auto &groups = other->weights.layers[static_cast<std::size_t>(layer)].groups;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            change(layer, static_cast<ExpertGroup>(g), groups[g].router);
            groups[g].folded = groups[g].router;
            if (isFoldable(model.config.moe.fourierMode))
                groups[g].folded.weight = foldRouter(model.config.moe.fourierMode, groups[g].router.weight, n, d);
        }
    }
    return other;
}

/// The same routers without the half that reads the feature.
std::shared_ptr<const Model> onHiddenAlone(const Model &model)
{
    auto other = std::make_shared<Model>(model);
    other->config.moe.fourierMode = FourierMode::None;
    const auto d = static_cast<std::size_t>(model.config.hiddenSize);
    for (LayerWeights &layer : other->weights.layers) {
        for (ExpertGroupWeights &group : layer.groups) {
            std::vector<float> halves;
            for (std::size_t begin = 0; begin < group.router.weight.size(); begin += 2 * d)
                halves.insert(halves.end(), group.router.weight.begin() + std::ptrdiff_t(begin), group.router.weight.begin() + std::ptrdiff_t(begin + d));
            group.router.weight = halves;
            group.folded = group.router;
        }
    }
    return other;
}

}  // namespace

class BandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothRuntimesAgree_data();
    void bothRuntimesAgree();
    void aBandIsItsColumnsAndTheirMirrors();
    void factorOneGivesTheOriginalBits();
    void withoutAnyBinTheRouterReadsTheHiddenStateAlone_data();
    void withoutAnyBinTheRouterReadsTheHiddenStateAlone();
    void takingItAwayGivesTheOriginalBits();
    void scopesReachTheirPhaseOnlyInOneBatch();
    void bandsMeetExperts();
    void impossibleBandsAreRefused_data();
    void impossibleBandsAreRefused();
};

void BandTest::bothRuntimesAgree_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("hiddenSize");
    QTest::addColumn<bool>("directed");
    QTest::newRow("real FFT") << int(FourierMode::RealFft) << 24 << false;
    QTest::newRow("odd width") << int(FourierMode::RealFft) << 25 << false;
    QTest::newRow("ortho, with direction") << int(FourierMode::RealFftOrtho) << 24 << true;
    QTest::newRow("cosine transform") << int(FourierMode::Dct2) << 24 << false;
}

void BandTest::bothRuntimesAgree()
{
    QFETCH(int, mode);
    QFETCH(int, hiddenSize);
    QFETCH(bool, directed);
    std::mt19937 random(5);
    int rerouted = 0;
    for (unsigned seed = 1; seed <= 12; ++seed) {
        ModelConfig config = withMode(static_cast<FourierMode>(mode), hiddenSize);
        config.moe.directionEmbedding = directed;
        const auto model = tinyModel({.seed = seed, .config = config});
        const int bins = spectrumBins(config.moe.fourierMode, hiddenSize);
        Interventions items;
        for (auto left = 1 + random() % 3; left > 0; --left) {
            const int first = int(random() % unsigned(bins)), last = first + int(random() % unsigned(bins - first));
            items.push_back(band(random() % 2 ? ExpertGroup::LanguageModel : ExpertGroup::Translation, first, last, float(random() % 5) - 2.0F,
                                 std::vector{-1, 1, 3}[random() % 3], std::vector{Scope::Everywhere, Scope::Prompt, Scope::Generated}[random() % 3]));
        }
        const Pass expected = read(live, model, items), folded = read(onCpu, model, items), reference = read(onReference, model, items), original = read(live, model, {});
        for (const auto half : {&Pass::prompt, &Pass::generated}) {
            QVERIFY(largestDifference(expected.*half, folded.*half) < 1e-4F);
            QVERIFY(largestDifference(expected.*half, reference.*half) < 1e-4F);
            rerouted += largestDifference(expected.*half, original.*half) > 1e-3F;
        }
    }
    QVERIFY(rerouted > 8);
}

// The oracle: a model whose routers have the columns of bin k and of its mirror d - k scaled.
void BandTest::aBandIsItsColumnsAndTheirMirrors()
{
    std::mt19937 random(6);
    for (unsigned seed = 1; seed <= 10; ++seed) {
        const auto model = tinyModel({.seed = seed});
        const std::size_t d = 24;
        const int first = int(random() % 13), last = first + int(random() % unsigned(13 - first));
        const auto scaled = changed(*model, [&](int layer, ExpertGroup group, RouterWeights &router) {
            if (layer != 1 || group != ExpertGroup::Translation)
                return;
            for (std::size_t i = 0; i < router.weight.size(); ++i) {
                const int k = int(i % (2 * d)) - int(d);
                if (k >= 0 && ((k >= first && k <= last) || (k > 0 && int(d) - k >= first && int(d) - k <= last)))
                    router.weight[i] *= 0.25F;
            }
        });
        const Interventions items{band(ExpertGroup::Translation, first, last, 0.25F, 1)};
        for (const auto &make : {onCpu, onCpuRounded})
            QVERIFY(sameBits(read(make, model, items), read(make, scaled, {})));
        const Pass expected = read(live, scaled, {}), banded = read(live, model, items);
        QVERIFY(largestDifference(expected.prompt, banded.prompt) < 1e-5F && largestDifference(expected.generated, banded.generated) < 1e-5F);
    }
}

void BandTest::factorOneGivesTheOriginalBits()
{
    const auto model = tinyModel({.seed = 6});
    for (const auto &make : {onReference, live, onCpu}) {
        const Pass original = read(make, model, {});
        QVERIFY(sameBits(read(make, model, inBothGroups(0, 12, 1)), original));
        QVERIFY(sameBits(read(make, model, {band(ExpertGroup::Translation, 2, 5, 2), band(ExpertGroup::Translation, 2, 5, 0.5F)}), original));
        Intervention disabled = band(ExpertGroup::Translation, 0, 12, 0);
        disabled.enabled = false;
        QVERIFY(sameBits(read(make, model, {disabled}), original));
    }
}

void BandTest::withoutAnyBinTheRouterReadsTheHiddenStateAlone_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("real FFT") << int(FourierMode::RealFft);
    QTest::newRow("ortho") << int(FourierMode::RealFftOrtho);
    QTest::newRow("cosine transform") << int(FourierMode::Dct2);
    QTest::newRow("magnitude, on the reference") << int(FourierMode::Magnitude);
}

void BandTest::withoutAnyBinTheRouterReadsTheHiddenStateAlone()
{
    QFETCH(int, mode);
    const auto model = tinyModel({.seed = 8, .config = withMode(static_cast<FourierMode>(mode))});
    const auto alone = onHiddenAlone(*model);
    const Interventions none = inBothGroups(0, spectrumBins(model->config.moe.fourierMode, 24) - 1, 0);
    QVERIFY(sameBits(read(live, model, none), read(live, alone, {})));
    if (isFoldable(model->config.moe.fourierMode))
        QVERIFY(sameBits(read(onCpu, model, none), read(onCpu, alone, {})));
    else
        QVERIFY(sameBits(read(onCpu, model, none), read(live, alone, {})));
}

void BandTest::takingItAwayGivesTheOriginalBits()
{
    const auto model = tinyModel({.seed = 6});
    for (const auto &make : {onReference, live, onCpu}) {
        const auto runtime = must(make(model));
        const Pass before = read(*runtime, {});
        const Pass banded = read(*runtime, inBothGroups(0, 6, -1));
        QVERIFY(!sameBits(banded, before));
        QVERIFY(sameBits(read(*runtime, {}), before));
        QVERIFY(sameBits(read(*runtime, inBothGroups(0, 6, -1)), banded));
    }
}

// A sequence in its prompt and one that goes on, in one step: each as if it were alone.
void BandTest::scopesReachTheirPhaseOnlyInOneBatch()
{
    const auto model = tinyModel({.seed = 9});
    const auto runtime = must(onCpu(model));
    const auto step = [&](const Interventions &items) {
        const SequenceId first = must(runtime->openSequence()), second = must(runtime->openSequence());
        const Selection selection{.wantLogits = true};
        must(runtime->step({{.sequence = first, .tokens = {1, 3, 30}, .promptTokens = 3}}, {}));
        auto outputs = must(runtime->step({{.sequence = first, .tokens = {33, 34}, .selection = selection},
                                           {.sequence = second, .tokens = {1, 3, 31, 40}, .promptTokens = 4, .selection = selection}},
                                          {.interventions = items}));
        runtime->closeSequence(first);
        runtime->closeSequence(second);
        return std::pair(outputs[0].logits, outputs[1].logits);
    };
    const auto original = step({});
    const auto everywhere = step({band(ExpertGroup::Translation, 0, 12, -1)});
    const auto prompt = step({band(ExpertGroup::Translation, 0, 12, -1, -1, Scope::Prompt)});
    const auto generated = step({band(ExpertGroup::Translation, 0, 12, -1, -1, Scope::Generated)});
    QVERIFY(everywhere.first != original.first && everywhere.second != original.second);
    QVERIFY(prompt.first == original.first && prompt.second == everywhere.second);
    QVERIFY(generated.first == everywhere.first && generated.second == original.second);
}

void BandTest::bandsMeetExperts()
{
    const auto model = tinyModel({.seed = 11});
    const Interventions items{band(ExpertGroup::Translation, 1, 4, 0), {.kind = Kind::Mask, .group = ExpertGroup::Translation, .expert = 2}};
    const Pass expected = read(live, model, items), folded = read(onCpu, model, items);
    QVERIFY(largestDifference(expected.generated, folded.generated) < 1e-4F);
    for (const TokenRouting &routing : folded.generated.routing)
        QCOMPARE(routing.gateProbabilities[4 + 2], 0.0F);
}

void BandTest::impossibleBandsAreRefused_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<int>("expert");
    QTest::addColumn<float>("factor");
    QTest::addColumn<QString>("words");
    QTest::newRow("no feature") << int(FourierMode::None) << 0 << 1 << -1 << 0.0F << "read no spectrum";
    QTest::newRow("random projection") << int(FourierMode::Random) << 0 << 1 << -1 << 0.0F << "read no spectrum";
    QTest::newRow("mirrored bin") << int(FourierMode::RealFft) << 0 << 13 << -1 << 0.0F << "from bin 0 to 13; expected rising bins from 0 to 12";
    QTest::newRow("falling") << int(FourierMode::RealFft) << 5 << 4 << -1 << 0.0F << "from bin 5 to 4";
    QTest::newRow("below 0") << int(FourierMode::RealFft) << -1 << 4 << -1 << 0.0F << "from bin -1 to 4";
    QTest::newRow("of the cosine transform") << int(FourierMode::Dct2) << 0 << 24 << -1 << 0.0F << "from 0 to 23";
    QTest::newRow("of an expert") << int(FourierMode::RealFft) << 0 << 4 << 2 << 0.0F << "not expert 2";
    QTest::newRow("no number") << int(FourierMode::RealFft) << 0 << 4 << -1 << std::numeric_limits<float>::infinity() << "finite";
}

void BandTest::impossibleBandsAreRefused()
{
    QFETCH(int, mode);
    QFETCH(int, first);
    QFETCH(int, last);
    QFETCH(int, expert);
    QFETCH(float, factor);
    QFETCH(QString, words);
    Intervention item = band(ExpertGroup::Translation, first, last, factor);
    item.expert = expert;
    const Result<void> valid = validate(Interventions{item}, withMode(static_cast<FourierMode>(mode)));
    QVERIFY(!valid);
    QVERIFY2(QString::fromStdString(valid.error().sentence()).contains(words), valid.error().sentence().c_str());
}

QTEST_APPLESS_MAIN(BandTest)
#include "tst_bands.moc"
