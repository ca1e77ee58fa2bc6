// What golden files of XLIFF cannot show: what is refused and why, states in each dialect, encodings, targets that are made and taken away, damaged files.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/core/files.h"
#include "tests/support/must.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using interlinear::tests::must;

class XliffTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void brokenRulesAreNamed_data();
    void brokenRulesAreNamed();
    void otherRootsAndVersionsAreRefused_data();
    void otherRootsAndVersionsAreRefused();
    void statesGoBothWays_data();
    void statesGoBothWays();
    void noStateIsInvented_data();
    void noStateIsInvented();
    void newTargetsStandBesideTheirSources_data();
    void newTargetsStandBesideTheirSources();
    void emptyTargetsTakeTranslationsAway();
    void tagsOfTheTargetAloneAreShown();
    void codesThatMayNotMoveOrGoAreKept();
    void codesOfTwoSegmentsHaveBothEnds();
    void unencodableCharactersAreReferences();
    void utf16ComesBack();
    void damagedFilesAreRefusedOrRead_data();
    void damagedFilesAreRefusedOrRead();
    void deepAndCrowdedFilesAreRead_data();
    void deepAndCrowdedFilesAreRead();
};

namespace {

Document read(const std::string &bytes)
{
    return must(parseDocument(bytes, "xliff", "en", "file"));
}

std::string written(const Document &document, Targets targets)
{
    targets.resize(document.segments.size());
    return must(exportDocument(document, targets));
}

std::string file2(const std::string &content, const std::string &attributes = "srcLang=\"en\" trgLang=\"de\"")
{
    return "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" " + attributes + " xmlns:my=\"urn:my\">\n" + content + "</xliff>\n";
}

// Line 2 is the file, line 3 the unit, line 4 the first of the content.
std::string unit2(const std::string &content)
{
    return file2("<file id=\"f\">\n<unit id=\"u\">\n" + content + "</unit>\n</file>\n");
}

std::string segment2(const std::string &source)
{
    return unit2("<segment><source>" + source + "</source></segment>\n");
}

std::string file1(const std::string &units, const std::string &namespaces = "")
{
    return "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"" + namespaces
         + "><file original=\"a\" source-language=\"en\" target-language=\"de\" datatype=\"x\"><body>\n" + units + "</body></file></xliff>\n";
}

void row(const char *name, const std::string &bytes, const char *rule, int line)
{
    QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(rule) << line;
}

}  // namespace

