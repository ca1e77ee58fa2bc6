#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace interlinear;
using namespace interlinear::cat;

class XmlCursorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensTileTheText();
    void attributesHaveTheirBytes();
    void elementsAreSkippedWhole();
    void escapedTextComesBack();
    void anEndOfASectionInPiecesIsEscaped();
    void brokenFilesAreNamed_data();
    void brokenFilesAreNamed();
    void deepNestingIsNoDanger();
};

namespace {

const std::string sample = "\xEF\xBB\xBF<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x \"]>\"> <!-- ]> -->]>\n<a b='1 > 0' c=\">'\" >t<b/>"
                           "<![CDATA[<x>]]>u&amp;<!-- <c> --><?p q?><c\n d = '&lt;&#233;' /></a >\n";

std::string randomXml(std::mt19937 &random, int depth)
{
    static const std::vector<std::string> pieces{"text", "&amp;", "<!-- <a> -->", "<![CDATA[ ]] <b> ]]>", "<?pi a > b?>", "<e/>", "<e a='>' b=\"'/>\"/>", "é"};
    std::string xml = "<n a=\"" + std::to_string(random() % 10) + "\">";
    for (auto count = random() % 5; count > 0; --count)
        xml += depth > 0 && random() % 3 == 0 ? randomXml(random, depth - 1) : pieces[random() % pieces.size()];
    return xml + "</n>";
}

}  // namespace

void XmlCursorTest::tokensTileTheText()
{
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        const std::string xml = round == 0 ? sample.substr(3) : randomXml(random, 4);
        QVERIFY(checkWellFormed(xml));
        XmlCursor cursor(xml);
        std::size_t at = 0;
        int starts = 0;
        int ends = 0;
        while (cursor.next()) {
            QCOMPARE(cursor.token().span.begin, at);
            QVERIFY(cursor.token().span.end > at);
            at = cursor.token().span.end;
            starts += cursor.token().kind == XmlKind::Start && !cursor.token().selfClosing ? 1 : 0;
            ends += cursor.token().kind == XmlKind::End ? 1 : 0;
            QCOMPARE(cursor.depth(), std::size_t(starts - ends - (cursor.token().kind == XmlKind::Start && !cursor.token().selfClosing ? 1 : 0)));
        }
        QCOMPARE(at, xml.size());
        QCOMPARE(starts, ends);
    }
}

void XmlCursorTest::attributesHaveTheirBytes()
{
    XmlCursor cursor(sample);
    while (cursor.next() && cursor.token().kind != XmlKind::Start) {}
    const std::vector<XmlAttribute> attributes = cursor.attributes();
    QCOMPARE(attributes.size(), 2U);
    QCOMPARE(attributes[0].text(), "1 > 0");
    QCOMPARE(std::string(attributes[1].name), "c");
    QCOMPARE(sample.substr(attributes[1].value.begin, attributes[1].value.length()), ">'");
    QCOMPARE(sample.substr(attributes[1].span.begin, attributes[1].span.length()), " c=\">'\"");
    while (cursor.next() && cursor.token().name != "c") {}
    QCOMPARE(cursor.attributeText("d"), "<é");
    QVERIFY(!cursor.attribute("e"));
}

void XmlCursorTest::elementsAreSkippedWhole()
{
    const std::string xml = "<a><b><b>x</b><b/></b><c/>d</a>";
    XmlCursor cursor(xml);
    cursor.next();
    cursor.next();
    const ByteSpan span = skipElement(cursor);
    QCOMPARE(xml.substr(span.begin, span.length()), "<b><b>x</b><b/></b>");
    cursor.next();
    QCOMPARE(skipElement(cursor).length(), std::size_t(4));
    cursor.next();
    QCOMPARE(std::string(cursor.raw()), "d");
}

void XmlCursorTest::escapedTextComesBack()
{
    for (const std::string text : {"a < b & c > d", "]]> \"quoted\" 'too'", "line\nend\ttab\r", "emoji 👍 é"}) {
        QCOMPARE(decodedXml(xmlText(text)), text);
        QCOMPARE(decodedXml(xmlAttribute(text)), text);
        QVERIFY(checkWellFormed("<a b=\"" + xmlAttribute(text) + "\">" + xmlText(text) + "</a>"));
        InlineRun run;
        addXmlText(run, xmlText(text), 0);
        QCOMPARE(run.content.text, text);
    }
    QCOMPARE(xmlText(std::string("a\0\x1F\xEF\xBF\xBF", 6)), "a\uFFFD\uFFFD\uFFFD");
}

void XmlCursorTest::anEndOfASectionInPiecesIsEscaped()
{
    for (const std::string cut : {"|]]>|", "]|]>", "]]|>", "]|]|>", "a]]|>b"}) {
        std::string written, whole;
        for (std::size_t begin = 0; begin <= cut.size();) {
            const std::size_t end = std::min(cut.find('|', begin), cut.size());
            whole += cut.substr(begin, end - begin);
            written += xmlText(cut.substr(begin, end - begin));
            begin = end + 1;
        }
        QVERIFY2(checkWellFormed("<a>" + written + "</a>"), written.c_str());
        QCOMPARE(decodedXml(written), whole);
    }
}

void XmlCursorTest::brokenFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<QString>("place");
    QTest::newRow("not closed") << QByteArray("<a>\n<b></a>") << "line 2";
    QTest::newRow("cut") << QByteArray("<a>\n\n<b") << "line 3";
    QTest::newRow("empty") << QByteArray() << "line 1";
    QTest::newRow("other file") << QByteArray("<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]>\n<a>&x;</a>") << "another file";
    QByteArray bomb = "<!DOCTYPE a [<!ENTITY a0 \"0123456789\">";
    for (int i = 1; i < 12; ++i)
        bomb += QString("<!ENTITY a%1 \"%2\">").arg(i).arg(QString("&a%1;").arg(i - 1).repeated(20)).toUtf8();
    QTest::newRow("bomb") << bomb + "]>\n<a>&a11;</a>" << "line";
}

void XmlCursorTest::brokenFilesAreNamed()
{
    QFETCH(const QByteArray, xml);
    QFETCH(const QString, place);
    const Result<void> checked = checkWellFormed(xml.toStdString());
    QVERIFY(!checked);
    QVERIFY2(QString::fromStdString(checked.error().sentence()).contains(place), checked.error().sentence().c_str());
}

void XmlCursorTest::deepNestingIsNoDanger()
{
    std::string xml;
    for (int i = 0; i < 200'000; ++i)
        xml += "<a>";
    for (int i = 0; i < 200'000; ++i)
        xml += "</a>";
    QVERIFY(checkWellFormed(xml));
    XmlCursor cursor(xml);
    cursor.next();
    QCOMPARE(skipElement(cursor).length(), xml.size());
}

QTEST_APPLESS_MAIN(XmlCursorTest)
#include "tst_xml_cursor.moc"
