// The torch twin judges the runtimes: equal logits with routes pinned, and equal greedy texts but for ties that are listed.
#include "tests/unit/training/tiny_training.h"

#include "engine/mixmoe/model/find_model.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/text/prompt.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::training;
using mixmoe::Model;
using mixmoe::Runtime;
using mixmoe::TokenId;

namespace {

constexpr double tolerance = 1e-3, tie = 1e-3;

struct Subject {
    std::shared_ptr<const Model> model;
    MixMoeModel twin{nullptr};
    std::vector<std::vector<TokenId>> prompts;
    TokenId end = 1;
};

MixMoeModel twinOf(const Model &model)
{
    MixMoeModel twin(model.config);
    mixmoe::TensorMap tensors;
    for (const auto &[name, shape] : mixmoe::expectedTensors(model.config))
        tensors[name] = {shape, {}};
    const auto fill = [&](const std::string &name, const std::vector<float> &values) { tensors.at(name).values = values; };
    fill("embed.weight", model.weights.embedding);
    fill("final_norm.weight", model.weights.finalNorm);
    for (int layer = 0; layer < model.config.layerCount; ++layer) {
        const mixmoe::LayerWeights &weights = model.weights.layers[static_cast<std::size_t>(layer)];
        const std::string prefix = "layers." + std::to_string(layer) + ".";
        fill(prefix + "attention_norm.weight", weights.attentionNorm);
        fill(prefix + "ffn_norm.weight", weights.ffnNorm);
        fill(prefix + "attention.q.weight", weights.q);
        fill(prefix + "attention.k.weight", weights.k);
        fill(prefix + "attention.v.weight", weights.v);
        fill(prefix + "attention.o.weight", weights.o);
        if (weights.groups.empty()) {
            fill(prefix + "ffn.gate.weight", weights.ffn.gate);
            fill(prefix + "ffn.up.weight", weights.ffn.up);
            fill(prefix + "ffn.down.weight", weights.ffn.down);
        }
        for (std::size_t group = 0; group < weights.groups.size(); ++group) {
            const std::string moe = prefix + (group == 0 ? "moe.lm." : "moe.mt.");
            fill(moe + "router.weight", weights.groups[group].router.weight);
            fill(moe + "router.bias", weights.groups[group].router.bias);
            fill(moe + "gate.weight", weights.groups[group].gate);
            fill(moe + "up.weight", weights.groups[group].up);
            fill(moe + "down.weight", weights.groups[group].down);
        }
    }
    loadParameters(*twin, tensors);
    return twin;
}

Subject trainedTinySubject(const mixmoe::ModelConfig &config)
{
    Subject subject;
    subject.twin = randomModel(config, 12);
    StageRun run = tinyRun(subject.twin, tinyStage(Trains::Everything, 60));
    while (!run.finished())
        run.step();
    auto model = std::make_shared<Model>();
    model->config = config;
    model->weights = mixmoe::assembleWeights(config, modelTensors(*subject.twin), "tiny").value();
    subject.model = model;
    for (std::size_t i = 0; i < 20; ++i) {
        const ExampleSource::Example &example = shiftTask().examples[i];
        const auto begin = shiftTask().tokens.begin() + static_cast<std::ptrdiff_t>(example.begin);
        subject.prompts.emplace_back(begin, begin + example.targetBegin);
    }
    return subject;
}

/// A random model whose MT routers read the direction; its prompts are tagged.
Subject directedSubject(mixmoe::ModelConfig config)
{
    const auto tokenizer = tests::TinyTokenizer::standard();
    config.vocabSize = tokenizer->vocabSize();
    config.languages = {"de", "en"};
    config.moe.directionEmbedding = true;
    Subject subject;
    subject.twin = randomModel(config, 12);
    subject.twin->setDirectionTags(*mixmoe::DirectionTags::of(config, tokenizer.get()));
    auto model = std::make_shared<Model>();
    model->config = config;
    model->tokenizer = tokenizer;
    model->weights = mixmoe::assembleWeights(config, modelTensors(*subject.twin), "directed").value();
    subject.model = model;
    subject.end = tokenizer->endToken();
    for (const char *text : {"abc", "Guten Tag", "hello"}) {
        subject.prompts.push_back(mixmoe::translationPrompt(*tokenizer, "en", "de", text)->tokens);
        subject.prompts.push_back(mixmoe::translationPrompt(*tokenizer, "de", "en", text)->tokens);
    }
    return subject;
}

Result<Subject> bundledSubject()
{
    const Result<std::filesystem::path> folder = mixmoe::findModel();
    if (!folder)
        return std::unexpected(folder.error());
    const auto model = mixmoe::loadModel(*folder);
    if (!model)
        return std::unexpected(model.error());
    Subject subject{*model, twinOf(**model), {}, (*model)->tokenizer->endToken()};
    for (const char *text : {"The weather is nice today.", "Tom doesn't know where Mary lives.", "We'll meet at the station at half past seven.", "Have you ever eaten this before?",
                             "I would like a cup of coffee, please.", "My sister is two years older than me."})
        subject.prompts.push_back(mixmoe::translationPrompt(*subject.model->tokenizer, "en", "de", text)->tokens);
    for (const char *text : {"Das Wetter ist heute schön.", "Ich habe keine Zeit, mit dir zu reden.", "Wo ist der Bahnhof?", "Er liest gern Bücher über Geschichte."})
        subject.prompts.push_back(mixmoe::translationPrompt(*subject.model->tokenizer, "de", "en", text)->tokens);
    return subject;
}

Packed toInputs(const std::vector<TokenId> &tokens)
{
    return packed({{tokens.begin(), tokens.end()}});
}

/// The runtime's choices as routes for the twin.
PinnedRoutes routesOf(const std::vector<mixmoe::TokenRouting> &routing, std::size_t layers, std::size_t groups, std::size_t topK)
{
    PinnedRoutes routes(layers);
    for (std::size_t layer = 0; layer < layers; ++layer) {
        for (std::size_t group = 0; group < groups; ++group) {
            std::vector<std::int64_t> chosen;
            for (const mixmoe::TokenRouting &token : routing) {
                const auto first = token.choices.begin() + static_cast<std::ptrdiff_t>((layer * groups + group) * topK);
                chosen.insert(chosen.end(), first, first + static_cast<std::ptrdiff_t>(topK));
            }
            routes[layer].push_back(torch::tensor(chosen));
        }
    }
    return routes;
}

/// Between the last expert that is chosen and the first that is not.
double gateMargin(const RouterOutput &router)
{
    const std::int64_t k = router.chosen.size(1);
    const torch::Tensor best = std::get<0>(router.probability.log().topk(k + 1, -1));
    return (best.select(-1, k - 1) - best.select(-1, k)).min().item<double>();
}

struct Margins {
    double token = 0, gate = 0;
};

/// How far the best is from the second best: among the next tokens, and at the closest gate of all tokens read.
Margins marginsOf(MixMoeModel &twin, const Forward &forward)
{
    const auto margin = [](const torch::Tensor &scores) {
        const torch::Tensor best = std::get<0>(scores.topk(2, -1));
        return (best.select(-1, 0) - best.select(-1, 1)).min().item<double>();
    };
    Margins margins{margin(torch::log_softmax(twin->logits(forward.hidden[-1]), -1)), 1e9};
    for (const auto &layer : forward.routers) {
        for (const RouterOutput &router : layer)
            margins.gate = std::min(margins.gate, gateMargin(router));
    }
    return margins;
}

/// Next tokens by the runtime until the end token or the limit.
std::vector<TokenId> greedy(Runtime &runtime, const std::vector<TokenId> &prompt, TokenId end, int limit)
{
    std::vector<TokenId> generated, feed = prompt;
    const mixmoe::SequenceId sequence = *runtime.openSequence();
    for (int step = 0; step < limit; ++step) {
        const auto output = runtime.step({{.sequence = sequence, .tokens = feed, .selection = {.topK = 1}}}, {});
        feed = {output.value()[0].candidates[0].token};
        if (feed[0] == end)
            break;
        generated.push_back(feed[0]);
    }
    runtime.closeSequence(sequence);
    return generated;
}

}  // namespace

