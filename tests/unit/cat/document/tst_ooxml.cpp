// What is offered of Word, Excel and PowerPoint files, with which tags, and what is written for it.
#include "engine/cat/document/archive.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/resegmentation.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "tests/support/office_package.h"
#include "tests/unit/cat/document/office_documents.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class OoxmlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentencesOfWord_data();
    void sentencesOfWord();
    void targetsInWord_data();
    void targetsInWord();
    void partsOfWord();
    void halvesOfACutPairAreWritten();
    void textsOfSheets();
    void headsOfTablesStay();
    void headersOfSheetsKeepTheirCodes();
    void numbersInHeadersAreNoSizes();
    void textsOfSlides();
    void pictureOfSmartArtFollows();
    void untouchedPartsKeepTheirBytes();
    void badFilesAreNamed_data();
    void badFilesAreNamed();
    void hostileNamesAreHarmless();
    void everyPrefixIsReadOrRefused();
    void partsThatAreNotWhereTheyShouldBeAreNamed();
    void partsOfOneNameAreOne();
};

namespace
{

std::string run(const std::string &text, const std::string &properties = {})
{
    const std::string look = properties.empty() ? "" : "<w:rPr>" + properties + "</w:rPr>";
    return "<w:r>" + look + "<w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
}

std::string paragraph(const std::string &content)
{
    return "<w:p>" + content + "</w:p>";
}

std::string field(const std::string &code, const std::string &result)
{
    return R"(<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> )" + code
        + R"( </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>)" + run(result) + R"(<w:r><w:fldChar w:fldCharType="end"/></w:r>)";
}

std::string textBox(const std::string &text)
{
    const std::string content = "<w:txbxContent>" + paragraph(run(text)) + "</w:txbxContent>";
    return "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><wps:txbx>" + content
        + "</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + content
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
}

std::string bodyOf(const std::string &bytes)
{
    const std::string xml = partOf(bytes, "word/document.xml");
    const std::size_t begin = xml.find("<w:body>") + 8;
    return xml.substr(begin, xml.find("<w:sectPr/>") - begin);
}

std::string shape(const std::string &placeholder, const std::string &content)
{
    return R"(<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr>)" + placeholder + "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p>"
        + content + "</a:p></p:txBody></p:sp>";
}

/// The archive with all its parts marked as encrypted.
std::string encrypted(std::string archive)
{
    for (const auto &[signature, flags] : {std::pair(std::string("PK\x03\x04"), 6), std::pair(std::string("PK\x01\x02"), 8)}) {
        for (std::size_t at = archive.find(signature); at != std::string::npos; at = archive.find(signature, at + 4))
            archive[at + static_cast<std::size_t>(flags)] |= 1;
    }
    return archive;
}

}  // namespace

