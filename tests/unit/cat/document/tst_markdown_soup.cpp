// Random files: nothing crashes, what is not touched stays, what is written reads as it was meant.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/format.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/document/target_text.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/markdown_soup.h"
#include "tests/unit/cat/document/rendered_page.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class MarkdownSoupTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void segmentsAreSound_data() { formats(); }
    void segmentsAreSound();
    void sourcesWrittenAnewReadTheSame();
    void oneTargetChangesItsOwnBytesOnly_data() { formats(); }
    void oneTargetChangesItsOwnBytesOnly();
    void acceptedTargetsAreOnThePage();

private:
    static void formats();
};

namespace {

constexpr unsigned runs = 1000;

Document soupDocument(MarkdownSoup &soup, const std::string &format)
{
    Result<Document> document = parseDocument(soup.file(), format, "en", "soup");
    if (!document)
        qFatal("%s", document.error().sentence().c_str());
    return std::move(*document);
}

std::string contextOf(unsigned seed, const Document &document)
{
    return "seed " + std::to_string(seed) + ":\n" + document.text;
}

bool sameSegments(const std::vector<Segment> &a, const std::vector<Segment> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Segment &left, const Segment &right) {
        return toNotation(left.source) == toNotation(right.source) && left.kind == right.kind && left.paragraph == right.paragraph;
    });
}

bool hasStandalone(const TaggedText &text)
{
    return std::any_of(text.tags.begin(), text.tags.end(), [](const InlineTag &tag) { return tag.kind == TagKind::Standalone; });
}

}  // namespace

void MarkdownSoupTest::formats()
{
    QTest::addColumn<QString>("format");
    for (const char *format : {"text", "markdown"})   // which any text is a file of
        QTest::newRow(format) << QString(format);
}

void MarkdownSoupTest::segmentsAreSound()
{
    QFETCH(const QString, format);
    for (unsigned seed = 1; seed <= static_cast<unsigned>(interlinear::tests::rounds(runs)); ++seed) {
        MarkdownSoup soup(seed);
        const Document document = soupDocument(soup, format.toStdString());
        const std::string context = contextOf(seed, document);
        std::size_t behind = 0;
        for (const Segment &segment : document.segments) {
            QVERIFY2(segment.source.isWellFormed() && !isBlank(segment.source), context.c_str());
            QVERIFY2(withoutOuterSpace(segment.source) == segment.source, context.c_str());
            QVERIFY2(segment.source.text.find_first_of("\r\n") == std::string::npos, context.c_str());
            QVERIFY2(behind <= segment.span.begin && segment.span.begin < segment.span.end, context.c_str());
            behind = segment.span.end;
        }
        QVERIFY2(behind <= document.text.size(), context.c_str());
        QVERIFY2(exportDocument(document, Targets(document.segments.size())) == document.text, context.c_str());
    }
}

// The writer may give up on rare heaps of marks, but must know it.
void MarkdownSoupTest::sourcesWrittenAnewReadTheSame()
{
    unsigned givenUp = 0;
    for (unsigned seed = 1; seed <= static_cast<unsigned>(interlinear::tests::rounds(runs)); ++seed) {
        MarkdownSoup soup(seed);
        const Document document = soupDocument(soup, "markdown");
        std::vector<Replacement> sources;
        for (std::size_t i = 0; i < document.segments.size(); ++i)
            sources.push_back({i, document.segments[i].span, document.segments[i].source});
        const Written written = formatById("markdown")->write(document, sources).value();
        if (!written.misread.empty()) {
            ++givenUp;
            continue;
        }
        const Document again = parseDocument(spliced(document.text, written.splices), "markdown", "en", "again").value();
        QVERIFY2(sameSegments(again.segments, document.segments), (contextOf(seed, document) + "\nbecame\n" + again.text).c_str());
    }
    QVERIFY2(givenUp * 100 < static_cast<unsigned>(interlinear::tests::rounds(runs)), std::to_string(givenUp).c_str());
}

void MarkdownSoupTest::oneTargetChangesItsOwnBytesOnly()
{
    QFETCH(const QString, format);
    for (unsigned seed = 1; seed <= static_cast<unsigned>(interlinear::tests::rounds(runs)); ++seed) {
        MarkdownSoup soup(seed);
        const Document document = soupDocument(soup, format.toStdString());
        if (document.segments.empty())
            continue;
        const std::size_t chosen = soup.below(document.segments.size());
        const Segment &segment = document.segments[chosen];
        Targets targets(document.segments.size());
        targets[chosen] = soup.withTagsOf(segment.source, soup.typedText());
        const Result<std::string> written = exportDocument(document, targets);
        if (!written)
            continue;
        const std::string context = contextOf(seed, document) + "\nbecame\n" + *written;
        const std::string before = document.text.substr(0, segment.span.begin);
        const std::string behind = document.text.substr(segment.span.end);
        QVERIFY2(written->size() >= before.size() + behind.size() && written->starts_with(before) && written->ends_with(behind), context.c_str());
    }
}

void MarkdownSoupTest::acceptedTargetsAreOnThePage()
{
    std::size_t asked = 0;
    std::size_t refused = 0;
    for (unsigned seed = 1; seed <= static_cast<unsigned>(interlinear::tests::rounds(runs)); ++seed) {
        MarkdownSoup soup(seed);
        const Document document = soupDocument(soup, "markdown");
        Targets targets;
        for (const Segment &segment : document.segments)
            targets.emplace_back(soup.withTagsOf(segment.source, soup.typedText()));
        const PartialExport written = exportWhatFits(document, targets).value();
        asked += targets.size();
        refused += written.refused.size();
        if (!written.refused.empty())
            continue;
        const std::string page = visibleText(written.bytes);
        for (const auto &target : targets) {
            const std::string context = contextOf(seed, document) + "\nbecame\n" + written.bytes + "\nwithout\n" + toNotation(target->text);
            QVERIFY2(hasStandalone(target->text) || page.find(withoutSpace(target->text.text)) != std::string::npos, context.c_str());
        }
    }
    QVERIFY2(refused * 50 < asked, (std::to_string(refused) + " of " + std::to_string(asked)).c_str());
}

QTEST_APPLESS_MAIN(MarkdownSoupTest)
#include "tst_markdown_soup.moc"
