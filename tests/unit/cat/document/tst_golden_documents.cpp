// The cases of tests/golden/documents, one folder each, by four verbs:
//   verify     input.*, segments.tsv: paragraph, kind and text of each segment
//   roundtrip  input.* alone, and those of all other verbs: untouched it comes back; one new target changes its own bytes only
//   convert    input.*, targets.txt, expected.*: one target a line, an empty line keeps the source
//   chain      input.*, 1.txt, 2.txt, …, expected.*: each step reads what the step before has written
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/core/files.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class GoldenDocumentsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verify_data() { cases("verify"); }
    void verify();
    void roundtrip_data();
    void roundtrip();
    void convert_data() { cases("convert"); }
    void convert();
    void chain_data() { cases("chain"); }
    void chain();

private:
    static void cases(const QString &verb);
};

namespace {

using Targets = std::vector<std::optional<TaggedText>>;

const QString root = INTERLINEAR_SOURCE_DIR "/tests/golden/documents";

template <typename T>
T valueOf(Result<T> result)
{
    if (!result)
        qFatal("%s", result.error().sentence().c_str());
    return std::move(*result);
}

// The one file of that name with any extension.
QString fileIn(const QString &folder, const QString &name)
{
    const QStringList found = QDir(folder).entryList({name + ".*"}, QDir::Files);
    if (found.size() != 1)
        qFatal("%s holds %d files %s.*", qPrintable(folder), int(found.size()), qPrintable(name));
    return folder + "/" + found.first();
}

Document documentAt(const QString &path)
{
    return valueOf(readDocument(path.toStdString(), "en"));
}

QByteArray bytesAt(const QString &path)
{
    return QByteArray::fromStdString(valueOf(readFile(path.toStdString())));
}

QByteArray described(const Document &document)
{
    std::string lines;
    for (const Segment &segment : document.segments)
        lines += std::to_string(segment.paragraph) + "\t" + blockKindName(segment.kind) + "\t" + toNotation(segment.source) + "\n";
    return QByteArray::fromStdString(lines);
}

Targets targetsAt(const QString &path)
{
    QByteArrayList lines = bytesAt(path).split('\n');
    lines.removeLast();
    Targets targets;
    for (const QByteArray &line : lines)
        targets.push_back(line.isEmpty() ? std::nullopt : std::optional(fromNotation(line.toStdString())));
    return targets;
}

QByteArray applied(const QByteArray &bytes, const QString &input, const QString &targets)
{
    const std::string format = documentAt(input).format;
    const Document document = valueOf(parseDocument(bytes.toStdString(), format, "en", input.toStdString()));
    return QByteArray::fromStdString(valueOf(exportDocument(document, targetsAt(targets))));
}

}  // namespace

void GoldenDocumentsTest::cases(const QString &verb)
{
    QTest::addColumn<QString>("folder");
    const QDir folder(root + "/" + verb);
    for (const QString &name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        QTest::newRow(qPrintable(name)) << folder.filePath(name);
}

void GoldenDocumentsTest::verify()
{
    QFETCH(const QString, folder);
    QCOMPARE(described(documentAt(fileIn(folder, "input"))), bytesAt(folder + "/segments.tsv"));
}

void GoldenDocumentsTest::roundtrip_data()
{
    QTest::addColumn<QString>("path");
    QDirIterator files(root, {"input.*"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QTest::newRow(qPrintable(QDir(root).relativeFilePath(path))) << path;
    }
}

void GoldenDocumentsTest::roundtrip()
{
    QFETCH(const QString, path);
    const Document document = documentAt(path);
    const Targets untouched(document.segments.size());
    QCOMPARE(QByteArray::fromStdString(valueOf(exportDocument(document, untouched))), bytesAt(path));

    for (std::size_t i = 0; i < document.segments.size(); ++i) {
        const Segment &segment = document.segments[i];
        Targets targets = untouched;
        targets[i] = segment.source;
        targets[i]->text += " neu";
        const std::string bytes = valueOf(exportDocument(document, targets));
        QVERIFY(bytes.starts_with(document.bytes.substr(0, segment.span.begin)));
        QVERIFY(bytes.ends_with(document.bytes.substr(segment.span.end)));
        const Document again = valueOf(parseDocument(bytes, document.format, "en", "again"));
        QVERIFY2(described(again).contains("neu"), bytes.c_str());
    }
}

void GoldenDocumentsTest::convert()
{
    QFETCH(const QString, folder);
    const QString input = fileIn(folder, "input");
    QCOMPARE(applied(bytesAt(input), input, folder + "/targets.txt"), bytesAt(fileIn(folder, "expected")));
}

void GoldenDocumentsTest::chain()
{
    QFETCH(const QString, folder);
    const QString input = fileIn(folder, "input");
    QByteArray bytes = bytesAt(input);
    const QStringList steps = QDir(folder).entryList({"[0-9].txt"}, QDir::Files, QDir::Name);
    QVERIFY(steps.size() > 1);
    for (const QString &step : steps)
        bytes = applied(bytes, input, folder + "/" + step);
    QCOMPARE(bytes, bytesAt(fileIn(folder, "expected")));
}

QTEST_APPLESS_MAIN(GoldenDocumentsTest)
#include "tst_golden_documents.moc"