void OoxmlTest::sentencesOfWord_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("sources");
    const auto row
        = [](const char *name, const std::string &body, const QStringList &sources) { QTest::newRow(name) << QString::fromStdString(body) << sources; };

    row("two sentences", paragraph(run("One here. Two there.")), {"One here.", "Two there."});
    row("bold word", paragraph(run("Press ") + run("Enter", "<w:b/>") + run(" now.")), {"Press <1>Enter</1> now."});
    row("all bold", paragraph(run("All of it.", "<w:b/>")), {"All of it."});
    row("revisions and proofing",
        paragraph(R"(<w:r w:rsidR="1"><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>to</w:t></w:r><w:proofErr w:type="spellStart"/>)"
                  R"(<w:r w:rsidR="2"><w:rPr><w:noProof/></w:rPr><w:t>get</w:t></w:r><w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>)"
                  + run("her")),
        {"together"});
    row("space between looks", paragraph(run("one", "<w:b/>") + run(" ", "<w:i/>") + run("two", "<w:b/>")), {"one two"});
    row("link", paragraph(run("See ") + "<w:hyperlink r:id=\"rId9\">" + run("the page", "<w:rStyle w:val=\"Hyperlink\"/>") + "</w:hyperlink>" + run(".")),
        {"See <1>the page</1>."});
    row("link alone", paragraph("<w:hyperlink r:id=\"rId9\">" + run("The page", "<w:rStyle w:val=\"Hyperlink\"/>") + "</w:hyperlink>"), {"The page"});
    row("tab and break", paragraph("<w:r><w:tab/><w:t>Name:</w:t><w:tab/><w:t>Ann</w:t><w:br/><w:t>Lee</w:t><w:br/></w:r>"), {"Name:<1/>Ann<2/>Lee"});
    row("page break parts", paragraph(run("before") + "<w:r><w:br w:type=\"page\"/></w:r>" + run("behind")), {"before", "behind"});
    row("hyphens", paragraph("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op and soft</w:t><w:softHyphen/><w:t>ware</w:t></w:r>"),
        {"co\u2011op and soft\u00ADware"});
    row("footnote", paragraph(run("A fact.") + "<w:r><w:rPr><w:rStyle w:val=\"F\"/></w:rPr><w:footnoteReference w:id=\"2\"/></w:r>"), {"A fact.<1/>"});
    row("symbol", paragraph(run("a ") + "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0E0\"/></w:r>" + run(" b")), {"a <1/> b"});
    row("deleted and inserted",
        paragraph(run("The ") + "<w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>cat</w:delText></w:r></w:del><w:ins w:id=\"2\" w:author=\"a\">" + run("dog")
                  + "</w:ins>" + run(" ran.")),
        {"The dog ran."});
    row("moved",
        paragraph("<w:moveFrom w:id=\"1\" w:author=\"a\">" + run("Gone.") + "</w:moveFrom><w:moveTo w:id=\"2\" w:author=\"a\">" + run("Come.") + "</w:moveTo>"),
        {"Come."});
    row("hidden", paragraph(run("Seen ") + run("unseen", "<w:vanish/>") + run(" again")), {"Seen <1/> again"});
    row("computed field", paragraph(run("See section ") + field("REF _Ref1 \\h", "3.2") + run(" below.")), {"See section <1/> below."});
    row("link field", paragraph(run("See ") + field("HYPERLINK \"https://example.org\"", "our page") + run(" now.")), {"See <1>our page</1> now."});
    row("index mark",
        paragraph(
            run("A word")
            + R"(<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> XE "word" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>)"
            + run(" here.")),
        {"A word here."});
    row("simple field", paragraph(run("Page ") + R"(<w:fldSimple w:instr=" PAGE ">)" + run("7") + "</w:fldSimple>" + run(" of all")), {"Page <1/> of all"});
    row("contents",
        paragraph(R"(<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>)"
                  + run("First") + "<w:r><w:tab/></w:r>" + field("PAGEREF _Toc1", "1"))
            + paragraph(run("Second")) + paragraph(R"(<w:r><w:fldChar w:fldCharType="end"/></w:r>)" + run("Body")),
        {"First", "Second", "Body"});
    row("code over paragraphs",
        paragraph(R"(<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF</w:instrText></w:r>)") + paragraph(run("not text"))
            + paragraph(R"(<w:r><w:fldChar w:fldCharType="separate"/></w:r>)" + run("text") + R"(<w:r><w:fldChar w:fldCharType="end"/></w:r>)"),
        {"text"});
    row("control",
        paragraph(run("Name: ") + "<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr></w:sdtPr><w:sdtContent>" + run("Ann") + "</w:sdtContent></w:sdt>" + run(" here")),
        {"Name: <1>Ann</1> here"});
    row("control of all", paragraph("<w:sdt><w:sdtPr/><w:sdtContent>" + run("One is. Two are.") + "</w:sdtContent></w:sdt>"), {"One is.", "Two are."});
    row("text box once", paragraph(run("Outside.") + textBox("Inside.") + run(" Further on.")), {"Outside.", "Inside.", "Further on."});
    row("picture's description",
        paragraph(run("Look.") + R"(<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="A &quot;red&quot; dog"/></wp:inline></w:drawing></w:r>)"),
        {"Look.", "A \"red\" dog"});
    row("picture in a sentence",
        paragraph(run("Click ") + R"(<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="dog"/></wp:inline></w:drawing></w:r>)" + run(" twice.")),
        {"Click <1/> twice."});
    row("formula", paragraph(run("where ") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>" + run(" is big")), {"where <1/> is big"});
    row("ruby",
        paragraph("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r>"
                  + run(" text")),
        {"base text"});
    row("right to left", paragraph(run("שלום", "<w:rtl/>") + run(" עולם", "<w:rtl/>")), {"שלום עולם"});
    row("spaces", paragraph(run("  A   B  ")), {"A   B"});
    row("marks only", paragraph(run("***")), {});
}

void OoxmlTest::sentencesOfWord()
{
    QFETCH(const QString, body);
    QFETCH(const QStringList, sources);
    const Document document = parsed(wordFile(body.toStdString()), "docx");
    QCOMPARE(sourcesOf(document), sources);
    for (const Segment &segment : document.segments)
        QCOMPARE(segmentAt(document, segment.span), segment);
    QStringList targets;
    for (const QString &source : sources)
        targets += QString(source).replace("e", "ee").replace("b", "bb");
    const Document again = parsed(translated(document, targets), "docx");
    QCOMPARE(sourcesOf(again), targets);
}

void OoxmlTest::targetsInWord_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const std::string &body, const QStringList &targets, const std::string &expected) {
        QTest::newRow(name) << QString::fromStdString(body) << targets << QString::fromStdString(expected);
    };
    const std::string bold = "<w:b/>";

    row("in its own text", "<w:p><w:r><w:t>One. Two.</w:t></w:r></w:p>", {"Eins.", ""}, "<w:p><w:r><w:t>Eins. Two.</w:t></w:r></w:p>");
    row("escapes", "<w:p><w:r><w:t>One</w:t></w:r></w:p>", {"a \\< b & ]]>"}, "<w:p><w:r><w:t>a &lt; b &amp; ]]&gt;</w:t></w:r></w:p>");
    row("other order", paragraph(run("Press ") + run("Enter", bold) + run(".")), {"<1>Enter</1> drücken."},
        "<w:p><w:r><w:t xml:space=\"preserve\"></w:t></w:r>" + run("Enter", bold) + "<w:r><w:t xml:space=\"preserve\"> drücken.</w:t></w:r></w:p>");
    row("space where a text would lose it", "<w:p><w:r><w:t>No</w:t></w:r>" + run("bold", bold) + "</w:p>", {"Kein <1>Fett</1>"},
        "<w:p><w:r><w:t>Kein</w:t></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>" + run("Fett", bold) + "</w:p>");
    row("hyphens", "<w:p><w:r><w:t>One</w:t></w:r></w:p>", {"E\u2011Mail"},
        "<w:p><w:r><w:t>E</w:t><w:noBreakHyphen/><w:t xml:space=\"preserve\">Mail</w:t></w:r></w:p>");
    row("bookmark of a number",
        paragraph(run("Figure ") + "<w:bookmarkStart w:id=\"1\" w:name=\"_Ref1\"/>" + R"(<w:fldSimple w:instr=" SEQ ">)" + run("1")
                  + "</w:fldSimple><w:bookmarkEnd w:id=\"1\"/>" + run(": A dog")),
        {"Bild <1/>: Ein Hund"},
        paragraph(run("Bild ") + "<w:bookmarkStart w:id=\"1\" w:name=\"_Ref1\"/>" + R"(<w:fldSimple w:instr=" SEQ ">)" + run("1")
                  + "</w:fldSimple><w:bookmarkEnd w:id=\"1\"/>" + run(": Ein Hund")));
    row("revision accepted", paragraph(run("A ") + "<w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>cat</w:delText></w:r></w:del>" + run("dog")), {"Ein Hund"},
        paragraph(run("Ein Hund")));
}

