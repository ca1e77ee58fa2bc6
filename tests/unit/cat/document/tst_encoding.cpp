#include "engine/cat/document/document_files.h"
#include "engine/cat/document/encoding.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class EncodingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBytesComeBack_data();
    void theBytesComeBack();
    void declarationsAreRead_data();
    void declarationsAreRead();
    void unencodableCharactersAreNamedOrSpelled();
    void aTranslationKeepsTheEncodingOfItsFile();
    void anEncodingIsTakenByItsName_data();
    void anEncodingIsTakenByItsName();
    void charactersAreKnown();
};

namespace {

QByteArray encoded(const QString &text, const char *encoding)
{
    return QByteArray::fromStdString(encodedText(text.toStdString(), encoding, Unencodable::Refuse, {}).value());
}

}  // namespace

void EncodingTest::theBytesComeBack_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("declared");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("encoding");

    const QString german = "Die Schlüssel liegen unter der Matte. Grüße!";
    const QString russian = "Ключи лежат под ковриком у двери, как обычно.";
    const QString japanese = "鍵は玄関マットの下にあります。";
    QTest::newRow("utf-8") << german.toUtf8() << "" << german << "UTF-8";
    QTest::newRow("utf-8 with mark") << QByteArray("\xEF\xBB\xBF" + german.toUtf8()) << "" << QString(QChar(0xFEFF) + german) << "UTF-8";
    QTest::newRow("utf-16 with mark") << encoded(QChar(0xFEFF) + german, "UTF-16LE") << "" << QString(QChar(0xFEFF) + german) << "UTF-16LE";
    QTest::newRow("big-endian with mark") << encoded(QChar(0xFEFF) + russian, "UTF-16BE") << "" << QString(QChar(0xFEFF) + russian) << "UTF-16BE";
    QTest::newRow("utf-16 without mark") << encoded(german, "UTF-16LE") << "" << german << "UTF-16LE";
    QTest::newRow("big-endian without mark") << encoded(german, "UTF-16BE") << "UTF-8" << german << "UTF-16BE";
    QTest::newRow("utf-32") << encoded(QChar(0xFEFF) + german, "UTF-32LE") << "" << QString(QChar(0xFEFF) + german) << "UTF-32LE";
    QTest::newRow("declared") << encoded(russian, "windows-1251") << "CP1251" << russian << "ibm-5347_P100-1998";
    QTest::newRow("declared shift-jis") << encoded(japanese, "Shift_JIS") << "Shift_JIS" << japanese << "ibm-943_P15A-2003";
    QTest::newRow("declared wrongly") << german.toUtf8() << "UTF-16" << german << "UTF-8";
    QTest::newRow("declared by nobody's name") << german.toUtf8() << "x-none" << german << "UTF-8";
    QTest::newRow("detected") << encoded(russian, "windows-1251") << "" << russian << "ibm-5347_P100-1998";
}

void EncodingTest::theBytesComeBack()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, declared);
    QFETCH(const QString, text);
    QFETCH(const QString, encoding);
    const DecodedText decoded = decodedText(bytes.toStdString(), declared.toStdString(), "file").value();
    QCOMPARE(QByteArray::fromStdString(decoded.text), text.toUtf8());
    QCOMPARE(QString::fromStdString(decoded.encoding), encoding);
    QCOMPARE(QByteArray::fromStdString(encodedText(decoded.text, decoded.encoding, Unencodable::Refuse, "file").value()), bytes);
}

void EncodingTest::declarationsAreRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("encoding");
    QTest::newRow("double quotes") << QByteArray("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>") << "ISO-8859-1";
    QTest::newRow("single quotes") << QByteArray("<?xml version='1.0' encoding = 'utf-8' standalone='no'?><a/>") << "utf-8";
    QTest::newRow("none") << QByteArray("<?xml version='1.0'?><a encoding='x'/>") << "";
    QTest::newRow("no declaration") << QByteArray("<a encoding='x'/>") << "";
    QTest::newRow("cut") << QByteArray("<?xml encoding='utf") << "";
}

