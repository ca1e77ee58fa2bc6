// Segments of XLIFF files split and joined: what is written is what a person would have divided by hand, it keeps the rules of its format, and undone it is the file as it was.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/resegmentation.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/segmentation/white_space.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/markdown_soup.h"
#include "tests/unit/cat/document/xliff_soup.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;
using interlinear::tests::must;
using interlinear::tests::rounds;

namespace {

std::string file2(const std::string &units, const std::string &attributes = {})
{
    return "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.1\" version=\"2.1\" srcLang=\"en\" trgLang=\"de\"><file id=\"f\"" + attributes + ">" + units + "</file></xliff>\n";
}

std::string file1(const std::string &units, const std::string &version = "1.2", const std::string &root = {})
{
    return "<xliff version=\"" + version + "\"" + root + "><file original=\"a\" source-language=\"en\" target-language=\"de\" datatype=\"x\"><body>" + units + "</body></file></xliff>\n";
}

Document parsed(const std::string &text)
{
    return must(parseDocument(text, "xliff", "en", "file"));
}

std::size_t behind(const Segment &segment, const std::string &words)
{
    return segment.source.text.find(words) + words.size();
}

/// Segments in place of those from first up to last.
void replace(std::vector<Segment> &segments, std::size_t first, std::size_t last, const std::vector<Segment> &by)
{
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(first), segments.begin() + static_cast<std::ptrdiff_t>(last));
    segments.insert(segments.begin() + static_cast<std::ptrdiff_t>(first), by.begin(), by.end());
}

std::string written(const Document &document, const std::vector<Segment> &segments)
{
    Document divided = document;
    divided.segments = segments;
    return must(exportDocument(divided, Targets(segments.size())));
}

/// The file with its first segment split behind these words.
std::string splitBehind(const std::string &file, const std::string &words)
{
    const Document document = parsed(file);
    std::vector<Segment> segments = document.segments;
    const auto halves = must(splitSegment(document, segments[0], behind(segments[0], words)));
    replace(segments, 0, 1, {halves.first, halves.second});
    return written(document, segments);
}

std::string joinedFile(const std::string &file)
{
    const Document document = parsed(file);
    std::vector<Segment> segments = document.segments;
    replace(segments, 0, 2, {must(joinSegments(document, segments[0], segments[1]))});
    return written(document, segments);
}

QString reasonOf(const auto &result)
{
    return result ? QString("was done") : QString::fromStdString(result.error().sentence());
}

/// A document whose segments are split and joined at random.
class Division {
public:
    Division(const Document &document, unsigned seed) : m_document(document), m_segments(document.segments), m_random(seed) {}

    /// Whether anything was done.
    bool step()
    {
        if (m_segments.empty())
            return false;
        const std::size_t i = m_random.below(m_segments.size());
        if (m_random.below(3) > 0) {
            const auto halves = splitSegment(m_document, m_segments[i], m_random.below(m_segments[i].source.text.size() + 1));
            if (!halves)
                return false;
            replace(m_segments, i, i + 1, {halves->first, halves->second});
            return true;
        }
        return i + 1 < m_segments.size() && join(i).has_value();
    }

    /// Until each segment is one of the file's: those that have a part in them or across their ends are joined, and what is too much is split.
    Result<void> undo()
    {
        for (std::size_t i = 0; i < m_segments.size(); ++i) {
            const auto own = std::ranges::find(m_document.segments, m_segments[i].span.begin, [](const Segment &segment) { return segment.span.begin; });
            while (m_segments[i].span.end < own->span.end) {
                if (auto joined = join(i); !joined)
                    return joined;
            }
            if (m_segments[i].span.end == own->span.end)
                continue;
            const auto halves = splitSegment(m_document, m_segments[i], lettersEnd(m_segments[i].source.text, own->source.text));
            if (!halves)
                return std::unexpected(halves.error());
            replace(m_segments, i, i + 1, {halves->first, halves->second});
        }
        return {};
    }