void OoxmlTest::targetsInWord()
{
    QFETCH(const QString, body);
    QFETCH(const QStringList, targets);
    QFETCH(const QString, expected);
    QCOMPARE(QString::fromStdString(bodyOf(translated(parsed(wordFile(body.toStdString()), "docx"), targets))), expected);
}

void OoxmlTest::partsOfWord()
{
    const auto part
        = [](const std::string &element, const std::string &content) { return "<w:" + element + " NAMESPACES>" + content + "</w:" + element + ">"; };
    const std::string styles = R"(<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>)";
    const std::string cell = "<w:tbl><w:tr><w:tc>" + paragraph(run("Cell")) + "</w:tc></w:tr></w:tbl>";
    const std::string bytes
        = wordFile(paragraph("<w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr>" + run("Head")) + cell + paragraph("<w:pPr><w:numPr/></w:pPr>" + run("Item")),
                   {{"styles", {"styles.xml", part("styles", styles)}},
                    {"comments", {"comments.xml", part("comments", "<w:comment w:id=\"0\">" + paragraph(run("Remark")) + "</w:comment>")}},
                    {"footnotes", {"footnotes.xml", part("footnotes", "<w:footnote w:id=\"2\">" + paragraph(run("Note")) + "</w:footnote>")}},
                    {"footer", {"footer1.xml", part("ftr", paragraph(run("Foot")))}},
                    {"header", {"header1.xml", part("hdr", paragraph(run("Top")))}}});
    const Document document = parsed(bytes, "docx");
    QCOMPARE(sourcesOf(document), QStringList({"Head", "Cell", "Item", "Top", "Foot", "Note", "Remark"}));
    const std::vector<std::pair<BlockKind, std::string>> expected{
        {BlockKind::Heading, ""},         {BlockKind::TableCell, ""},    {BlockKind::ListItem, ""},   {BlockKind::Paragraph, "header"},
        {BlockKind::Paragraph, "footer"}, {BlockKind::Note, "footnote"}, {BlockKind::Note, "comment"}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(document.segments[i].kind, expected[i].first);
        QCOMPARE(document.segments[i].facts.context, expected[i].second);
        QCOMPARE(document.segments[i].paragraph, i);
    }
}

