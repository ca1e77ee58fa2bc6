// Recipes: the ones that are shipped are valid, wrong ones are named, and a small one runs from corpus to model, killed and resumed on the way.
#include "engine/core/files.h"
#include "engine/mixmoe/model/model.h"
#include "engine/training/data/corpus_build.h"
#include "engine/training/recipe/recipe.h"
#include "engine/training/recipe/train.h"
#include "tests/support/toy_training.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::training;

namespace {

nlohmann::json smallRecipe()
{
    const nlohmann::json every{{"start", "previous"}, {"trains", "everything"}, {"tokens_per_step", 128}, {"accumulate", 1}, {"pair_share", 1.0}, {"context_share", 0.0}, {"mixing_share", 0.0},
                               {"temperature_begin", 1.0}, {"temperature_end", 1.0}, {"longest_begin", 0}, {"prompt_loss_weight", 0.5},
                               {"optimiser", "adamw"}, {"schedule", "cosine"}, {"learning_rate", 0.003}, {"matrix_learning_rate", 0.02}, {"router_rate_scale", 1.0},
                               {"warmup_share", 0.1}, {"decay_share", 0.3}, {"final_rate_share", 0.1}, {"weight_decay", 0.0}, {"label_smoothing", 0.1},
                               {"balance_weight", 0.01}, {"prior_weight", 0.0}, {"clip_norm", 1.0}, {"low_rank", 2}, {"new_blocks", 2}};
    return {{"name", "small"}, {"seed", 3}, {"corpus", "corpus"}, {"shards", ""}, {"initial_model", ""}, {"languages", {"de", "en"}}, {"vocabulary_size", 324}, {"longest_example", 60},
            {"model", {{"preset", "default"}, {"hidden_size", 16}, {"num_layers", 4}, {"num_heads", 2}, {"num_kv_heads", 2}, {"head_size", 8}, {"ffn_size", 32},
                       {"max_positions", 64}, {"moe_every", 2}, {"experts_per_group", 4}, {"fourier_mode", "re_fft"}, {"alignment_layer", -1}}},
            {"mono", {{{"file", "mono.txt"}, {"language", "de"}, {"weight", 1}}}},
            {"pairs", {{{"file", "pairs.tsv"}, {"first", "en"}, {"second", "de"}, {"weight", 1}}}},
            {"documents", nlohmann::json::array()},
            {"dev", {{"file", "pairs.tsv"}, {"first", "en"}, {"second", "de"}, {"weight", 1}}},
            {"every_stage", every},
            {"stages", {{{"name", "base"}, {"start", "fresh"}, {"steps", 30}, {"pair_share", 0.5}},
                        {{"name", "lm"}, {"start", "slice"}, {"trains", "lm_experts"}, {"steps", 10}, {"pair_share", 0.0}},
                        {{"name", "mt"}, {"start", "copy_groups"}, {"trains", "mt_experts"}, {"steps", 20}}}}};
}

/// The toy corpus as pairs, and its German side as text.
void writeCorpus(const std::filesystem::path &folder)
{
    const QByteArray pairs = interlinear::tests::toyCorpus();
    QByteArray mono;
    for (const QByteArray &line : pairs.trimmed().split('\n'))
        mono += line.mid(line.indexOf('\t') + 1) + '\n';
    std::filesystem::create_directories(folder);
    QVERIFY(writeFileAtomically(folder / "pairs.tsv", pairs.toStdString()));
    QVERIFY(writeFileAtomically(folder / "mono.txt", mono.toStdString()));
}

}  // namespace

class TestRecipe : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path path(const char *name) const { return (m_folder.path() + "/" + name).toStdString(); }

