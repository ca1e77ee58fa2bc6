// Translations that anybody may type into a page: they are read back, and another parser sees the same elements as before.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/markdown_soup.h"

#include <QRegularExpression>
#include <QTest>

#include <gumbo.h>

using namespace interlinear;
using namespace interlinear::cat;

class HtmlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsTypedStaysText();
    void everyBeginningIsRead();
    void nothingIsTypedIntoUnclosedCode();
    void whatIsTypedContinuesNoReference();
    void aNumberTooLargeForACharacterIsOneAllTheSame();
};

namespace {

const std::string page = "<!DOCTYPE html><html><head><title>One &amp; two</title><meta name=description content='A page'></head>\r\n<body>"
                         "<h1 title=\"A &quot;title&quot;\">Head</h1><p>Press <b>Enter <i>now</i></b> on <code>F1</code>,<br>then <a href=x>leave</a>.</p>"
                         "<ul><li>First<li>See here</ul><img src=x alt=cup><textarea placeholder=Name>Dear\n  Sir</textarea>"
                         "<script>if (a < b) x();</script><!-- kept --><p translate=no>kept</p><input type=submit value=Send></body></html>";

struct Seen {
    std::string elements;   // in their order, without those inside paragraphs: a translator may move these
    std::string text;       // and the values of attributes
};

void see(const GumboNode *node, Seen &seen)
{
    if (node->type == GUMBO_NODE_TEXT)
        seen.text += node->v.text.text;
    if (node->type != GUMBO_NODE_ELEMENT)
        return;
    const GumboElement &element = node->v.element;
    seen.elements += std::string(gumbo_normalized_tagname(element.tag)) + " " + std::to_string(element.attributes.length) + "\n";
    for (unsigned i = 0; i < element.attributes.length; ++i)
        seen.text += static_cast<const GumboAttribute *>(element.attributes.data[i])->value;
}

Seen seenByGumbo(const std::string &html)
{
    GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
    Seen seen;
    std::vector<const GumboNode *> open{output->root};
    while (!open.empty()) {
        const GumboNode *node = open.back();
        open.pop_back();
        see(node, seen);
        if (node->type != GUMBO_NODE_ELEMENT || node->v.element.tag == GUMBO_TAG_P)
            continue;
        for (unsigned i = 0; i < node->v.element.children.length; ++i)
            open.push_back(static_cast<const GumboNode *>(node->v.element.children.data[i]));
    }
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return seen;
}

Document documentOf(const std::string &html)
{
    Result<Document> document = parseDocument(html, "html", "en", "page");
    if (!document)
        qFatal("%s", document.error().sentence().c_str());
    return std::move(*document);
}

QString withoutSpace(const std::string &text)
{
    return QString::fromStdString(text).remove(QRegularExpression("\\s", QRegularExpression::UseUnicodePropertiesOption));
}

// White space at the ends of sentences belongs to none of them, and sentences without a letter or digit are not offered.
QString words(const std::string &text)
{
    return QString::fromStdString(text).remove(QRegularExpression("[^\\p{L}\\p{N}]", QRegularExpression::UseUnicodePropertiesOption));
}

QString wordsOf(const Document &document)
{
    std::string text;
    for (const Segment &segment : document.segments)
        text += segment.source.text;
    return words(text);
}

}  // namespace

void HtmlTest::whatIsTypedStaysText()
{
    const Document document = documentOf(page);
    const std::string before = seenByGumbo(page).elements;
    for (unsigned seed = 1; seed <= static_cast<unsigned>(interlinear::tests::rounds(200)); ++seed) {
        MarkdownSoup soup(seed);
        Targets targets(document.segments.size());
        std::string expected;
        for (std::size_t i = 0; i < targets.size(); ++i) {
            targets[i] = soup.withTagsOf(document.segments[i].source, "x" + soup.typedText() + "\"'<b>&amp;]]>-->x");
        }
        const PartialExport written = exportWhatFits(document, targets).value();
        if (!written.refused.empty())
            continue;
        const Seen seen = seenByGumbo(written.bytes);
        QCOMPARE(seen.elements, before);
        for (const auto &target : targets) {
            expected += target->text.text;
            QVERIFY2(!target->text.tags.empty() || withoutSpace(seen.text).contains(withoutSpace(target->text.text)), written.bytes.c_str());
        }
        QCOMPARE(wordsOf(documentOf(written.bytes)), words(expected));
    }
}

void HtmlTest::everyBeginningIsRead()
{
    for (std::size_t length = 0; length <= page.size(); ++length) {
        const Document document = documentOf(page.substr(0, length));
        QCOMPARE(exportDocument(document, Targets(document.segments.size())).value(), page.substr(0, length));
    }
}

void HtmlTest::nothingIsTypedIntoUnclosedCode()
{
    const Document document = documentOf("<p>See <code>a</p><p>Next <code>b</code> here</p>");
    QCOMPARE(document.segments.size(), std::size_t(2));
    QCOMPARE(toNotation(document.segments[0].source), std::string("See"));
    QCOMPARE(exportDocument(document, {TaggedText{"Siehe da"}, std::nullopt}).value(), std::string("<p>Siehe da <code>a</p><p>Next <code>b</code> here</p>"));
}

void HtmlTest::whatIsTypedContinuesNoReference()
{
    const std::string html = "<p>&#10Noon</p>";
    const Document document = documentOf(html);
    QCOMPARE(document.segments.at(0).source.text, std::string("Noon"));
    const std::string written = exportDocument(document, {TaggedText{"12:30 Uhr"}}).value();
    QCOMPARE(written, std::string("<p>&#10&#49;2:30 Uhr</p>"));
    QCOMPARE(documentOf(written).segments.at(0).source.text, std::string("12:30 Uhr"));
}

void HtmlTest::aNumberTooLargeForACharacterIsOneAllTheSame()
{
    QCOMPARE(documentOf("<p>It is &#99999999999999999999999;s</p>").segments.at(0).source.text, std::string("It is \uFFFDs"));
}

QTEST_APPLESS_MAIN(HtmlTest)
#include "tst_html.moc"
