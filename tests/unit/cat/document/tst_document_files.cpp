#include "engine/cat/document/document_files.h"
#include "engine/cat/document/format.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/document/target_text.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::cat;

class DocumentFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void badFilesAreNamed_data();
    void badFilesAreNamed();
    void emptyFileHasNoSegments_data();
    void emptyFileHasNoSegments();
    void extensionsChooseTheFormat();
    void unknownFormatIsRefused();
    void wrongTagsAreRefused_data();
    void wrongTagsAreRefused();
    void numberOfTargetsMustFit();
    void blankAndEqualTargetsKeepTheSource();
    void whatFitsIsWrittenWithoutTheRest();
    void beginningOfACutFileIsReadWhereItIsWhole();
    void tooManySegmentsAreRefused();
    void thousandsOfTagsAreCheckedAtOnce();

private:
    std::string written(const QString &name, const QByteArray &bytes);

    QTemporaryDir m_folder;
};

namespace {

const std::string sample = "Press **Enter** on `F1` now.\n\nSecond *one*.\n";

Document sampleDocument()
{
    return parseDocument(sample, "markdown", "en", "sample.md").value();
}

}  // namespace

std::string DocumentFilesTest::written(const QString &name, const QByteArray &bytes)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName().toStdString();
}

void DocumentFilesTest::badFilesAreNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("cut in a character") << "cut.md" << QByteArray("# a\n\0\xF0\x9F\x91", 8) << int(ErrorCode::NotUtf8) << "cut.md, line 2: byte 2 is not UTF-8";
    QTest::newRow("no text") << "data.txt" << QByteArray("\xFF\0\x80\x81\0\xC3\x07", 7) << int(ErrorCode::NotUtf8) << "data.txt, line 1: byte 1 is not UTF-8";
    QTest::newRow("other extension") << "paper.pdf" << QByteArray("%PDF") << int(ErrorCode::Unsupported) << ".txt, .md, .markdown";
    QTest::newRow("no extension") << "README" << QByteArray("hello") << int(ErrorCode::Unsupported) << ".txt, .md, .markdown";
    QTest::newRow("missing") << "missing.md" << QByteArray() << int(ErrorCode::NotFound) << "missing.md";
}

void DocumentFilesTest::badFilesAreNamed()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, code);
    QFETCH(const QString, sentence);
    const std::string path = bytes.isEmpty() ? m_folder.filePath(name).toStdString() : written(name, bytes);
    const Result<Document> document = readDocument(path, "en");
    QVERIFY(!document);
    QCOMPARE(int(document.error().code), code);
    QVERIFY(document.error().where.starts_with(path));
    QVERIFY2(document.error().sentence().find(sentence.toStdString()) != std::string::npos, document.error().sentence().c_str());
}

void DocumentFilesTest::emptyFileHasNoSegments_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF");
    QTest::newRow("line ends") << QByteArray("\r\n \n\t\n");
}

void DocumentFilesTest::emptyFileHasNoSegments()
{
    QFETCH(const QByteArray, bytes);
    for (const char *name : {"empty.txt", "empty.md"}) {
        const Result<Document> document = readDocument(written(name, bytes), "en");
        QVERIFY(document);
        QVERIFY(document->segments.empty());
        QCOMPARE(exportDocument(*document, {}).value(), bytes.toStdString());
    }
}

void DocumentFilesTest::extensionsChooseTheFormat()
{
    QCOMPARE(readDocument(written("a.MD", "# A"), "en").value().format, "markdown");
    QCOMPARE(readDocument(written("a.markdown", "# A"), "en").value().format, "markdown");
    QCOMPARE(readDocument(written("a.Txt", "# A"), "en").value().format, "text");
    for (const DocumentFormat &format : documentFormats()) {
        QCOMPARE(formatById(format.id), &format);
        for (const std::string_view extension : format.extensions)
            QVERIFY(isKnownExtension("folder.txt/name" + std::string(extension)));
    }
}

void DocumentFilesTest::unknownFormatIsRefused()
{
    const Result<Document> document = parseDocument("text", "wordperfect", "en", "a.wpd");
    QVERIFY(!document);
    QCOMPARE(document.error().code, ErrorCode::Unsupported);
}

void DocumentFilesTest::wrongTagsAreRefused_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("reason");

    QTest::newRow("missing") << "Drücken Sie <1>Enter</1> jetzt." << "lacks <2/>";
    QTest::newRow("not closed") << "Drücken Sie <1>Enter auf <2/>." << "lacks </1>";
    QTest::newRow("not opened") << "Drücken Sie Enter</1> auf <2/>." << "lacks <1>";
    QTest::newRow("doubled") << "<1>Enter</1> auf <2/> oder <2/>." << "has <2/>";
    QTest::newRow("invented") << "<1>Enter</1> auf <2/> <3/>." << "has <3/>";
    QTest::newRow("other kind") << "<1>Enter</1> auf <2>F1</2>." << "lacks <2/>";
    QTest::newRow("closed before opened") << "</1>Enter<1> auf <2/>." << "not nested";
    QTest::newRow("none") << "Enter auf F1." << "lacks <1>, </1>, <2/>";
}

