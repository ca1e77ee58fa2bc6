// Several processes that train one model, started as torchrun starts them.
#include "tests/support/program.h"
#include "tests/support/toy_training.h"

#include <QTcpServer>
#include <QTest>

using namespace interlinear::tests;
using Json = nlohmann::json;

namespace {

QString freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return QString::number(server.serverPort());
}

Json recipeWith(int accumulate, int steps)
{
    Json recipe = toyRecipe();
    recipe["every_stage"]["accumulate"] = accumulate;
    for (Json &stage : recipe["stages"])
        stage["steps"] = steps;
    return recipe;
}

/// The steps that metrics.jsonl tells.
std::vector<Json> stepsIn(const QByteArray &metrics)
{
    std::vector<Json> steps;
    for (const QByteArray &line : metrics.trimmed().split('\n')) {
        Json event = Json::parse(line.begin(), line.end());
        if (event.at("event") == "step")
            steps.push_back(std::move(event));
    }
    return steps;
}

}  // namespace

class TestWorkers : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_cli;

    void setRank(const QString &rank) { m_cli->setVariable("RANK", rank); }

    std::unique_ptr<QProcess> startWorker(const QString &rank, const QStringList &more = {})
    {
        setRank(rank);
        return m_cli->start(QStringList{"train", "recipe.json", "--out", "run", "--threads", "1"} + more);
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<Program>("interlinear-cli");
        m_cli->write("pairs.tsv", toyCorpus());
    }

    void twoWorkersTrainLikeOneWithTwiceTheBatch()
    {
        m_cli->write("recipe.json", QByteArray::fromStdString(recipeWith(2, 12).dump()));
        QCOMPARE(m_cli->run({"train", "recipe.json", "--out", "alone", "--threads", "1"}).exitCode, 0);

        m_cli->write("recipe.json", QByteArray::fromStdString(recipeWith(1, 12).dump()));
        m_cli->setVariable("MASTER_ADDR", "127.0.0.1");
        m_cli->setVariable("MASTER_PORT", freePort());
        m_cli->setVariable("WORLD_SIZE", "2");
        const auto first = startWorker("0"), second = startWorker("1");
        const Outcome one = Program::finish(*first), two = Program::finish(*second);
        QVERIFY2(one.exitCode == 0, one.err);
        QVERIFY2(two.exitCode == 0, two.err);

        const std::vector<Json> together = stepsIn(m_cli->read("run/metrics.jsonl")), alone = stepsIn(m_cli->read("alone/metrics.jsonl"));
        QCOMPARE(together.size(), alone.size());
        QVERIFY(!alone.empty());
        for (std::size_t i = 0; i < alone.size(); ++i) {
            const double expected = alone[i].at("loss"), loss = together[i].at("loss");
            QVERIFY2(std::abs(loss - expected) < 1e-4, qPrintable(QString("%1: %2 and %3").arg(i).arg(loss).arg(expected)));
        }
    }

    void aLostWorkerLeavesACheckpoint_data()
    {
        QTest::addColumn<int>("lost");
        QTest::newRow("the first") << 0;
        QTest::newRow("another") << 1;
    }

    void aLostWorkerLeavesACheckpoint()
    {
        QFETCH(int, lost);
        m_cli->write("recipe.json", QByteArray::fromStdString(recipeWith(1, 100'000).dump()));
        m_cli->setVariable("MASTER_ADDR", "127.0.0.1");
        m_cli->setVariable("MASTER_PORT", freePort());
        m_cli->setVariable("WORLD_SIZE", "2");
        const std::unique_ptr<QProcess> workers[] = {startWorker("0"), startWorker("1")};
        QTRY_VERIFY_WITH_TIMEOUT(m_cli->read("run/metrics.jsonl").count("\"event\":\"step\"") > 1, 60'000);
        workers[lost]->kill();
        const Outcome left = Program::finish(*workers[1 - lost]);
        QCOMPARE(left.exitCode, 1);
        QVERIFY2(left.err.contains("which is saved; go on with --resume"), left.err);

        const QByteArray from = left.err.mid(left.err.indexOf("after step ") + 11);
        const int saved = from.left(from.indexOf(',')).toInt();
        QVERIFY2(saved >= 20, left.err);
        m_cli->setVariable("WORLD_SIZE", "1");
        const auto alone = startWorker("0", {"--resume", "--minutes", "0.02"});
        const Outcome resumed = Program::finish(*alone);
        QVERIFY2(resumed.exitCode == 0, resumed.err);
        QVERIFY(stepsIn(m_cli->read("run/metrics.jsonl")).back().at("step").get<int>() > saved);
    }

    void wrongVariablesAreNamed_data()
    {
        QTest::addColumn<QString>("rank");
        QTest::addColumn<QString>("size");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("rank behind the last") << "2" << "2" << QByteArray("RANK: is \"2\"; expected a whole number from 0 to 1");
        QTest::newRow("rank is a word") << "first" << "2" << QByteArray("RANK: is \"first\"");
        QTest::newRow("nobody") << "0" << "0" << QByteArray("WORLD_SIZE: is \"0\"");
    }

    void wrongVariablesAreNamed()
    {
        QFETCH(QString, rank);
        QFETCH(QString, size);
        QFETCH(QByteArray, expected);
        m_cli->write("recipe.json", QByteArray::fromStdString(recipeWith(1, 2).dump()));
        m_cli->setVariable("MASTER_ADDR", "127.0.0.1");
        m_cli->setVariable("MASTER_PORT", freePort());
        m_cli->setVariable("WORLD_SIZE", size);
        const auto worker = startWorker(rank);
        const Outcome outcome = Program::finish(*worker);
        QVERIFY(outcome.exitCode != 0);
        QVERIFY2(outcome.err.contains(expected), outcome.err);
    }
};

QTEST_GUILESS_MAIN(TestWorkers)
#include "tst_workers.moc"
