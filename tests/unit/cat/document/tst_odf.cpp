// What is offered of OpenDocument texts, sheets and presentations, with which tags, and what is written for it.
#include "engine/cat/document/archive.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/odf/inner_texts.h"
#include "engine/cat/document/resegmentation.h"
#include "engine/cat/document/tag_notation.h"
#include "tests/support/office_package.h"
#include "tests/unit/cat/document/office_documents.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class OdfTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsWithinTextsAreMoved_data();
    void textsWithinTextsAreMoved();
    void sentences_data();
    void sentences();
    void targets_data();
    void targets();
    void halvesOfACutPairAreWritten();
    void tornPairsAreRefused();
    void textsOfParts();
    void textsOfSheets();
    void cellsThatSayTheirTextTwice();
    void textsOfSlides();
    void untouchedPartsKeepTheirBytes();
    void bytesChooseTheFormat();
    void badFilesAreNamed_data();
    void badFilesAreNamed();
    void everyPrefixIsReadOrRefused();
    void deepTextsAreHarmless();
};

namespace
{

Document parsedOdf(const std::string &bytes)
{
    return parsed(bytes, "odf");
}

std::string textFile(const std::string &paragraphs)
{
    return openFile("<office:text>" + paragraphs + "</office:text>");
}

std::string bodyOf(const std::string &bytes)
{
    const std::string xml = partOf(bytes, "content.xml");
    const std::string begin = "<office:body><office:text>";
    const std::size_t at = xml.find(begin) + begin.size();
    return xml.substr(at, xml.find("</office:text>") - at);
}

std::string paragraph(const std::string &content)
{
    return "<text:p>" + content + "</text:p>";
}

std::string span(const std::string &style, const std::string &content)
{
    return "<text:span text:style-name=\"" + style + "\">" + content + "</text:span>";
}

std::string note(const std::string &text)
{
    return R"(<text:note text:id="n" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>)" + paragraph(text)
        + "</text:note-body></text:note>";
}

std::string cell(const std::string &attributes, const std::string &text)
{
    return "<table:table-cell" + (attributes.empty() ? "" : " " + attributes) + ">" + paragraph(text) + "</table:table-cell>";
}

std::string facts(const Segment &segment)
{
    return std::string(blockKindName(segment.kind)) + "|" + segment.facts.id + "|" + segment.facts.context;
}

}  // namespace

void OdfTest::textsWithinTextsAreMoved_data()
{
    QTest::addColumn<QString>("xml");
    QTest::addColumn<int>("moved");

    QTest::newRow("none") << "<a><text:p>One.</text:p></a>" << 0;
    QTest::newRow("note") << "<a><text:p>One<text:note><text:p>Two</text:p></text:note>.</text:p></a>" << 1;
    QTest::newRow("two") << "<a><text:p><text:note><text:p>1</text:p></text:note><text:note><text:p>2</text:p></text:note></text:p></a>" << 2;
    QTest::newRow("in one another") << "<a><text:h>1<draw:frame><text:p>2<text:note><text:p>3</text:p></text:note>2</text:p><text:p/></draw:frame></text:h><b/></a>" << 2;
    QTest::newRow("beside paragraphs") << "<a><draw:frame><text:p>1</text:p></draw:frame></a>" << 0;
}

void OdfTest::textsWithinTextsAreMoved()
{
    QFETCH(const QString, xml);
    QFETCH(const int, moved);
    const std::string unfolded = odf::unfolded(xml.toStdString());
    QCOMPARE(QString::fromStdString(unfolded).count("\x01@"), moved);
    QCOMPARE(QString::fromStdString(odf::folded(unfolded)), xml);
}