    const std::vector<Segment> &segments() const { return m_segments; }

private:
    Result<void> join(std::size_t i)
    {
        const auto joined = joinSegments(m_document, m_segments[i], m_segments[i + 1]);
        if (!joined)
            return std::unexpected(joined.error());
        replace(m_segments, i, i + 2, {*joined});
        return {};
    }

    /// Where in the text the letters of its beginning end.
    static std::size_t lettersEnd(const std::string &text, const std::string &beginning)
    {
        auto left = std::ranges::count_if(beginning, [](char c) { return c != ' '; });
        std::size_t at = 0;
        for (; left > 0; ++at)
            left -= text[at] == ' ' ? 0 : 1;
        return at;
    }

    const Document &m_document;
    std::vector<Segment> m_segments;
    MarkdownSoup m_random;
};

std::string sourcesOf(const std::vector<Segment> &segments)
{
    std::string letters;
    for (const Segment &segment : segments)
        letters += withoutWhiteSpace(segment.source.text);
    return letters;
}

}  // namespace

class XliffDivisionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSegmentOf2IsSplit();
    void pairsThatAreCutOpenAndClose();
    void translationsAreDividedBySentences();
    void aTranslationThatNobodyCanDivideStays();
    void segmentsOf2AreJoined();
    void aJoinAcrossAnEmptySegmentIsUndone();
    void aJoinWithTagsAloneIsUndone();
    void marksAreSplitAndJoined();
    void aUnitWithoutMarksGetsThem();
    void aUnitWithAnUntranslatedPartIsNotFinal();
    void tradosKnowsOfTheParts();
    void halvesAreTranslated();
    void whatMayNotBeDividedIsRefused_data();
    void whatMayNotBeDividedIsRefused();
    void otherBilingualFilesAreRefused();
    void anyDivisionKeepsTheFormatAndIsUndone();
    void xmllintAcceptsWhatIsWritten();
};

void XliffDivisionTest::aSegmentOf2IsSplit()
{
    QCOMPARE(splitBehind(file2("<unit id=\"u\">\n  <segment id=\"s\" state=\"initial\">\n    <source>Wait here, then go.</source>\n  </segment>\n</unit>"), "here,"),
             file2("<unit id=\"u\">\n  <segment id=\"s\">\n    <source>Wait here,</source>\n  </segment>\n  <ignorable><source> </source></ignorable>\n"
                   "  <segment id=\"s-2\">\n    <source>then go.</source>\n  </segment>\n</unit>"));
    QCOMPARE(splitBehind(file2("<unit id=\"u\"><segment><source xml:space=\"preserve\">これ。それ。</source></segment></unit>"), "これ。"),
             file2("<unit id=\"u\"><segment><source xml:space=\"preserve\">これ。</source></segment><segment><source xml:space=\"preserve\">それ。</source></segment></unit>"));
    const std::string wide = file2("<unit id=\"u\"><segment><source>これ。　それ。</source></segment></unit>");
    const std::string apart = file2("<unit id=\"u\"><segment><source>これ。</source></segment><ignorable><source>　</source></ignorable><segment><source>それ。</source></segment></unit>");
    QCOMPARE(splitBehind(wide, "これ。"), apart);
    QCOMPARE(splitBehind(wide, "これ。　"), apart);
    QCOMPARE(parsed(joinedFile(apart)).segments[0].source.text, std::string("これ。　それ。"));
}

