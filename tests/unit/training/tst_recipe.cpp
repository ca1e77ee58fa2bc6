// Recipes: the ones that are shipped are valid, wrong ones are named, and a small one runs from corpus to model, killed and resumed on the way.
#include "engine/core/files.h"
#include "engine/mixmoe/model/model.h"
#include "engine/training/recipe/recipe.h"
#include "engine/training/recipe/train.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::training;

namespace {

nlohmann::json smallRecipe()
{
    const auto stage = [](const char *name, const char *trains, int steps, double pairShare) {
        return nlohmann::json{{"name", name}, {"trains", trains}, {"steps", steps}, {"tokens_per_step", 128}, {"pair_share", pairShare}, {"prompt_loss_weight", 0.5},
                              {"learning_rate", 0.003}, {"warmup_share", 0.1}, {"final_rate_share", 0.1}, {"weight_decay", 0.0}, {"label_smoothing", 0.1},
                              {"balance_weight", 0.01}, {"clip_norm", 1.0}};
    };
    return {{"name", "small"}, {"seed", 3}, {"corpus", "corpus"}, {"languages", {"de", "en"}}, {"vocabulary_size", 324}, {"longest_example", 60},
            {"model", {{"preset", "default"}, {"hidden_size", 16}, {"num_layers", 4}, {"num_heads", 2}, {"num_kv_heads", 2}, {"head_size", 8}, {"ffn_size", 32},
                       {"max_positions", 64}, {"moe_every", 2}, {"experts_per_group", 4}, {"alignment_layer", -1}}},
            {"mono", {{{"file", "mono.txt"}, {"language", "de"}, {"weight", 1}}}},
            {"pairs", {{{"file", "pairs.tsv"}, {"first", "en"}, {"second", "de"}, {"weight", 1}}}},
            {"dev", {{"file", "pairs.tsv"}, {"first", "en"}, {"second", "de"}, {"weight", 1}}},
            {"stages", {stage("base", "everything", 30, 0.5), stage("lm", "lm_experts", 10, 0.0), stage("mt", "mt_experts", 20, 1.0)}}};
}

void writeCorpus(const std::filesystem::path &folder)
{
    const std::vector<std::pair<std::string, std::string>> words{{"house", "Haus"}, {"tree", "Baum"}, {"water", "Wasser"}, {"small", "klein"}, {"green", "grün"},
                                                                 {"and", "und"}, {"see", "sehen"}, {"we", "wir"}};
    std::mt19937 random(1);
    std::string pairs, mono;
    for (int i = 0; i < 400; ++i) {
        std::string english, german;
        for (unsigned word = 0, count = 3 + static_cast<unsigned>(random() % 4); word < count; ++word) {
            const auto &[en, de] = words[random() % words.size()];
            english += (word ? " " : "") + en;
            german += (word ? " " : "") + de;
        }
        pairs += english + "\t" + german + "\n";
        mono += german + "\n";
    }
    std::filesystem::create_directories(folder);
    QVERIFY(writeFileAtomically(folder / "pairs.tsv", pairs));
    QVERIFY(writeFileAtomically(folder / "mono.txt", mono));
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
        QTest::newRow("order") << "/stages/1/trains" << "\"mt_experts\"" << "stage 2";
        QTest::newRow("experts") << "/model/experts_per_group" << "5" << "ffn_size";
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
