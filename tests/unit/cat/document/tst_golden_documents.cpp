// The cases of tests/golden/documents, one folder each, by four verbs:
//   verify     input.*, segments.tsv: paragraph, kind and text of each segment, and what else the file says of it ("target=…", "id=…", "note=…")
//   roundtrip  input.* alone, and those of all other verbs: untouched it comes back; one new target changes its own bytes only
//   convert    input.*, targets.txt, expected.*: one target a line, an empty line keeps the source
//   chain      input.*, 1.txt, 2.txt, …, expected.*: each step reads what the step before has written
#include "engine/cat/document/archive.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/format.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/core/files.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

#include <algorithm>
#include <span>

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
    void beginning_data() { roundtrip_data(); }
    void beginning();

private:
    static void cases(const QString &verb);
};

namespace {

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

// Of an archive the names and contents of its parts: how small they are is the affair of the library that compressed them.
QByteArray contentOf(const QByteArray &bytes)
{
    if (!bytes.startsWith("PK"))
        return bytes;
    const std::string file = bytes.toStdString();
    const Archive archive = valueOf(Archive::open(file, "golden"));
    std::string content;
    for (const std::string &name : archive.partNames())
        content += "\n=== " + name + "\n" + valueOf(archive.part(name));
    return QByteArray::fromStdString(content);
}

std::string field(const char *name, const std::string &value)
{
    return value.empty() ? std::string() : std::string("\t") + name + "=" + toNotation({value, {}});
}

std::string describedTarget(const FileTarget &target)
{
    return "\ttarget=" + toNotation(target.text) + field("state", translationStateName(target.state)) + (target.needsWork ? "\tneeds-work" : "") +
           (target.machine ? "\tmachine" : "") + (target.propagated ? "\tpropagated" : "");
}

std::string describedFacts(const SegmentFacts &facts)
{
    std::string line = field("id", facts.id) + field("context", facts.context);
    for (const std::string &note : facts.notes)
        line += field("note", note);
    if (facts.limit)
        line += field("limit", std::to_string(facts.limit->most) + " " + lengthUnitName(facts.limit->unit));
    return line + (facts.locked ? "\tlocked" : "");
}

QByteArray described(const Document &document)
{
    std::string lines;
    for (const Segment &segment : document.segments) {
        lines += std::to_string(segment.paragraph) + "\t" + blockKindName(segment.kind) + "\t" + toNotation(segment.source) +
                 (segment.target ? describedTarget(*segment.target) : std::string()) + describedFacts(segment.facts) + "\n";
    }
    return QByteArray::fromStdString(lines);
}

Targets targetsAt(const QString &path)
{
    QByteArrayList lines = bytesAt(path).split('\n');
    lines.removeLast();
    Targets targets;
    for (const QByteArray &line : lines)
        targets.push_back(line.isEmpty() ? std::nullopt : std::optional<SegmentTarget>(fromNotation(line.toStdString())));
    return targets;
}

QByteArray applied(const QByteArray &bytes, const QString &input, const QString &targets)
{
    const std::string format = documentAt(input).format;
    const Document document = valueOf(parseDocument(bytes.toStdString(), format, "en", input.toStdString()));
    return QByteArray::fromStdString(valueOf(exportDocument(document, targetsAt(targets))));
}

void othersAreAsTheyWere(const Document &before, const Document &after, std::size_t changed)
{
    QCOMPARE(after.segments.size(), before.segments.size());
    for (std::size_t i = 0; i < before.segments.size(); ++i) {
        QCOMPARE(after.segments[i].source, before.segments[i].source);
        if (i == changed)
            continue;
        QCOMPARE(after.segments[i].target, before.segments[i].target);
        QCOMPARE(after.segments[i].facts, before.segments[i].facts);
    }
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
    const bool bilingual = formatById(document.format)->bilingual;
    const Targets untouched(document.segments.size());
    QCOMPARE(QByteArray::fromStdString(valueOf(exportDocument(document, untouched))), bytesAt(path));

    for (std::size_t i = 0; i < document.segments.size(); ++i) {
        const Segment &segment = document.segments[i];
        if (segment.facts.locked)
            continue;
        Targets targets = untouched;
        targets[i] = segment.source;
        targets[i]->text.text += " neu";
        const Document again = valueOf(parseDocument(valueOf(exportDocument(document, targets)), document.format, "en", "again"));
        if (bilingual) {
            othersAreAsTheyWere(document, again, i);
            QCOMPARE(toNotation(again.segments[i].target->text), toNotation(targets[i]->text));
        } else {
            QVERIFY(again.text.starts_with(document.text.substr(0, segment.span.begin)));
            QVERIFY(again.text.ends_with(document.text.substr(segment.span.end)));
            QVERIFY2(described(again).contains("neu"), again.text.c_str());
        }
    }
}

void GoldenDocumentsTest::convert()
{
    QFETCH(const QString, folder);
    const QString input = fileIn(folder, "input");
    QCOMPARE(contentOf(applied(bytesAt(input), input, folder + "/targets.txt")), contentOf(bytesAt(fileIn(folder, "expected"))));
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
    QCOMPARE(contentOf(bytes), contentOf(bytesAt(fileIn(folder, "expected"))));
}

// A first look shows what is there in the end.
void GoldenDocumentsTest::beginning()
{
    QFETCH(const QString, path);
    const Document all = documentAt(path);
    for (const std::size_t count : {std::size_t{1}, std::size_t{3}, all.segments.size(), all.segments.size() + 1}) {
        const Document first = valueOf(readBeginning(path.toStdString(), "en", count));
        QVERIFY(first.segments.size() <= count && std::ranges::equal(first.segments, std::span(all.segments).first(first.segments.size())));
        QCOMPARE(first.text, all.text);
        if (count >= all.segments.size())
            QCOMPARE(first.segments.size(), all.segments.size());
    }
}

QTEST_APPLESS_MAIN(GoldenDocumentsTest)
#include "tst_golden_documents.moc"