class TestTwin : public QObject {
    Q_OBJECT

private:
    std::vector<std::pair<QByteArray, Subject>> m_subjects;

    void rows()
    {
        QTest::addColumn<int>("subject");
        QTest::addColumn<bool>("fast");
        for (std::size_t i = 0; i < m_subjects.size(); ++i) {
            QTest::newRow(m_subjects[i].first + ", reference") << static_cast<int>(i) << false;
            QTest::newRow(m_subjects[i].first + ", cpu") << static_cast<int>(i) << true;
        }
    }

    std::unique_ptr<Runtime> runtimeFor(const Subject &subject, bool fast)
    {
        auto runtime = fast ? mixmoe::makeCpuRuntime(subject.model, {}) : mixmoe::makeReferenceRuntime(subject.model);
        return runtime ? std::move(*runtime) : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto config = tinyConfig(mixmoe::Stage::MixMoe);
        m_subjects.emplace_back("tiny", trainedTinySubject(config));
        m_subjects.emplace_back("tiny, paper preset", trainedTinySubject(mixmoe::withPaperPreset(config)));
        auto rival = config;
        rival.moe.topK = 2;
        rival.moe.expertSize = mixmoe::ExpertSize::Whole;
        rival.moe.gateWeight = mixmoe::GateWeight::Renormalised;
        m_subjects.emplace_back("tiny, two whole experts", trainedTinySubject(rival));
        m_subjects.emplace_back("tiny, direction embedding", directedSubject(config));
        Result<Subject> bundled = bundledSubject();
        QVERIFY2(bundled, bundled ? "" : bundled.error().sentence().c_str());
        m_subjects.emplace_back("bundled", std::move(*bundled));
    }

