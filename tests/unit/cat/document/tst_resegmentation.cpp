#include "engine/cat/document/document_files.h"
#include "engine/cat/document/resegmentation.h"
#include "engine/cat/document/tag_notation.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/markdown_soup.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class ResegmentationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halvesAreWrittenInTheirPlaces();
    void pairsThatAreCutStandAlone();
    void whatMayNotBeCutIsRefused_data();
    void whatMayNotBeCutIsRefused();
    void paragraphsOfTextAreJoined();
    void paragraphsWithMarksBetweenAreNot();
    void splitThenJoinIsAsItWas();
};

namespace {

Document parsed(const std::string &text, const char *format = "markdown")
{
    return parseDocument(text, format, "en", "file").value();
}

/// The document with these segments in place of the one.
Document with(Document document, std::size_t at, const std::vector<Segment> &segments)
{
    document.segments.erase(document.segments.begin() + static_cast<std::ptrdiff_t>(at));
    document.segments.insert(document.segments.begin() + static_cast<std::ptrdiff_t>(at), segments.begin(), segments.end());
    return document;
}

std::string sentence(const auto &result)
{
    return result ? "was done" : result.error().sentence();
}

}  // namespace

void ResegmentationTest::halvesAreWrittenInTheirPlaces()
{
    const Document document = parsed("Wait &amp; see, *then* go.\n");
    const auto halves = splitSegment(document, document.segments[0], 12).value();
    QCOMPARE(toNotation(halves.first.source), "Wait & see,");
    QCOMPARE(toNotation(halves.second.source), "<1>then</1> go.");
    const Document split = with(document, 0, {halves.first, halves.second});
    QCOMPARE(exportDocument(split, {TaggedText{"Warte & schau,"}, std::nullopt}).value(), "Warte & schau, *then* go.\n");
    QCOMPARE(exportDocument(split, {std::nullopt, fromNotation("geh <1>dann</1>.")}).value(), "Wait &amp; see, geh *dann*.\n");
    QCOMPARE(joinSegments(document, halves.first, halves.second).value(), document.segments[0]);
    const auto thirds = splitSegment(document, halves.second, 4).value();
    QCOMPARE(thirds.first.source.text, "then");
    QCOMPARE(joinSegments(document, thirds.first, thirds.second).value(), halves.second);
}

void ResegmentationTest::pairsThatAreCutStandAlone()
{
    const Document document = parsed("Use <b>the old key</b> twice.\n");
    const Segment &segment = document.segments[0];
    const auto halves = splitSegment(document, segment, segment.source.text.find("key")).value();
    QVERIFY(halves.first.source.isWellFormed() && halves.second.source.isWellFormed());
    QCOMPARE(joinSegments(document, halves.first, halves.second).value(), segment);

    const Document marked = parsed("Use *the old key* twice.\n");
    const auto cut = splitSegment(marked, marked.segments[0], 12).value();
    QCOMPARE(toNotation(cut.first.source), "Use <1/>the old");
    QCOMPARE(toNotation(cut.second.source), "key<1/> twice.");
    const Document split = with(marked, 0, {cut.first, cut.second});
    QCOMPARE(exportDocument(split, {fromNotation("Nimm <1/>den alten"), fromNotation("Schlüssel<1/> zweimal.")}).value(), "Nimm *den alten Schlüssel* zweimal.\n");
}

void ResegmentationTest::whatMayNotBeCutIsRefused_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("offset");
    QTest::addColumn<QString>("reason");
    QTest::newRow("beginning") << QByteArray("One two.") << 0 << "within its text";
    QTest::newRow("end") << QByteArray("One two.") << 8 << "within its text";
    QTest::newRow("behind the end") << QByteArray("One two.") << 80 << "within its text";
    QTest::newRow("within a character") << QByteArray("Über uns") << 1 << "one character";
    QTest::newRow("within a character spelled otherwise") << QByteArray("A&auml;b") << 2 << "one character";
}

void ResegmentationTest::whatMayNotBeCutIsRefused()
{
    QFETCH(const QByteArray, file);
    QFETCH(const int, offset);
    QFETCH(const QString, reason);
    const Document document = parsed(file.toStdString());
    const auto halves = splitSegment(document, document.segments[0], static_cast<std::size_t>(offset));
    QVERIFY(!halves);
    QVERIFY2(QString::fromStdString(halves.error().sentence()).contains(reason), halves.error().sentence().c_str());
}

void ResegmentationTest::paragraphsOfTextAreJoined()
{
    const Document text = parsed("The key is\n\nUnder the mat.\n", "text");
    QCOMPARE(text.segments.size(), 2U);
    const Result<Segment> joined = joinSegments(text, text.segments[0], text.segments[1]);
    QVERIFY2(joined, sentence(joined).c_str());
    QCOMPARE(joined->source.text, "The key is Under the mat.");
    Document whole = text;
    whole.segments = {*joined};
    QCOMPARE(exportDocument(whole, {TaggedText{"Der Schlüssel liegt unter der Matte."}}).value(), "Der Schlüssel liegt unter der Matte.\n");
    const auto halves = splitSegment(text, *joined, 10).value();
    QCOMPARE(halves.first, text.segments[0]);
    QCOMPARE(halves.second.source, text.segments[1].source);
}

void ResegmentationTest::paragraphsWithMarksBetweenAreNot()
{
    for (const char *file : {"# Title\n\nText.\n", "- One\n- Two\n", "> a quote\n\nText\n", "| a | b |\n|---|---|\n| c | d |\n"}) {
        const Document document = parsed(file);
        QVERIFY(document.segments.size() > 1);
        QVERIFY2(!joinSegments(document, document.segments[0], document.segments[1]), file);
    }
}

void ResegmentationTest::splitThenJoinIsAsItWas()
{
    std::size_t splits = 0;
    for (unsigned seed = 1; seed <= static_cast<unsigned>(interlinear::tests::rounds(400)); ++seed) {
        MarkdownSoup soup(seed);
        const Document document = parsed(soup.file(), seed % 2 == 0 ? "markdown" : "text");
        for (std::size_t i = 0; i < document.segments.size(); ++i) {
            const Segment &segment = document.segments[i];
            const auto halves = splitSegment(document, segment, soup.below(segment.source.text.size() + 1));
            if (!halves)
                continue;
            ++splits;
            const std::string context = "seed " + std::to_string(seed) + ": " + toNotation(segment.source) + "\n" + toNotation(halves->first.source) + "\n" + toNotation(halves->second.source);
            QVERIFY2(halves->first.source.isWellFormed() && halves->second.source.isWellFormed(), context.c_str());
            QVERIFY2(segment.span.begin == halves->first.span.begin && halves->first.span.end <= halves->second.span.begin && halves->second.span.end == segment.span.end, context.c_str());
            QVERIFY2(segmentAt(document, halves->first.span) == halves->first && segmentAt(document, halves->second.span) == halves->second, context.c_str());
            QVERIFY2(joinSegments(document, halves->first, halves->second) == segment, context.c_str());
            const Document split = with(document, i, {halves->first, halves->second});
            QVERIFY2(exportDocument(split, Targets(split.segments.size())) == document.text, context.c_str());
        }
    }
    QVERIFY(splits > 500);
}

QTEST_APPLESS_MAIN(ResegmentationTest)
#include "tst_resegmentation.moc"