void XliffTest::brokenRulesAreNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<int>("line");
    const std::string plain = "<segment><source>a</source></segment>\n";
    row("no source language", file2("<file id=\"f\">\n<unit id=\"u\">\n" + plain + "</unit></file>", ""), "srcLang", 1);
    row("language of one letter", file2("<file id=\"f\"><unit id=\"u\">" + plain + "</unit></file>", "srcLang=\"e\""), "srcLang", 1);
    row("target without its language",
        file2("<file id=\"f\">\n<unit id=\"u\">\n<segment><source>a</source><target>b</target></segment></unit></file>", "srcLang=\"en\""), "trgLang",
        4);
    row("no file", file2(""), "xliff", 1);
    row("file without units", file2("<file id=\"f\"></file>"), "file", 2);
    row("unit without segments", unit2("<ignorable><source> </source></ignorable>"), "unit", 3);
    row("file without id", file2("<file><unit id=\"u\">" + plain + "</unit></file>"), "id", 2);
    row("units of one id", file2("<file id=\"f\"><unit id=\"u\">" + plain + "</unit>\n<unit id=\"u\">" + plain + "</unit></file>"), "id", 4);
    row("files of one id",
        file2("<file id=\"f\"><unit id=\"u\">" + plain + "</unit></file>\n<file id=\"f\"><unit id=\"u\">" + plain + "</unit></file>"), "id", 4);
    row("id that is none", unit2("<segment id=\"#1\"><source>a</source></segment>"), "id", 4);
    row("segments of one id", unit2("<segment id=\"1\"><source>a</source></segment>\n<segment id=\"1\"><source>a</source></segment>"), "id", 5);
    row("segment and code of one id", unit2("<segment id=\"1\"><source><ph id=\"1\"/></source></segment>"), "id", 4);
    row("codes of one id", segment2("<ph id=\"1\"/>\n<ph id=\"1\"/>"), "id", 5);
    row("target code with the id of another", unit2("<segment><source><ph id=\"1\"/></source><target><pc id=\"1\">a</pc></target></segment>"), "id", 4);
    row("notes of one id", unit2("<notes><note id=\"1\">a</note>\n<note id=\"1\">b</note></notes>" + plain), "id", 5);
    row("data of one id", unit2("<originalData><data id=\"1\">a</data><data id=\"1\">b</data></originalData>" + plain), "id", 4);
    row("extensions of one id", unit2("<my:a id=\"1\"/><my:b id=\"1\"/>" + plain), "id", 4);
    row("notes behind segments", unit2(plain + "<notes><note>a</note></notes>"), "unit", 5);
    row("two sources", unit2("<segment><source>a</source><source>b</source></segment>"), "segment", 4);
    row("no source", unit2("<segment><target>b</target></segment>"), "segment", 4);
    row("unknown element", unit2("<part/>" + plain), "elements", 4);
    row("unknown attribute", segment2("<ph id=\"1\" own=\"1\"/>"), "own", 4);
    row("extension in a segment", unit2("<segment><my:a/><source>a</source></segment>"), "segment", 4);
    row("extension attribute of a code", segment2("<pc id=\"1\" my:a=\"1\">a</pc>"), "pc", 4);
    row("text between elements", unit2("text" + plain), "unit", 4);
    row("state that is none", unit2("<segment state=\"done\"><source>a</source></segment>"), "state", 4);
    row("state without target", unit2("<segment state=\"final\"><source>a</source></segment>"), "state", 4);
    row("subState without state", unit2("<segment subState=\"my:a\"><source>a</source></segment>"), "subState", 4);
    row("order twice",
        unit2("<segment><source>a</source><target order=\"2\">a</target></segment>\n<segment><source>b</source><target>b</target></segment>"),
        "order", 5);
    row("order past the end", unit2("<segment><source>a</source><target order=\"2\">a</target></segment>"), "order", 4);
    row("language of a target", unit2("<segment><source>a</source><target xml:lang=\"fr\">b</target></segment>"), "xml:lang", 4);
    row("white space of a target", unit2("<segment><source xml:space=\"preserve\">a</source><target>b</target></segment>"), "xml:space", 4);
    row("start without end", segment2("<sc id=\"1\"/>a"), "isolated", 4);
    row("end before start", segment2("<ec startRef=\"1\"/>a<sc id=\"1\"/>"), "isolated", 4);
    row("end without reference", segment2("<sc id=\"1\" isolated=\"yes\"/>a<ec/>"), "startRef", 4);
    row("isolated end with reference", segment2("<ec startRef=\"1\" isolated=\"yes\"/>"), "isolated", 4);
    row("isolated start with its end", segment2("<sc id=\"1\" isolated=\"yes\"/>a<ec startRef=\"1\"/>"), "isolated", 4);
    row("hints of start and end", segment2("<sc id=\"1\" canCopy=\"no\"/>a<ec startRef=\"1\"/>"), "canCopy", 4);
    row("annotation without end", segment2("<sm id=\"1\" type=\"term\"/>a"), "startRef", 4);
    row("annotation without start", segment2("a<em startRef=\"1\"/>"), "startRef", 4);
    row("comment that says nothing", segment2("<mrk id=\"1\" type=\"comment\">a</mrk>"), "Comment Annotation", 4);
    row("comment of no note", segment2("<mrk id=\"1\" type=\"comment\" ref=\"#n=1\">a</mrk>"), "ref", 4);
    row("fragment out of order", segment2("<mrk id=\"1\" type=\"term\" ref=\"#u=u/f=f\">a</mrk>"), "Fragment Identification", 4);
    row("data that is not there", segment2("<ph id=\"1\" dataRef=\"d\"/>"), "dataRef", 4);
    row("one half of data",
        unit2("<originalData><data id=\"d\">a</data></originalData><segment><source><pc id=\"1\" dataRefStart=\"d\">a</pc></source></segment>"),
        "dataRefStart", 4);
    row("copy of nothing", segment2("<ph id=\"1\" copyOf=\"2\"/>"), "copyOf", 4);
    row("copy of what may not be copied", segment2("<ph id=\"2\" canCopy=\"no\"/><ph id=\"1\" copyOf=\"2\"/>"), "copyOf", 4);
    row("sub-type without type", segment2("<ph id=\"1\" subType=\"xlf:lb\"/>"), "subType", 4);
    row("sub-type of another type", segment2("<ph id=\"1\" type=\"ui\" subType=\"xlf:lb\"/>"), "subType", 4);
    row("fixed but may be copied", segment2("<ph id=\"1\" canReorder=\"firstNo\" canDelete=\"no\"/>"), "canReorder", 4);
    row("sequence without beginning", segment2("<ph id=\"1\" canReorder=\"no\" canDelete=\"no\" canCopy=\"no\"/>"), "canReorder", 4);
    row("deleted code", unit2("<segment><source><ph id=\"1\" canDelete=\"no\"/></source><target>a</target></segment>"), "canDelete", 4);
    row("character that XML has", segment2("<cp hex=\"0041\"/>"), "hex", 4);
    row("sub-flow of no unit", segment2("<ph id=\"1\" subFlows=\"u9\"/>"), "subFlows", 4);
    row("empty skeleton", file2("<file id=\"f\"><skeleton/><unit id=\"u\">" + plain + "</unit></file>"), "href", 2);
}

