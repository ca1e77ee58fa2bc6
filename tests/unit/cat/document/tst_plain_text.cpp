#include "engine/cat/document/document_files.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class PlainTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paragraphs_data();
    void paragraphs();
    void lineEndsOfATargetAreTheDocumentsOwn_data();
    void lineEndsOfATargetAreTheDocumentsOwn();
};

namespace {

Document parsed(const std::string &bytes)
{
    Result<Document> document = parseDocument(bytes, "text", "en", "test");
    if (!document)
        qFatal("%s", document.error().sentence().c_str());
    return std::move(*document);
}

}  // namespace

void PlainTextTest::paragraphs_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("segments");

    const QString wide = "This line is as wide as the lines of a letter that was wrapped,";
    QTest::newRow("blank line") << "One\n\ntwo" << QStringList{"One", "two"};
    QTest::newRow("blank line with spaces") << "One\n \t \ntwo" << QStringList{"One", "two"};
    QTest::newRow("lower case goes on") << "The key is\nhere." << QStringList{"The key is here."};
    QTest::newRow("upper case begins anew") << "The key\nThe dog" << QStringList{"The key", "The dog"};
    QTest::newRow("wrapped width goes on") << wide + "\nBob says." << QStringList{wide + " Bob says."};
    QTest::newRow("sentence over a line end") << wide + "\nBob says. Or\nAnn does." << QStringList{wide + " Bob says.", "Or", "Ann does."};
    QTest::newRow("bullets") << "- one\n* two\n• three" << QStringList{"one", "two", "three"};
    QTest::newRow("bullet with a second line") << "- one\n  and more" << QStringList{"one and more"};
    QTest::newRow("numbers") << "1. One.\n12) Two." << QStringList{"One.", "Two."};
    QTest::newRow("a number is no list") << "1999 was good.\n3.5 is more." << QStringList{"1999 was good.", "3.5 is more."};
    QTest::newRow("a word with a dash") << "-5 degrees" << QStringList{"-5 degrees"};
    QTest::newRow("nothing to translate") << "***\n---\n\n…" << QStringList{};
    QTest::newRow("classic Mac line ends") << "One\r\rtwo" << QStringList{"One", "two"};
}

void PlainTextTest::paragraphs()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, segments);
    QStringList found;
    for (const Segment &segment : parsed(text.toStdString()).segments)
        found << QString::fromStdString(segment.source.text);
    QCOMPARE(found, segments);
}

void PlainTextTest::lineEndsOfATargetAreTheDocumentsOwn_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("Unix") << QByteArray("One\n\nTwo\n") << QByteArray("Eins\nund\nzwei\n\nTwo\n");
    QTest::newRow("Windows") << QByteArray("One\r\n\r\nTwo\r\n") << QByteArray("Eins\r\nund\r\nzwei\r\n\r\nTwo\r\n");
    QTest::newRow("classic Mac") << QByteArray("One\r\rTwo\r") << QByteArray("Eins\rund\rzwei\r\rTwo\r");
    QTest::newRow("none") << QByteArray("One") << QByteArray("Eins\nund\nzwei");
}

void PlainTextTest::lineEndsOfATargetAreTheDocumentsOwn()
{
    QFETCH(const QByteArray, file);
    QFETCH(const QByteArray, expected);
    const Document document = parsed(file.toStdString());
    Targets targets(document.segments.size());
    targets.front() = TaggedText{"Eins\nund\r\n\r\nzwei", {}};
    QCOMPARE(QByteArray::fromStdString(exportDocument(document, targets).value()), expected);
}

QTEST_APPLESS_MAIN(PlainTextTest)
#include "tst_plain_text.moc"
