// interlinear-cli when something is wrong: one line on stderr that names program and place, the promised exit code, and nothing lost.
#include "tests/support/command_line.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace interlinear::tests;

namespace {

const QString models = QStringLiteral(INTERLINEAR_SOURCE_DIR "/resources/models/european");

}  // namespace

class TestCliTrouble : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_cli;

    QByteArray damaged(const QString &name, qsizetype offset, const QByteArray &bytes)
    {
        QByteArray whole = m_cli->read(name);
        whole.replace(offset, bytes.size(), bytes);
        m_cli->write(name, whole);
        return whole;
    }

    /// The first file of the weights of the model that ships.
    static QString weights() { return QDir(models).entryList({"model*.safetensors"}, QDir::Files, QDir::Name).value(0); }

    void copyModel(const QString &folder)
    {
        QDir().mkpath(m_cli->path(folder));
        for (const QString &name : QDir(models).entryList(QDir::Files)) {
            const QString copy = m_cli->path(folder + "/" + name);
            QVERIFY(QFile::copy(models + "/" + name, copy));
            QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
        }
    }

private Q_SLOTS:
    void init()
    {
        m_cli = commandLineWithTinyModel();
        m_cli->run({"memory", "create", "my.tm", "--from", "en", "--to", "de"});
        m_cli->run({"memory", "add", "my.tm"}, "Good morning.\tGuten Morgen.\n");
        m_cli->write("a.txt", "one\n");
        m_cli->write("b.txt", "eins\n");
    }
    void cleanup() { m_cli.reset(); }

    void badInputIsNamed_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QByteArray>("in");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("sentence");
        const QByteArray none;
        const QString lines = "translate --from en --to de --lines";
        QTest::newRow("no command") << "" << none << 2 << QByteArray("interlinear-cli: a command is missing");
        QTest::newRow("unknown command") << "bogus" << none << 2 << QByteArray("interlinear-cli: 'bogus' is no command");
        QTest::newRow("unknown command below") << "memory bogus" << none << 2 << QByteArray("interlinear-cli: 'bogus' is no command");
        QTest::newRow("unknown option") << lines + " --bogus 3" << none << 2 << QByteArray("'--bogus' is no command or option of interlinear-cli translate");
        QTest::newRow("device") << lines + " --device foo" << none << 2 << QByteArray("interlinear-cli: --device is 'foo'; expected auto, cpu or cuda\n");
        QTest::newRow("beam") << lines + " --beam x" << none << 2 << QByteArray("interlinear-cli: --beam is 'x'; expected a whole number from 1 to 64\n");
        QTest::newRow("minutes") << "train r.json --out o --minutes -1" << none << 2 << QByteArray("--minutes is '-1'; expected a number above 0\n");
        QTest::newRow("missing option") << "translate --from en" << none << 2 << QByteArray("interlinear-cli: --to is required");
        QTest::newRow("json of a document") << "translate --from en --to de --json" << none << 2 << QByteArray("--json: goes with --lines");
        QTest::newRow("prefix of a document") << "translate --from en --to de --prefix Das" << none << 2 << QByteArray("--prefix: goes with --lines");
        QTest::newRow("several drawn texts") << lines + " --json --sample --n-best 4" << none << 2 << QByteArray("--sample draws one text");

        const QString terms = lines + " --in a.txt --terms -";
        QTest::newRow("terms: no forms") << terms << QByteArray("house\n") << 3 << QByteArray("standard input, line 1: has 1 columns; expected source, forms");
        QTest::newRow("terms: third column") << terms << QByteArray("\nhouse\tHaus\tnever\n") << 3 << QByteArray("line 2: the third column is \"never\"; expected \"forbidden\"");
        QTest::newRow("terms: empty form") << terms << QByteArray("house\tHaus||Heim\n") << 3 << QByteArray("standard input, line 1: has an empty form");
        QTest::newRow("terms: no source") << terms << QByteArray("\tHaus\n") << 3 << QByteArray("standard input, line 1: has no source");
        const QByteArray contradiction("standard input, line 1: asks for \"Haus\" where \"house\" stands, which is forbidden there, first by standard input, line 2");
        QTest::newRow("terms: asked for and forbidden") << terms << QByteArray("house\tHaus\nHouse\tHeim|Haus\tforbidden\n") << 3 << contradiction;
        QTest::newRow("terms: forbidden in any case") << terms << QByteArray("house\tHaus\nhouse\thaus\tforbidden\n") << 3 << contradiction;
        QTest::newRow("terms: one of its words forbidden") << terms << QByteArray("house\tGrünes Haus\nhouse\tHaus\tforbidden\n") << 3 << QByteArray("line 1: asks for \"Grünes Haus\"");
        QTest::newRow("help of no command") << "help routing bogus" << none << 2 << QByteArray("'bogus' is no command of interlinear-cli routing");
        QTest::newRow("terms: latin-1") << terms << QByteArray("house\tGeb\xE4ude\n") << 3 << QByteArray("standard input, line 1: byte 10 is not UTF-8");
        QTest::newRow("terms: no file") << lines + " --terms none.tsv" << none << 1 << QByteArray("none.tsv: cannot be read");
        QTest::newRow("terms: sampling") << lines + " --sample --terms a.txt" << none << 2 << QByteArray("--terms: goes with a search");
        QTest::newRow("terms: standard input twice") << lines + " --terms -" << none << 2 << QByteArray("--terms: is standard input, and so is");
        QTest::newRow("alternatives in context") << lines + " --json --alternatives 0 --context" << none << 2 << QByteArray("leave --context out");
        QTest::newRow("one language") << "translate --from en --to en" << none << 2 << QByteArray("--from and --to are both 'en'");
        QTest::newRow("one language of a memory") << "memory create n.tm --from en --to en" << none << 2 << QByteArray("are both 'en'");
        QTest::newRow("one language of a project") << "project create p --from en --to en" << none << 2 << QByteArray("are both 'en'");
        QTest::newRow("no language") << "memory create n.tm --from xx --to de" << none << 2 << QByteArray("--from is 'xx'; expected a language tag");
        QTest::newRow("no tag") << "document segments a.txt --language x_y" << none << 2 << QByteArray("--language is 'x_y'; expected a language tag");
        QTest::newRow("no language to segment") << "segment --language qq" << none << 2 << QByteArray("--language is 'qq'");
        QTest::newRow("no language to score") << "evaluate --reference a.txt --hypothesis a.txt --to qq" << none << 2 << QByteArray("--to is 'qq'");
        QTest::newRow("a language that the model lacks") << "translate --from en --to fr --lines" << QByteArray("one\n") << 3 << QByteArray("knows no language \"fr\"");

        QTest::newRow("no file") << lines + " --in missing.txt" << none << 1 << QByteArray("interlinear-cli: missing.txt: cannot be read");
        QTest::newRow("a folder") << "translate --from en --to de --in tiny" << none << 1 << QByteArray("tiny: is a folder");
        QTest::newRow("unknown format") << "translate --from en --to de --in foo.wpd" << none << 3 << QByteArray("foo.wpd: the extension names no known format");
        QTest::newRow("no model") << lines + " --model missing" << QByteArray("one\n") << 1 << QByteArray("missing: is no folder");
        QTest::newRow("latin-1 lines") << lines << QByteArray("one\nGr\xFC\xDF" "e\n") << 3 << QByteArray("standard input, line 2: byte 3 is not UTF-8");
        QTest::newRow("document that is no text") << "translate --from en --to de" << QByteArray("one\n\0Gr\xFC\xDF" "e\n", 11) << 3
                                          << QByteArray("standard input, line 2: byte 4 is not UTF-8");
        QTest::newRow("latin-1 query") << "memory lookup my.tm" << QByteArray("\xFF\n") << 3 << QByteArray("standard input, line 1: byte 1 is not UTF-8");
        QTest::newRow("NUL") << lines << QByteArray("one\nt\0o\n", 8) << 3 << QByteArray("standard input, line 2: byte 2 is NUL");
        QTest::newRow("no tab") << "memory add my.tm" << QByteArray("a\tb\n\nc\td\n") << 3 << QByteArray("standard input, line 2: expected source");
        QTest::newRow("nothing to score") << "perplexity --in -" << QByteArray("\n") << 3 << QByteArray("standard input: holds no text");
        QTest::newRow("different lengths") << "evaluate --reference a.txt --hypothesis -" << QByteArray("one\ntwo\n") << 3 << QByteArray("has 2 lines, and a.txt has 1");
        QTest::newRow("no routing") << "routing info my.tm" << none << 3 << QByteArray("only JSON is read here");
        QTest::newRow("no routing to make again") << "routing reproduce a.txt" << none << 3 << QByteArray("only JSON is read here");
        QTest::newRow("no routing to compare") << "routing compare a.txt b.txt" << none << 3 << QByteArray("a.txt");
        const QString intervene = "routing intervene --from en --to de ";
        QTest::newRow("nothing changed") << intervene << none << 2 << QByteArray("nothing is to be changed");
        QTest::newRow("no group") << intervene + "--mask xx:1" << none << 2 << QByteArray("--mask: 'xx:1' is no such change; expected GROUP[:EXPERT][@LAYER], for instance mt:2@3");
        QTest::newRow("force without expert") << intervene + "--force mt" << none << 2 << QByteArray("expected GROUP:EXPERT");
        QTest::newRow("scale without factor") << intervene + "--scale mt:1" << none << 2 << QByteArray("=FACTOR");
        QTest::newRow("factor that is none") << intervene + "--scale mt:1=1e" << none << 2 << QByteArray("=FACTOR");
        QTest::newRow("band of one end") << intervene + "--band mt:1=0" << none << 2 << QByteArray("expected GROUP:FIRST-LAST");
        QTest::newRow("band too wide") << intervene + "--band mt:1-99=0" << QByteArray("one\n") << 2 << QByteArray("from bin 1 to 99; expected rising bins from 0 to 12");
        QTest::newRow("number too large") << intervene + "--mask mt:99999999999999" << none << 2 << QByteArray("is no such change");
        QTest::newRow("number without end") << intervene + "--mask mt:" + QString(60'000, '9') << none << 2 << QByteArray("--mask: a text of 60003 bytes is no such change; expected GROUP");
        QTest::newRow("interventions of no list") << intervene + "--interventions a.txt" << none << 3 << QByteArray("a.txt, line 1: is no JSON; a list of interventions was expected");
        QTest::newRow("align: checking and writing") << "model align tiny --pairs en-de=a.txt --check --out c.json" << none << 2 << QByteArray("--check");
        QTest::newRow("calibrate: checking and writing") << "model calibrate tiny --source a.txt --reference b.txt --from en --to de --check --out c.json" << none << 2 << QByteArray("--check");
        QTest::newRow("calibrate: checking and choosing") << "model calibrate tiny --source a.txt --reference b.txt --from en --to de --check --good 50" << none << 2 << QByteArray("--good");
        QTest::newRow("no memory") << "memory stats a.txt" << none << 3 << QByteArray("a.txt: is no database");
        QTest::newRow("no project") << "project history tiny" << none << 1 << QByteArray("tiny: is no project");
    }

    void badInputIsNamed()
    {
        QFETCH(QString, command);
        QFETCH(QByteArray, in);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, sentence);
        const QStringList before = m_cli->files();
        const Outcome outcome = m_cli->run(command.split(' ', Qt::SkipEmptyParts), in);
        QVERIFY2(outcome.err.contains(sentence), outcome.err);
        QVERIFY2(outcome.err.startsWith("interlinear-cli: ") && outcome.err.count('\n') == 1, outcome.err);
        QCOMPARE(outcome.exitCode, exitCode);
        QCOMPARE(outcome.out, QByteArray());
        QCOMPARE(m_cli->files(), before);
    }

    void noOutputTakesThePlaceOfAnInput_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("file");
        QTest::newRow("memory export") << "memory export my.tm my.tm" << "my.tm";
        QTest::newRow("translate over the termbase") << "translate --from en --to de --lines --in a.txt --terms my.tm --out my.tm" << "my.tm";
        QTest::newRow("memory export by another name") << "memory export my.tm link.tm" << "my.tm";
        QTest::newRow("translate") << "translate --from en --to de --in a.txt --out a.txt" << "a.txt";
        QTest::newRow("translate by another path") << "translate --from en --to de --in a.txt --out ./tiny/../a.txt" << "a.txt";
        QTest::newRow("routing over the input") << "translate --from en --to de --in a.txt --routing a.txt" << "a.txt";
        QTest::newRow("routing over the output") << "translate --from en --to de --in a.txt --out o.json --routing o.json" << "a.txt";
        const QString translate = "translate --from en --to de --lines --in a.txt ";
        QTest::newRow("translate over the terms") << translate + "--terms b.txt --out b.txt" << "b.txt";
        QTest::newRow("translate over the second terms") << translate + "--terms a.txt --terms b.txt --out b.txt" << "b.txt";
        QTest::newRow("translate over the memory") << translate + "--memory my.tm --out link.tm" << "my.tm";
        QTest::newRow("routing over the terms") << translate + "--terms b.txt --routing b.txt" << "b.txt";
        QTest::newRow("routing over the memory") << translate + "--memory my.tm --routing my.tm" << "my.tm";
        QTest::newRow("align over the pairs") << "model align tiny --pairs en-de=a.txt --pairs en-de=b.txt --out b.txt" << "b.txt";
        QTest::newRow("calibrate over the references") << "model calibrate tiny --source a.txt --reference b.txt --from en --to de --out b.txt" << "b.txt";
        QTest::newRow("document apply over the targets") << "document apply a.txt --targets b.txt --out b.txt" << "b.txt";
        QTest::newRow("document apply over the document") << "document apply a.txt --targets b.txt --out a.txt" << "a.txt";
        QTest::newRow("document roundtrip") << "document roundtrip a.txt --out a.txt" << "a.txt";
        QTest::newRow("routing export") << "routing export a.txt --out a.txt" << "a.txt";
    }

    void noOutputTakesThePlaceOfAnInput()
    {
        QFETCH(QString, command);
        QFETCH(QString, file);
        QVERIFY(QFile::link(m_cli->path("my.tm"), m_cli->path("link.tm")));
        const QByteArray before = m_cli->read(file);
        const Outcome outcome = m_cli->run(command.split(' '));
        QVERIFY2(outcome.exitCode == 2, outcome.err);
        QVERIFY2(outcome.err.contains("choose another name"), outcome.err);
        QCOMPARE(m_cli->read(file), before);
    }

    void resultsThatCannotBePrintedAreNoSuccess_data()
    {
        QTest::addColumn<QString>("command");
        const QStringList commands{"--help",
                                   "memory --help",
                                   "--version",
                                   "memory stats my.tm",
                                   "memory check my.tm",
                                   "memory lookup my.tm",
                                   "evaluate --reference a.txt --hypothesis a.txt",
                                   "model info tiny",
                                   "model verify tiny",
                                   "routing info c.json",
                                   "perplexity --in a.txt",
                                   "project add job a.txt",
                                   "translate --from en --to de --lines --in a.txt",
                                   "segment --language en",
                                   "document segments a.txt"};
        for (const QString &command : commands)
            QTest::newRow(qPrintable(command)) << command;
    }

    void resultsThatCannotBePrintedAreNoSuccess()
    {
        QFETCH(QString, command);
        if (command.startsWith("routing"))
            QVERIFY(m_cli->run({"translate", "--from", "en", "--to", "de", "--lines", "--routing", "c.json"}, "one\n").exitCode >= 0);
        if (command.startsWith("project"))
            QCOMPARE(m_cli->run({"project", "create", "job", "--from", "en", "--to", "de"}).exitCode, 0);
        const Outcome outcome = m_cli->runInto("/dev/full", command.split(' '), "Good morning.\n");
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains("cannot be written"), outcome.err);
    }

    void aFullDiskKeepsTheOldTmx()
    {
        QByteArray units;
        for (int i = 0; i < 300; ++i)
            units += "Sentence " + QByteArray::number(i) + "\tSatz " + QByteArray::number(i) + "\n";
        QCOMPARE(m_cli->run({"memory", "add", "my.tm"}, units).exitCode, 0);
        m_cli->write("good.tmx", "the old file");
        const QStringList before = m_cli->files();
        const Outcome outcome = m_cli->runOnFullDisk(50'000, {"memory", "export", "my.tm", "good.tmx"});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.contains("good.tmx: cannot be written"), outcome.err);
        QCOMPARE(m_cli->read("good.tmx"), QByteArray("the old file"));
        QCOMPARE(m_cli->files(), before);
    }

    /// A pipe of its own: root would lose a real device if it were replaced.
    void pipesTakeATmx()
    {
        const QByteArray pipe = m_cli->path("pipe").toUtf8();
        QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
        const int reader = ::open(pipe.constData(), O_RDWR | O_NONBLOCK);
        QCOMPARE(m_cli->run({"memory", "export", "my.tm", "pipe"}).exitCode, 0);
        QByteArray xml(65536, '\0');
        xml.truncate(::read(reader, xml.data(), static_cast<size_t>(xml.size())));
        ::close(reader);
        QVERIFY(xml.endsWith("</tmx>\n"));
        struct stat status {};
        QVERIFY(::stat(pipe.constData(), &status) == 0 && S_ISFIFO(status.st_mode));
    }

    void aProjectThatCannotBeMadeLeavesNothing()
    {
        const QStringList before = m_cli->files();
        const Outcome outcome = m_cli->runOnFullDisk(30000, {"project", "create", "job", "--from", "en", "--to", "de", "--memory", "new.tm"});
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(m_cli->files(), before);
    }

    void aNewMemoryOfAProjectIsSaid()
    {
        const Outcome made = m_cli->run({"project", "create", "job", "--from", "en", "--to", "de", "--memory", "nofile.tm"});
        QCOMPARE(made.exitCode, 0);
        QVERIFY2(made.err.contains("nofile.tm: was not there"), made.err);
        QCOMPARE(m_cli->run({"project", "create", "job2", "--from", "en", "--to", "de", "--memory", "my.tm"}).err, QByteArray());
    }

    void aDamagedMemoryIsNotWrittenInto()
    {
        const qsizetype text = m_cli->read("my.tm").indexOf("Good morning.");
        QVERIFY(text > 0);
        const QByteArray before = damaged("my.tm", text, "\xFF\xFF");
        const Outcome added = m_cli->run({"memory", "add", "my.tm"}, "New.\tNeu.\n");
        QCOMPARE(added.exitCode, 3);
        QCOMPARE(added.err.count('\n'), qsizetype(1));
        QCOMPARE(m_cli->read("my.tm"), before);
    }

    void aFindingOfTheDatabaseIsOneLine()
    {
        const QByteArray whole = m_cli->read("my.tm");
        damaged("my.tm", whole.size() - 8192, QByteArray(200, 'x'));
        damaged("my.tm", 8192 + 100, QByteArray(300, 'x'));
        const Outcome outcome = m_cli->run({"memory", "stats", "my.tm"});
        QCOMPARE(outcome.exitCode, 3);
        QVERIFY2(outcome.err.count('\n') == 1 && !outcome.err.contains("***"), outcome.err);
    }

    void blankLinesAtTheEndAreNoUnits()
    {
        const Outcome added = m_cli->run({"memory", "add", "my.tm"}, "Good evening.\tGuten Abend.\n\n  \n");
        QCOMPARE(added.out, QByteArray("1 added, 0 known already\n"));
    }

    void verifyFindsOverwrittenWeights_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("card");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("against the card") << QByteArray(200, '\x3C') << true << QByteArray("has SHA-256 ");
        QTest::newRow("with the tensor") << QByteArray(200, '\x7E') << true << QByteArray("tensor \"");
        QTest::newRow("without a card") << QByteArray(200, '\x7E') << false << QByteArray("tensor \"");
        QTest::newRow("no number") << QByteArray(200, '\xFF') << false << QByteArray("tensor \"");
    }

    void verifyFindsOverwrittenWeights()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, card);
        QFETCH(QByteArray, sentence);
        copyModel("copy");
        if (!card)
            QFile::remove(m_cli->path("copy/MODEL_CARD.md"));
        damaged("copy/" + weights(), 2'000'000, bytes);
        const Outcome outcome = m_cli->run({"model", "verify", "copy"});
        QVERIFY2(outcome.exitCode == 3, outcome.err + outcome.out);
        QVERIFY2(outcome.err.contains("copy") && outcome.err.contains(sentence), outcome.err);
        QVERIFY(!outcome.err.contains("model verify"));
    }

    void verifySaysWhatItComparedWith()
    {
        QVERIFY(m_cli->run({"model", "verify", "tiny"}).out.contains("no checksum listed"));
        const Outcome shipped = m_cli->run({"model", "verify", models});
        QVERIFY2(shipped.out.contains("SHA-256 of " + weights().toUtf8()), shipped.out + shipped.err);
    }

    void libraryWordsStayInside()
    {
        copyModel("copy");
        m_cli->write("copy/tokenizer.model", "no vocabulary");
        const Outcome outcome = m_cli->run({"model", "info", "copy"});
        QCOMPARE(outcome.exitCode, 3);
        QVERIFY2(outcome.err.contains("copy/tokenizer.model: is no SentencePiece vocabulary") && !outcome.err.contains(".cc"), outcome.err);
    }

    void aPipeIsNoModel()
    {
        copyModel("copy");
        QFile::remove(m_cli->path("copy/" + weights()));
        QCOMPARE(::mkfifo(qPrintable(m_cli->path("copy/" + weights())), 0600), 0);
        const Outcome outcome = m_cli->run({"model", "info", "copy"});
        QCOMPARE(outcome.exitCode, 3);
        QVERIFY2(outcome.err.contains("copy/" + weights().toUtf8() + ": is no regular file"), outcome.err);
    }
};

QTEST_APPLESS_MAIN(TestCliTrouble)
#include "tst_cli_trouble.moc"