void XliffTest::brokenRulesAreNamed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, rule);
    QFETCH(const int, line);
    const Result<Document> document = parseDocument(bytes.toStdString(), "xliff", "en", "file");
    QVERIFY(!document);
    QVERIFY(document.error().code == ErrorCode::BadFormat);
    QCOMPARE(QByteArray::fromStdString(document.error().where), "file, line " + QByteArray::number(line));
    QCOMPARE(QByteArray::fromStdString(document.error().arguments.at(1)), rule);
}

void XliffTest::otherRootsAndVersionsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("root") << QByteArray("<tmx version=\"1.4\"/>") << QByteArray("file, line 1: begins with <tmx>; an XLIFF file begins with <xliff>");
    QTest::newRow("no version") << QByteArray("\n<xliff/>")
                                << QByteArray("file, line 2: <xliff> has no version; it is required, for instance version=\"1.2\" or version=\"2.0\"");
    QTest::newRow("later version") << QByteArray("<xliff version=\"3.0\"/>")
                                   << QByteArray("file, line 1: <xliff> has the version \"3.0\"; known are 1.0, 1.1, 1.2, 2.0, 2.1 and 2.2");
    QTest::newRow("entities that grow")
        << QByteArray("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"/etc/passwd\">]>\n<xliff "
                      "version=\"1.2\">&c;</xliff>")
        << QByteArray("file, line 2: wants the text of another file put in here; put it in by hand, or take the reference out");
}

void XliffTest::otherRootsAndVersionsAreRefused()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, reason);
    const Result<Document> document = parseDocument(bytes.toStdString(), "xliff", "en", "file");
    QVERIFY(!document);
    QCOMPARE(QByteArray::fromStdString(document.error().sentence()), reason);
}

void XliffTest::statesGoBothWays_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("said");      // before
    QTest::addColumn<QByteArrayList>("words");   // new, draft, translated, reviewed, final
    const auto bytes = [](const std::string &text) { return QByteArray::fromStdString(text); };
    QTest::newRow("1.2") << bytes(file1("<trans-unit id=\"1\"><source>a</source><target state=\"needs-review-l10n\">b</target></trans-unit>"))
                         << QByteArray("state=\"needs-review-l10n\"")
                         << QByteArrayList{"state=\"new\"", "state=\"needs-review-l10n\"", "state=\"translated\"", "state=\"signed-off\"",
                                           "state=\"final\""};
    QTest::newRow("2.0") << bytes(unit2("<segment state=\"reviewed\" subState=\"my:a\"><source>a</source><target>b</target></segment>"))
                         << QByteArray("state=\"reviewed\" subState=\"my:a\"")
                         << QByteArrayList{"state=\"initial\"", "state=\"initial\"", "state=\"translated\"", "state=\"reviewed\" subState=\"my:a\"",
                                           "state=\"final\""};
    const std::string sdl = "<trans-unit id=\"1\"><source>a</source><seg-source><mrk mtype=\"seg\" mid=\"1\">a</mrk></seg-source><target><mrk "
                            "mtype=\"seg\" mid=\"1\">b</mrk></target>"
                            "<sdl:seg-defs><sdl:seg id=\"1\" conf=\"RejectedTranslation\"/></sdl:seg-defs></trans-unit>";
    QTest::newRow("Trados") << bytes(file1(sdl, " xmlns:sdl=\"http://sdl.com/FileTypes/SdlXliff/1.0\""))
                            << QByteArray("id=\"1\" conf=\"RejectedTranslation\"/>")
                            << QByteArrayList{"id=\"1\"/>", "id=\"1\" conf=\"RejectedTranslation\"/>", "id=\"1\" conf=\"Translated\"/>",
                                              "id=\"1\" conf=\"ApprovedTranslation\"/>", "id=\"1\" conf=\"ApprovedSignOff\"/>"};
    QTest::newRow("memoQ") << bytes(
        file1("<trans-unit id=\"1\" mq:status=\"Pretranslated\"><source>a</source><target>b</target></trans-unit>", " xmlns:mq=\"MQXliff\""))
                           << QByteArray("mq:status=\"Pretranslated\"")
                           << QByteArrayList{"mq:status=\"NotStarted\"", "mq:status=\"Pretranslated\"", "mq:status=\"ManuallyConfirmed\"",
                                             "mq:status=\"Reviewer1Confirmed\"", "mq:status=\"Proofread\""};
    QTest::newRow("Phrase") << bytes(file1("<trans-unit id=\"1\" m:confirmed=\"0\"><source>a</source><target>b</target></trans-unit>",
                                           " xmlns:m=\"http://www.memsource.com/mxlf/2.0\""))
                            << QByteArray("m:confirmed=\"0\"")
                            << QByteArrayList{"m:confirmed=\"0\"", "m:confirmed=\"0\"", "m:confirmed=\"1\"", "m:confirmed=\"1\"",
                                              "m:confirmed=\"1\""};
}