void OdfTest::sentences_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const std::string &content, const QStringList &expected) {
        QTest::newRow(name) << QString::fromStdString(content) << expected;
    };
    row("two sentences", paragraph("One &amp; more. Two."), {"One & more.", "Two."});
    row("white space", paragraph(" \n One\n\t two <!-- -->  three "), {"One two <1/>three"});
    row("space behind space in another element", paragraph("One " + span("T1", " two") + "&#32; three"), {"One <1>two</1> three"});
    row("spaces", paragraph("One.<text:s/><text:s text:c=\"2\"/>" + span("T1", "<text:s/>b") + "<text:s text:c=\"30\"/>c"), {"One.   <1> b</1><2/>c"});
    row("tab and break", paragraph("<text:tab/>a<text:tab/>b<text:line-break/>c<text:soft-page-break/>d<text:line-break/>"), {"a<1/>b<2/>cd"});
    row("looks", paragraph("a " + span("T1", "b") + " c" + span("T2", "d") + span("none", "e")), {"a <1>b</1> cd<2>e</2>"});
    row("look of all", paragraph(span("T1", "All of it. Yes.")), {"All of it.", "Yes."});
    row("pieces as typed", paragraph(span("T2", "One. T") + span("T2", "wo. Three")), {"One.", "Two.", "Three"});
    row("hidden", paragraph("seen " + span("T3", "hidden") + "again"), {"seen <1/>again"});
    row("link", paragraph("See <text:a xlink:href=\"#a\">" + span("T2", "here") + "</text:a>. Or not."), {"See <1>here</1>.", "Or not."});
    row("marks", paragraph("<text:bookmark-start text:name=\"a\"/>One <text:bookmark text:name=\"b\"/>two<text:change text:change-id=\"c\"/> three<text:bookmark-end text:name=\"a\"/>"),
        {"One <1/>two<2/> three"});
    row("fields", paragraph("Page <text:page-number>1</text:page-number>. <text:date>1 May</text:date> is a day."), {"Page <1/>.", "<1/> is a day."});
    row("number of a heading", "<text:h><text:number>1.</text:number> Head</text:h>", {"Head"});
    row("ruby", paragraph("a <text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>top</text:ruby-text></text:ruby> b"), {"a <1>base</1> b"});
    row("placeholder", paragraph("Dear <text:placeholder text:placeholder-type=\"text\">&lt;name&gt;</text:placeholder>!"), {"Dear <1>\\<name></1>!"});
    row("note", paragraph("One" + note("The note. " + span("T1", "Bold") + " end.") + ". Two."), {"One<1/>.", "Two.", "The note.", "<1>Bold</1> end."});
    row("note at the end", paragraph("One." + note("Note.")), {"One.<1/>", "Note."});
    row("comment", paragraph("One<office:annotation><dc:creator>Kim</dc:creator>" + paragraph("Why?") + "</office:annotation> two."), {"One<1/> two.", "Why?"});
    row("text box", paragraph("One.<draw:frame><draw:text-box>" + paragraph("Inner" + note("Deep.") + ".") + "</draw:text-box><svg:title>Box</svg:title><svg:desc>a\nb</svg:desc></draw:frame>"),
        {"One.", "Inner<1/>.", "Deep.", "Box", "a<1/>b"});
    row("shape", paragraph("<draw:custom-shape>" + paragraph("In it.") + "</draw:custom-shape>Text"), {"Text", "In it."});
    row("name of a picture's file", paragraph("a<draw:frame><draw:image/><svg:desc>IMG_1.jpg</svg:desc></draw:frame>b"), {"a<1/>b"});
    row("list", "<text:list><text:list-item>" + paragraph("Item.") + "</text:list-item></text:list>", {"Item."});
    row("deleted", "<text:tracked-changes><text:changed-region><text:deletion>" + paragraph("Gone" + note("Gone too")) + "</text:deletion></text:changed-region></text:tracked-changes>" + paragraph("There."),
        {"There."});
    row("index", "<text:table-of-content><text:table-of-content-source><text:index-title-template>Contents</text:index-title-template></text:table-of-content-source>"
                 "<text:index-body><text:index-title>" + paragraph("Contents") + "</text:index-title>" + paragraph("Head 1") + "</text:index-body></text:table-of-content>" + paragraph("Text"),
        {"Contents", "Contents", "Text"});
    row("CDATA", paragraph("One. <![CDATA[<two> & three. Four]]>"), {"One. \\<two> & three. Four"});
    row("no text", paragraph("&#x2014;") + "<text:p/><text:p></text:p>" + paragraph("<text:s text:c=\"4\"/>"), {});
    row("computed cell", "<table:table><table:table-row>" + cell("office:value-type=\"string\"", "Text") + cell("office:value-type=\"float\"", "3 pieces")
            + cell("office:value-type=\"string\" table:formula=\"x\"", "Computed") + cell("", "Bare") + "</table:table-row></table:table>",
        {"Text", "Bare"});
}

