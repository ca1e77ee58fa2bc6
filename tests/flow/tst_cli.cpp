// interlinear-cli as a user types it: what README shows, what scripts read, and the other programs that it hands work to.
#include "tests/support/command_line.h"
#include "tests/support/toy_training.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <csignal>

using namespace interlinear::tests;
using Json = nlohmann::json;

namespace {

const QString models = QStringLiteral(INTERLINEAR_SOURCE_DIR "/resources/models/european");
const QString sample = QStringLiteral(INTERLINEAR_SOURCE_DIR "/resources/samples/welcome.md");
const QString unitOfHouse = QStringLiteral("ae8daf4c-9e08-59dc-b71c-42efcbdfcbe7");   // what its texts give
const QStringList toGerman{"translate", "--from", "en", "--to", "de", "--threads", "1"};

std::vector<Json> jsonLines(const QByteArray &out)
{
    std::vector<Json> lines;
    for (const QByteArray &line : out.trimmed().split('\n'))
        lines.push_back(Json::parse(line.begin(), line.end(), nullptr, false));
    return lines;
}

QByteArray shown(const Json &json)
{
    return QByteArray::fromStdString(json.dump());
}

std::vector<std::string> keysOf(const Json &json)
{
    std::vector<std::string> keys;
    for (const auto &[key, value] : json.items())
        keys.push_back(key);
    return keys;
}

}  // namespace

class TestCli : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_cli;

    /// Lines through the tiny model, whose words mean nothing.
    Outcome translated(const QByteArray &lines, const QStringList &more = {}) { return m_cli->run(toGerman + QStringList{"--lines"} + more, lines); }

    void makeMemory(const QString &file, const QByteArray &pairs)
    {
        QCOMPARE(m_cli->run({"memory", "create", file, "--from", "en", "--to", "de"}).exitCode, 0);
        QCOMPARE(m_cli->run({"memory", "add", file}, pairs).exitCode, 0);
    }