void EncodingTest::declarationsAreRead()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, encoding);
    QCOMPARE(QString::fromStdString(encodingOfXml(bytes.toStdString())), encoding);
}

void EncodingTest::unencodableCharactersAreNamedOrSpelled()
{
    QCOMPARE(encodedText("5 €, ж", "ISO-8859-1", Unencodable::CharacterReference, "a").value(), "5 &#8364;, &#1078;");
    QCOMPARE(encodedText("5 €", "ISO-8859-1", Unencodable::JavaEscape, "a").value(), "5 \\u20AC");
    const Result<std::string> refused = encodedText("5 €", "ISO-8859-1", Unencodable::Refuse, "a.po");
    QVERIFY(!refused);
    QVERIFY2(refused.error().sentence().find("U+20AC") != std::string::npos, refused.error().sentence().c_str());
}

void EncodingTest::aTranslationKeepsTheEncodingOfItsFile()
{
    const QByteArray bytes = encoded(QChar(0xFEFF) + QString("The key is here.\r\n"), "UTF-16BE");
    const Document document = parseDocument(bytes.toStdString(), "text", "en", "a.txt").value();
    QCOMPARE(document.segments.size(), 1U);
    const std::string exported = exportDocument(document, {TaggedText{"Ключ здесь."}}).value();
    QCOMPARE(QByteArray::fromStdString(exported), encoded(QChar(0xFEFF) + QString("Ключ здесь.\r\n"), "UTF-16BE"));
}

void EncodingTest::anEncodingIsTakenByItsName_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("text");   // or what an error says
    QTest::newRow("another than detected") << QByteArray("P\xF8\xEDli\x9A\n") << "windows-1250" << "Příliš\n";
    QTest::newRow("by an alias") << QByteArray("\x84") << "cp437" << "ä";
    QTest::newRow("UTF-8 as bytes") << QByteArray("ä") << "windows-1252" << "Ã¤";
    QTest::newRow("unknown") << QByteArray("a") << "klingon" << "'klingon' is no known encoding";
    QTest::newRow("no UTF-8") << QByteArray("one\ntwo \xE4") << "UTF-8" << "line 2: byte 5";
    QTest::newRow("no ASCII") << QByteArray("\xC3\xA4") << "US-ASCII" << "line 1: byte 1";
    QTest::newRow("half a character") << QByteArray("abc") << "UTF-16LE" << "encoding";
}

void EncodingTest::anEncodingIsTakenByItsName()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, encoding);
    QFETCH(const QString, text);
    const Result<DecodedText> decoded = decodedAs(bytes.toStdString(), encoding.toStdString(), "a.txt");
    if (!decoded) {
        QVERIFY2(QString::fromStdString(decoded.error().sentence()).contains(text), decoded.error().sentence().c_str());
        return;
    }
    QCOMPARE(QString::fromStdString(decoded->text), text);
    QCOMPARE(QByteArray::fromStdString(encodedText(decoded->text, decoded->encoding, Unencodable::Refuse, "a.txt").value()), bytes);
}

void EncodingTest::charactersAreKnown()
{
    QVERIFY(!Repertoire("windows-1252").firstOutside("5 €, Grüße"));
    QCOMPARE(Repertoire("windows-1252").firstOutside("5 € ж").value(), 6U);
    QVERIFY(!Repertoire("UTF-16LE").firstOutside("ж👍"));
    QVERIFY(!Repertoire("GB18030").firstOutside("ж👍"));
    QVERIFY(!Repertoire("klingon").firstOutside("ж"));
    QCOMPARE(encodingTitle("ibm-5347_P100-1998"), "windows-1251");
    QCOMPARE(encodingTitle("klingon"), "klingon");
}

QTEST_APPLESS_MAIN(EncodingTest)
#include "tst_encoding.moc"
