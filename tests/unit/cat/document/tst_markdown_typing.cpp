// What a translator types stays text, wherever it comes to stand. The judge is md4c's HTML.
#include "engine/cat/document/document_files.h"
#include "tests/unit/cat/document/markdown_soup.h"
#include "tests/unit/cat/document/rendered_page.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class MarkdownTypingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typedTextStaysText_data();
    void typedTextStaysText();
};

namespace {

constexpr unsigned runs = 400;

const std::string placeholder = "PLACEHOLDER";

void replaceAll(std::string &text, const std::string &what, const std::string &with)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

// The placeholder's segment with the text instead, around it the tags that were around the placeholder.
TaggedText typedInto(const TaggedText &source, const std::string &text)
{
    const std::size_t at = source.text.find(placeholder);
    TaggedText target = source;
    target.text.replace(at, placeholder.size(), text);
    for (InlineTag &tag : target.tags) {
        if (tag.offset > at)
            tag.offset += text.size() - placeholder.size();
    }
    return target;
}

}  // namespace

void MarkdownTypingTest::typedTextStaysText_data()
{
    QTest::addColumn<QString>("frame");

    QTest::newRow("paragraph") << "PLACEHOLDER\n";
    QTest::newRow("no line end behind") << "PLACEHOLDER";
    QTest::newRow("second sentence") << "One. PLACEHOLDER\n";
    QTest::newRow("own line of a paragraph") << "One.\nPLACEHOLDER\n";
    QTest::newRow("before another line") << "PLACEHOLDER.\nTwo\n";
    QTest::newRow("heading") << "# PLACEHOLDER\n";
    QTest::newRow("heading with closing marks") << "## PLACEHOLDER ##\n";
    QTest::newRow("underlined heading") << "PLACEHOLDER\n===\n";
    QTest::newRow("list item") << "- one\n- PLACEHOLDER\n";
    QTest::newRow("numbered item") << "1. PLACEHOLDER\n2. two\n";
    QTest::newRow("paragraph of an item") << "- one\n\n  PLACEHOLDER\n";
    QTest::newRow("task") << "- [ ] PLACEHOLDER\n";
    QTest::newRow("quote") << "> PLACEHOLDER\n";
    QTest::newRow("lazy line of a quote") << "> One.\nPLACEHOLDER\n";
    QTest::newRow("table head") << "| PLACEHOLDER | b |\n|---|---|\n| c | d |\n";
    QTest::newRow("table cell") << "| a | b |\n|---|---|\n| PLACEHOLDER | d |\n";
    QTest::newRow("open table cell") << "a | b\n---|---\nc | PLACEHOLDER\n";
    QTest::newRow("link text") << "See [PLACEHOLDER](url).\n";
    QTest::newRow("reference link") << "See [PLACEHOLDER].\n\n[PLACEHOLDER]: url\n";
    QTest::newRow("picture") << "![PLACEHOLDER](p.png)\n";
    QTest::newRow("emphasis") << "An *important PLACEHOLDER word* here.\n";
    QTest::newRow("beside code") << "Type `PLACE` PLACEHOLDER `PLACE`.\n";
    QTest::newRow("behind a forced line break") << "One  \nPLACEHOLDER\n";
    QTest::newRow("before a mark that closes nothing") << "* * PLACEHOLDER* _ [a `\n";
    QTest::newRow("before a rule") << "PLACEHOLDER\n\n---\n";
    QTest::newRow("top of the file, before a rule") << "PLACEHOLDER\n***\nTwo\n";
}

void MarkdownTypingTest::typedTextStaysText()
{
    QFETCH(const QString, frame);
    const std::string file = frame.toStdString();
    const Document document = parseDocument(file, "markdown", "en", "frame").value();
    const auto place = std::find_if(document.segments.begin(), document.segments.end(),
                                    [](const Segment &segment) { return segment.source.text.find(placeholder) != std::string::npos; });
    QVERIFY(place != document.segments.end());
    for (unsigned seed = 1; seed <= runs; ++seed) {
        MarkdownSoup soup(seed);
        const std::string typed = soup.typedText();
        Targets targets(document.segments.size());
        targets[static_cast<std::size_t>(place - document.segments.begin())] = typedInto(place->source, typed);
        const Result<std::string> written = exportDocument(document, targets);
        const std::string context = "seed " + std::to_string(seed) + ", typed: " + typed;
        QVERIFY2(written, (context + ": " + (written ? "" : written.error().sentence())).c_str());

        std::string expected = renderedHtml(file);
        replaceAll(expected, placeholder, asHtml(typed));
        QVERIFY2(withoutSpace(renderedHtml(*written)) == withoutSpace(expected), (context + "\n" + *written + "\n" + renderedHtml(*written)).c_str());
    }
}

QTEST_APPLESS_MAIN(MarkdownTypingTest)
#include "tst_markdown_typing.moc"
