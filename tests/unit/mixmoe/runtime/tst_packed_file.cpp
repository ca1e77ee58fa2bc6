// Packed weights as a file: the same bits as packing anew, and an error for whatever is not what was written.
#include "engine/core/files.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cpu/packed_file.h"
#include "tests/support/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

const std::vector<WeightType> types{WeightType::Fp32, WeightType::Bf16, WeightType::Int8};

std::shared_ptr<const Model> modelWith(void (*change)(ModelConfig &))
{
    ModelConfig config = tinyConfig();
    change(config);
    return tinyModel({.seed = 5, .config = config});
}

/// As a model that was stored in bf16 has it.
std::shared_ptr<const Model> withHalfRows(const Model &model)
{
    auto half = std::make_shared<Model>(model);
    for (float &value : half->weights.embedding)
        value = toFloat(toBf16(value));
    return half;
}

std::vector<std::shared_ptr<const Model>> models()
{
    return {modelWith([](ModelConfig &) {}),
            modelWith([](ModelConfig &c) { c.stage = Stage::Dense; }),
            tinyModel({.config = sliced(tinyConfig())}),
            modelWith([](ModelConfig &c) { c.moe.directionEmbedding = true; }),
            modelWith([](ModelConfig &c) { c.hiddenSize = 37; c.headCount = 3; c.kvHeadCount = 3; c.headSize = 10; c.ffnSize = 33; c.moe.expertsPerGroup = 3; }),
            withHalfRows(*tinyModel())};
}

/// Of the spectrum that the routers read, for which they are folded anew.
Interventions bandsFor(const ModelConfig &config)
{
    Interventions items;
    for (int group = 0; group < config.groups(); ++group)
        items.push_back({.kind = Intervention::Kind::Band, .group = static_cast<ExpertGroup>(group), .factor = -1, .firstBin = 1, .lastBin = 7});
    return items;
}

/// Without interventions, then with bands changed.
std::vector<float> logitsOf(Result<std::unique_ptr<Runtime>> runtime)
{
    if (!runtime)
        qFatal("%s", runtime.error().sentence().c_str());
    std::vector<float> logits;
    for (const Interventions &interventions : {Interventions(), bandsFor((*runtime)->config())}) {
        const SequenceId sequence = *(*runtime)->openSequence();
        const auto outputs = (*runtime)->step({{.sequence = sequence, .tokens = {1, 9, 17, 12, 30}, .selection = {.wantLogits = true}}}, {.interventions = interventions});
        logits.insert(logits.end(), outputs->front().logits.begin(), outputs->front().logits.end());
    }
    return logits;
}

std::shared_ptr<const Model> withoutWeights(const Model &model)
{
    auto head = std::make_shared<Model>(model);
    head->weights = {};
    return head;
}

}  // namespace

class PackedFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keptWeightsGiveTheBitsOfThoseJustPacked()
    {
        const QTemporaryDir folder;
        for (const auto &model : models()) {
            for (const WeightType type : types) {
                const std::filesystem::path file = packedFile(folder.path().toStdString(), model->fingerprint, type);
                QVERIFY(writePackedFile(file, model->fingerprint, packModel(*model, type)).has_value());
                Result<PackedModel> kept = readPackedFile(file, model->fingerprint, model->config, type, 2);
                QVERIFY2(kept.has_value(), kept ? "" : kept.error().sentence().c_str());
                const CpuOptions options{.threads = 1, .weights = type};
                const std::vector<float> expected = logitsOf(makeCpuRuntime(model, options));
                QCOMPARE(logitsOf(makeCpuRuntime(withoutWeights(*model), std::make_shared<const PackedModel>(std::move(*kept)), options)), expected);
            }
        }
    }

    void whatWasCutOrChangedIsAnError()
    {
        const QTemporaryDir folder;
        const auto model = tinyModel();
        const std::filesystem::path file = packedFile(folder.path().toStdString(), model->fingerprint, WeightType::Int8);
        QVERIFY(writePackedFile(file, model->fingerprint, packModel(*model, WeightType::Int8)).has_value());
        const std::string whole = *readFile(file);
        const auto read = [&] { return readPackedFile(file, model->fingerprint, model->config, WeightType::Int8, 2).has_value(); };
        QVERIFY(read());

        std::mt19937 random(11);
        for (int turn = 0; turn < 200; ++turn) {
            std::string damaged = whole;
            const std::size_t place = turn < 100 ? random() % 400 : random() % whole.size();   // the first page too
            damaged[place] = static_cast<char>(damaged[place] ^ (1 << random() % 8));
            QVERIFY(writeFileAtomically(file, damaged).has_value());
            const bool inPadding = place >= whole.find('}') + 1 && place < 4096;
            QVERIFY2(inPadding || !read(), qPrintable(QStringLiteral("byte %1").arg(place)));
        }
        for (const std::size_t length : {std::size_t{0}, std::size_t{100}, std::size_t{4096}, whole.size() / 2, whole.size() - 1}) {
            QVERIFY(writeFileAtomically(file, whole.substr(0, length)).has_value());
            QVERIFY(!read());
        }
        QVERIFY(writeFileAtomically(file, whole + 'x').has_value());
        QVERIFY(!read());
    }

    void anotherModelsWeightsAreRefused()
    {
        const QTemporaryDir folder;
        const auto model = tinyModel(), dense = modelWith([](ModelConfig &c) { c.stage = Stage::Dense; });
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "kept.weights";
        QVERIFY(writePackedFile(file, model->fingerprint, packModel(*model, WeightType::Int8)).has_value());
        QCOMPARE(readPackedFile(file, "other", model->config, WeightType::Int8, 1).error().code, ErrorCode::WrongModel);
        QCOMPARE(readPackedFile(file, model->fingerprint, model->config, WeightType::Bf16, 1).error().code, ErrorCode::WrongModel);
        QCOMPARE(readPackedFile(file, model->fingerprint, dense->config, WeightType::Int8, 1).error().code, ErrorCode::WrongModel);
        QCOMPARE(readPackedFile(file.string() + "2", model->fingerprint, model->config, WeightType::Int8, 1).error().code, ErrorCode::NotFound);
    }

    void filesThatNoProgramOpenedForAMonthGo()
    {
        const QTemporaryDir folder;
        const std::filesystem::path cache = folder.path().toStdString();
        const auto model = tinyModel();
        const auto write = [&](const std::string &fingerprint) {
            const std::filesystem::path file = packedFile(cache, fingerprint, WeightType::Int8);
            const bool written = writePackedFile(file, fingerprint, packModel(*model, WeightType::Int8)).has_value();
            return written ? file : std::filesystem::path();
        };
        const std::filesystem::path forgotten = write("a"), opened = write("b");
        const auto longAgo = std::filesystem::file_time_type::clock::now() - std::chrono::days(31);
        std::filesystem::last_write_time(forgotten, longAgo);
        std::filesystem::last_write_time(opened, longAgo);
        QVERIFY(readPackedFile(opened, "b", model->config, WeightType::Int8, 1).has_value());
        write("c");
        QVERIFY(!std::filesystem::exists(forgotten));
        QVERIFY(std::filesystem::exists(opened));
    }
};

QTEST_GUILESS_MAIN(PackedFileTest)
#include "tst_packed_file.moc"
