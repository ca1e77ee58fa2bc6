// Fluent files: what is offered of them, and that Mozilla's own parser reads the same texts, before and after translations were typed.
#include "engine/cat/document/document_files.h"
#include "engine/cat/segmentation/white_space.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/random_edits.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class FluentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNoEntryIsPassedOver_data();
    void whatIsNoEntryIsPassedOver();
    void nestingHasAnEnd();
    void typedMarksAreEscaped_data();
    void typedMarksAreEscaped();
    void attributesOfTermsAreOfferedByRule();
    void randomFilesReadAsMozillasParserDoes();
    void randomEditsReadAsMozillasParserDoes();
};

namespace {

Document fluent(const std::string &bytes, const DocumentRules &rules = {})
{
    Result<Document> document = parseDocument(bytes, "fluent", "en", "a.ftl", rules);
    if (!document)
        qFatal("%s", document.error().sentence().c_str());
    return std::move(*document);
}

QStringList texts(const Document &document)
{
    QStringList list;
    for (const Segment &segment : document.segments)
        list << QString::fromStdString(segment.facts.id + "=" + segment.source.text);
    return list;
}

// And not the name in braces that some other program would fill in.
bool isPlaceable(const InlineTag &tag)
{
    return tag.display.starts_with('{') && !tag.code.starts_with("{\"{\"}");
}

// A placeable as one sign, a line end as such; without white space at its ends.
QString plain(const TaggedText &text)
{
    std::string result;
    std::size_t at = 0;
    for (const InlineTag &tag : text.tags) {
        result.append(text.text, at, tag.offset - at);
        at = tag.offset;
        result += tag.display == "↵" ? "\n" : tag.display == "⇥" ? "\t" : tag.display == "\\r" ? "" : isPlaceable(tag) ? "\x01" : tag.display;
    }
    result.append(text.text, at);
    std::erase(result, '\r');
    return QString::fromStdString(result).trimmed();
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

// A file and what it is to read as, for the judge.
bool keep(const QTemporaryDir &folder, int number, const std::string &bytes, const Document &document, const Targets &targets)
{
    QJsonArray expected;
    for (std::size_t i = 0; i < document.segments.size(); ++i) {
        const Segment &segment = document.segments[i];
        expected << QJsonArray{QString::fromStdString(segment.facts.id), QString::fromStdString(segment.facts.context),
                               plain(targets[i] ? targets[i]->text : segment.source)};
    }
    const QString path = folder.filePath(QString::number(number));
    return write(path + ".ftl", QByteArray::fromStdString(bytes)) && write(path + ".json", QJsonDocument(expected).toJson());
}

bool hasJudge()
{
    const QString python = qEnvironmentVariable("INTERLINEAR_JUDGES");
    return !python.isEmpty() && QProcess::execute(python, {"-c", "import fluent.syntax"}) == 0;
}

// Empty, or what Mozilla's parser sees otherwise.
QByteArray judged(const QTemporaryDir &folder)
{
    QProcess python;
    python.start(qEnvironmentVariable("INTERLINEAR_JUDGES"), {INTERLINEAR_SOURCE_DIR "/tests/unit/cat/document/fluent_judge.py", folder.path()});
    python.waitForFinished(-1);
    return python.exitCode() == 0 ? QByteArray() : python.readAllStandardOutput() + python.readAllStandardError();
}

std::string randomFile(RandomEdits &edits)
{
    static const std::vector<std::string> pieces{
        "a = ", "b-2 = ", "-term = ", "key=", "\n    .attr = ", "word", "two words", " ", "  ", "\n", "\n", "\n    ", "\n  ", "\r\n   ", "\n\n      ", "\t",
        "{ $x }", "{$x}", "{ -term }", "{ -term(case: \"x\") }", "{ a.attr }", "{ NUMBER($n, digits: 2) }", "{ 1.5 }", "{ \"lit\" }", "{\"{\"}", "{\"\"}", "{ \"\\u00e9\" }",
        "{\"  \"}", "{", "}", "{ $n ->\n    [one] One\n   *[other] Others\n  }", "{ -term.attr ->\n [a] A\n*[b] B\n}", "{ $n ->", "\n  [one] ", "\n *[other]", "\n  }",
        "\n# note\n", "\n## group\n", "\n### file\n", "#", "[", "*", ".", "-", "\"", "ä", "(", ")", ":", ","};
    std::string file;
    for (int entries = 0; entries < 8; ++entries) {
        file += edits.oneOf(std::vector<std::string>{"a = ", "b = ", "-term = ", "c =\n    ", "d =\n  .attr = "});
        for (std::size_t count = edits.below(12); count > 0; --count)
            file += edits.oneOf(pieces);
        file += "\n";
    }
    return file;
}

}  // namespace

void FluentTest::whatIsNoEntryIsPassedOver_data()
{
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<QStringList>("offered");
    QTest::newRow("no text") << "a =\nb = B\n" << QStringList{"b=B"};
    QTest::newRow("a brace that nothing closes") << "a = A { $x\n    .b = B\nc = C\n" << QStringList{"c=C"};
    QTest::newRow("a quote that nothing closes") << "a = { \"x }\n    .b = B\nc = C\n" << QStringList{"c=C"};
    QTest::newRow("a brace too many") << "a = A }\nc = C\n" << QStringList{"c=C"};
    QTest::newRow("no default") << "a = { $n ->\n  [one] A\n}\nc = C\n" << QStringList{"c=C"};
    QTest::newRow("two defaults") << "a = { $n ->\n *[one] A\n *[two] B\n}\nc = C\n" << QStringList{"c=C"};
    QTest::newRow("a term without a text") << "-a =\n    .b = B\nc = C\n" << QStringList{"c=C"};
    QTest::newRow("a message that selects") << "a = { b ->\n *[one] A\n}\nc = C\n" << QStringList{"c=C"};
    QTest::newRow("a function in lower case") << "a = { number($n) }\nc = C" << QStringList{"c=C"};
    QTest::newRow("a comment that is none") << "#a\n#b\nc = C" << QStringList{"c=C"};
}

void FluentTest::whatIsNoEntryIsPassedOver()
{
    QFETCH(const QString, bytes);
    QFETCH(const QStringList, offered);
    const Document document = fluent(bytes.toStdString());
    QCOMPARE(texts(document), offered);
    QCOMPARE(exportDocument(document, Targets(document.segments.size())).value(), bytes.toStdString());
}

void FluentTest::nestingHasAnEnd()
{
    for (const std::string piece : {"{", "{ F(", "{ $n ->\n [a] "}) {
        std::string deep = "a = ";
        for (int i = 0; i < 100000; ++i)
            deep += piece;
        QCOMPARE(texts(fluent(deep + "\nc = C\n")), QStringList{"c=C"});
    }
}

void FluentTest::typedMarksAreEscaped_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("after");
    QTest::newRow("braces") << "a = Text\n" << "{ x }" << "a = {\"{\"} x {\"}\"}\n";
    QTest::newRow("signs at the beginning") << "a = Text\n" << "[x]" << "a = [x]\n";
    QTest::newRow("signs that begin a line") << "a = Text\n" << "x\n[y]\n*z\n.b = c" << "a = x\n    {\"[\"}y]\n    {\"*\"}z\n    {\".\"}b = c\n";
    QTest::newRow("signs on a line of their own") << "a =\n  Text\n" << ".x" << "a =\n  {\".\"}x\n";
    QTest::newRow("blank lines") << "a =\n  Text\n" << "x\n\n   \ny" << "a =\n  x\n\n  {\"   \"}\n  y\n";
    QTest::newRow("spaces that show") << "a =\n  Text\n" << "x\n  y" << "a =\n  x\n    y\n";
    QTest::newRow("spaces that would not") << "a = Text\n" << "x\n  y" << "a = x\n    {\" \"} y\n";
    QTest::newRow("no indentation") << "a =\n{ $x } Text\n" << "x" << "";
    QTest::newRow("nothing but breaks") << "a =\n  Text\n  more\n" << "\n" << "a =\n  Text\n  more\n";
}