// A pair that a translator cuts in two is a pair in each half.
void OoxmlTest::halvesOfACutPairAreWritten()
{
    const std::string link = "<w:hyperlink r:id=\"rId9\">" + run("link one", "<w:b/>") + "</w:hyperlink>";
    const Document document = parsed(wordFile(paragraph(run("Go ") + link + run(" on ") + run("bold too", "<w:b/>") + run(" end"))), "docx");
    QCOMPARE(sourcesOf(document), QStringList({"Go <1>link one</1> on <2>bold too</2> end"}));
    for (const std::size_t offset : {std::size_t(8), std::size_t(20)}) {
        Document cut = document;
        const Result<std::pair<Segment, Segment>> halves = splitSegment(document, document.segments[0], offset);
        QVERIFY(halves.has_value());
        cut.segments = {halves->first, halves->second};
        Targets targets;
        for (const Segment &half : cut.segments) {
            targets.emplace_back(half.source);
            std::ranges::replace(targets.back()->text.text, 'n', 'm');
        }
        const Document again = parsed(exportDocument(cut, targets).value(), "docx");
        QCOMPARE(sourcesOf(again), QStringList({"Go <1>limk ome</1> om <2>bold too</2> emd"}));
    }
}

void OoxmlTest::textsOfSheets()
{
    const std::string bytes
        = sheetFile("<si><t>Price</t></si><si><t>12.50</t></si><si><r><rPr><b/></rPr><t>Red</t></r><r><t xml:space=\"preserve\"> car&#10;wheel</t></r><rPh "
                    "sb=\"0\" eb=\"1\"><t>x</t></rPh></si>",
                    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>2</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>Own</t></is></c>"
                    "<c r=\"D1\" t=\"str\"><f>A1</f><v>Price</v></c><c r=\"E1\" t=\"s\"><v>0</v></c><c r=\"F1\"><v>3</v></c></row>");
    const Document document = parsed(bytes, "xlsx");
    QCOMPARE(sourcesOf(document), QStringList({"Price", "<1>Red</1> car<2/>wheel", "Own"}));
    QCOMPARE(document.segments[0].facts.id, "Prices!A1");
    QCOMPARE(document.segments[1].facts.id, "Prices!B1");
    QCOMPARE(document.segments[2].facts.id, "Prices!C1");
    const std::string written = translated(document, {"Preis", "Wagen<2/><1>Rot</1>", "Eigen"});
    QCOMPARE(sourcesOf(parsed(written, "xlsx")), QStringList({"Preis", "Wagen<1/><2>Rot</2>", "Eigen"}));
    QVERIFY(partOf(written, "xl/sharedStrings.xml").contains("<si><t>Preis</t></si><si><t>12.50</t></si>"));
}

