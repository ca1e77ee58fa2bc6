// Subtitles: refusals with their line, the numbers of reading, random edits that leave every other byte.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/subtitles/subtitle_rules.h"
#include "engine/cat/document/tag_notation.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/random_edits.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;

class SubtitlesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void malformedFilesAreRefusedWithTheirLine_data();
    void malformedFilesAreRefusedWithTheirLine();
    void beginningsOfFilesAreReadOrRefused_data() { formats(); }
    void beginningsOfFilesAreReadOrRefused();
    void aCueOfVeryManyMarks();
    void times();
    void cyrillicOfWindows();
    void arrowsAndMarksStayText_data();
    void arrowsAndMarksStayText();
    void randomEditsComeBack_data() { formats(); }
    void randomEditsComeBack();
    void parsersOfOthersSeeTheSameCues_data() { formats(); }
    void parsersOfOthersSeeTheSameCues();

private:
    static void formats();
};

namespace {

Document subtitles(const std::string &bytes, const std::string &format)
{
    Result<Document> document = parseDocument(bytes, format, "en", "a." + format);
    if (!document)
        qFatal("%s", document.error().sentence().c_str());
    return std::move(*document);
}

std::string randomFile(RandomEdits &edits, const std::string &format)
{
    const bool isVtt = format == "vtt";
    const std::string lineEnd = edits.oneIn(3) ? "\r\n" : "\n";
    const std::vector<std::string> texts{"Good morning.", "<i>All in italics</i>", "- Who is there?|- <i>Nobody</i> is.", "<b>Bold</b> and <u>more</u>|of it",
                                         "One|two|three", "♪ ♪", "a <i>forgotten mark"};
    const std::vector<std::string> ofVtt{"<v Ann>Hello &amp; welcome</v>", "<c.loud>Stop</c> now", "Karaoke <00:00:01.500>time", "a&nbsp;b"};
    const std::vector<std::string> ofSrt{"{\\an8}At the top", "<font color=\"#ff0000\">Red</font> {\\i1}alert", "A & B < C"};
    const std::vector<std::string> &more = isVtt ? ofVtt : ofSrt;
    std::string file;
    for (const char *line : {"WEBVTT - a title", "", "NOTE", "A note of two", "lines", "", "STYLE", "::cue { color: red }", ""})
        file += isVtt ? line + lineEnd : std::string();
    for (int i = 1; i <= 10; ++i) {
        if (!isVtt || edits.oneIn(2))
            file += std::to_string(i) + lineEnd;
        const std::string second = (i < 10 ? "0" : "") + std::to_string(i);
        if (isVtt)
            file += "00:" + second + ".000 --> 00:" + second + ".900" + (edits.oneIn(2) ? " align:start line:0" : "");
        else
            file += "00:00:" + second + ",000 --> 00:00:" + second + ",900" + (edits.oneIn(4) ? "  X1:40 X2:600" : "");
        file += lineEnd;
        std::string text = edits.oneIn(2) ? edits.oneOf(texts) : edits.oneOf(more);
        for (std::size_t bar = text.find('|'); bar != std::string::npos; bar = text.find('|'))
            text.replace(bar, 1, lineEnd);
        file += text + (i == 10 && edits.oneIn(2) ? "" : lineEnd + (i == 10 ? "" : lineEnd));
    }
    return file;
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// At which a cue of randomFile() begins, by its times.
int secondOf(const std::string &times)
{
    return std::stoi(times.substr(times.find_first_of(".,") - 2, 2));
}

}  // namespace

void SubtitlesTest::formats()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("srt") << "srt";
    QTest::newRow("vtt") << "vtt";
}

void SubtitlesTest::malformedFilesAreRefusedWithTheirLine_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("line");
    QTest::newRow("text first") << "srt" << QByteArray("\nhello\n\n1\n00:00:01,000 --> 00:00:02,000\na\n") << "line 2";
    QTest::newRow("number without times") << "srt" << QByteArray("1\nhello\n") << "line 2";
    QTest::newRow("times that are none") << "srt" << QByteArray("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:01,000 -> 00:00:02,000\nb\n") << "line 6";
    QTest::newRow("no header") << "vtt" << QByteArray("00:01.000 --> 00:02.000\na\n") << "line 1";
    QTest::newRow("another header") << "vtt" << QByteArray("WEBVTTX\n\n") << "line 1";
    QTest::newRow("no end") << "vtt" << QByteArray("WEBVTT\n\n00:01.000 -->\na\n") << "line 3";
}

