// A project's documents out for review and back, as a user types it.
#include "tests/support/program.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace interlinear::tests;
using Json = nlohmann::json;

namespace {

std::vector<Json> jsonLines(const QByteArray &out)
{
    std::vector<Json> lines;
    for (const QByteArray &line : out.trimmed().split('\n'))
        lines.push_back(Json::parse(line.begin(), line.end(), nullptr, false));
    return lines;
}

}  // namespace

class TestCliReview : public QObject {
    Q_OBJECT

    std::unique_ptr<Program> m_cli;

    QByteArray targets() const
    {
        QByteArray lines;
        for (const Json &line : jsonLines(m_cli->run({"project", "segments", "job", "--json"}).out))
            lines += QByteArray::fromStdString(line.value("state", "") + " " + line.value("target", "") + "\n");
        return lines;
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<Program>("interlinear-cli");
        m_cli->write("letter.txt", "Good morning.\n\nGood evening.\n\nGood night.\n");
        QCOMPARE(m_cli->run({"project", "create", "job", "--from", "en", "--to", "de"}).exitCode, 0);
        QCOMPARE(m_cli->run({"project", "add", "job", "letter.txt"}).exitCode, 0);
    }

    void aReviewedFileComesBack()
    {
        const Outcome out = m_cli->run({"project", "review-export", "job", "--out", "review.xlf"});
        QVERIFY2(out.exitCode == 0, out.err);
        QCOMPARE(out.out, QByteArray("review.xlf\n"));
        QByteArray xml = m_cli->read("review.xlf");
        xml.replace("<target state=\"new\"></target>", "<target state=\"translated\">Guten Morgen.</target>");
        xml.replace("<source>Good night.</source>", "<source>Good night!</source>");
        m_cli->write("review.xlf", xml);

        const Outcome preview = m_cli->run({"project", "review-import", "job", "review.xlf", "--preview"});
        QCOMPARE(preview.exitCode, 1);
        QVERIFY2(preview.out.startsWith("letter.txt:1\tchanged\tGood morning.\t\tGuten Morgen.\tnew to confirmed\n"), preview.out);
        QVERIFY2(preview.out.endsWith("3 rows, 2 changed, 1 refused, 0 missing, 0 notes\n"), preview.out);
        QCOMPARE(targets(), QByteArray("new \nnew \nnew \n"));

        const Outcome done = m_cli->run({"project", "review-import", "job", "review.xlf", "--json"});
        QCOMPARE(done.exitCode, 1);
        const std::vector<Json> lines = jsonLines(done.out);
        QCOMPARE(lines.size(), std::size_t(4));
        QCOMPARE(lines[2].value("outcome", ""), std::string("source-edited"));
        QCOMPARE(lines[2].value("their_source", ""), std::string("Good night!"));
        QCOMPARE(lines[3].value("changed", 0), 2);
        QCOMPARE(targets(), QByteArray("confirmed Guten Morgen.\nconfirmed Guten Morgen.\nnew \n"));
        QCOMPARE(m_cli->run({"project", "history", "job"}).out.count('\n'), 2);
        QVERIFY(m_cli->run({"memory", "stats", "job/memory.itm", "--json"}).out.contains("2"));
    }

    void anUntouchedFileIsDone()
    {
        for (const char *name : {"review.docx", "review.xliff", "review.tmx"}) {
            QCOMPARE(m_cli->run({"project", "review-export", "job", "--out", name}).exitCode, 0);
            const Outcome back = m_cli->run({"project", "review-import", "job", name});
            QCOMPARE(back.exitCode, 0);
            QCOMPARE(back.out, QByteArray("3 rows, 0 changed, 0 refused, 0 missing, 0 notes\n"));
        }
        QCOMPARE(m_cli->run({"project", "review-export", "job", "--out", "two.xlf", "--format", "xliff2"}).exitCode, 0);
        QVERIFY(m_cli->read("two.xlf").contains("version=\"2.0\""));
        QCOMPARE(m_cli->run({"project", "review-import", "job", "two.xlf", "--reviewed"}).exitCode, 0);
    }

    void aSelectionGoesOut()
    {
        m_cli->write("note.txt", "Thank you.\n");
        QCOMPARE(m_cli->run({"project", "add", "job", "note.txt"}).exitCode, 0);
        QCOMPARE(m_cli->run({"project", "review-export", "job", "--out", "n.tmx", "--document", "note.txt", "--state", "new"}).exitCode, 0);
        QCOMPARE(m_cli->read("n.tmx").count("<tu "), 1);
    }

    void whatCannotBeIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("no such format") << QStringList{"review-export", "job", "--out", "review.odt"} << 2 << QByteArray("review.odt");
        QTest::newRow("no such document") << QStringList{"review-export", "job", "--out", "review.docx", "--document", "other.txt"} << 1
                                          << QByteArray("other.txt");
        QTest::newRow("nothing in that state") << QStringList{"review-export", "job", "--out", "review.docx", "--state", "reviewed"} << 2
                                               << QByteArray("no segment");
        QTest::newRow("no file") << QStringList{"review-import", "job", "gone.docx"} << 1 << QByteArray("gone.docx");
        QTest::newRow("another file") << QStringList{"review-import", "job", "letter.txt"} << 3 << QByteArray("letter.txt");
        QTest::newRow("no project") << QStringList{"review-import", "elsewhere", "letter.txt"} << 1 << QByteArray("elsewhere");
    }

    void whatCannotBeIsSaid()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, exitCode);
        QFETCH(const QByteArray, said);
        const Outcome outcome = m_cli->run(QStringList{"project"} + arguments);
        QCOMPARE(outcome.exitCode, exitCode);
        QVERIFY2(outcome.err.contains(said), outcome.err);
        QCOMPARE(outcome.out, QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestCliReview)
#include "tst_cli_review.moc"