void OoxmlTest::headsOfTablesStay()
{
    const std::string table
        = R"(<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="T" displayName="T" ref="A1:B2"><tableColumns count="2">)"
          R"(<tableColumn id="1" name="City"/><tableColumn id="2" name="Own"/></tableColumns></table>)";
    const std::string bytes = sheetFile("<si><t>City</t></si><si><t>Rome</t></si>",
                                        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Own</t></is></c></row><row r=\"2\"><c "
                                        "r=\"A2\" t=\"s\"><v>1</v></c></row>",
                                        table);
    QCOMPARE(sourcesOf(parsed(bytes, "xlsx")), QStringList({"Rome"}));
}

void OoxmlTest::headersOfSheetsKeepTheirCodes()
{
    const std::string header = "<headerFooter><oddHeader>&amp;L&amp;\"Arial,Bold\"Left &amp;&amp; more&amp;CPage &amp;P of &amp;N</oddHeader></headerFooter>";
    const Document document = parsed(sheetFile("", "", "", header), "xlsx");
    QCOMPARE(sourcesOf(document), QStringList({"Left & more", "Page <1/> of <2/>"}));
    const std::string written = translated(document, {"Links & rechts", "Seite <1/> von <2/>"});
    QVERIFY(partOf(written, "xl/worksheets/sheet1.xml").contains("&amp;L&amp;\"Arial,Bold\"Links &amp;&amp; rechts&amp;CSeite &amp;P von &amp;N<"));
}

void OoxmlTest::numbersInHeadersAreNoSizes()
{
    const std::string header = "<headerFooter><oddHeader>&amp;C&amp;12Page &amp;P&amp;10 of it</oddHeader></headerFooter>";
    const Document document = parsed(sheetFile("", "", "", header), "xlsx");
    QCOMPARE(sourcesOf(document), QStringList({"Page <1/><2/> of it"}));
    const std::string written = translated(document, {"2 Seiten <1/><2/>2 davon"});
    QVERIFY2(partOf(written, "xl/worksheets/sheet1.xml").contains("&amp;C&amp;12 2 Seiten &amp;P&amp;10 2 davon<"), partOf(written, "xl/worksheets/sheet1.xml").c_str());
    QCOMPARE(sourcesOf(parsed(written, "xlsx")), QStringList({"2 Seiten <1/><2/> 2 davon"}));
}