private Q_SLOTS:
    void init()
    {
        m_cli = commandLineWithTinyModel();
    }
    void cleanup() { m_cli.reset(); }

    void readmeTranslatesADocument()
    {
        const Outcome document = m_cli->run(toGerman + QStringList{"--in", sample, "--out", "willkommen.md", "--routing", "routing.npz", "--model", models});
        QCOMPARE(document.exitCode, 0);
        QCOMPARE(document.out, QByteArray());
        QCOMPARE(document.err, QByteArray());
        QVERIFY(m_cli->read("willkommen.md").startsWith("# "));
        const QByteArray archive = m_cli->read("routing.npz");
        QVERIFY(archive.startsWith("PK"));
        for (const char *name : {"gate_probability", "chosen", "weight", "group", "layer_index", "segment", "token_id", "span_utf16", "phase", "header"})
            QVERIFY2(archive.contains(QByteArray(name) + ".npy"), name);
        const qsizetype header = archive.indexOf("\x93NUMPY");
        QVERIFY(header > 0);
        QVERIFY(archive.indexOf("interlinear-european") > header);
    }

    void readmeTranslatesALine()
    {
        const Outcome line = m_cli->run(toGerman + QStringList{"--lines", "--beam", "4", "--model", models}, "The weather is nice today.\n");
        QCOMPARE(line.exitCode, 0);
        QCOMPARE(line.err, QByteArray());
        QCOMPARE(line.out.count('\n'), qsizetype(1));
        QVERIFY2(line.out.contains("Wetter"), line.out);
    }

    void aPrefixIsGoneOnWith()
    {
        makeMemory("m.tm", "The house is green.\tUnser Haus ist grün.\n");
        const QStringList typed{"--prefix", "Das Ha", "--memory", "m.tm", "--model", models};
        const Outcome outcome = translated("The house is green.\nThe house is red. We see it.\n", typed);
        QCOMPARE(outcome.exitCode, 0);
        const QList<QByteArray> lines = outcome.out.split('\n');
        QCOMPARE(lines.size(), qsizetype(3));
        QVERIFY2(lines[0].startsWith("Das Ha") && lines[1].startsWith("Das Ha") && lines[1].count("Das Ha") == 1, outcome.out);
    }

    void whatIsDoneIsThereWhenItIsInterrupted()
    {
        QByteArray lines;
        for (int i = 0; i < 6000; ++i)
            lines += "House " + QByteArray::number(i) + (i % 7 == 0 ? " is green. We see it.\n" : i % 11 == 0 ? "\n\n" : " is red.\n");
        m_cli->write("many.txt", lines);
        m_cli->write("few.txt", lines.first(lines.indexOf("House 40 ")));
        const QStringList arguments = toGerman + QStringList{"--lines", "--model", models, "--in"};
        const std::unique_ptr<QProcess> translating = m_cli->start(arguments + QStringList{"many.txt"});
        QVERIFY(translating->waitForReadyRead(60'000));
        QCOMPARE(translating->state(), QProcess::Running);
        ::kill(static_cast<pid_t>(translating->processId()), SIGINT);
        QVERIFY(translating->waitForFinished(60'000));
        const QByteArray done = translating->readAllStandardOutput(), expected = m_cli->run(arguments + QStringList{"few.txt"}).out;
        QVERIFY(done.endsWith('\n') && done.count('\n') < 6000);
        QVERIFY2(!expected.isEmpty() && done.startsWith(expected), done.left(200) + expected.left(200));
    }

    void aDocumentKeepsItsFormat()
    {
        m_cli->write("a.html", "<p>The house.</p>\n");
        const Outcome refused = m_cli->run(toGerman + QStringList{"--in", "a.html", "--out", "a.docx"});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("--out: ends in .docx, but a document is written in its own format; expected .html"), refused.err);
        QCOMPARE(m_cli->run(toGerman + QStringList{"--in", "a.html", "--out", "b.htm", "--model", models}).exitCode, 0);
        QCOMPARE(m_cli->run(toGerman + QStringList{"--in", "a.html", "--out", "c.html.de", "--model", models}).exitCode, 0);
    }

    void readmeFillsAndAsksAMemory()
    {
        QCOMPARE(m_cli->run({"memory", "create", "my.tm", "--from", "en", "--to", "de"}).exitCode, 0);
        const Outcome added = m_cli->run({"memory", "add", "my.tm"}, "Good morning.\tGuten Morgen.\n");
        QCOMPARE(added.exitCode, 0);
        QCOMPARE(added.out, QByteArray("1 added, 0 known already\n"));
        const Outcome found = m_cli->run({"memory", "lookup", "my.tm", "--threshold", "50"}, "Good evening.\nGood morning.\n");
        QCOMPARE(found.exitCode, 0);
        const std::vector<Json> answers = jsonLines(found.out);
        QCOMPARE(answers.size(), std::size_t(2));
        QCOMPARE(shown(answers[0]["query"]), QByteArray("\"Good evening.\""));
        const Json exact = answers[1]["matches"].at(0);
        for (const char *key : {"source", "target", "score", "explanation", "differences", "score_per_mille"})
            QVERIFY2(exact.contains(key), key);
        QCOMPARE(shown(exact["target"]), QByteArray("\"Guten Morgen.\""));
        QCOMPARE(shown(exact["score"]), QByteArray("100"));
    }

    void linesStayLines_data()
    {
        QTest::addColumn<QByteArray>("in");
        QTest::addColumn<QByteArray>("mark");
        QTest::addColumn<QList<QByteArray>>("ends");
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QList<QByteArray>{};
        QTest::newRow("blank lines") << QByteArray("\n\none two\n\n") << QByteArray() << QList<QByteArray>{"\n", "\n", "\n", "\n"};
        QTest::newRow("no end behind the last") << QByteArray("one\ntwo") << QByteArray() << QList<QByteArray>{"\n", "\n"};
        QTest::newRow("line ends of Windows") << QByteArray("one\r\n\r\ntwo\nthree\r\n") << QByteArray() << QList<QByteArray>{"\r\n", "\r\n", "\n", "\r\n"};
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFone\n") << QByteArray("\xEF\xBB\xBF") << QList<QByteArray>{"\n"};
    }

    void linesStayLines()
    {
        QFETCH(QByteArray, in);
        QFETCH(QByteArray, mark);
        QFETCH(QList<QByteArray>, ends);
        QByteArray out = translated(in).out;
        QVERIFY(out.startsWith(mark));
        out.remove(0, mark.size());
        for (const QByteArray &end : ends) {
            const qsizetype length = out.indexOf('\n') + 1;
            QVERIFY(length > 0);
            const QByteArray line = out.first(length);
            QVERIFY(line.endsWith(end) && line.endsWith("\r\n") == end.startsWith('\r'));
            out.remove(0, length);
        }
        QCOMPARE(out, QByteArray());
    }

    void aByteOrderMarkIsNoPartOfTheText()
    {
        QCOMPARE(translated("\xEF\xBB\xBFone two\n").out, "\xEF\xBB\xBF" + translated("one two\n").out);
    }

    void tagsInALineAreKept()
    {
        const QByteArray out = translated("press <b class='key'>Enter</b>\nsee <br/>the water\n<i>\n").out;
        for (const char *tag : {"<b class='key'>", "</b>", "<br/>"})
            QVERIFY2(out.count(tag) == 1, out);
        QVERIFY2(out.endsWith("\n<i>\n"), out);
    }

    void termsAreObeyed()
    {
        const QStringList byModel = toGerman + QStringList{"--lines", "--model", models};
        const QByteArray lines = "Tom needs the money.\nThe train came on time.\nThe trainer came.\n";
        m_cli->write("terms.tsv", "train\tBahn|Eisenbahn\n\nMoney\tGeld\tforbidden\n");
        m_cli->write("more.tsv", "\xEF\xBB\xBFtom\tThomas|Thomas\xE2\x80\x99\r\n");
        const QList<QByteArray> plain = m_cli->run(byModel, lines).out.split('\n');
        QVERIFY(plain[0].contains("Tom") && plain[0].contains("Geld") && !plain[1].contains("Bahn"));

        const Outcome under = m_cli->run(byModel + QStringList{"--terms", "terms.tsv", "--terms", "more.tsv"}, lines);
        QCOMPARE(under.err, QByteArray());
        QCOMPARE(under.exitCode, 0);
        const QList<QByteArray> targets = under.out.split('\n');
        QVERIFY2(targets[0].contains("Thomas") && !targets[0].contains("Geld"), targets[0]);
        QVERIFY2(targets[1].contains("Bahn") || targets[1].contains("Eisenbahn"), targets[1]);
        QCOMPARE(targets[2], plain[2]);

        m_cli->write("impossible.tsv", "train\tZug|Bahn\ntime\tzug|bahn\tforbidden\n");
        m_cli->write("narrow.tsv", "train\tbahn\ntrain\tbahn|Zug\tforbidden\n");   // "Bahn" is left
        QCOMPARE(m_cli->run(byModel + QStringList{"--terms", "narrow.tsv"}, lines).exitCode, under.exitCode);
        const Outcome missing = m_cli->run(byModel + QStringList{"--terms", "impossible.tsv", "--json"}, lines);
        QCOMPARE(missing.exitCode, 0);
        QVERIFY2(missing.err.contains("standard input, line 2: no place was found for Zug or Bahn (impossible.tsv, line 1)"), missing.err);
        const std::vector<Json> answers = jsonLines(missing.out);
        QCOMPARE(shown(answers[1]["missing_terms"]), QByteArray(R"([{"forms":["Zug","Bahn"],"source":"train"}])"));
        QCOMPARE(shown(answers[0]["missing_terms"]), QByteArray("[]"));
    }

    void otherWordsAtAPlace()
    {
        const QStringList byModel = toGerman + QStringList{"--lines", "--json", "--model", models};
        const Outcome outcome = m_cli->run(byModel + QStringList{"--alternatives", "4"}, "The house is green.\n");
        QCOMPARE(outcome.err, QByteArray());
        const Json answer = jsonLines(outcome.out).front();
        QCOMPARE(shown(answer["target"]), QByteArray("\"Das Haus ist grün.\""));
        QCOMPARE(answer["alternatives"].size(), std::size_t(6));
        QCOMPARE(shown(answer["alternatives"][0]["text"]), QByteArray("\"Haus\""));
        QCOMPARE(shown(answer["alternatives"][0]["target"]), shown(answer["target"]));
        double last = 1;
        for (const Json &word : answer["alternatives"]) {
            QVERIFY(word["target"].get<std::string>().starts_with("Das " + word["text"].get<std::string>()));
            QVERIFY(word["probability"].get<double>() <= last);
            last = word["probability"].get<double>();
        }
        const Outcome some = m_cli->run(byModel + QStringList{"--alternatives", "18"}, "The house is green.\n\nGood morning.\nThe house is green.\n");
        QCOMPARE(some.exitCode, 1);
        const std::vector<Json> lines = jsonLines(some.out);
        QCOMPARE(lines.size(), std::size_t(4));
        QVERIFY(!lines[0]["alternatives"].is_null() && lines[1]["alternatives"].is_null() && lines[2]["alternatives"].is_null());
        QCOMPARE(shown(lines[3]), shown(lines[0]));
        QCOMPARE(some.err.count('\n'), qsizetype(2));
        QVERIFY2(some.err.contains("standard input, line 2: the line is blank") && some.err.contains("standard input, line 3: the place is 18 bytes into the target, which has "), some.err);
        QVERIFY2(some.err.contains("choose another place with --alternatives"), some.err);
        const Outcome inside = m_cli->run(byModel + QStringList{"--alternatives", "16"}, "The house is green.\n");
        QCOMPARE(inside.exitCode, 1);
        QVERIFY2(inside.err.contains("standard input, line 1: the place, 16 bytes into the target, is inside a character"), inside.err);
        QVERIFY(jsonLines(inside.out).front()["alternatives"].is_null());
        QCOMPARE(m_cli->run(toGerman + QStringList{"--lines", "--alternatives", "4"}, "one\n").exitCode, 2);
    }

    void aLongLineIsTranslatedToItsEnd()
    {
        const QStringList byModel = toGerman + QStringList{"--lines", "--model", models};
        const QByteArray sentence = "The small house is green. ", last = "Good evening.\n";
        const QByteArray expected = m_cli->run(byModel, sentence).out.trimmed() + ' ', expectedLast = m_cli->run(byModel, last).out.trimmed();
        const Outcome line = m_cli->run(byModel + QStringList{"--json"}, sentence.repeated(60) + last);
        QCOMPARE(line.err, QByteArray());
        QCOMPARE(line.exitCode, 0);
        const Json answer = jsonLines(line.out).front();
        QCOMPARE(shown(answer["complete"]), QByteArray("true"));
        QCOMPARE(QByteArray::fromStdString(answer["target"].get<std::string>()), expected.repeated(60) + expectedLast);
    }

    void whatIsCutIsNamed()
    {
        m_cli->write("lines.txt", "one\n" + QByteArray("water ").repeated(600) + "\n");
        const Outcome outcome = m_cli->run(toGerman + QStringList{"--lines", "--in", "lines.txt", "--model", models});
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.out.count('\n'), qsizetype(2));
        QVERIFY2(outcome.err.contains("interlinear-cli: lines.txt, line 2: longer than the model reads"), outcome.err);
        QVERIFY(m_cli->run({"translate", "--help"}).out.contains("exit code is 1"));
    }

    void jsonShapes_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("in");
        QTest::addColumn<QByteArray>("keys");
        QTest::newRow("evaluate") << QStringList{"evaluate", "--reference", "r.txt", "--hypothesis", "r.txt", "--to", "de"} << QByteArray() << QByteArray("bleu chrf ter");
        QTest::newRow("model info") << QStringList{"model", "info", "tiny"} << QByteArray() << QByteArray("config fingerprint languages mixed_layers name parameters");
        QTest::newRow("model verify") << QStringList{"model", "verify", "tiny"} << QByteArray() << QByteArray("files_with_checksum fingerprint largest_deviation ok tokens");
        QTest::newRow("perplexity") << QStringList{"perplexity", "--in", "r.txt"} << QByteArray()
                                    << QByteArray("bits_per_byte bytes experts language lines perplexity tokens");
        QTest::newRow("memory create") << QStringList{"memory", "create", "new.tm", "--from", "en", "--to", "de"} << QByteArray() << QByteArray("file from to");
        QTest::newRow("memory add") << QStringList{"memory", "add", "m.tm"} << QByteArray("a\tb\n\n \n") << QByteArray("added known superseded");
        QTest::newRow("memory import") << QStringList{"memory", "import", "m.tm", "pairs.csv"} << QByteArray()
                                       << QByteArray("added format kept known other_direction reasons replaced skipped");
        QTest::newRow("memory export") << QStringList{"memory", "export", "m.tm", "m.tmx"} << QByteArray() << QByteArray("file units");
        QTest::newRow("memory stats") << QStringList{"memory", "stats", "m.tm"} << QByteArray() << QByteArray("approved bytes distinct_sources earlier_versions from removed to units used uuid");
        QTest::newRow("memory check") << QStringList{"memory", "check", "m.tm"} << QByteArray() << QByteArray("sound");
        QTest::newRow("terms create") << QStringList{"terms", "create", "new.itb", "--from", "en", "--to", "de"} << QByteArray() << QByteArray("file from to");
        QTest::newRow("terms add") << QStringList{"terms", "add", "t.itb"} << QByteArray("a\tb\n") << QByteArray("added joined known");
        QTest::newRow("terms import") << QStringList{"terms", "import", "t.itb", "t.csv"} << QByteArray() << QByteArray("added changed known skipped");
        QTest::newRow("terms export") << QStringList{"terms", "export", "t.itb", "t.tbx"} << QByteArray() << QByteArray("concepts file");
        QTest::newRow("terms find") << QStringList{"terms", "find", "t.itb"} << QByteArray("house\n") << QByteArray("terms text");
        QTest::newRow("terms check") << QStringList{"terms", "check", "t.itb"} << QByteArray("house\tHaus\n") << QByteArray("findings line");
        QTest::newRow("terms stats") << QStringList{"terms", "stats", "t.itb"} << QByteArray() << QByteArray("bytes concepts forbidden from languages terms to");
        QTest::newRow("document info") << QStringList{"document", "info", "r.txt"} << QByteArray() << QByteArray("bytes characters file format language segments words");
        QTest::newRow("segment") << QStringList{"segment", "--language", "en"} << QByteArray("One.") << QByteArray("paragraph span text");
        QTest::newRow("project create") << QStringList{"project", "create", "p", "--from", "en", "--to", "de"} << QByteArray() << QByteArray("folder memory");
        QTest::newRow("project memory list") << QStringList{"project", "memory", "list", "job"} << QByteArray() << QByteArray("access memory penalty");
        QTest::newRow("memory history") << QStringList{"memory", "history", "m.tm", unitOfHouse} << QByteArray()
                                        << QByteArray("approved author changed_ms context_id created_ms document id next origin previous replaced_by replaced_ms source "
                                                      "target use_count used_ms");
        QTest::newRow("lines") << toGerman + QStringList{"--lines"} << QByteArray("one\n") << QByteArray("complete log_probability origin source steps target tokens");
        QTest::newRow("routing reproduce") << QStringList{"routing", "reproduce", "c.json"} << QByteArray() << QByteArray("equal notes segments");
        QTest::newRow("routing compare") << QStringList{"routing", "compare", "c.json", "c.json"} << QByteArray() << QByteArray("equal notes segments");
        QTest::newRow("routing intervene") << QStringList{"routing", "intervene", "--from", "en", "--to", "de", "--mask", "mt:1"} << QByteArray("one\n")
                                           << QByteArray("changed_share changed_texts changed_tokens common_tokens segments");
        QTest::newRow("routing export") << QStringList{"routing", "export", "c.json", "--out", "c.csv"} << QByteArray() << QByteArray("file segments");
    }

    void jsonShapes()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, in);
        QFETCH(QByteArray, keys);
        m_cli->write("r.txt", "the small house\n");
        m_cli->write("pairs.csv", "house,Haus\n");
        m_cli->run({"memory", "create", "m.tm", "--from", "en", "--to", "de"});
        m_cli->run({"memory", "add", "m.tm"}, "house\tHaus\n");
        m_cli->run({"project", "create", "job", "--from", "en", "--to", "de"});
        m_cli->run({"terms", "create", "t.itb", "--from", "en", "--to", "de"});
        m_cli->write("t.csv", "en,de\nhouse,Haus\n");
        translated("one\n", {"--routing", "c.json"});
        const Outcome outcome = m_cli->run(arguments + QStringList{"--json"}, in);
        QCOMPARE(outcome.out.count('\n'), qsizetype(1));
        const Json json = jsonLines(outcome.out).front();
        QByteArray found;
        for (const std::string &key : keysOf(json))
            found += (found.isEmpty() ? "" : " ") + QByteArray::fromStdString(key);
        QCOMPARE(found, keys);
    }

    void helpIsAlsoACommand()
    {
        const Outcome help = m_cli->run({"help", "routing", "totals"});
        QCOMPARE(help.exitCode, 0);
        QCOMPARE(help.out, m_cli->run({"routing", "totals", "--help"}).out);
        QCOMPARE(m_cli->run({"help"}).out, m_cli->run({"--help"}).out);
    }

    void linesAreReadInContext()
    {
        const QByteArray lines = "the green house\nsee the water\n\nthe green house\nsee the water\nthe tree\n", notice = "was not trained with context";
        const Outcome untrained = translated(lines, {"--context"}), plain = translated(lines);
        QCOMPARE(untrained.out, plain.out);
        QVERIFY(untrained.err.contains(notice) && !plain.err.contains(notice));
        Json config = Json::parse(m_cli->read("tiny/config.json").toStdString());
        config["context_tokens"] = 160;
        m_cli->write("tiny/config.json", QByteArray::fromStdString(config.dump()));
        QVERIFY(!translated(lines, {"--context"}).err.contains(notice));
        const QList<QByteArray> alone = translated(lines).out.split('\n'), read = translated(lines, {"--context"}).out.split('\n');
        QCOMPARE(read.size(), alone.size());
        QCOMPARE(read[0], alone[0]);   // nothing is before the first line of a document
        QCOMPARE(read[3], alone[3]);
        QCOMPARE(read[4], read[1]);
        QVERIFY(read[1] != alone[1]);
        QCOMPARE(translated(lines, {"--context", "--batch", "1"}).out.split('\n'), read);
        m_cli->write("a.txt", "the green house\n\nsee the water\n");   // a document needs no word for it
        QCOMPARE(m_cli->run(toGerman + QStringList{"--in", "a.txt"}).out, read[0] + "\n\n" + read[1] + "\n");
        QCOMPARE(m_cli->run(toGerman + QStringList{"--in", "a.txt", "--context"}).exitCode, 2);
        QCOMPARE(m_cli->run({"project", "create", "job", "--from", "en", "--to", "de", "--memory", "my.tm"}).exitCode, 0);
        QCOMPARE(m_cli->run({"project", "add", "job", "a.txt"}).exitCode, 0);
        QCOMPARE(m_cli->run({"project", "pretranslate", "job", "--json"}).out, QByteArray("{\"memory\":0,\"machine\":2,\"cut\":2}\n"));   // as tiny models do
        QCOMPARE(m_cli->run({"project", "export", "job", "--out", "out"}).exitCode, 0);
        QCOMPARE(m_cli->read("out/a.txt"), read[0] + "\n\n" + read[1] + "\n");
    }

    void confidenceIsMeasuredStoredAndSaid()
    {
        QDir().mkpath(m_cli->path("model"));
        for (const QFileInfo &file : QDir(models).entryInfoList(QDir::Files))
            QVERIFY(QFile::copy(file.filePath(), m_cli->path("model/" + file.fileName())));
        Json config = Json::parse(m_cli->read("model/config.json").toStdString());
        config.erase("confidence");
        m_cli->write("model/config.json", QByteArray::fromStdString(config.dump()));
        QByteArray sources, references;
        for (int i = 0; i < 110; ++i) {
            sources += "I have " + QByteArray::number(i + 2) + (i % 2 ? " apples.\n" : " unheard-of quandaries.\n");
            references += i % 2 ? "Ich habe " + QByteArray::number(i + 2) + " \u00c4pfel.\n" : QByteArray("Wer weiss das schon.\n");
        }
        m_cli->write("s.txt", sources);
        m_cli->write("r.txt", references);
        const QStringList calibrate{"model", "calibrate", "model", "--source", "s.txt", "--reference", "r.txt", "--from", "en-US", "--to", "de-AT", "--json"};   // kept as the model has them
        QVERIFY(!m_cli->run(toGerman + QStringList{"--lines", "--json", "--model", "model"}, "I have 3 apples.\n").out.contains("confidence"));
        const Outcome unmeasured = m_cli->run(calibrate + QStringList{"--check"});
        QVERIFY(unmeasured.exitCode != 0 && unmeasured.err.contains("no calibration for en-de"));
        const Outcome fitted = m_cli->run(calibrate);
        QVERIFY2(fitted.exitCode == 0 && fitted.err.isEmpty(), fitted.err);
        const Json answer = jsonLines(fitted.out).front();
        QCOMPARE(answer["curves"].size(), 2U);
        QVERIFY(answer["curves"][1]["auc"].get<double>() > 0.9);
        const Outcome checked = m_cli->run(calibrate + QStringList{"--check"});
        Json stored = jsonLines(checked.out).front()["curves"][0], made = answer["curves"][0];
        stored.erase("lines_of");
        made.erase("lines_of");
        QCOMPARE(shown(stored), shown(made));
        const auto confidence = [&](const QByteArray &line) { return jsonLines(m_cli->run(toGerman + QStringList{"--lines", "--json", "--model", "model"}, line).out).front()["confidence"].get<double>(); };
        QVERIFY(confidence("I have 3 apples.\n") > 0.5 && confidence("I have 3 unheard-of quandaries.\n") < 0.5);
        QCOMPARE(m_cli->run({"model", "verify", "model"}).exitCode, 0);
        m_cli->write("r.txt", "one line\n");
        const Outcome unequal = m_cli->run(calibrate);
        QCOMPARE(unequal.exitCode, 3);
        QVERIFY2(unequal.err.contains("r.txt") && unequal.err.contains("110"), unequal.err);
    }

    void alignmentHeadsAreMeasuredAndStored()
    {
        m_cli->write("pairs.tsv", "the <b>house</b>\tdas <b>Haus</b>\nsee <i>water</i>\t<i>Wasser</i> sehen\nno tag\tkeine\n");
        const QStringList align{"model", "align", "tiny", "--pairs", "en-de=pairs.tsv", "--json"};
        const Json before = jsonLines(m_cli->run(align + QStringList{"--check"}).out).front();
        QCOMPARE(before["pairs"].get<int>(), 4);
        const Json made = jsonLines(m_cli->run(align).out).front();
        QCOMPARE(shown(made["stored"]), shown(before["stored"]));
        QVERIFY(made["best"]["placed"].get<double>() >= made["stored"]["placed"].get<double>());
        const QByteArray config = m_cli->read("tiny/config.json");
        const Outcome again = m_cli->run({"model", "align", "tiny", "--pairs", "en-de=pairs.tsv", "--out", "new.json"});
        QVERIFY2(again.out.contains("nothing beats what is stored"), again.out);
        QVERIFY(!m_cli->files().contains("new.json"));
        QCOMPARE(m_cli->read("tiny/config.json"), config);
        const Json after = jsonLines(m_cli->run(align + QStringList{"--check"}).out).front();
        QCOMPARE(shown(after["stored"]["placed"]), shown(made["best"]["placed"]));
        QCOMPARE(m_cli->run({"model", "verify", "tiny"}).exitCode, 0);
        QCOMPARE(m_cli->run({"model", "align", "tiny", "--pairs", "pairs.tsv"}).exitCode, 2);
        m_cli->write("pairs.tsv", "one column\n");
        QCOMPARE(m_cli->run(align).exitCode, 3);
    }

    void memoriesAreTakenOrHelp()
    {
        const QStringList byModel = toGerman + QStringList{"--lines", "--model", models};
        const QByteArray lines = "  Good morning.\nThe weather is nice here today.\nThank you.\nGood evening.\n";
        const QList<QByteArray> plain = m_cli->run(byModel, lines).out.split('\n');
        makeMemory("one.tm", "Good morning.\tMahlzeit.\nThe weather is nice there today.\t" + plain[1] + "\nThank you.\tMerci.\n");
        makeMemory("two.tm", "Thank you.\tBesten Dank.\nGood evening.\tGut'n Abend.\n");   // contradicts the first one
        const QStringList withBoth = byModel + QStringList{"--memory", "one.tm", "--memory", "two.tm"};
        const Outcome outcome = m_cli->run(withBoth, lines);
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.out, "  Mahlzeit.\n" + plain[1] + '\n' + plain[2] + "\nGut'n Abend.\n");

        const std::vector<Json> without = jsonLines(m_cli->run(byModel + QStringList{"--json"}, lines).out), with = jsonLines(m_cli->run(withBoth + QStringList{"--json"}, lines).out);
        QCOMPARE(shown(with[0]["origin"]), QByteArray("\"memory\""));
        QCOMPARE(shown(with[0]["match_score"]), QByteArray("100"));
        QCOMPARE(shown(with[1]["origin"]), QByteArray("\"machine\""));
        QVERIFY(with[1]["match_score"] > 50 && with[1]["match_score"] < 100);
        QVERIFY(with[1]["steps"] < without[1]["steps"]);
        QCOMPARE(shown(with[1]["log_probability"]), shown(without[1]["log_probability"]));
        QCOMPARE(shown(with[2]["origin"]), QByteArray("\"machine\""));
        QVERIFY(!without[1].contains("match_score"));
    }

    void aTermbaseIsFilledFoundCheckedAndForced()
    {
        QCOMPARE(m_cli->run({"terms", "create", "my.itb", "--from", "en", "--to", "de"}).exitCode, 0);
        QVERIFY(m_cli->run({"terms", "add", "my.itb"}, "money\tMoneten\nhard disk\tFestplatte\nhard disk\tPlatte\n").out.startsWith("2 added, 1 joined"));
        m_cli->write("more.tsv", "en\tde\tde:forbidden\ntrain\tZug\tBahn\n");
        QVERIFY(m_cli->run({"terms", "import", "my.itb", "more.tsv"}).out.startsWith("1 added"));
        const std::vector<Json> found = jsonLines(m_cli->run({"terms", "find", "my.itb"}, "Two hard disks.\nNothing.\n").out);
        QCOMPARE(found.size(), std::size_t(2));
        QCOMPARE(shown(found[0]["terms"][0]["found"]), QByteArray("\"hard disks\""));
        QVERIFY(found[0]["terms"][0]["how"] == "inflected" && found[0]["terms"][0]["translations"].size() == 2 && found[1]["terms"].empty());
        const Outcome checked = m_cli->run({"terms", "check", "my.itb"}, "A hard disk.\tEine Disk.\nThe train.\tDie Bahn, der Zug.\n");
        QCOMPARE(checked.exitCode, 1);
        QCOMPARE(m_cli->run({"terms", "check", "my.itb"}, "A hard disk.\tEine Festplatte.\n").exitCode, 0);
        QCOMPARE(checked.out, QByteArray("line 1: no term for \"hard disk\"; expected Festplatte or Platte\nline 2: \"Bahn\" is forbidden; expected Zug\n"));
        for (const char *style : {"dct", "dca", "v2"}) {
            QCOMPARE(m_cli->run({"terms", "export", "my.itb", "out.tbx", "--style", style}).exitCode, 0);
            QVERIFY(m_cli->run({"terms", "import", "my.itb", "out.tbx"}).out.startsWith("0 added, 0 changed, 3 known"));
        }
        const QStringList byModel = toGerman + QStringList{"--lines", "--json", "--model", models};
        const Json forced = jsonLines(m_cli->run(byModel + QStringList{"--terms", "my.itb"}, "Tom needs the money.\n").out).front();
        QVERIFY2(forced["target"].get<std::string>().find("Moneten") != std::string::npos && forced["missing_terms"].empty(), forced.dump().c_str());
        QCOMPARE(m_cli->run({"terms", "stats", "my.tm"}).exitCode, 1);
    }

    void aTargetOfTheMemoryObeysTheTermsOrIsADraft()
    {
        makeMemory("my.tm", "The train came on time.\tDie Bahn kam.\nTom needs the money.\tTom braucht das Geld.\n");
        const QByteArray lines = "The train came on time.\nTom needs the money.\n";
        const auto with = [&](const QByteArray &terms) {
            m_cli->write("terms.tsv", terms);
            return jsonLines(m_cli->run(toGerman + QStringList{"--lines", "--json", "--model", models, "--memory", "my.tm", "--terms", "terms.tsv"}, lines).out);
        };
        const std::vector<Json> obeying = with("train\tBahn\nmoney\tMoneten\tforbidden\n");
        QCOMPARE(shown(obeying[0]["target"]), QByteArray("\"Die Bahn kam.\""));
        QCOMPARE(shown(obeying[1]["target"]), QByteArray("\"Tom braucht das Geld.\""));
        const std::vector<Json> contradicting = with("train\tZug\nmoney\tGeld\tforbidden\n");
        for (const Json &line : contradicting) {
            QCOMPARE(shown(line["origin"]), QByteArray("\"machine\""));
            QCOMPARE(shown(line["match_score"]), QByteArray("100"));
        }
        QVERIFY(contradicting[0]["target"].get<std::string>().contains("Zug"));
        QVERIFY(!contradicting[1]["target"].get<std::string>().contains("Geld"));
    }

    void aDocumentIsTranslatedWithItsMemory()
    {
        m_cli->write("letter.md", "Good **morning**.\n\nGood evening.\n");
        makeMemory("my.tm", "Good morning.\tMahlzeit.\nGood evening.\tGut'n Abend.\n");
        const QStringList byModel = toGerman + QStringList{"--in", "letter.md", "--model", models};
        const QByteArray plain = m_cli->run(byModel).out;
        const Outcome outcome = m_cli->run(byModel + QStringList{"--memory", "my.tm"});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, plain.first(plain.indexOf("\n\n")) + "\n\nGut'n Abend.\n");   // a target without the tags of its source is no more than a draft
    }

    void memoriesThatDoNotFitAreRefused()
    {
        QCOMPARE(m_cli->run({"memory", "create", "french.tm", "--from", "en", "--to", "fr"}).exitCode, 0);
        const Outcome other = translated("one\n", {"--memory", "french.tm"});
        QCOMPARE(other.exitCode, 2);
        QVERIFY2(other.err.contains("french.tm: is a memory from en to fr; expected one from en to de"), other.err);
        QCOMPARE(translated("one\n", {"--memory", "nowhere.tm"}).exitCode, 1);
        QCOMPARE(translated("one\n", {"--memory", m_cli->write("damaged.tm", "no database")}).exitCode, 3);
    }

    void projectsArePretranslated()
    {
        m_cli->write("letter.txt", "Good morning.\n\nGood evening.\n");
        QCOMPARE(m_cli->run({"memory", "create", "my.tm", "--from", "en", "--to", "de"}).exitCode, 0);
        QCOMPARE(m_cli->run({"memory", "add", "my.tm"}, "Good morning.\tMahlzeit.\n").exitCode, 0);
        QCOMPARE(m_cli->run({"project", "create", "job", "--from", "en", "--to", "de", "--memory", "my.tm"}).exitCode, 0);
        QCOMPARE(m_cli->run({"project", "add", "job", "letter.txt"}).exitCode, 0);
        const Outcome filled = m_cli->run({"project", "pretranslate", "job", "--model", models, "--json"});
        QCOMPARE(filled.err, QByteArray());
        QCOMPARE(filled.exitCode, 0);
        QCOMPARE(filled.out, QByteArray("{\"memory\":1,\"machine\":1,\"cut\":0}\n"));
        QCOMPARE(m_cli->run({"project", "export", "job", "--out", "out"}).exitCode, 0);
        QCOMPARE(m_cli->read("out/letter.txt"), "Mahlzeit.\n\n" + m_cli->run(toGerman + QStringList{"--lines", "--model", models}, "Good evening.\n").out);
        QCOMPARE(m_cli->run({"project", "pretranslate", "job", "--json"}).out, QByteArray("{\"memory\":0,\"machine\":0,\"cut\":0}\n"));
    }

    void theTrainerIsOpened()
    {
        m_cli->write("pairs.tsv", toyCorpus());
        m_cli->write("recipe.json", QByteArray::fromStdString(toyRecipe().dump()));
        const Outcome outcome = m_cli->run({"train", "recipe.json", "--out", "run", "--threads", "1"});
#ifdef INTERLINEAR_HAS_TRAINING
        QVERIFY2(outcome.exitCode == 0, outcome.err);
        const QString model = QString::fromUtf8(outcome.out.trimmed());
        QCOMPARE(m_cli->run({"model", "verify", model}).exitCode, 0);
        QCOMPARE(m_cli->run({"train", "pairs.tsv", "--out", "other"}).exitCode, 3);
#else
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains("this build has no trainer"), outcome.err);
#endif
    }

    void theWindowMakesItsFirstRun()
    {
        Program window("interlinear");
        window.setVariable("INTERLINEAR_MODEL", m_cli->path("tiny"));
        window.setVariable("QT_QPA_PLATFORM", "offscreen");
        window.setVariable("HOME", window.path("home"));
        const QString file = window.path(window.write("letter.md", "# Letter\n\nGood morning. Good evening.\n"));
        const Outcome outcome = window.run({"--first-run", "results", file});
        QVERIFY2(outcome.exitCode == 0, outcome.err);
        QCOMPARE(QDir(window.path("results")).entryList(QDir::Files, QDir::Name), (QStringList{"letter.de.md", "routing.png", "window.png"}));
        QVERIFY(window.read("results/window.png").startsWith("\x89PNG"));
        QVERIFY(outcome.out.contains("letter.de.md"));
    }
};

QTEST_APPLESS_MAIN(TestCli)
#include "tst_cli.moc"
