// A training that is killed at any moment goes on with --resume, and ends in the very bytes of one that was left in peace.
#include "tests/support/program.h"
#include "tests/support/rounds.h"
#include "tests/support/toy_training.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace interlinear::tests;
using Json = nlohmann::json;

class TestTrainKilled : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_cli;

    QStringList trainInto(const QString &run) const { return {"train", "recipe.json", "--out", run, "--threads", "1", "--resume"}; }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<Program>("interlinear-cli");
        m_cli->write("pairs.tsv", toyCorpus());
        Json recipe = toyRecipe();
        for (Json &stage : recipe["stages"])
            stage["steps"] = 450;   // past checkpoints, which are made every 200 steps
        m_cli->write("recipe.json", QByteArray::fromStdString(recipe.dump()));
    }

    void killedAtAnyMomentItEndsInTheSameBytes()
    {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(m_cli->run(trainInto("left")).exitCode, 0);
        auto whole = static_cast<unsigned>(timer.elapsed());
        std::mt19937 random(7);
        int killed = 0;
        for (int round = 0; round < rounds(6); ++round) {
            const std::unique_ptr<QProcess> training = m_cli->start(trainInto("killed"));
            if (training->waitForFinished(1 + static_cast<int>(random() % whole))) {
                if (killed > 0)
                    break;
                QVERIFY(QDir(m_cli->path("killed")).removeRecursively());   // faster than the first on a machine that had less to do: once more, and sooner
                whole = whole / 2 + 1;
                continue;
            }
            training->kill();
            QVERIFY(training->waitForFinished());
            ++killed;
        }
        QVERIFY(killed > 0);
        const Outcome last = m_cli->run(trainInto("killed"));
        QVERIFY2(last.exitCode == 0, last.err);
        QCOMPARE(m_cli->read("killed/model/model.safetensors"), m_cli->read("left/model/model.safetensors"));
        QVERIFY(!m_cli->read("left/model/model.safetensors").isEmpty());
    }

    void aSecondTrainerKeepsOut()
    {
        const std::unique_ptr<QProcess> first = m_cli->start(trainInto("run"));
        QTRY_VERIFY_WITH_TIMEOUT(m_cli->read("run/metrics.jsonl").contains("step"), 60'000);
        const Outcome second = m_cli->run(trainInto("run"));
        QCOMPARE(second.exitCode, 1);
        QVERIFY2(second.err.contains("is being trained in by another process"), second.err);
        first->kill();
        QVERIFY(first->waitForFinished());
    }

    void runsThatShareAStageTrainItOnce()
    {
        const QStringList shared{"--stages", "stages"};
        const std::unique_ptr<QProcess> first = m_cli->start(trainInto("one") + shared), second = m_cli->start(trainInto("two") + shared);
        const Outcome one = Program::finish(*first), two = Program::finish(*second);
        QVERIFY2(one.exitCode == 0, one.err);
        QVERIFY2(two.exitCode == 0, two.err);
        QCOMPARE(m_cli->read("one/model/model.safetensors"), m_cli->read("two/model/model.safetensors"));
        QCOMPARE(m_cli->read("one/metrics.jsonl").count("\"event\":\"dev\"") + m_cli->read("two/metrics.jsonl").count("\"event\":\"dev\""), 3);   // one a stage
    }
};

QTEST_GUILESS_MAIN(TestTrainKilled)
#include "tst_train_killed.moc"