void XliffTest::statesGoBothWays()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, said);
    QFETCH(const QByteArrayList, words);
    constexpr TranslationState states[]
        = {TranslationState::New, TranslationState::Draft, TranslationState::Translated, TranslationState::Reviewed, TranslationState::Final};
    const Document document = read(bytes.toStdString());
    for (std::size_t i = 0; i < std::size(states); ++i) {
        const std::string changed = written(document, {SegmentTarget(TaggedText{"c"}, states[i])});
        QByteArray expected = bytes;
        expected.replace(said, words[static_cast<qsizetype>(i)]).replace(">b<", ">c<");
        QCOMPARE(QByteArray::fromStdString(changed), expected);
        const TranslationState again = read(changed).segments[0].target->state;
        const bool exact = words.count(words[static_cast<qsizetype>(i)]) == 1 && !(states[i] == TranslationState::New && said.contains("conf"));
        QVERIFY(again == states[i] || !exact);
    }
}

void XliffTest::noStateIsInvented_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("1.2") << QByteArray::fromStdString(file1("<trans-unit id=\"1\"><source>a</source><target>b</target></trans-unit>"));
    QTest::newRow("2.0") << QByteArray::fromStdString(unit2("<segment><source>a</source><target>b</target></segment>"));
}

void XliffTest::noStateIsInvented()
{
    QFETCH(const QByteArray, bytes);
    const Document document = read(bytes.toStdString());
    QCOMPARE(QByteArray::fromStdString(written(document, {SegmentTarget(TaggedText{"c"})})), QByteArray(bytes).replace(">b<", ">c<"));
    QVERIFY(written(document, {SegmentTarget(TaggedText{"c"}, TranslationState::Final)}).find(" state=\"final\"") != std::string::npos);
}

void XliffTest::newTargetsStandBesideTheirSources_data()
{
    QTest::addColumn<QByteArray>("unit");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("on a line of its own") << QByteArray("<trans-unit id=\"1\">\n  <source> a </source>\n</trans-unit>")
                                          << QByteArray("<trans-unit id=\"1\">\n  <source> a </source>\n  <target> c </target>\n</trans-unit>");
    QTest::newRow("behind the segmented source")
        << QByteArray("<trans-unit id=\"1\"><source>a</source><seg-source><g id=\"9\"><mrk mtype=\"seg\" "
                      "mid=\"1\">a</mrk></g></seg-source><note>n</note></trans-unit>")
        << QByteArray("<trans-unit id=\"1\"><source>a</source><seg-source><g id=\"9\"><mrk mtype=\"seg\" mid=\"1\">a</mrk></g></seg-source>"
                      "<target><g id=\"9\"><mrk mtype=\"seg\" mid=\"1\">c</mrk></g></target><note>n</note></trans-unit>");
    QTest::newRow("in an element without an end") << QByteArray("<trans-unit id=\"1\"><source>a</source><target own=\"1\"/></trans-unit>")
                                                  << QByteArray("<trans-unit id=\"1\"><source>a</source><target own=\"1\">c</target></trans-unit>");
}