void OdfTest::sentences()
{
    QFETCH(const QString, content);
    QFETCH(const QStringList, expected);
    const std::string body = "<office:text>" + content.toStdString() + "</office:text>";
    QCOMPARE(sourcesOf(parsedOdf(openFile(body))), expected);
    QCOMPARE(sourcesOf(parsed(flatFile(body), "fodf")), expected);
}

void OdfTest::targets_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const std::string &content, const QStringList &targets, const std::string &expected) {
        QTest::newRow(name) << QString::fromStdString(content) << targets << QString::fromStdString(expected);
    };
    row("only its own bytes", paragraph(" One.  Two. "), {"", "Zwei & <mehr>."}, paragraph(" One.  Zwei &amp; &lt;mehr>. "));
    row("spaces that are typed", paragraph("One two"), {"a  b   c"}, paragraph("a <text:s/>b <text:s text:c=\"2\"/>c"));
    row("spaces at tags", paragraph("a " + span("T1", "b") + " c"), {"a <1> b </1> c"}, paragraph("a " + span("T1", "<text:s/>b ") + "<text:s/>c"));
    row("spaces at the ends", paragraph(span("T1", "b") + " c " + span("T1", "d")), {"<1> b</1> c <2>d </2>"},
        paragraph(span("T1", "<text:s/>b") + " c " + span("T1", "d<text:s/>")));
    row("tabs that are typed", paragraph("One two"), {"a\tb\\nc"}, paragraph("a b c"));
    row("look left out and doubled", paragraph("a " + span("T1", "b") + " c"), {"<1>a</1> <1>b</1>"}, paragraph(span("T1", "a") + " " + span("T1", "b")));
    row("spans that say nothing", paragraph(span("T2", "One. T") + span("T2", "wo. Three")), {"Eins.", "Zwei.", "Drei"},
        paragraph(span("T2", "Eins. ") + "Zwei." + span("T2", " Drei")));
    row("link", paragraph("See <text:a xlink:href=\"#a\">here</text:a>."), {"<1>Dort</1> sehen."}, paragraph("<text:a xlink:href=\"#a\">Dort</text:a> sehen."));
    row("note moves with its text", paragraph("One" + note("Note.") + " two."), {"Eins zwei<1/>.", ""}, paragraph("Eins zwei" + note("Note.") + "."));
    row("note is translated", paragraph("One" + note("Note.") + " two."), {"", "Fußnote."}, paragraph("One" + note("Fußnote.") + " two."));
    row("title of a picture", paragraph("a<draw:frame><svg:title>Cup</svg:title></draw:frame>b"), {"", "\"Tasse\" & mehr"},
        paragraph("a<draw:frame><svg:title>\"Tasse\" &amp; mehr</svg:title></draw:frame>b"));
    row("CDATA", paragraph("One. <![CDATA[<two>]]>"), {"<zwei>."}, paragraph("&lt;zwei>."));
}

void OdfTest::targets()
{
    QFETCH(const QString, content);
    QFETCH(const QStringList, targets);
    QFETCH(const QString, expected);
    const std::string written = translated(parsedOdf(textFile(content.toStdString())), targets);
    QCOMPARE(QString::fromStdString(bodyOf(written)), expected);
}

void OdfTest::halvesOfACutPairAreWritten()
{
    Document document = parsedOdf(textFile(paragraph("One " + span("T1", span("T2", "two") + " three") + " four.")));
    const auto halves = splitSegment(document, document.segments[0], 7);
    QVERIFY(halves);
    QCOMPARE(QString::fromStdString(toNotation(halves->first.source)), "One <1/>two");
    QCOMPARE(QString::fromStdString(toNotation(halves->second.source)), "three<1/> four.");
    QCOMPARE(joinSegments(document, halves->first, halves->second).has_value(), false);   // the end of a span is between them
    document.segments = {halves->first, halves->second};
    const std::string written = translated(document, {"Eins <1/>zwei", "drei<1/> vier."});
    QCOMPARE(QString::fromStdString(bodyOf(written)), QString::fromStdString(paragraph("Eins " + span("T1", "zwei" + span("T2", "") + " drei") + " vier.")));
}