void SubtitlesTest::malformedFilesAreRefusedWithTheirLine()
{
    QFETCH(const QString, format);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, line);
    const Result<Document> document = parseDocument(bytes.toStdString(), format.toStdString(), "en", "a");
    QVERIFY(!document);
    QCOMPARE(document.error().code, ErrorCode::BadFormat);
    QCOMPARE(document.error().where, "a, " + line.toStdString());
}

void SubtitlesTest::beginningsOfFilesAreReadOrRefused()
{
    QFETCH(const QString, format);
    RandomEdits edits(1);
    const std::string file = randomFile(edits, format.toStdString());
    for (std::size_t size = 0; size < file.size(); ++size) {
        const Result<Document> document = parseDocument(file.substr(0, size), format.toStdString(), "en", "a");
        if (document)
            QCOMPARE(exportDocument(*document, Targets(document->segments.size())).value(), file.substr(0, size));
        else
            QVERIFY(document.error().where.starts_with("a, line "));
    }
}

/// What took time by the square of their number would not end within the time of a test.
void SubtitlesTest::aCueOfVeryManyMarks()
{
    std::string marks, pairs, ends;
    for (int i = 0; i < 500'000; ++i)
        marks += "{\\an8}";
    for (int i = 0; i < 200'000; ++i) {
        pairs += "<i>";
        ends += "</i>";
    }
    const Document document = subtitles("1\n00:00:01,000 --> 00:00:02,000\n" + marks + pairs + "Hello" + ends + "\n", "srt");
    QCOMPARE(document.segments.size(), 1U);
    QCOMPARE(document.segments[0].source, TaggedText{"Hello"});
}

void SubtitlesTest::times()
{
    QCOMPARE(secondsOf("00:00:01,000 --> 00:00:03,500").value(), 2.5);
    QCOMPARE(secondsOf("01:00.5 --> 1:01:00.000 align:start").value(), 3599.5);
    QCOMPARE(secondsOf("00:00:02,000 --> 00:00:01,000 X1:1").value(), -1.0);
    for (const char *none : {"", "1", "00:00:01,000", "00:00:01,000 --> ", "00:00:01 --> 00:00:02",
                             "00:00:01,000 -> 00:00:02,000", "00:00:01,000 --> 00:00:02,000x"})
        QVERIFY(!secondsOf(none));
    QCOMPARE(readableCharacters(2), 42U);
    QCOMPARE(readableCharacters(60), 84U);
    QCOMPARE(readableCharacters(-1), 1U);
}

void SubtitlesTest::cyrillicOfWindows()
{
    const std::string file = "1\r\n00:00:01,000 --> 00:00:02,000\r\n\xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0?\r\n\r\n"
                             "2\r\n00:00:03,000 --> 00:00:04,000\r\n\xD5\xEE\xF0\xEE\xF8\xEE, \xF1\xEF\xE0\xF1\xE8\xE1\xEE.";
    const Document document = subtitles(file, "srt");
    QCOMPARE(document.segments[0].source.text, "Привет, как дела?");
    QCOMPARE(exportDocument(document, {std::nullopt, std::nullopt}).value(), file);
    QCOMPARE(exportDocument(document, {TaggedText{"Да"}, std::nullopt}).value().substr(32, 3), "\r\n\xC4");
}

void SubtitlesTest::arrowsAndMarksStayText_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("srt, arrow") << "srt" << QByteArray("a --> b") << QByteArray("a --\u2060> b");
    QTest::newRow("srt, short arrow") << "srt" << QByteArray("00:00:01,000 -> x") << QByteArray("00:00:01,000 -\u2060> x");
    QTest::newRow("srt, times")
        << "srt" << QByteArray("a\n\n2\n00:00:01,000 --> 00:00:02,000\nb") << QByteArray("a\n2\n00:00:01,000 --\u2060> 00:00:02,000\nb");
    QTest::newRow("srt, marks") << "srt" << QByteArray("<i> {\\an8} <x> {x}") << QByteArray("<\u2060i> {\u2060\\an8} <x> {x}");
    QTest::newRow("vtt, arrow") << "vtt" << QByteArray("a --> b") << QByteArray("a --&gt; b");
    QTest::newRow("vtt, marks") << "vtt" << QByteArray("<i> & &amp; >") << QByteArray("&lt;i> &amp; &amp;amp; >");
    QTest::newRow("vtt, empty lines") << "vtt" << QByteArray("a\r\n \r\n\rNOTE b") << QByteArray("a\nNOTE b");
}