void FluentTest::typedMarksAreEscaped()
{
    QFETCH(const QString, before);
    QFETCH(const QString, target);
    QFETCH(const QString, after);
    const Document document = fluent(before.toStdString());
    QCOMPARE(document.segments.size(), 1U);
    TaggedText typed{target.toStdString(), {}};
    if (after.isEmpty()) {   // at the margin only a brace may begin a line
        typed = document.segments[0].source;
        typed.text = "Text ";
        typed.tags[0].offset = typed.text.size();
        QCOMPARE(exportDocument(document, {SegmentTarget(typed)}).value(), "a =\n{\"\"}Text { $x }\n");
        return;
    }
    QCOMPARE(QString::fromStdString(exportDocument(document, {SegmentTarget(typed)}).value()), after);
}

void FluentTest::attributesOfTermsAreOfferedByRule()
{
    const std::string file = "-brand = Sea\n    .gender = feminine\nabout = About { -brand }\n    .label = Label\n";
    QCOMPARE(texts(fluent(file)), (QStringList{"-brand=Sea", "about=About ", "about.label=Label"}));
    QCOMPARE(texts(fluent(file, {.keys = {"*", "!about*"}})), (QStringList{"-brand=Sea", "-brand.gender=feminine"}));
}

void FluentTest::randomFilesReadAsMozillasParserDoes()
{
    if (!hasJudge())
        QSKIP("INTERLINEAR_JUDGES names no Python with fluent.syntax");
    const QTemporaryDir folder;
    for (int round = 1; round <= interlinear::tests::rounds(200); ++round) {
        RandomEdits edits(static_cast<unsigned>(round));
        const std::string bytes = randomFile(edits);
        const Document document = fluent(bytes);
        QVERIFY(keep(folder, round, bytes, document, Targets(document.segments.size())));
    }
    const QByteArray problem = judged(folder);
    QVERIFY2(problem.isEmpty(), problem.constData());
}

void FluentTest::randomEditsReadAsMozillasParserDoes()
{
    if (!hasJudge())
        QSKIP("INTERLINEAR_JUDGES names no Python with fluent.syntax");
    QFile sample(INTERLINEAR_SOURCE_DIR "/tests/golden/documents/verify/data-fluent/input.ftl");
    QVERIFY(sample.open(QIODevice::ReadOnly));
    const Document document = fluent(sample.readAll().toStdString());
    const QTemporaryDir folder;
    for (int round = 1; round <= interlinear::tests::rounds(200); ++round) {
        RandomEdits edits(static_cast<unsigned>(round));
        Targets targets(document.segments.size());
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (edits.oneIn(2))
                targets[i] = edits.translationOf(document.segments[i]);
        }
        const Result<std::string> bytes = exportDocument(document, targets);
        QVERIFY2(bytes, bytes ? "" : bytes.error().sentence().c_str());
        QVERIFY(keep(folder, round, *bytes, document, targets));
    }
    const QByteArray problem = judged(folder);
    QVERIFY2(problem.isEmpty(), problem.constData());
}

QTEST_GUILESS_MAIN(FluentTest)
#include "tst_fluent.moc"