void XliffDivisionTest::pairsThatAreCutOpenAndClose()
{
    const std::string data = "<originalData><data id=\"d1\">&lt;b&gt;</data><data id=\"d2\">&lt;/b&gt;</data></originalData>";
    const std::string file = file2("<unit id=\"u\">" + data + "<segment><source>Press <pc id=\"1\" dataRefStart=\"d1\" dataRefEnd='d2' canCopy=\"no\">this <mrk id=\"m\" type=\"term\">old "
                                                            "key</mrk></pc> twice.</source></segment></unit>");
    QCOMPARE(splitBehind(file, "old"),
             file2("<unit id=\"u\">" + data + "<segment><source>Press <sc id=\"1\" dataRef=\"d1\" canCopy=\"no\" canOverlap=\"no\"/>this <sm id=\"m\" type=\"term\"/>old</source></segment>"
                   "<ignorable><source> </source></ignorable><segment><source>key<em startRef=\"m\"/><ec startRef=\"1\" dataRef='d2' canCopy=\"no\" canOverlap=\"no\"/> twice.</source>"
                   "</segment></unit>"));
    const Document document = parsed(file);
    const Segment &segment = document.segments[0];
    const auto halves = must(splitSegment(document, segment, behind(segment, "old")));
    QCOMPARE(toNotation(halves.first.source), "Press <1/>this <2/>old");
    QVERIFY(must(joinSegments(document, halves.first, halves.second)) == segment);
    const auto whole = must(splitSegment(document, segment, behind(segment, "key")));
    QCOMPARE(toNotation(whole.first.source), "Press <1>this <2>old key</2></1>");
}

void XliffDivisionTest::translationsAreDividedBySentences()
{
    const std::string file = file2("<unit id=\"u\"><segment id=\"s\" state=\"reviewed\" subState=\"a:b\"><source>Press <ph id=\"1\"/>. Then go.</source><target>Drücke <ph id=\"1\"/>. "
                                   "Dann geh.</target></segment></unit>");
    QCOMPARE(splitBehind(file, "Press ."),
             file2("<unit id=\"u\"><segment id=\"s\" state=\"reviewed\" subState=\"a:b\"><source>Press <ph id=\"1\"/>.</source><target>Drücke <ph id=\"1\"/>.</target></segment>"
                   "<ignorable><source> </source></ignorable><segment id=\"s-2\" state=\"reviewed\" subState=\"a:b\"><source>Then go.</source><target>Dann geh.</target></segment></unit>"));
}

void XliffDivisionTest::aTranslationThatNobodyCanDivideStays()
{
    const std::string file = file2("<unit id=\"u\"><segment state=\"final\" subState=\"a:b\"><source>Wait. Go.</source><target>Warte und geh.</target></segment></unit>");
    QCOMPARE(splitBehind(file, "Wait."), file2("<unit id=\"u\"><segment state=\"initial\"><source>Wait.</source><target>Warte und geh.</target></segment><ignorable><source> </source></ignorable>"
                                               "<segment><source>Go.</source></segment></unit>"));
    const Document document = parsed(file);
    const auto halves = must(splitSegment(document, document.segments[0], 5));
    QVERIFY(halves.first.target->state == TranslationState::Draft && !halves.second.target);
}

void XliffDivisionTest::segmentsOf2AreJoined()
{
    const std::string file = file2("<unit id=\"u\">\n <segment id=\"a\" state=\"final\" subState=\"x:y\"><source>Wait.</source><target>Warte.</target></segment>\n"
                                   " <ignorable><source>  </source></ignorable>\n"
                                   " <segment id=\"b\" state=\"translated\" subState=\"x:z\"><source xml:space=\"preserve\">Go.</source><target xml:space=\"preserve\">Geh.</target></segment>\n</unit>");
    QCOMPARE(joinedFile(file), file2("<unit id=\"u\">\n <segment id=\"a\" state=\"translated\" subState=\"x:z\"><source xml:space=\"preserve\">Wait.  Go.</source>"
                                     "<target xml:space=\"preserve\">Warte.  Geh.</target></segment>\n</unit>"));
    QCOMPARE(joinedFile(file2("<unit id=\"u\"><segment state=\"final\"><source>A</source><target>B</target></segment><segment><source>C</source></segment></unit>")),
             file2("<unit id=\"u\"><segment><source>AC</source><target>B</target></segment></unit>"));
}