void SubtitlesTest::arrowsAndMarksStayText()
{
    QFETCH(const QString, format);
    QFETCH(const QByteArray, typed);
    QFETCH(const QByteArray, written);
    const std::string head = format == "srt" ? "1\n00:00:01,000 --> 00:00:02,000\n" : "WEBVTT\n\n00:01.000 --> 00:02.000\n";
    const Document document = subtitles(head + "text\n", format.toStdString());
    const std::string bytes = exportDocument(document, {TaggedText{typed.toStdString()}}).value();
    QCOMPARE(QByteArray::fromStdString(bytes), QByteArray::fromStdString(head + written.toStdString() + "\n"));
    const Document again = subtitles(bytes, format.toStdString());
    QCOMPARE(again.segments.size(), 1U);
    const std::string shown = plainly(again.segments[0].source);
    QVERIFY2(shown.find(typed.left(3).trimmed().toStdString()) == 0, shown.c_str());
}

void SubtitlesTest::randomEditsComeBack()
{
    QFETCH(const QString, format);
    for (int round = 1; round <= interlinear::tests::rounds(200); ++round) {
        RandomEdits edits(static_cast<unsigned>(round));
        const Document document = subtitles(randomFile(edits, format.toStdString()), format.toStdString());
        QCOMPARE(exportDocument(document, Targets(document.segments.size())).value(), document.text);
        const Edited result = edited(document, edits.targetsFor(document));
        const std::string place = "round " + std::to_string(round) + ": ";
        QVERIFY2(result.problem.empty(), (place + result.problem + "\n" + document.text + "\nbecame\n" + result.bytes).c_str());
    }
}

void SubtitlesTest::parsersOfOthersSeeTheSameCues()
{
    const QString python = qEnvironmentVariable("INTERLINEAR_JUDGES");
    if (python.isEmpty() || QProcess::execute(python, {"-c", "import pysubs2, webvtt"}) != 0)
        QSKIP("INTERLINEAR_JUDGES names no Python with pysubs2 and webvtt-py");
    QFETCH(const QString, format);
    const QTemporaryDir folder;
    for (int round = 1; round <= interlinear::tests::rounds(100); ++round) {
        RandomEdits edits(static_cast<unsigned>(round));
        const Document document = subtitles(randomFile(edits, format.toStdString()), format.toStdString());
        Targets targets = edits.targetsFor(document);
        // A line with two times begins a cue to pysubs2, with or without an arrow; players want the arrow.
        std::ranges::for_each(targets, [](auto &target) { target = target && target->text.text.find(":02,000") != std::string::npos ? std::nullopt : std::move(target); });
        const Result<PartialExport> written = exportWhatFits(document, targets);
        QVERIFY(written);
        QJsonArray translated;
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (targets[i])
                translated << secondOf(document.segments[i].facts.context);
        }
        const QString path = folder.filePath(QString::number(round));
        QVERIFY(write(path + ".before." + format, QByteArray::fromStdString(document.text)) && write(path + ".after." + format, QByteArray::fromStdString(written->bytes))
                && write(path + ".json", QJsonDocument(translated).toJson()));
    }
    QProcess judge;
    judge.start(python, {INTERLINEAR_SOURCE_DIR "/tests/unit/cat/document/subtitle_judge.py", folder.path()});
    QVERIFY(judge.waitForFinished(-1));
    QVERIFY2(judge.exitCode() == 0, (judge.readAllStandardOutput() + judge.readAllStandardError()).constData());
}

QTEST_APPLESS_MAIN(SubtitlesTest)
#include "tst_subtitles.moc"