void DocumentFilesTest::wrongTagsAreRefused()
{
    QFETCH(const QString, target);
    QFETCH(const QString, reason);
    const Document document = sampleDocument();
    const Result<std::string> bytes = exportDocument(document, {fromNotation(target.toStdString()), std::nullopt});
    QVERIFY(!bytes);
    const std::string sentence = bytes.error().sentence();
    QVERIFY2(sentence.find("sample.md, segment 1 (byte 0)") == 0 && sentence.find(reason.toStdString()) != std::string::npos, sentence.c_str());
}

void DocumentFilesTest::numberOfTargetsMustFit()
{
    const Document document = sampleDocument();
    for (const std::size_t count : {0U, 1U, 3U}) {
        const Result<std::string> bytes = exportDocument(document, Targets(count));
        QVERIFY(!bytes);
        QVERIFY(bytes.error().sentence().find(std::to_string(count) + " targets for 2 segments") != std::string::npos);
    }
}

void DocumentFilesTest::blankAndEqualTargetsKeepTheSource()
{
    const std::string file = "The &copy; is\n_here_,\\\nbye\n";
    const Document document = parseDocument(file, "markdown", "en", "a.md").value();
    QCOMPARE(document.segments.size(), 1U);
    for (const TaggedText &target : {TaggedText{}, TaggedText{" \t\u00A0", {}}, document.segments[0].source})
        QCOMPARE(exportDocument(document, {target}).value(), file);
}

void DocumentFilesTest::whatFitsIsWrittenWithoutTheRest()
{
    const Document document = sampleDocument();
    const PartialExport result = exportWhatFits(document, {fromNotation("Nichts"), fromNotation("Das <1>zweite</1>.")}).value();
    QCOMPARE(result.bytes, "Press **Enter** on `F1` now.\n\nDas *zweite*.\n");
    QCOMPARE(result.refused.size(), 1U);
    QCOMPARE(result.refused[0].where, "sample.md, segment 1 (byte 0)");

    const Document links = parseDocument("A [b](c) and [d](e).\n\nNext.\n", "markdown", "en", "links.md").value();
    const PartialExport nested = exportWhatFits(links, {fromNotation("<1>Ein <2>Link</2> im Link</1>."), fromNotation("Weiter.")}).value();
    QCOMPARE(nested.bytes, "A [b](c) and [d](e).\n\nWeiter.\n");
    QCOMPARE(nested.refused.size(), 1U);
    QVERIFY(nested.refused[0].sentence().find("links.md, segment 1") == 0);
}

// A first look neither waits for the rest of the file nor trusts it.
void DocumentFilesTest::beginningOfACutFileIsReadWhereItIsWhole()
{
    const QByteArray unit = "<trans-unit id=\"1\"><source>One &amp; <g id=\"1\">two</g>.</source><target>Eins</target></trans-unit>";
    const QByteArray all = "<?xml version=\"1.0\"?><xliff version=\"1.2\"><file original=\"a\" source-language=\"en\" target-language=\"de\"><body>"
        + unit + unit + unit + "</body></file></xliff>";
    const auto firstUnitEnd = all.indexOf("</trans-unit>") + 13;
    for (int length = 0; length <= all.size(); ++length) {
        const std::string path = written("cut.xlf", all.left(length));
        const Result<Document> first = readBeginning(path, "en", 1);
        QCOMPARE(first.has_value(), length > firstUnitEnd);
        if (first)
            QCOMPARE(first->segments.size(), 1U);
        QCOMPARE(readDocument(path, "en").has_value(), length == all.size());
    }
    std::mt19937 random(3);
    for (int i = 0; i < 500; ++i) {
        QByteArray changed = all;
        for (auto changes = 1 + random() % 3; changes > 0; --changes)
            changed[static_cast<int>(random() % static_cast<unsigned>(all.size()))] = "<>/\"'&=! -?[]a\0"[random() % 15];
        const std::string path = written("changed.xlf", changed);
        const Result<Document> first = readBeginning(path, "en", 1);
        if (const Result<Document> whole = readDocument(path, "en"); whole && !whole->segments.empty())
            QVERIFY(first && first->segments.size() <= 1);
    }
    QVERIFY(!readBeginning(written("broken.xlf", QByteArray(all).replace("One", "</g>")), "en", 1));
}

void DocumentFilesTest::tooManySegmentsAreRefused()
{
    std::string text;
    for (std::size_t i = 0; i <= mostSegments; ++i)
        text += "a\n\n";
    const Result<Document> document = parseDocument(text, "text", "en", "a.txt");
    QVERIFY(!document);
    QCOMPARE(document.error().sentence(), "a.txt: holds more than 1048576 segments; divide it into several files");
}

void DocumentFilesTest::thousandsOfTagsAreCheckedAtOnce()
{
    std::string text;
    for (int i = 0; i < 30000; ++i)
        text += "*a* ";
    const Document document = parseDocument(text + "\n", "markdown", "en", "a.md").value();
    QCOMPARE(document.segments.size(), 1U);
    const TaggedText &source = document.segments[0].source;
    QCOMPARE(source.tags.size(), 60000U);
    QElapsedTimer watch;
    watch.start();
    QVERIFY(withCodesOf(source, source).value() == source);
    QVERIFY(missingTags(source, source).empty());
    QVERIFY2(watch.elapsed() < 2000, qPrintable(QString::number(watch.elapsed())));
}

QTEST_APPLESS_MAIN(DocumentFilesTest)
#include "tst_document_files.moc"