void XliffDivisionTest::aJoinAcrossAnEmptySegmentIsUndone()
{
    const Document document = parsed(file2("<unit id=\"u\"><segment><source>Wait</source><target>Warte und</target></segment><segment><source/></segment>"
                                           "<segment><source>Go.</source><target>geh. Ja.</target></segment></unit>"));
    QCOMPARE(document.segments.size(), 2U);
    const Segment whole = must(joinSegments(document, document.segments[0], document.segments[1]));
    const auto halves = must(splitSegment(document, whole, behind(whole, "Wait")));
    QVERIFY(halves.first == document.segments[0]);
    QVERIFY(halves.second == document.segments[1]);
}

void XliffDivisionTest::aJoinWithTagsAloneIsUndone()
{
    const Document document = parsed(file2("<unit id=\"u\"><segment><source>Wait.</source></segment><segment><source><ph id=\"1\"/></source></segment>"
                                           "<segment><source>Go.</source></segment></unit>"));
    const std::vector<Segment> &segments = document.segments;
    const Segment behindIt = must(joinSegments(document, segments[0], segments[1])), beforeIt = must(joinSegments(document, segments[1], segments[2]));
    QVERIFY(must(splitSegment(document, behindIt, behindIt.source.text.size())) == std::pair(segments[0], segments[1]));
    QVERIFY(must(splitSegment(document, beforeIt, 0)) == std::pair(segments[1], segments[2]));
    const Segment all = must(joinSegments(document, behindIt, segments[2]));
    const auto halves = must(splitSegment(document, all, behind(all, "Wait.")));
    QVERIFY(halves == std::pair(segments[0], beforeIt));   // nothing is lost between them
    for (const std::size_t end : {std::size_t(0), segments[0].source.text.size(), segments[0].source.text.size() + 1})
        QVERIFY(reasonOf(splitSegment(document, segments[0], end)).contains("not at its end"));
}

void XliffDivisionTest::marksAreSplitAndJoined()
{
    const std::string source = "<source>Wait. Go. End</source>";
    const std::string file = file1("<trans-unit id=\"1\">" + source + "<seg-source><mrk mtype=\"seg\" mid=\"0\">Wait. Go.</mrk> <mrk mtype=\"seg\" mid=\"1\">End</mrk></seg-source>"
                                   "<target state=\"final\"><mrk mtype=\"seg\" mid=\"0\">Warte. Geh.</mrk> <mrk mtype=\"seg\" mid=\"1\">Ende</mrk></target></trans-unit>");
    QCOMPARE(splitBehind(file, "Wait."),
             file1("<trans-unit id=\"1\">" + source + "<seg-source><mrk mtype=\"seg\" mid=\"0\">Wait.</mrk> <mrk mtype=\"seg\" mid=\"0-2\">Go.</mrk> <mrk mtype=\"seg\" mid=\"1\">End</mrk></seg-source>"
                   "<target state=\"final\"><mrk mtype=\"seg\" mid=\"0\">Warte.</mrk> <mrk mtype=\"seg\" mid=\"0-2\">Geh.</mrk> <mrk mtype=\"seg\" mid=\"1\">Ende</mrk></target></trans-unit>"));
    QCOMPARE(joinedFile(file), file1("<trans-unit id=\"1\">" + source + "<seg-source><mrk mtype=\"seg\" mid=\"0\">Wait. Go. End</mrk></seg-source>"
                                     "<target state=\"final\"><mrk mtype=\"seg\" mid=\"0\">Warte. Geh. Ende</mrk></target></trans-unit>"));
}