void OoxmlTest::textsOfSlides()
{
    const std::string mixed
        = R"(<a:r><a:rPr lang="en-US" dirty="0"/><a:t>Read </a:t></a:r><a:r><a:rPr lang="en-US" b="1"/><a:t>this</a:t></a:r><a:br/><a:r><a:t>now</a:t></a:r><a:endParaRPr/>)";
    const std::string number = R"(<a:fld id="{1}" type="slidenum"><a:rPr/><a:t>7</a:t></a:fld>)";
    const std::string bytes = slideFile(shape("<p:ph type=\"title\"/>", "<a:r><a:t>Title_x000B_below</a:t></a:r>") + shape("", mixed)
                                            + shape("<p:ph type=\"sldNum\"/>", "<a:r><a:t>Page </a:t></a:r>" + number),
                                        shape("<p:ph type=\"body\"/>", "<a:r><a:t>Say it.</a:t></a:r>"),
                                        shape("<p:ph type=\"body\"/>", "<a:r><a:t>Click to edit</a:t></a:r>") + shape("", "<a:r><a:t>Company</a:t></a:r>"));
    const Document document = parsed(bytes, "pptx");
    QCOMPARE(sourcesOf(document), QStringList({"Title<1/>below", "Read <1>this</1><2/>now", "Page <1/>", "Say it.", "Company"}));
    QCOMPARE(document.segments[0].kind, BlockKind::Heading);
    QCOMPARE(document.segments[3].kind, BlockKind::Note);
    QCOMPARE(document.segments[3].facts.context, "slide 1, notes");
    const std::string written = translated(document, {"Titel<1/>unten", "<1>Das</1><2/>lesen", "<1/> Seite", "Sag es.", "Firma"});
    QCOMPARE(sourcesOf(parsed(written, "pptx")), QStringList({"Titel<1/>unten", "<1>Das</1><2/>lesen", "<1/> Seite", "Sag es.", "Firma"}));
    QVERIFY(!partOf(written, "ppt/slides/slide1.xml").contains("xml:space"));
}

void OoxmlTest::pictureOfSmartArtFollows()
{
    const std::string drawing
        = R"(xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram")";
    const auto text = [](const std::string &words) { return "<d:t><a:p><a:r><a:t>" + words + "</a:t></a:r></a:p></d:t>"; };
    const std::string bytes = wordFile(paragraph(run("Body")),
                                       {{"diagramData", {"data1.xml", "<d:dataModel " + drawing + ">" + text("Man") + text("Manager") + "</d:dataModel>"}},
                                        {"diagramDrawing", {"drawing1.xml", "<d:drawing " + drawing + ">" + text("Manager") + text("Man") + "</d:drawing>"}}});
    const Document document = parsed(bytes, "docx");
    QCOMPARE(sourcesOf(document), QStringList({"Body", "Man", "Manager"}));
    const std::string picture = partOf(translated(document, {"", "Mann", "Leiter"}), "word/drawing1.xml");
    QVERIFY(picture.contains(text("Leiter") + text("Mann")));
}

void OoxmlTest::untouchedPartsKeepTheirBytes()
{
    const std::string bytes = wordFile(paragraph(run("One. Two.")), {{"footer", {"footer1.xml", "<w:ftr NAMESPACES>" + paragraph(run("Foot")) + "</w:ftr>"}}});
    const Document document = parsed(bytes, "docx");
    const std::string written = translated(document, {"Eins.", "", ""});
    const Archive before = Archive::open(bytes, "before").value();
    const Archive after = Archive::open(written, "after").value();
    QCOMPARE(after.partNames(), before.partNames());
    for (const std::string &name : before.partNames()) {
        if (name != "word/document.xml")
            QCOMPARE(after.part(name).value(), before.part(name).value());
    }
    QCOMPARE(translated(document, {"", "", ""}), bytes);
}

void OoxmlTest::badFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const std::string &bytes, const char *format, const char *sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(format) << QString(sentence);
    };
    row("password", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 rest", "docx", "is protected by a password");
    row("password of a zip", encrypted(wordFile(paragraph(run("One.")))), "docx", "is protected by a password");
    row("bomb", wordFile("<w:p/>" + std::string(20U << 20U, ' ')), "docx", "as only files do that are made to fill the memory");
    row("no archive", "PK but not really", "docx", "cannot be opened as the zip archive");
    row("empty", "", "xlsx", "is a zip archive, but no Office document");
    row("another archive", package({{"mimetype", "x"}}), "pptx", "is a zip archive, but no Office document");
    row("another kind", wordFile(""), "xlsx", "word/document.xml: is no workbook");
    row("broken", wordFile("\n<w:p>"), "docx", "word/document.xml, line 3: is not well-formed");
    row("lost part", package({{"_rels/.rels", relationships({{"officeDocument", "word/document.xml"}})}}), "docx", "is a zip archive, but no Office document");
    row("document type",
        package({{"_rels/.rels", relationships({{"officeDocument", "document.xml"}})}, {"document.xml", "<!DOCTYPE document [<!ENTITY a \"b\">]><document/>"}}),
        "docx", "document.xml: has a document type");
}