void OdfTest::tornPairsAreRefused()
{
    Document document = parsedOdf(textFile(paragraph("a " + span("T1", "one two") + " b " + "<text:a xlink:href=\"#\">three four</text:a> c")));
    const auto refusedOf = [&](const QString &target) { return exportWhatFits(document, targetsOf({target})).value().refused.size(); };
    QCOMPARE(refusedOf("<1>x</1> <2>y</2>"), 0U);
    const auto halves = splitSegment(document, document.segments[0], 6);
    QVERIFY(halves);
    const auto middle = splitSegment(document, halves->second, 12);
    QVERIFY(middle);
    document.segments = {middle->first};
    QCOMPARE(sourcesOf(document), QStringList("two<1/> b <2/>three"));
    QCOMPARE(refusedOf("x<1/> y <2/>z"), 0U);
    QCOMPARE(refusedOf("x <2/>y"), 0U);   // the look ends where the segment begins
    QCOMPARE(refusedOf("x<2/> y <1/>z"), 1U);
    document = parsedOdf(textFile(paragraph("Dear <text:text-input>name</text:text-input><text:tab/>now")));
    QCOMPARE(refusedOf("<1>x</1><2/>"), 0U);
    QCOMPARE(refusedOf("<1>x<2/></1>"), 1U);
}

void OdfTest::textsOfParts()
{
    const std::string styles = "<office:document-styles NAMESPACES><office:styles><style:style style:name=\"x\" style:family=\"text\"/></office:styles><office:master-styles>"
                               "<style:master-page><style:header>" + paragraph("Head") + "</style:header><style:footer-left>" + paragraph("Foot <text:page-number>1</text:page-number>")
        + "</style:footer-left></style:master-page></office:master-styles></office:document-styles>";
    const std::string chart = "<office:document-content NAMESPACES><office:body><office:chart><chart:chart><chart:title>" + paragraph("Sales") + "</chart:title><table:table table:name=\"local-table\">"
                              "<table:table-row>" + cell("office:value-type=\"string\"", "North") + cell("office:value-type=\"string\"", "2024")
        + "</table:table-row></table:table></chart:chart></office:chart></office:body></office:document-content>";
    const PackageParts others{{"meta.xml", "<office:document-meta NAMESPACES><office:meta><dc:title>Report</dc:title><dc:creator>Kim</dc:creator><meta:keyword>sun</meta:keyword></office:meta></office:document-meta>"},
                              {"styles.xml", styles},
                              {"Object 1/content.xml", chart}};
    const Document document = parsedOdf(openFile("<office:text>" + paragraph("Body") + "</office:text>", others));
    QCOMPARE(sourcesOf(document), QStringList({"Body", "Sales", "North", "Head", "Foot <1/>", "Report", "sun"}));
    QCOMPARE(facts(document.segments[1]), "paragraph||chart");
    QCOMPARE(facts(document.segments[2]), "table-cell||chart");
    QCOMPARE(facts(document.segments[4]), "paragraph||footer");
    QCOMPARE(facts(document.segments[5]), "attribute||properties");
    // A template may consist of its styles alone.
    QCOMPARE(sourcesOf(parsedOdf(package({{"mimetype", "application/vnd.oasis.opendocument.text-template"}, {"styles.xml", partOf(openFile("", others), "styles.xml")}}))),
             QStringList({"Head", "Foot <1/>"}));
    // A sheet's charts show copies of its cells.
    QCOMPARE(sourcesOf(parsedOdf(openFile("<office:spreadsheet/>", {{"Object 1/content.xml", chart}}))), QStringList({"Sales"}));
}