void XliffDivisionTest::aUnitWithoutMarksGetsThem()
{
    QCOMPARE(splitBehind(file1("<trans-unit id=\"1\">\n  <source>Wait <x id=\"1\"/>. Go.</source>\n  <target>Warte <x id=\"1\"/>. Geh.</target>\n</trans-unit>"), "Wait ."),
             file1("<trans-unit id=\"1\">\n  <source>Wait <x id=\"1\"/>. Go.</source>\n  <seg-source><mrk mtype=\"seg\" mid=\"1\">Wait <x id=\"1\"/>.</mrk> <mrk mtype=\"seg\" mid=\"2\">Go.</mrk></seg-source>\n"
                   "  <target><mrk mtype=\"seg\" mid=\"1\">Warte <x id=\"1\"/>.</mrk> <mrk mtype=\"seg\" mid=\"2\">Geh.</mrk></target>\n</trans-unit>"));
    QCOMPARE(splitBehind(file1("<trans-unit id=\"1\"><source>Wait. Go.</source></trans-unit>"), "Wait."),
             file1("<trans-unit id=\"1\"><source>Wait. Go.</source><seg-source><mrk mtype=\"seg\" mid=\"1\">Wait.</mrk> <mrk mtype=\"seg\" mid=\"2\">Go.</mrk></seg-source></trans-unit>"));
}

void XliffDivisionTest::aUnitWithAnUntranslatedPartIsNotFinal()
{
    Document document = parsed(file1("<trans-unit id=\"1\" approved=\"yes\"><source>Wait. Go.</source><target state=\"final\">Warte und geh.</target></trans-unit>"));
    const auto halves = must(splitSegment(document, document.segments[0], behind(document.segments[0], "Wait.")));
    document.segments = {halves.first, halves.second};
    const SegmentTarget draft(fromNotation("Warte und geh."), TranslationState::Draft);
    const std::string file = must(exportDocument(document, {draft, std::nullopt}));
    QVERIFY2(file.find("approved=\"no\"") != std::string::npos && file.find("final") == std::string::npos, file.c_str());
    QVERIFY(parsed(file).segments[0].target->state < TranslationState::Translated);
}

void XliffDivisionTest::tradosKnowsOfTheParts()
{
    const std::string root = " xmlns:sdl=\"http://sdl.com/FileTypes/SdlXliff/1.0\"";
    const auto unit = [](const std::string &source, const std::string &target, const std::string &definitions) {
        return "<trans-unit id=\"1\"><source>Wait. Go.</source><seg-source>" + source + "</seg-source><target>" + target + "</target><sdl:seg-defs>" + definitions + "</sdl:seg-defs></trans-unit>";
    };
    const std::string file = file1(unit("<mrk mtype=\"seg\" mid=\"7\">Wait. Go.</mrk>", "<mrk mtype=\"seg\" mid=\"7\">Warte. Geh.</mrk>",
                                        "<sdl:seg id=\"7\" conf=\"Translated\"><sdl:value key=\"a\">b</sdl:value></sdl:seg>"),
                                   "1.2", root);
    QCOMPARE(splitBehind(file, "Wait."),
             file1(unit("<mrk mtype=\"seg\" mid=\"7\">Wait.</mrk> <mrk mtype=\"seg\" mid=\"7-2\">Go.</mrk>", "<mrk mtype=\"seg\" mid=\"7\">Warte.</mrk> <mrk mtype=\"seg\" mid=\"7-2\">Geh.</mrk>",
                        "<sdl:seg id=\"7\" conf=\"Translated\"><sdl:value key=\"a\">b</sdl:value></sdl:seg>"
                        "<sdl:seg id=\"7-2\" conf=\"Translated\"><sdl:value key=\"a\">b</sdl:value></sdl:seg>"),
                   "1.2", root));
}

void XliffDivisionTest::halvesAreTranslated()
{
    Document document = parsed(file2("<unit id=\"u\"><segment id=\"s\"><source>Press <pc id=\"1\">this old key</pc>.</source></segment></unit>"));
    const auto halves = must(splitSegment(document, document.segments[0], behind(document.segments[0], "this")));
    document.segments = {halves.first, halves.second};
    const std::string file = must(exportDocument(document, {fromNotation("Drücke <1/>diese"), fromNotation("alte Taste<1/>.")}));
    const Document after = parsed(file);
    QCOMPARE(after.segments.size(), 2U);
    QCOMPARE(toNotation(after.segments[0].target->text), "Drücke <1/>diese");
    QCOMPARE(toNotation(after.segments[1].target->text), "alte Taste<1/>.");
}