void OoxmlTest::badFilesAreNamed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, format);
    QFETCH(const QString, sentence);
    const Result<Document> document = parseDocument(bytes.toStdString(), format.toStdString(), "en", "bad");
    QVERIFY(!document);
    QVERIFY2(QString::fromStdString(document.error().sentence()).contains(sentence), document.error().sentence().c_str());
}

void OoxmlTest::hostileNamesAreHarmless()
{
    const std::string body
        = "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body><w:p><w:r><w:t>Text</w:t></w:r></w:p></w:body></w:document>";
    const std::string strict
        = R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" )"
          R"(Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="../../../etc/../Word/document.xml"/></Relationships>)";
    const std::string bytes = package({{"_rels/.rels", strict}, {"word/document.xml", body}, {"../../evil.xml", "<x/>"}, {"/etc/passwd", "x"}});
    const Document document = parsed(bytes, "docx");
    QCOMPARE(sourcesOf(document), QStringList({"Text"}));
    QCOMPARE(sourcesOf(parsed(translated(document, {"Wort"}), "docx")), QStringList({"Wort"}));
}

void OoxmlTest::everyPrefixIsReadOrRefused()
{
    const std::string bytes = wordFile(paragraph(run("One.") + textBox("Two.")));
    for (std::size_t length = 0; length < bytes.size(); length += 7) {
        const Result<Document> document = parseDocument(bytes.substr(0, length), "docx", "en", "prefix");
        QVERIFY(!document || exportDocument(*document, Targets(document->segments.size())) == bytes.substr(0, length));
    }
    // Of the text inside too: every beginning of a part is told from a whole one.
    const std::string xml = partOf(bytes, "word/document.xml");
    for (std::size_t length = 0; length < xml.size(); length += 3) {
        const std::string cut = package({{"_rels/.rels", relationships({{"officeDocument", "d.xml"}})}, {"d.xml", xml.substr(0, length)}});
        QVERIFY(!parseDocument(cut, "docx", "en", "prefix"));
    }
}

// Of a part that nothing is translated in: it is copied, and could not be.
void OoxmlTest::partsThatAreNotWhereTheyShouldBeAreNamed()
{
    const std::string bytes = package({{"other.xml", "<x/>"}, {"_rels/.rels", relationships({{"officeDocument", "d.xml"}})}, {"d.xml", partOf(wordFile(paragraph(run("One."))), "word/document.xml")}});
    QVERIFY(parseDocument(bytes, "docx", "en", "moved"));
    constexpr std::size_t offsetBeforeName = 4, sizeBeforeName = 26;   // in the directory at the end, four bytes each
    for (const std::size_t field : {offsetBeforeName, sizeBeforeName}) {
        std::string moved = bytes;
        moved[bytes.rfind("other.xml") - field + 2] = 32;
        const Result<Document> document = parseDocument(moved, "docx", "en", "moved");
        QVERIFY(!document);
        QVERIFY2(document.error().sentence().find("is damaged in its part \"other.xml\"") != std::string::npos, document.error().sentence().c_str());
    }
}

void OoxmlTest::partsOfOneNameAreOne()
{
    std::string bytes = openFile("<office:text><text:p>One.</text:p></office:text>", {{"contenU.xml", "<x/>"}});
    for (std::size_t at = bytes.find("contenU.xml"); at != std::string::npos; at = bytes.find("contenU.xml"))
        bytes.replace(at, 11, "content.xml");
    const Document document = parsed(bytes, "odf");
    QCOMPARE(sourcesOf(document), QStringList({"One."}));
    QCOMPARE(sourcesOf(parsed(translated(document, {"Eins."}), "odf")), QStringList({"Eins."}));
}

QTEST_APPLESS_MAIN(OoxmlTest)
#include "tst_ooxml.moc"