void XliffTest::newTargetsStandBesideTheirSources()
{
    QFETCH(const QByteArray, unit);
    QFETCH(const QByteArray, expected);
    QCOMPARE(written(read(file1(unit.toStdString())), {SegmentTarget(TaggedText{"c"})}), file1(expected.toStdString()));
}

void XliffTest::emptyTargetsTakeTranslationsAway()
{
    const Document one = read(file1("<trans-unit id=\"1\"><source>a</source><target state=\"final\">b</target></trans-unit>"));
    QCOMPARE(written(one, {SegmentTarget(TaggedText{})}), file1("<trans-unit id=\"1\"><source>a</source><target state=\"new\"></target></trans-unit>"));
    const Document two = read(unit2(
        "<segment state=\"final\"><source>a<ph id=\"1\" canDelete=\"no\"/></source><target>b<ph id=\"1\" canDelete=\"no\"/></target></segment>"));
    QCOMPARE(written(two, {SegmentTarget(TaggedText{})}), unit2("<segment state=\"initial\"><source>a<ph id=\"1\" canDelete=\"no\"/></source></segment>"));
}

void XliffTest::tagsOfTheTargetAloneAreShown()
{
    const Document document = read(file1("<trans-unit id=\"1\"><source>a <x id=\"1\"/></source><target>b <x id=\"7\"/><x id=\"1\"/></target></trans-unit>"));
    QCOMPARE(toNotation(document.segments[0].target->text), std::string("b <2/><1/>"));
    const Result<std::string> refused = exportDocument(document, {SegmentTarget(fromNotation("c <2/><1/>"))});
    QVERIFY(!refused);
    QCOMPARE(QByteArray::fromStdString(refused.error().message), QByteArray("the translation has %1, which the source has not, or not as often"));
    QVERIFY(written(document, {SegmentTarget(fromNotation("c <1/>"))}).find("<target>c <x id=\"1\"/></target>") != std::string::npos);
}

void XliffTest::codesThatMayNotMoveOrGoAreKept()
{
    const std::string fixed = " canCopy=\"no\" canDelete=\"no\" canReorder=";
    const Document document = read(segment2("<ph id=\"1\"" + fixed + "\"firstNo\"/>a<ph id=\"2\"" + fixed + "\"no\"/>b<ph id=\"3\"/>"));
    QVERIFY(exportDocument(document, {SegmentTarget(fromNotation("<1/>x<2/>"))}).has_value());
    QVERIFY(exportDocument(document, {SegmentTarget(fromNotation("<3/><1/>x<2/><3/>"))}).has_value());
    QVERIFY(!exportDocument(document, {SegmentTarget(fromNotation("<1/>x<3/><2/>"))}));
    QVERIFY(!exportDocument(document, {SegmentTarget(fromNotation("<2/>x<1/>"))}));
    QVERIFY(!exportDocument(document, {SegmentTarget(fromNotation("<1/>x<3/>"))}));
    QVERIFY(!exportDocument(document, {SegmentTarget(fromNotation("<1/>x<1/><2/>"))}));
    const Document copied = read(written(document, {SegmentTarget(fromNotation("<1/>x<2/><3/><3/>"))}));
    QCOMPARE(toNotation(copied.segments[0].target->text), std::string("<1/>x<2/><3/><3/>"));
}

void XliffTest::codesOfTwoSegmentsHaveBothEnds()
{
    const std::string bytes = unit2("<segment><source><sc id=\"1\"/>One.</source><target>Eins.</target></segment>"
                                    "<segment><source>Two.<ec startRef=\"1\"/></source><target>Zwei.</target></segment>"
                                    "<segment><source>Three.</source><target>Drei.</target></segment>");
    const Document document = read(bytes);
    const SegmentTarget end(fromNotation("Zwei!<1/>"));
    const PartialExport alone = must(exportWhatFits(document, {std::nullopt, end, SegmentTarget(fromNotation("Drei!"))}));
    QCOMPARE(QString::fromStdString(alone.bytes), QString::fromStdString(bytes).replace("Drei.", "Drei!"));
    QCOMPARE(alone.refused.size(), std::size_t(1));
    const PartialExport both = must(exportWhatFits(document, {SegmentTarget(fromNotation("<1/>Eins!")), end, std::nullopt}));
    QVERIFY(both.refused.empty());
    QCOMPARE(toNotation(read(both.bytes).segments[1].target->text), std::string("Zwei!<1/>"));
}

