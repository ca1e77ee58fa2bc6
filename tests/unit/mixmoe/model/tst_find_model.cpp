// Where a program without a named model looks, and in which order.
#include "engine/mixmoe/model/find_model.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

std::filesystem::path makeModel(const QTemporaryDir &root, const QString &place)
{
    QDir().mkpath(root.filePath(place));
    QFile config(root.filePath(place + QStringLiteral("/config.json")));
    return config.open(QIODevice::WriteOnly) ? root.filePath(place).toStdString() : std::string();
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