    void logitsAgreeWithRoutesPinned_data() { rows(); }
    void logitsAgreeWithRoutesPinned()
    {
        QFETCH(int, subject);
        QFETCH(bool, fast);
        Subject &tested = m_subjects[static_cast<std::size_t>(subject)].second;
        const auto runtime = runtimeFor(tested, fast);
        QVERIFY(runtime);
        const torch::NoGradGuard noGrad;
        for (const std::vector<TokenId> &prompt : tested.prompts) {
            const mixmoe::SequenceId sequence = *runtime->openSequence();
            const auto output = runtime->step({{.sequence = sequence, .tokens = prompt, .selection = {.topK = 0, .wantLogits = true}}}, {.capture = mixmoe::CaptureLevel::Choices});
            runtime->closeSequence(sequence);
            QVERIFY(output);
            const auto layers = tested.model->config.mixMoeLayers().size();
            const Forward forward = tested.twin->forward(toInputs(prompt), routesOf((*output)[0].routing, layers, mixmoe::groupCount, static_cast<std::size_t>(tested.model->config.moe.topK)));
            const double difference = largestDifference(tested.twin->logits(forward.hidden).flatten(), torch::tensor((*output)[0].logits));
            QVERIFY2(difference < tolerance, qPrintable(QString::number(difference)));
        }
    }

    void greedyTextsDifferOnlyAtTies_data() { rows(); }
    void greedyTextsDifferOnlyAtTies()
    {
        QFETCH(int, subject);
        QFETCH(bool, fast);
        Subject &tested = m_subjects[static_cast<std::size_t>(subject)].second;
        const auto runtime = runtimeFor(tested, fast);
        QVERIFY(runtime);
        const torch::NoGradGuard noGrad;
        for (const std::vector<TokenId> &prompt : tested.prompts) {
            std::vector<TokenId> generated = greedy(*runtime, prompt, tested.end, 24);
            generated.push_back(tested.end);
            std::vector<TokenId> read = prompt;
            for (const TokenId token : generated) {
                const Forward forward = tested.twin->forward(toInputs(read));
                const auto expected = static_cast<TokenId>(tested.twin->logits(forward.hidden[-1]).argmax().item<std::int64_t>());
                if (expected != token && !(token == tested.end && generated.size() > 24)) {
                    const Margins margins = marginsOf(tested.twin, forward);
                    qInfo("token %zu: runtime %d, twin %d, token margin %.2e, gate margin %.2e", read.size(), token, expected, margins.token, margins.gate);
                    QVERIFY(margins.token < tie || margins.gate < tie);
                    break;
                }
                read.push_back(token);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTwin)
#include "tst_twin.moc"