void XliffTest::unencodableCharactersAreReferences()
{
    const std::string latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n" + file1("<trans-unit id=\"1\"><source>caf\xE9</source></trans-unit>");
    const Document document = read(latin);
    QCOMPARE(document.segments[0].source.text, std::string("café"));
    const std::string bytes = written(document, {SegmentTarget(TaggedText{"кафе é"})});
    QVERIFY(bytes.find("<target>&#1082;&#1072;&#1092;&#1077; \xE9</target>") != std::string::npos);
    QCOMPARE(read(bytes).segments[0].target->text.text, std::string("кафе é"));
    const Document cdata
        = read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n" + file1("<trans-unit id=\"1\"><source><![CDATA[a&]]></source></trans-unit>"));
    QVERIFY(written(cdata, {SegmentTarget(TaggedText{"к&"})}).find("<target>&#1082;&amp;</target>") != std::string::npos);
    QVERIFY(written(cdata, {SegmentTarget(TaggedText{"k&"})}).find("<target><![CDATA[k&]]></target>") != std::string::npos);
}

void XliffTest::utf16ComesBack()
{
    const std::string text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n" + file1("<trans-unit id=\"1\"><source>a</source></trans-unit>");
    std::string bytes = "\xFF\xFE";
    for (const char c : text)
        bytes += {c, '\0'};
    const Document document = read(bytes);
    QCOMPARE(written(document, {}), bytes);
    QCOMPARE(read(written(document, {SegmentTarget(TaggedText{"水"})})).segments[0].target->text.text, std::string("水"));
}

void XliffTest::damagedFilesAreRefusedOrRead_data()
{
    QTest::addColumn<QString>("path");
    QDirIterator files(INTERLINEAR_SOURCE_DIR "/tests/golden/documents", {"input.*xlf", "input.*xliff"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        QTest::newRow(qPrintable(path)) << path;
    }
}

// Every beginning of the file, and the file without each of its tags.
void XliffTest::damagedFilesAreRefusedOrRead()
{
    QFETCH(const QString, path);
    const std::string bytes = must(readFile(path.toStdString()));
    const auto refusedOrKept = [](const std::string &damaged) {
        const Result<Document> document = parseDocument(damaged, "xliff", "en", "damaged");
        return !document || written(*document, {}) == damaged;
    };
    for (std::size_t length = 0; length <= bytes.size(); length += 1 + bytes.size() / 300)
        QVERIFY(refusedOrKept(bytes.substr(0, length)));
    for (std::size_t tag = bytes.find('<'); tag != std::string::npos; tag = bytes.find('<', tag + 1)) {
        const std::size_t end = bytes.find('>', tag);
        QVERIFY(refusedOrKept(bytes.substr(0, tag) + bytes.substr(std::min(end, bytes.size() - 1) + 1)));
    }
}

void XliffTest::deepAndCrowdedFilesAreRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto repeated = [](const std::string &text, int count) { return QByteArray::fromStdString(text).repeated(count).toStdString(); };
    const auto bytes = [](const std::string &text) { return QByteArray::fromStdString(text); };
    const std::string unit = "<trans-unit id=\"1\"><source>a</source></trans-unit>";
    QTest::newRow("65 groups") << bytes(file1(repeated("<group resname=\"g\">", 65) + unit + repeated("</group>", 65)));
    QTest::newRow("nested codes") << bytes(
        file1("<trans-unit id=\"1\"><source>" + repeated("<g id=\"1\">", 4000) + "a" + repeated("</g>", 4000) + "</source></trans-unit>"));
    QTest::newRow("many codes") << bytes(file1("<trans-unit id=\"1\"><source>" + repeated("<bpt id=\"1\">b</bpt>a", 8000) + "</source><target>"
                                               + repeated("<x id=\"1\"/>", 8000) + "</target></trans-unit>"));
    std::string codes;
    for (int i = 0; i < 8000; ++i)
        codes += "<sc id=\"" + std::to_string(i) + "\"/>a<ec startRef=\"" + std::to_string(i) + "\"/>";
    QTest::newRow("many codes of 2.0") << bytes(unit2("<segment><source>" + codes + "</source><target>" + codes + "</target></segment>"));
}

void XliffTest::deepAndCrowdedFilesAreRead()
{
    QFETCH(const QByteArray, bytes);
    const Document document = read(bytes.toStdString());
    QCOMPARE(document.segments.size(), std::size_t{1});
    QCOMPARE(written(document, {}), bytes.toStdString());
    QVERIFY(!written(document, {SegmentTarget(document.segments[0].source)}).empty());
}

QTEST_APPLESS_MAIN(XliffTest)
#include "tst_xliff.moc"