void XliffDivisionTest::whatMayNotBeDividedIsRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const std::string &file, const char *reason) { QTest::newRow(name) << QString::fromStdString(file) << reason; };
    const std::string two = "<source>Wait. Go.</source>";
    row("segment", file2("<unit id=\"u\"><segment canResegment=\"no\">" + two + "</segment></unit>"), "canResegment=\"no\" at this segment");
    row("unit", file2("<unit id=\"u\" canResegment=\"no\"><segment>" + two + "</segment></unit>"), "at this unit");
    row("group", file2("<group id=\"g\" canResegment=\"no\"><unit id=\"u\"><segment>" + two + "</segment></unit></group>"), "at this group");
    row("file", file2("<unit id=\"u\"><segment>" + two + "</segment></unit>", " canResegment=\"no\""), "at this file");
    row("a segment that says yes in a file that says no", file2("<unit id=\"u\"><segment canResegment=\"yes\">" + two + "</segment></unit>", " canResegment=\"no\""), "was done");
    row("order", file2("<unit id=\"u\"><segment>" + two + "<target order=\"1\">x</target></segment></unit>"), "an order of their own");
    row("not to be translated", file2("<unit id=\"u\" translate=\"no\"><segment>" + two + "</segment></unit>"), "locked");
    row("g", file1("<trans-unit id=\"1\"><source>A <g id=\"1\">Wait. Go.</g></source></trans-unit>"), "<g>");
    row("within cdata", file1("<trans-unit id=\"1\"><source><![CDATA[Wait. Go.]]></source></trans-unit>"), "one character");
    row("1.0", file1("<trans-unit id=\"1\">" + two + "</trans-unit>", "1.0"), "before 1.2");
    row("memoQ", file1("<trans-unit id=\"1\">" + two + "</trans-unit>", "1.2", " xmlns:mq=\"MQXliff\""), "memoQ wants");
    row("Phrase", file1("<trans-unit id=\"1\">" + two + "</trans-unit>", "1.2", " xmlns:m=\"http://www.memsource.com/mxlf/2.0\""), "Phrase wants");
    row("a target without marks", file1("<trans-unit id=\"1\">" + two + "<seg-source><mrk mtype=\"seg\" mid=\"1\">Wait.</mrk></seg-source><target>x</target></trans-unit>"), "otherwise than its translation");
}

void XliffDivisionTest::whatMayNotBeDividedIsRefused()
{
    QFETCH(const QString, file);
    QFETCH(const QString, reason);
    const Document document = parsed(file.toStdString());
    const QString said = reasonOf(splitSegment(document, document.segments[0], behind(document.segments[0], "Wait.")));
    QVERIFY2(said.contains(reason), qPrintable(said));
}

void XliffDivisionTest::otherBilingualFilesAreRefused()
{
    const Document po = must(parseDocument("msgid \"Wait. Go.\"\nmsgstr \"\"\n\nmsgid \"End\"\nmsgstr \"\"\n", "po", "en", "file"));
    QVERIFY(reasonOf(splitSegment(po, po.segments[0], 5)).contains("one place for the translation"));
    QVERIFY(reasonOf(joinSegments(po, po.segments[0], po.segments[1])).contains("a place of its own"));
    const Document units = parsed(file2("<unit id=\"u\"><segment><source>A</source></segment></unit><unit id=\"v\"><segment><source>B</source></segment></unit>"));
    QVERIFY(reasonOf(joinSegments(units, units.segments[0], units.segments[1])).contains("units of their own"));
    const Document text = parsed(file2("<unit id=\"u\"><segment><source>A</source></segment><ignorable><source>*</source></ignorable><segment><source>B</source></segment></unit>"));
    QVERIFY(reasonOf(joinSegments(text, text.segments[0], text.segments[1])).contains("something stands between"));
    const Document marks = parsed(file1("<trans-unit id=\"1\"><source>A B</source><seg-source><mrk mtype=\"seg\" mid=\"1\">A</mrk> <mrk mtype=\"seg\" mid=\"2\">B</mrk></seg-source>"
                                        "<target><mrk mtype=\"seg\" mid=\"2\">b</mrk> <mrk mtype=\"seg\" mid=\"1\">a</mrk></target></trans-unit>"));
    QVERIFY(reasonOf(joinSegments(marks, marks.segments[0], marks.segments[1])).contains("do not follow each other"));
}