private Q_SLOTS:
    void shippedRecipesAreValid()
    {
        const QDir folder(QString(INTERLINEAR_SOURCE_DIR) + "/resources/recipes");
        const QStringList files = folder.entryList({"*.json"});
        QVERIFY(!files.isEmpty());
        for (const QString &file : files) {
            const auto recipe = readRecipe(folder.filePath(file).toStdString());
            QVERIFY2(recipe, recipe ? "" : recipe.error().sentence().c_str());
        }
    }

    void wrongRecipesAreNamed_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown key") << "/stages/1/colour" << "1" << "stages[1].colour";
        QTest::newRow("impossible share") << "/stages/0/pair_share" << "1.5" << "stages[0].pair_share";
        QTest::newRow("no steps") << "/stages/2/steps" << "0" << "stages[2].steps";
        QTest::newRow("order") << "/stages/1/start" << "\"copy_groups\"" << "stage 2";
        QTest::newRow("trains what is not there") << "/stages/1/trains" << "\"mt_experts\"" << "mt_experts";
        QTest::newRow("fresh twice") << "/stages/1/start" << "\"fresh\"" << "stage 2";
        QTest::newRow("name of a folder") << "/stages/1/name" << "\"../lm\"" << "../lm";
        QTest::newRow("same name") << "/stages/1/name" << "\"base\"" << "base";
        QTest::newRow("what all stages share") << "/every_stage/optimiser" << "\"sgd\"" << "optimiser";
        QTest::newRow("feature") << "/model/fourier_mode" << "\"wavelet\"" << "fourier_mode";
        QTest::newRow("initial model that is not there") << "/initial_model" << "\"nowhere\"" << "nowhere";
        QTest::newRow("extends itself") << "/extends" << "\"wrong.json\"" << "extends";
        QTest::newRow("stage that is a number") << "/stages/1" << "7" << "stages[1]";
        QTest::newRow("experts") << "/model/experts_per_group" << "5" << "ffn_size";
        QTest::newRow("upcycling slices") << "/stages/1/start" << "\"upcycle\"" << "expert_size";
        QTest::newRow("more experts than there are") << "/model/top_k" << "5" << "top_k";
        QTest::newRow("decay of what stays") << "/stages/1" << R"({"name": "new", "start": "previous", "trains": "new_experts", "steps": 2, "weight_decay": 0.1})" << "stages[1].weight_decay";
        QTest::newRow("longer at first than at last") << "/stages/0/longest_begin" << "100" << "longest_begin";
        QTest::newRow("prior") << "/stages/1/prior_weight" << "-1" << "stages[1].prior_weight";
        QTest::newRow("temperature") << "/stages/0/temperature_begin" << "0.5" << "stages[0].temperature_begin";
        QTest::newRow("preset") << "/model/preset" << "\"large\"" << "model.preset";
        QTest::newRow("weight") << "/mono/0/weight" << "0" << "mono[0].weight";
    }

    void wrongRecipesAreNamed()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, named);
        nlohmann::json recipe = smallRecipe();
        recipe[nlohmann::json::json_pointer(pointer.toStdString())] = nlohmann::json::parse(value.toStdString());
        QVERIFY(writeFileAtomically(path("wrong.json"), recipe.dump()));
        const auto read = readRecipe(path("wrong.json"));
        QVERIFY(!read);
        QVERIFY2(read.error().sentence().find(named.toStdString()) != std::string::npos, read.error().sentence().c_str());
    }

    void anArmSaysOnlyWhereItDiffers()
    {
        nlohmann::json parent = smallRecipe();
        parent["stages"].erase(1);
        parent["stages"].erase(1);
        QVERIFY(writeFileAtomically(path("parent.json"), parent.dump()));
        const nlohmann::json arm{{"extends", "parent.json"}, {"name", "arm"}, {"model", {{"fourier_mode", "dct2"}}}, {"every_stage", {{"clip_norm", 0.5}}},
                                 {"then", {{{"name", "pairs"}, {"steps", 7}}}}};
        QVERIFY(writeFileAtomically(path("arm.json"), arm.dump()));
        const auto read = readRecipe(path("arm.json"));
        QVERIFY2(read, read ? "" : read.error().sentence().c_str());
        QCOMPARE(read->name, std::string("arm"));
        QCOMPARE(read->model.moe.fourierMode, mixmoe::FourierMode::Dct2);
        QCOMPARE(read->stages.size(), std::size_t(2));
        QCOMPARE(read->stages[0].clipNorm, 0.5F);
        QCOMPARE(read->stages[1].steps, 7);
        const auto resolved = resolvedRecipe(path("arm.json"));
        QVERIFY(resolved && resolved->find("extends") == std::string::npos);
        QVERIFY(writeFileAtomically(path("resolved.json"), *resolved));
        const auto again = readRecipe(path("resolved.json"));
        QVERIFY(again && again->stages.size() == 2 && again->model == read->model);
    }

    void rivalsRunFromCorpusToModel_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("stages");
        QTest::newRow("upcycled, then reviewed") << R"({"fourier_mode": "none", "expert_size": "whole", "top_k": 2, "gate_weight": "renormalised"})"
                                                 << R"([{"name": "new", "start": "upcycle", "trains": "new_experts", "steps": 4},
                                                        {"name": "review", "trains": "lm_routers", "steps": 4, "pair_share": 0.5, "prior_weight": 0.1}])";
        QTest::newRow("two of eight slices") << R"({"experts_per_group": 8, "top_k": 2})" << R"([{"name": "sliced", "start": "slice", "steps": 4}])";
        QTest::newRow("direction") << R"({"direction_embedding": true})" << R"([{"name": "lm", "start": "slice", "trains": "lm_experts", "steps": 2, "pair_share": 0.0},
                                                                                {"name": "mt", "start": "copy_groups", "trains": "mt_experts", "steps": 4}])";
        QTest::newRow("crossovers") << "{}" << R"([{"name": "mixed", "steps": 6, "mixing_share": 0.5}])";
        QTest::newRow("growing examples") << "{}" << R"([{"name": "longer", "steps": 6, "longest_begin": 12}])";
    }

    void rivalsRunFromCorpusToModel()
    {
        QFETCH(QString, model);
        QFETCH(QString, stages);
        writeCorpus(path("corpus"));
        nlohmann::json recipe = smallRecipe();
        recipe["model"].merge_patch(nlohmann::json::parse(model.toStdString()));
        recipe["stages"] = {{{"name", "base"}, {"start", "fresh"}, {"steps", 4}}};
        for (const nlohmann::json &stage : nlohmann::json::parse(stages.toStdString()))
            recipe["stages"].push_back(stage);
        QVERIFY(writeFileAtomically(path("rival.json"), recipe.dump()));
        const std::filesystem::path out = path(("rival " + std::string(QTest::currentDataTag())).c_str());
        const std::atomic<bool> goOn = false;
        const auto made = train({.recipe = path("rival.json"), .out = out, .threads = 1}, [](const nlohmann::json &) {}, goOn);
        QVERIFY2(made, made ? "" : made.error().sentence().c_str());
        const auto loaded = mixmoe::loadModel(*made);
        QVERIFY2(loaded, loaded ? "" : loaded.error().sentence().c_str());
        QCOMPARE((*loaded)->config.moe.topK, recipe["model"].value("top_k", 1));
    }

    void shardsAreTrainedOn()
    {
        writeCorpus(path("corpus"));
        const nlohmann::json spec{{"name", "made-up"}, {"corpus", "corpus"}, {"languages", {"de", "en"}}, {"vocabulary", {{"size", 324}}}, {"longest_example", 60}, {"held_out", nlohmann::json::array()},
                                  {"domains", {{{"name", "everyday"}, {"weight", 1}}}},
                                  {"sources", {{{"file", "pairs.tsv"}, {"languages", {"en", "de"}}, {"domain", "everyday"}}, {{"file", "mono.txt"}, {"kind", "text"}, {"languages", {"de"}}, {"domain", "everyday"}}}}};
        QVERIFY(writeFileAtomically(path("spec.json"), spec.dump()));
        const auto read = readCorpusSpec(path("spec.json"));
        QVERIFY2(read, read ? "" : read.error().sentence().c_str());
        const auto built = buildCorpus(*read, path("shards"), [](const std::string &) {});
        QVERIFY2(built, built ? "" : built.error().sentence().c_str());

        auto greedy = *read;
        greedy.vocabulary.size = 4000;
        const auto refused = buildCorpus(greedy, path("too-many"), [](const std::string &) {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().sentence().find("cannot have 4000 pieces: the texts give at most ") != std::string::npos, refused.error().sentence().c_str());

        greedy.vocabulary.size = 300;
        const auto tooFew = buildCorpus(greedy, path("too-few"), [](const std::string &) {});
        QVERIFY(!tooFew);
        QVERIFY2(tooFew.error().sentence().find("cannot have 300 pieces: bytes, tags and the texts' characters alone take ") != std::string::npos, tooFew.error().sentence().c_str());

        nlohmann::json recipe = smallRecipe();
        recipe["shards"] = "shards";
        recipe["vocabulary_size"] = built->vocabulary.size;
        recipe["every_stage"]["temperature_begin"] = 5.0;
        QVERIFY(writeFileAtomically(path("both.json"), recipe.dump()));
        const auto both = readRecipe(path("both.json"));
        QVERIFY(!both && both.error().sentence().find("\"shards\"") != std::string::npos);
        recipe["mono"] = recipe["pairs"] = nlohmann::json::array();
        QVERIFY(writeFileAtomically(path("sharded.json"), recipe.dump()));
        const std::atomic<bool> goOn = false;
        const auto ignore = [](const nlohmann::json &) {};
        const auto made = train({.recipe = path("sharded.json"), .out = path("sharded"), .threads = 1}, ignore, goOn);
        QVERIFY2(made, made ? "" : made.error().sentence().c_str());
        QCOMPARE(*readFile(path("sharded/tokenizer.model")), *readFile(path("shards/tokenizer.model")));

        recipe["vocabulary_size"] = 400;
        QVERIFY(writeFileAtomically(path("foreign.json"), recipe.dump()));
        const auto foreign = train({.recipe = path("foreign.json"), .out = path("foreign-shards"), .threads = 1}, ignore, goOn);
        QVERIFY(!foreign && foreign.error().sentence().find("400") != std::string::npos);

        const std::filesystem::path shard = path("shards") / built->groups.front().shards.front().file;
        std::string bytes = *readFile(shard);
        bytes[200] = static_cast<char>(bytes[200] ^ 1);
        QVERIFY(writeFileAtomically(shard, bytes));
        const auto damaged = train({.recipe = path("sharded.json"), .out = path("damaged-shards"), .threads = 1}, ignore, goOn);
        QVERIFY(!damaged && damaged.error().code == ErrorCode::Damaged && damaged.error().where == shard.string());
    }

    void documentsGiveTheirSegmentsContext()
    {
        writeCorpus(path("corpus"));
        QVERIFY(writeFileAtomically(path("corpus/verses.tsv"), std::string("id\ten\tde\nA.1.1\tgreen\tgrün\nA.1.2\twater\tWasser\nA.1.3\t\tBaum\nA.1.4\tsee\tsehen\nA.2.1\twe\twir\n")));
        const auto rows = readDocuments(path("corpus/verses.tsv"), "en", "de");
        QVERIFY2(rows, rows ? "" : rows.error().sentence().c_str());
        std::vector<bool> begins;
        for (const DocumentPair &row : *rows)
            begins.push_back(row.beginsDocument);
        QCOMPARE(begins, (std::vector<bool>{true, false, true, true}));
        QVERIFY(!readDocuments(path("corpus/verses.tsv"), "en", "fr"));

        nlohmann::json recipe = smallRecipe();
        recipe["every_stage"]["context_share"] = 0.5;
        recipe["documents"] = {{{"file", "verses.tsv"}, {"first", "en"}, {"second", "de"}, {"weight", 1}}};
        QVERIFY(writeFileAtomically(path("context.json"), recipe.dump()));
        const std::atomic<bool> goOn = false;
        const auto made = train({.recipe = path("context.json"), .out = path("context"), .threads = 1}, [](const nlohmann::json &) {}, goOn);
        QVERIFY2(made, made ? "" : made.error().sentence().c_str());
        QCOMPARE((*mixmoe::loadModel(*made))->config.contextTokens, 60);
    }

    void armsShareTheirStages()
    {
        writeCorpus(path("corpus"));
        nlohmann::json arm = smallRecipe();
        QVERIFY(writeFileAtomically(path("first.json"), arm.dump()));
        arm["name"] = "second";
        arm["stages"][1] = {{"name", "new-blocks"}, {"start", "insert_blocks"}, {"trains", "new_blocks"}, {"steps", 10}};
        arm["stages"].erase(2);
        QVERIFY(writeFileAtomically(path("second.json"), arm.dump()));
        const std::atomic<bool> goOn = false;
        int baseSteps = 0;
        const auto count = [&](const nlohmann::json &event) { baseSteps += event["event"] == "step" && event["stage"] == "base"; };
        const auto first = train({.recipe = path("first.json"), .out = path("first"), .stages = path("shared"), .threads = 1}, count, goOn);
        QVERIFY2(first, first ? "" : first.error().sentence().c_str());
        QCOMPARE(baseSteps, 3);
        const auto second = train({.recipe = path("second.json"), .out = path("second"), .stages = path("shared"), .threads = 1}, count, goOn);
        QVERIFY2(second, second ? "" : second.error().sentence().c_str());
        QCOMPARE(baseSteps, 3);
        QCOMPARE((*mixmoe::loadModel(*second))->config.layerCount, 6);
        QVERIFY(train({.recipe = path("first.json"), .out = path("other-seed"), .stages = path("shared"), .threads = 1, .seed = 9}, count, goOn));
        QCOMPARE(baseSteps, 6);
    }

    void anEarlierModelIsGoneOnWith()
    {
        writeCorpus(path("corpus"));
        nlohmann::json recipe = smallRecipe();
        QVERIFY(writeFileAtomically(path("earlier.json"), recipe.dump()));
        const std::atomic<bool> goOn = false;
        const auto ignore = [](const nlohmann::json &) {};
        const auto earlier = train({.recipe = path("earlier.json"), .out = path("earlier"), .threads = 1}, ignore, goOn);
        QVERIFY(earlier);
        recipe["initial_model"] = "earlier/model";
        recipe["stages"][0]["start"] = "merge";
        QVERIFY(writeFileAtomically(path("later.json"), recipe.dump()));
        const auto later = train({.recipe = path("later.json"), .out = path("later"), .threads = 1}, ignore, goOn);
        QVERIFY2(later, later ? "" : later.error().sentence().c_str());
        QCOMPARE(*readFile(path("later/tokenizer.model")), *readFile(path("earlier/tokenizer.model")));
        recipe["vocabulary_size"] = 330;
        QVERIFY(writeFileAtomically(path("foreign.json"), recipe.dump()));
        const auto foreign = train({.recipe = path("foreign.json"), .out = path("foreign"), .threads = 1}, ignore, goOn);
        QVERIFY(!foreign && foreign.error().sentence().find("330") != std::string::npos);
    }

    void stagesOfAnotherRecipeAreNotTakenUp()
    {
        writeCorpus(path("corpus"));
        nlohmann::json recipe = smallRecipe();
        QVERIFY(writeFileAtomically(path("changed.json"), recipe.dump()));
        const std::atomic<bool> goOn = false;
        const auto ignore = [](const nlohmann::json &) {};
        QVERIFY(train({.recipe = path("changed.json"), .out = path("changed"), .threads = 1}, ignore, goOn));
        recipe["stages"][0]["learning_rate"] = 0.002;
        QVERIFY(writeFileAtomically(path("changed.json"), recipe.dump()));
        const auto again = train({.recipe = path("changed.json"), .out = path("changed"), .resume = true, .threads = 1}, ignore, goOn);
        QVERIFY(!again && again.error().sentence().find("another recipe") != std::string::npos);
    }

    void stagesLargerThanAShardAreTakenUp()
    {
        writeCorpus(path("corpus"));
        nlohmann::json recipe = smallRecipe();
        recipe["model"]["ffn_size"] = 24000;   // 18 MB in fp32
        recipe["stages"][0]["steps"] = recipe["stages"][1]["steps"] = recipe["stages"][2]["steps"] = 1;
        QVERIFY(writeFileAtomically(path("large.json"), recipe.dump()));
        const std::atomic<bool> goOn = false;
        const auto ignore = [](const nlohmann::json &) {};
        QVERIFY(train({.recipe = path("large.json"), .out = path("large"), .threads = 1}, ignore, goOn));
        QVERIFY(std::filesystem::exists(path("large/base/model.safetensors.index.json")));
        const auto again = train({.recipe = path("large.json"), .out = path("large"), .resume = true, .threads = 1}, ignore, goOn);
        QVERIFY2(again, again ? "" : again.error().sentence().c_str());
    }

    void aRecipePausedAndResumedGivesTheSameModel()
    {
        writeCorpus(path("corpus"));
        QVERIFY(writeFileAtomically(path("recipe.json"), smallRecipe().dump()));
        const std::atomic<bool> goOn = false;
        std::vector<std::string> kinds;
        const auto whole = train({.recipe = path("recipe.json"), .out = path("whole"), .threads = 1}, [&](const nlohmann::json &event) { kinds.push_back(event["event"]); }, goOn);
        QVERIFY2(whole, whole ? "" : whole.error().sentence().c_str());
        QVERIFY(std::count(kinds.begin(), kinds.end(), "dev") == 3 && std::count(kinds.begin(), kinds.end(), "step") == 6);

        // Cancelled after every report, the run pauses again and again and still arrives at the same bits.
        std::filesystem::path model;
        for (int round = 0; round < 40 && model.empty(); ++round) {
            std::atomic<bool> cancel = false;
            const auto part = train({.recipe = path("recipe.json"), .out = path("parts"), .resume = true, .threads = 1},
                                    [&](const nlohmann::json &event) { cancel = cancel || event["event"] == "step"; }, cancel);
            QVERIFY2(part, part ? "" : part.error().sentence().c_str());
            model = *part;
        }
        const auto first = mixmoe::loadModel(*whole), second = mixmoe::loadModel(model);
        QVERIFY(first && second);
        QCOMPARE((*first)->fingerprint, (*second)->fingerprint);
        QCOMPARE((*first)->config.mixMoeLayers().size(), std::size_t(2));

        const auto again = train({.recipe = path("recipe.json"), .out = path("whole"), .threads = 1}, [](const nlohmann::json &) {}, goOn);
        QVERIFY(!again && again.error().sentence().find("--resume") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestRecipe)
#include "tst_recipe.moc"
