// config.json: what is written reads back equal, and every wrong key or value is named.
#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/model/model.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <map>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

ModelConfig smallConfig()
{
    ModelConfig config;
    config.vocabSize = 300;
    config.hiddenSize = 16;
    config.layerCount = 4;
    config.headCount = 4;
    config.kvHeadCount = 2;
    config.headSize = 4;
    config.ffnSize = 24;
    config.maxPositions = 64;
    config.stage = Stage::MixMoe;
    config.languages = {"de", "en"};
    config.name = "small";
    return config;
}

}  // namespace

class TestModelConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writtenReadsBackEqual()
    {
        const ModelConfig config = smallConfig();
        QVERIFY(parseModelConfig(toJson(config), "config.json") == config);
        const ModelConfig paper = withPaperPreset(config);
        QVERIFY(parseModelConfig(toJson(paper), "config.json") == paper);
        QVERIFY(paper != config);
        ModelConfig rival = config;
        rival.moe = {.expertsPerGroup = 5, .topK = 2, .expertSize = ExpertSize::Whole, .gateWeight = GateWeight::Renormalised, .directionEmbedding = true};
        QVERIFY(parseModelConfig(toJson(rival), "config.json") == rival);
        ModelConfig measured = config;
        measured.alignmentHeads = {0, 3};
        measured.contextTokens = 48;
        measured.directions = {"de-en"};
        measured.confidence = {{.from = "de", .to = "en", .goodChrf = 55.5F, .bias = -0.1F, .weights = {1.5F, -0.25F, 1e-7F, 0}}, {.from = "en", .to = "de"}};
        QVERIFY(parseModelConfig(toJson(measured), "config.json") == measured);
    }

    void usualChoicesAreNotWritten()
    {
        const nlohmann::json moe = nlohmann::json::parse(toJson(smallConfig())).at("moe");
        QCOMPARE(moe.size(), 7U);
        for (const char *key : {"alignment_heads", "context_tokens", "confidence", "directions"})
            QVERIFY(!nlohmann::json::parse(toJson(smallConfig())).contains(key));
        for (const char *key : {"top_k", "expert_size", "direction_embedding"})
            QVERIFY(!moe.contains(key));
        ModelConfig two = smallConfig();
        two.moe.topK = 2;
        QCOMPARE(nlohmann::json::parse(toJson(two)).at("moe").size(), 8U);
    }

    void wholeExpertsNeedNoDivision()
    {
        ModelConfig config = smallConfig();
        config.moe.expertsPerGroup = 5;
        QVERIFY(!validate(config, "m"));
        config.moe.expertSize = ExpertSize::Whole;
        QVERIFY(validate(config, "m"));
        QCOMPARE(config.expertSize(), 24);
    }

    void directionEmbeddingBelongsToTheSecondStage()
    {
        ModelConfig config = smallConfig();
        config.moe.directionEmbedding = true;
        const auto names = [](const ModelConfig &of) {
            std::map<std::string, std::vector<std::int64_t>> tensors;
            for (const auto &[name, shape] : expectedTensors(of))
                tensors[name] = shape;
            return tensors;
        };
        QCOMPARE(names(config).at("direction.from.weight"), (std::vector<std::int64_t>{2, 16}));
        QCOMPARE(names(config).at("direction.to.weight"), (std::vector<std::int64_t>{2, 16}));
        config.stage = Stage::Sliced;
        QVERIFY(!names(config).contains("direction.to.weight"));
    }

    void convertedLayersAreEveryNth()
    {
        ModelConfig config = smallConfig();
        QCOMPARE(config.mixMoeLayers(), (std::vector<int>{1, 3}));
        QCOMPARE(withPaperPreset(config).mixMoeLayers(), (std::vector<int>{3}));
        config.stage = Stage::Dense;
        QVERIFY(config.mixMoeLayers().empty());
    }

    void wrongValuesAreNamed_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        QTest::newRow("no experts") << "/moe/experts_per_group" << "0" << "moe.experts_per_group";
        QTest::newRow("experts do not divide the FFN") << "/moe/experts_per_group" << "5" << "ffn_size";
        QTest::newRow("heads do not divide") << "/num_kv_heads" << "3" << "num_kv_heads";
        QTest::newRow("odd head") << "/head_size" << "3" << "head_size";
        QTest::newRow("negative width") << "/hidden_size" << "-1" << "hidden_size";
        QTest::newRow("larger than an integer") << "/vocab_size" << "4294971296" << "4294971296";
        QTest::newRow("larger than a float") << "/rope_theta" << "1e300" << "rope_theta";
        QTest::newRow("text for a number") << "/hidden_size" << "\"wide\"" << "hidden_size";
        QTest::newRow("unknown name") << "/moe/group_combine" << "\"maximum\"" << "moe.group_combine";
        QTest::newRow("no expert chosen") << "/moe/top_k" << "0" << "moe.top_k";
        QTest::newRow("more chosen than there are") << "/moe/top_k" << "5" << "moe.top_k";
        QTest::newRow("half an expert") << "/moe/top_k" << "1.5" << "moe.top_k";
        QTest::newRow("unknown size") << "/moe/expert_size" << "\"double\"" << "moe.expert_size";
        QTest::newRow("unknown weight") << "/moe/gate_weight" << "\"renormalized\"" << "moe.gate_weight";
        QTest::newRow("no truth value") << "/moe/direction_embedding" << "1" << "moe.direction_embedding";
        QTest::newRow("unknown key") << "/moe/colour" << "1" << "moe.colour";
        QTest::newRow("later version") << "/format_version" << "99" << "99";
        QTest::newRow("falling heads") << "/alignment_heads" << "[2, 1]" << "alignment_heads";
        QTest::newRow("a head twice") << "/alignment_heads" << "[1, 1]" << "alignment_heads";
        QTest::newRow("a head too many") << "/alignment_heads" << "[4]" << "alignment_heads";
        QTest::newRow("half a head") << "/alignment_heads" << "[0.5]" << "alignment_heads";
        QTest::newRow("a head beyond numbers") << "/alignment_heads" << "[18446744073709551617]" << "alignment_heads";
        QTest::newRow("one head alone") << "/alignment_heads" << "0" << "alignment_heads";
        QTest::newRow("negative context") << "/context_tokens" << "-1" << "context_tokens";
        QTest::newRow("more context than positions") << "/context_tokens" << "65" << "context_tokens";
        QTest::newRow("direction of an unknown language") << "/directions" << "[\"en-xx\"]" << "en-xx";
        QTest::newRow("direction of one language") << "/directions" << "[\"en\"]" << "\"en\"";
        QTest::newRow("direction from a language into itself") << "/directions" << "[\"en-en\"]" << "en-en";
        const char *sound = R"({"from": "en", "to": "de", "good_chrf": 60, "bias": 0, "mean_log_probability": 1, "least_log_probability": 0, "log_tokens": 0, "numbers_differ": 0})";
        const auto calibration = [&](const QString &key, const QString &value) {
            nlohmann::json json = nlohmann::json::parse(sound);
            json[key.toStdString()] = nlohmann::json::parse(value.toStdString());
            return QStringLiteral("[%1]").arg(QString::fromStdString(json.dump()));
        };
        QTest::newRow("no list") << "/confidence" << sound << "confidence";
        QTest::newRow("no calibration") << "/confidence" << "[3]" << "confidence[0]";
        QTest::newRow("a direction twice") << "/confidence" << QStringLiteral("[%1, %1]").arg(sound) << "en-de twice";
        QTest::newRow("unknown language") << "/confidence" << calibration("to", "\"xx\"") << "en-xx";
        QTest::newRow("one language") << "/confidence" << calibration("to", "\"en\"") << "en-en";
        QTest::newRow("chrF beyond 100") << "/confidence" << calibration("good_chrf", "101") << "good_chrf";
        QTest::newRow("weight as a text") << "/confidence" << calibration("bias", "\"0\"") << "confidence[0].bias";
        QTest::newRow("weight beyond a float") << "/confidence" << calibration("log_tokens", "1e300") << "confidence[0].log_tokens";
        QTest::newRow("unknown weight of confidence") << "/confidence" << calibration("colour", "1") << "confidence[0].colour";
        QTest::newRow("another kind of model") << "/model_type" << "\"llama\"" << "llama";
    }

    void wrongValuesAreNamed()
    {
        QFETCH(QString, path);
        QFETCH(QString, value);
        QFETCH(QString, named);
        nlohmann::json json = nlohmann::json::parse(toJson(smallConfig()));
        json[nlohmann::json::json_pointer(path.toStdString())] = nlohmann::json::parse(value.toStdString());
        const Result<ModelConfig> config = parseModelConfig(json.dump(), "config.json");
        QVERIFY(!config);
        const QString sentence = QString::fromStdString(config.error().sentence());
        QVERIFY2(sentence.startsWith("config.json: ") && sentence.contains(named), qPrintable(sentence));
    }

    void whatIsNoJsonIsSaidOfItsLine()
    {
        const auto sentence = [](const std::string &text) { return parseModelConfig(text, "config.json").error().sentence(); };
        QCOMPARE(sentence("{\n \"name\": \"a\","), std::string("config.json, line 2: the JSON ends in the middle, so the file is cut or still being written; a model's config.json was expected"));
        QCOMPARE(sentence("{\n \"name\": a\n}"), std::string("config.json, line 2: is no JSON; a model's config.json was expected"));
        QCOMPARE(sentence("{\"name\": 1e999}"), std::string("config.json: is no JSON; a model's config.json was expected"));
        QCOMPARE(sentence(""), std::string("config.json, line 1: is no JSON; a model's config.json was expected"));
        QCOMPARE(sentence("[1]"), std::string("config.json: is no JSON object; a model's config.json was expected"));
    }

    void aDirectionIsKnownWhereItWasTrained()
    {
        ModelConfig config = smallConfig();
        config.languages = {"de", "en", "fr"};
        QVERIFY(config.knows({"de", "fr"}) && config.knows({}) && config.knows({"fr"}) && !config.knows({"de", "xx"}));
        config.directions = {"en-de", "de-en"};
        QVERIFY(config.knows({"de-AT", "en_US"}) && !config.knows({"de", "de-AT"}) && !config.knows({"de-AT", "fr"}));
        QVERIFY(config.knows({"de", "en"}) && config.knows({"en", "de"}) && !config.knows({"de", "fr"}) && config.knows({"fr"}));
    }

    void aTagFallsBackToItsLanguage()
    {
        ModelConfig config = smallConfig();
        config.languages = {"de", "en", "pt", "pt-BR", "zh-Hant"};
        QCOMPARE(config.languageFor("de"), std::optional<std::string>("de"));
        QCOMPARE(config.languageFor("de-CH-1996"), std::optional<std::string>("de"));
        QCOMPARE(config.languageFor("EN_us"), std::optional<std::string>("en"));
        QCOMPARE(config.languageFor("pt-br"), std::optional<std::string>("pt-BR"));
        QCOMPARE(config.languageFor("pt-PT"), std::optional<std::string>("pt"));
        QCOMPARE(config.languageFor("zh-Hant-TW"), std::optional<std::string>("zh-Hant"));
        for (const char *none : {"", "-", "zh", "zh-Hans", "d", "deu", "-de"})
            QVERIFY2(!config.languageFor(none), none);
    }

    void directionsNeedLanguages()
    {
        ModelConfig config = smallConfig();
        config.moe.directionEmbedding = true;
        config.languages.clear();
        QVERIFY(validate(config, "m").error().sentence().find("\"languages\" is empty") != std::string::npos);
    }

    void everyMissingKeyIsNamed()
    {
        const nlohmann::json whole = nlohmann::json::parse(toJson(smallConfig()));
        for (const auto &[key, value] : whole.items()) {
            nlohmann::json json = whole;
            json.erase(key);
            const Result<ModelConfig> config = parseModelConfig(json.dump(), "config.json");
            QVERIFY2(!config && config.error().sentence().find(key) != std::string::npos, key.c_str());
        }
    }

    void weightsMustFitTheConfig()
    {
        const ModelConfig config = smallConfig();
        TensorMap tensors;
        for (const auto &[name, shape] : expectedTensors(config)) {
            std::int64_t count = 1;
            for (const std::int64_t extent : shape)
                count *= extent;
            tensors[name] = {shape, std::vector<float>(static_cast<std::size_t>(count), 0.5F)};
        }
        QVERIFY(assembleWeights(config, tensors, "m"));

        const auto sentenceFor = [&](auto change) {
            TensorMap changed = tensors;
            change(changed);
            const auto weights = assembleWeights(config, changed, "m");
            return weights ? std::string() : weights.error().sentence();
        };
        const std::string router = "layers.3.moe.mt.router.weight";
        QVERIFY(sentenceFor([&](TensorMap &map) { map.erase(router); }).find("\"" + router + "\" is missing") != std::string::npos);
        QVERIFY(sentenceFor([&](TensorMap &map) { map["extra"] = {{1}, {0.0F}}; }).find("\"extra\" is not part") != std::string::npos);
        QVERIFY(sentenceFor([&](TensorMap &map) { map[router].shape = {8, 16}; }).find("[8, 16]") != std::string::npos);
        QVERIFY(sentenceFor([&](TensorMap &map) { map[router].values[5] = std::numeric_limits<float>::quiet_NaN(); }).find("index 5") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestModelConfig)
#include "tst_model_config.moc"
