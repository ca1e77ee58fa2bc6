// Where a program without a named model looks, and in which order.
#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/model/find_model.h"
#include "tests/support/tiny_model.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

std::filesystem::path makeModel(const QTemporaryDir &root, const QString &place)
{
    QDir().mkpath(root.filePath(place));
    QFile config(root.filePath(place + QStringLiteral("/config.json")));
    return config.open(QIODevice::WriteOnly) ? root.filePath(place).toStdString() : std::string();
}

std::filesystem::path makeModelFor(const QTemporaryDir &root, const QString &place, const std::vector<std::string> &languages)
{
    const std::filesystem::path folder = makeModel(root, place);
    ModelConfig config = tests::tinyConfig();
    config.languages = languages;
    std::ofstream(folder / "config.json") << toJson(config);
    return folder;
}

}  // namespace

class TestFindModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void looksInOrder()
    {
        const QTemporaryDir root;
        const std::filesystem::path program = root.filePath(QStringLiteral("build/release/bin")).toStdString();
        QDir().mkpath(root.filePath(QStringLiteral("resources/models/aa-no-model")));

        const Result<std::filesystem::path> none = findModel(program, {});
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        for (const char *place : {"/resources/models", "/build/release/share/interlinear/models", "INTERLINEAR_MODEL"})
            QVERIFY2(none.error().sentence().find(place) != std::string::npos, none.error().sentence().c_str());

        const auto installed = makeModel(root, QStringLiteral("build/release/share/interlinear/models/zz"));
        QCOMPARE(findModel(program, {}).value(), installed);
        makeModel(root, QStringLiteral("resources/models/en-fr"));
        const auto first = makeModel(root, QStringLiteral("resources/models/en-de"));
        QCOMPARE(findModel(program, {}).value(), first);
        const auto chosen = makeModel(root, QStringLiteral("elsewhere"));
        QCOMPARE(findModel(program, chosen).value(), chosen);
    }

    void theFirstThatKnowsTheLanguagesIsTaken()
    {
        const QTemporaryDir root;
        const std::filesystem::path program = root.filePath(QStringLiteral("build/release/bin")).toStdString();
        const auto modelFor = [&](const QString &name, const std::vector<std::string> &languages) {
            return makeModelFor(root, QStringLiteral("resources/models/") + name, languages);
        };
        const auto german = modelFor(QStringLiteral("en-de"), {"de", "en"}), romance = modelFor(QStringLiteral("en-es-fr"), {"en", "es", "fr"});
        modelFor(QStringLiteral("zz"), {"de", "en", "es", "fr"});
        QCOMPARE(findModel(program, {}, {"en", "de"}).value(), german);
        QCOMPARE(findModel(program, {}, {"fr", "en"}).value(), romance);
        QCOMPARE(findModel(program, {}, {"fr", "de"}).value(), std::filesystem::path(root.filePath(QStringLiteral("resources/models/zz")).toStdString()));
        QCOMPARE(findModel(program, {}, {"ja", "en"}).value(), german);   // which then says what it knows
        QCOMPARE(findModel(program, german, {"fr", "en"}).value(), german);
        QVERIFY(modelKnows(program, {}, {"en", "de"}) && modelKnows(program, {}, {"fr", "de"}) && modelKnows(program, romance, {"fr", "en"}));
        QVERIFY(!modelKnows(program, {}, {"ja", "en"}) && !modelKnows(program, german, {"fr", "en"}) && !modelKnows(program, root.path().toStdString(), {"en"}));
        QCOMPARE(languagesOfModels(program, {}), (Languages{"de", "en", "es", "fr"}));
        QCOMPARE(languagesOfModels(program, romance), (Languages{"en", "es", "fr"}));
    }

    void wrongChoiceIsNotReplaced()
    {
        const QTemporaryDir root;
        const std::filesystem::path program = root.filePath(QStringLiteral("build/release/bin")).toStdString();
        makeModel(root, QStringLiteral("resources/models/en-de"));
        QCOMPARE(findModel(program, root.path().toStdString()).error().where, root.path().toStdString());
    }
};

QTEST_APPLESS_MAIN(TestFindModel)
#include "tst_find_model.moc"