void XliffDivisionTest::anyDivisionKeepsTheFormatAndIsUndone()
{
    std::size_t steps = 0;
    for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(80)); ++seed) {
        const std::string file = XliffSoup(seed).file();
        const Document document = parsed(file);
        Division division(document, seed);
        for (int step = 0; step < 8; ++step) {
            if (!division.step())
                continue;
            ++steps;
            const std::string context = "seed " + std::to_string(seed) + ", step " + std::to_string(step) + " of\n" + file;
            Document divided = document;
            divided.segments = division.segments();
            const Result<PartialExport> bytes = exportWhatFits(divided, Targets(divided.segments.size()));
            QVERIFY2(bytes, (bytes ? context : bytes.error().sentence() + context).c_str());
            const Result<Document> after = parseDocument(bytes->bytes, "xliff", "en", "after");
            QVERIFY2(after, (after ? context : after.error().sentence() + context).c_str());
            QVERIFY2(sourcesOf(after->segments) == sourcesOf(document.segments) && after->segments.size() == divided.segments.size(), (context + bytes->bytes).c_str());
            for (std::size_t i = 0; i < after->segments.size(); ++i)
                QVERIFY2(after->segments[i].source == divided.segments[i].source && after->segments[i].facts.notes == divided.segments[i].facts.notes, (context + bytes->bytes).c_str());
        }
        const Result<void> undone = division.undo();
        QVERIFY2(undone, (undone ? "" : undone.error().sentence() + ", seed " + std::to_string(seed) + "\n" + file).c_str());
        QVERIFY2(division.segments() == document.segments, ("seed " + std::to_string(seed) + "\n" + file).c_str());
        QVERIFY(written(document, division.segments()) == file);
    }
    QVERIFY2(steps > 100, std::to_string(steps).c_str());
}

void XliffDivisionTest::xmllintAcceptsWhatIsWritten()
{
    const QString xmllint = QStandardPaths::findExecutable("xmllint");
    if (xmllint.isEmpty())
        QSKIP("xmllint is not installed");
    const QTemporaryDir folder;
    QStringList files;
    for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(40)); ++seed) {
        XliffSoup soup(seed);
        MarkdownSoup tags(seed);
        Document document = parsed(soup.file());
        Division division(document, seed);
        for (int step = 0; step < 8; ++step)
            division.step();
        document.segments = division.segments();
        Targets targets;
        for (const Segment &segment : document.segments)
            targets.push_back(tags.below(2) == 0 ? std::nullopt : std::optional(SegmentTarget(tags.withTagsOf(segment.source, soup.typedText()))));
        const PartialExport bytes = must(exportWhatFits(document, targets));
        const Result<Document> after = parseDocument(bytes.bytes, "xliff", "en", "after");
        QVERIFY2(after, (after ? "" : "seed " + std::to_string(seed) + ": " + after.error().sentence() + "\n" + bytes.bytes).c_str());
        files.append(folder.filePath(QString::number(seed) + ".xlf"));
        must(writeFileAtomically(files.back().toStdString(), bytes.bytes));
    }
    QProcess judge;
    judge.start(xmllint, QStringList{"--noout"} + files);
    QVERIFY(judge.waitForFinished(-1));
    QVERIFY2(judge.exitCode() == 0, judge.readAllStandardError().constData());
}

QTEST_APPLESS_MAIN(XliffDivisionTest)
#include "tst_xliff_division.moc"