void OdfTest::textsOfSheets()
{
    const std::string string = "office:value-type=\"string\"";
    const std::string rows = "<table:table-row table:number-rows-repeated=\"3\">" + cell("", "") + "</table:table-row><table:table-row><table:table-cell table:number-columns-repeated=\"26\"/>"
        + cell(string + " table:number-columns-repeated=\"2\"", "Cup") + "<table:covered-table-cell " + string + ">" + paragraph("Covered") + "</table:covered-table-cell>"
        + "<table:table-cell " + string + "><office:annotation>" + paragraph("Why?") + "</office:annotation>" + paragraph("One") + paragraph("Two") + "</table:table-cell>" + cell(string, "4711")
        + "</table:table-row>";
    const std::string linked = "<table:table table:name=\"Linked\"><table:table-source xlink:href=\"other.ods\"/><table:table-row>" + cell(string, "Other") + "</table:table-row></table:table>";
    const Document document = parsedOdf(openFile("<office:spreadsheet>" + linked + "<table:table table:name=\"Prices\">" + rows + "</table:table></office:spreadsheet>"));
    QCOMPARE(sourcesOf(document), QStringList({"Cup", "Why?", "One", "Two"}));
    QCOMPARE(facts(document.segments[0]), "table-cell|Prices!AA4|");
    QCOMPARE(facts(document.segments[1]), "note|Prices!AD4|comment");
    QCOMPARE(facts(document.segments[3]), "table-cell|Prices!AD4|");
}

void OdfTest::cellsThatSayTheirTextTwice()
{
    const std::string begin = "<office:spreadsheet><table:table><table:table-row><table:table-cell office:value-type=\"string\" office:string-value='";
    const std::string end = "</table:table-cell></table:table-row></table:table></office:spreadsheet>";
    const Document document = parsedOdf(openFile(begin + "Cup&#10;big'><office:annotation>" + paragraph("Why?") + "</office:annotation>" + paragraph("Cup") + paragraph("big") + end));
    const std::string written = partOf(translated(document, {"", "Tom's  Tasse", ""}), "content.xml");
    QVERIFY2(written.find(begin + "Tom&#39;s  Tasse&#10;big'>") != std::string::npos, written.c_str());
    QCOMPARE(sourcesOf(parsedOdf(translated(document, {"", "Tom's  Tasse", ""}))), QStringList({"Why?", "Tom's  Tasse", "big"}));
}

void OdfTest::textsOfSlides()
{
    const auto frame = [](const std::string &attributes, const std::string &text) {
        return "<draw:frame " + attributes + "><draw:text-box>" + paragraph(text) + "</draw:text-box></draw:frame>";
    };
    const std::string page = "<draw:page draw:name=\"p\">" + frame("presentation:class=\"title\"", "Title") + frame("presentation:class=\"outline\" presentation:placeholder=\"true\"", "Click here")
        + "<presentation:notes>" + frame("presentation:class=\"notes\"", "Smile.") + "</presentation:notes></draw:page>";
    const std::string styles = "<office:document-styles NAMESPACES><office:master-styles><style:master-page>" + frame("presentation:class=\"title\"", "Click to edit") + frame("draw:name=\"logo\"", "Company")
        + "</style:master-page></office:master-styles></office:document-styles>";
    const Document document = parsedOdf(openFile("<office:presentation><presentation:footer-decl presentation:name=\"f\">Foot</presentation:footer-decl><draw:page/>" + page + "</office:presentation>",
                                              {{"styles.xml", styles}}));
    QCOMPARE(sourcesOf(document), QStringList({"Foot", "Title", "Smile.", "Company"}));
    QCOMPARE(facts(document.segments[1]), "heading||slide 2");
    QCOMPARE(facts(document.segments[2]), "note||slide 2, notes");
}

void OdfTest::untouchedPartsKeepTheirBytes()
{
    const std::string bytes = openFile("<office:text>" + paragraph("One" + note("Note.") + ". Two.") + "</office:text>", {{"Pictures/a.xml", "<a/>"}, {"meta.xml", "<office:document-meta NAMESPACES/>"}});
    const Document document = parsedOdf(bytes);
    const std::string written = translated(document, {"", "Zwei.", ""});
    QCOMPARE(written.substr(0, 30), bytes.substr(0, 30));   // "mimetype" comes first, stored, where other programs look for it
    QVERIFY(written.substr(30).starts_with("mimetypeapplication/vnd.oasis.opendocument.text"));
    const Archive before = Archive::open(bytes, "before").value();
    const Archive after = Archive::open(written, "after").value();
    QCOMPARE(after.partNames(), before.partNames());
    for (const std::string &name : before.partNames()) {
        if (name != "content.xml")
            QCOMPARE(after.part(name).value(), before.part(name).value());
    }
    QCOMPARE(bodyOf(written), paragraph("One" + note("Note.") + ". Zwei."));
    QCOMPARE(translated(document, {"", "", ""}), bytes);
    const std::string flat = flatFile("<office:text>" + paragraph("One" + note("Note.") + ". Two.") + "</office:text>");
    QCOMPARE(fileBytes(parsed(flat, "fodf")).value(), flat);
}

