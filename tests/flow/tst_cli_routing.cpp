// interlinear-cli routing as a user types it: captures made again, compared, and changed by interventions.
#include "tests/support/command_line.h"
#include "tests/support/tiny_model.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace interlinear::tests;
using Json = nlohmann::json;

namespace {

const QString models = QStringLiteral(INTERLINEAR_SOURCE_DIR "/resources/models/european");
const QString sample = QStringLiteral(INTERLINEAR_SOURCE_DIR "/resources/samples/welcome.md");
const QStringList toGerman{"translate", "--from", "en", "--to", "de", "--threads", "1"};

Json answerOf(const Outcome &outcome)
{
    return Json::parse(outcome.out.begin(), outcome.out.end(), nullptr, false);
}

}  // namespace

class TestCliRouting : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_cli;

    /// Lines through the tiny model, whose words mean nothing.
    Outcome translated(const QByteArray &lines, const QStringList &more = {}) { return m_cli->run(toGerman + QStringList{"--lines"} + more, lines); }

private Q_SLOTS:
    void init()
    {
        m_cli = commandLineWithTinyModel();
    }
    void cleanup() { m_cli.reset(); }

    void totalsAreOfAllFiles()
    {
        translated("one two\nthe small house\n", {"--routing", "c.json"});
        const Json one = answerOf(m_cli->run({"routing", "totals", "c.json", "--json"})), two = answerOf(m_cli->run({"routing", "totals", "c.json", "c.json", "--json"}));
        QCOMPARE(one.size(), 1U);
        QCOMPARE(one[0]["segments"].get<int>(), 2);
        QCOMPARE(two[0]["segments"].get<int>(), 4);
        QCOMPARE(two[0]["tokens"].get<int>(), 2 * one[0]["tokens"].get<int>());
        for (const Json &gate : one[0]["gates"]) {
            double load = 0;
            for (const double share : gate["load"])
                load += share;
            QVERIFY2(std::abs(load - 1) < 1e-5, gate.dump().c_str());
        }
        const int prompt = answerOf(m_cli->run({"routing", "totals", "c.json", "--tokens", "prompt", "--json"}))[0]["tokens"];
        const int generated = answerOf(m_cli->run({"routing", "totals", "c.json", "--tokens", "generated", "--json"}))[0]["tokens"];
        QVERIFY(prompt > 0 && generated > 0);
        QCOMPARE(prompt + generated, one[0]["tokens"].get<int>());
        QVERIFY(m_cli->run({"routing", "totals", "c.json"}).out.startsWith("en to de: 2 segments, "));
        const Outcome mixed = m_cli->run({"routing", "totals", "c.json", QStringLiteral(INTERLINEAR_SOURCE_DIR "/tests/golden/routing/version-1.json")});
        QVERIFY2(mixed.exitCode != 0 && mixed.err.contains("totals are of one model"), mixed.err);
    }

    void routingIsReproduced_data()
    {
        QTest::addColumn<QStringList>("how");
        QTest::newRow("greedy") << QStringList{"--lines"};
        QTest::newRow("beam") << QStringList{"--lines", "--beam", "3"};
        QTest::newRow("drawn") << QStringList{"--lines", "--sample", "--seed", "11", "--temperature", "1.3"};
        QTest::newRow("int8") << QStringList{"--lines", "--precision", "int8"};
        QTest::newRow("terms") << QStringList{"--lines", "--terms", "terms.tsv"};
        QTest::newRow("a document with tags") << QStringList{"--in", sample, "--out", "out.md"};
    }

    void routingIsReproduced()
    {
        QFETCH(QStringList, how);
        m_cli->write("terms.tsv", "small\ttwo|zwei\n");
        m_cli->run(toGerman + how + QStringList{"--routing", "c.json"}, "one two\n\nthe small house\n");
        const Outcome outcome = m_cli->run({"routing", "reproduce", "c.json"});
        QVERIFY2(outcome.exitCode == 0, outcome.out + outcome.err);
        QVERIFY2(outcome.out.startsWith("equal: ") && outcome.err.isEmpty(), outcome.out + outcome.err);
        QCOMPARE(m_cli->run({"routing", "compare", "c.json", "c.json"}).exitCode, 0);
    }

    void whatIsNotReproducedIsNamed()
    {
        translated("one two\nthe small house\n", {"--routing", "c.json"});
        const auto after = [&](const QStringList &more) { return m_cli->run(QStringList{"routing", "reproduce", "c.json"} + more); };
        const Outcome rounded = after({"--precision", "int8"});
        QVERIFY2(rounded.exitCode == 1 && rounded.out.contains("note: the precision is another: int8 instead of fp32"), rounded.out);
        QVERIFY2(rounded.out.contains("segment 0, layer 1, token 0 \"<en>\" (prompt): probability of LM "), rounded.out);

        writeTinyModel(m_cli->path("other").toStdString(), 2);
        const Outcome other = after({"--model", "other"});
        QVERIFY2(other.exitCode == 1 && other.out.contains("note: the model is another: tiny ("), other.out);
        QVERIFY2(other.out.endsWith("different: 2 of 2 segments\n"), other.out);
        m_cli->setVariable("INTERLINEAR_MODEL", m_cli->path("other"));
        const Outcome missing = after({});
        QVERIFY2(missing.exitCode == 1 && missing.err.contains("c.json: no model here has the fingerprint"), missing.err);
    }

    void oneChangedNumberIsFoundAgain()
    {
        translated("one two\nthe small house\n", {"--routing", "c.json"});
        const QByteArray text = m_cli->read("c.json");
        Json file = Json::parse(text.begin(), text.end());
        file["captures"][1]["weight"][1][2][0] = 0.5;
        m_cli->write("changed.json", QByteArray::fromStdString(file.dump()));
        const Outcome outcome = m_cli->run({"routing", "reproduce", "changed.json", "--json"});
        QCOMPARE(outcome.exitCode, 1);
        const Json answer = answerOf(outcome);
        QVERIFY(answer["segments"][0]["equal"] == true && answer["segments"][1]["equal"] == false && answer["notes"].empty());
        const Json first = answer["segments"][1]["first"];
        QVERIFY2(first["layer"] == 3 && first["token"] == 2 && first["changes"][0]["what"] == "weight" && first["changes"][0]["before"] == 0.5, first.dump().c_str());
        const Outcome compared = m_cli->run({"routing", "compare", "c.json", "changed.json"});
        QVERIFY2(compared.exitCode == 1 && compared.out.contains("segment 1, layer 3, token 2"), compared.out);
    }

    void interventionsAreMadeAndShown()
    {
        const auto changed = [&](const QStringList &more) { return m_cli->run(QStringList{"routing", "intervene", "--from", "en", "--to", "de"} + more, "one two\nthe small house\n"); };
        const QByteArray before = translated("one two\nthe small house\n").out;
        const Outcome shown = changed({"--mask", "both:0", "--force", "mt:3@1", "--band", "lm:0-5=0", "--out", "c.json"});
        QCOMPARE(shown.exitCode, 0);
        QVERIFY2(shown.out.startsWith("before: " + before.split('\n').first() + "\nafter:  ") && shown.out.contains("\nin all: other experts for "), shown.out);
        QCOMPARE(m_cli->run({"routing", "reproduce", "c.json"}).exitCode, 0);
        const QByteArray text = m_cli->read("c.json");
        const Json items = Json::parse(text.begin(), text.end())["captures"][1]["interventions"];
        m_cli->write("items.json", QByteArray::fromStdString(items.dump()));
        QVERIFY2(items.size() == 4 && items[2]["kind"] == "force" && items[2]["layer"] == 1 && items[3]["kind"] == "band" && items[3]["last_bin"] == 5, items.dump().c_str());
        QCOMPARE(changed({"--interventions", "items.json"}).out, shown.out);

        const Json same = answerOf(changed({"--band", "both:0-12=1", "--scale", "mt=1", "--json"}));
        QVERIFY2(same["changed_tokens"] == 0 && same["changed_texts"] == 0 && same["segments"][0]["equal"] == true, same.dump().c_str());
        const Json prompt = answerOf(changed({"--band", "both:0-12=0", "--scope", "prompt", "--json"}));
        QVERIFY2(prompt["common_tokens"] > 8 && prompt["segments"][1]["largest_probability"] > 0.01, prompt.dump().c_str());
    }

    void aFileOfVersion1SaysWhatItLacks()
    {
        const QString old = QStringLiteral(INTERLINEAR_SOURCE_DIR "/tests/golden/routing/version-1.json");
        QVERIFY(m_cli->run({"routing", "info", old}).out.contains("from a file of version 1: tags, settings, vocabulary and build are not known"));
        const Outcome outcome = m_cli->run({"routing", "reproduce", old, "--model", models});
        QVERIFY2(outcome.err.contains("they are of models with other layers or experts, \"interlinear-en-de\" and \"interlinear-european\""), outcome.out + outcome.err);
        QVERIFY(m_cli->run({"routing", "export", old, "--out", "old.csv"}).exitCode == 0);
    }

    void interveningSaysEachWarningOnce()
    {
        const QByteArray line = "Call 0049 1523 4567890 or 00420 603 123 456 or 0033 6 12 34 56 78 at 23:59:59.\n";   // the model gets its numbers wrong, with its MT experts and without
        const Outcome outcome = m_cli->run({"routing", "intervene", "--from", "en", "--to", "de", "--mask", "mt", "--model", models}, line);
        QCOMPARE(outcome.err, QByteArray("interlinear-cli: standard input, line 1: the numbers of the translation are not those of the source\n"));
    }
};

QTEST_APPLESS_MAIN(TestCliRouting)
#include "tst_cli_routing.moc"