void OdfTest::bytesChooseTheFormat()
{
    const QTemporaryDir folder;
    for (const char *name : {"letter.odt", "letter.docx", "letter.backup", "letter"}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const std::string bytes = textFile(paragraph("Text"));
        file.write(bytes.data(), static_cast<qint64>(bytes.size()));
        file.close();
        const Result<Document> document = readDocument(folder.filePath(name).toStdString(), "en");
        QVERIFY2(document, name);
        QCOMPARE(document->format, "odf");
    }
}

void OdfTest::badFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const std::string &bytes, const char *sentence) { QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(sentence); };
    const std::string content = "<office:document-content xmlns:office='o'/>";
    const std::string manifest = "<manifest:manifest xmlns:manifest='m'><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    row("no archive", "PK but not really", "bad: cannot be opened as the zip archive");
    row("another archive", package({{"mimetype", "x"}}), "bad: has no part \"content.xml\"");
    row("another content", package({{"content.xml", "<html/>"}}), "bad, content.xml: is no OpenDocument");
    row("password", package({{"content.xml", "\x01\xFF noise"}, {"META-INF/manifest.xml", manifest}}), "bad: is protected by a password");
    row("whole package encrypted", package({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"encrypted-package", "noise"}, {"META-INF/manifest.xml", manifest}}), "bad: is protected by a password");
    row("broken", textFile("\n<text:p>"), "bad, content.xml, line 3: is not well-formed");
    row("not UTF-8", package({{"content.xml", "<office:document-content xmlns:office='o'>\xFF</office:document-content>"}}), "bad, content.xml, line 1: byte");
    row("document type", package({{"content.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]>" + content}}), "bad, content.xml: has a document type");
    row("marks like ours", package({{"content.xml", "<office:document-content xmlns:office='o'><?\x01@1?></office:document-content>"}}), "bad, content.xml, line 1: is not well-formed");
}

void OdfTest::badFilesAreNamed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, sentence);
    const Result<Document> document = parseDocument(bytes.toStdString(), "odf", "en", "bad");
    QVERIFY(!document);
    QVERIFY2(QString::fromStdString(document.error().sentence()).startsWith(sentence), document.error().sentence().c_str());
}

void OdfTest::everyPrefixIsReadOrRefused()
{
    const std::string bytes = textFile(paragraph("One" + note("Two.") + "."));
    for (std::size_t length = 0; length < bytes.size(); length += 7) {
        const Result<Document> document = parseDocument(bytes.substr(0, length), "odf", "en", "prefix");
        QVERIFY(!document || exportDocument(*document, Targets(document->segments.size())) == bytes.substr(0, length));
    }
    const std::string xml = partOf(bytes, "content.xml");
    for (std::size_t length = 0; length < xml.size(); length += 3)
        QVERIFY(!parseDocument(package({{"content.xml", xml.substr(0, length)}}), "odf", "en", "prefix"));
}

// Texts within texts, as many as a file may claim.
void OdfTest::deepTextsAreHarmless()
{
    std::string deep = "end";
    for (int i = 0; i < 5000; ++i)
        deep = "<draw:frame><draw:text-box>" + paragraph("a " + deep) + "</draw:text-box></draw:frame>";
    const std::string bytes = textFile(paragraph("Text " + deep));
    const Document document = parsedOdf(bytes);
    QVERIFY(document.segments.size() > 10);
    QCOMPARE(fileBytes(document).value(), bytes);
    Targets targets;
    for (const Segment &segment : document.segments) {
        targets.emplace_back(segment.source);
        targets.back()->text.text += " neu";
    }
    const std::string written = exportDocument(document, targets).value();
    QCOMPARE(parsedOdf(written).segments.size(), document.segments.size());
    std::string nested = "text";
    for (int i = 0; i < 5000; ++i)
        nested = span("T1", nested + " ");
    QCOMPARE(parsedOdf(textFile(paragraph(nested))).segments.size(), 1U);
}

QTEST_APPLESS_MAIN(OdfTest)
#include "tst_odf.moc"
