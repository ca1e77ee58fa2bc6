// Every format as a source of units, the rules of an import, and files that mean harm.
#include "engine/cat/memory/exchange/export.h"
#include "engine/cat/memory/exchange/import.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/unit/cat/memory/samples.h"
#include "tests/unit/cat/memory/unit_collector.h"

#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using interlinear::tests::must;
using interlinear::cat::samples::unitOf;

namespace {

std::vector<Unit> unitsOf(const Memory &memory)
{
    std::vector<Unit> units;
    must(memory.forEachUnit([&](const Unit &unit) {
        units.push_back(unit);
        return Result<void>();
    }));
    return units;
}

std::string tu(const std::string &source, const std::string &target)
{
    return "<tu><tuv xml:lang=\"en\"><seg>" + source + "</seg></tuv><tuv xml:lang=\"de\"><seg>" + target + "</seg></tuv></tu>\n";
}

std::string tmxOf(const std::string &body, const std::string &doctype = {})
{
    return "<?xml version=\"1.0\"?>\n" + doctype + "<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n" + body + "</body></tmx>\n";
}

std::string repeated(const std::string &text, std::size_t times)
{
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        result += text;
    return result;
}

/// "source=target (context, notes) unapproved", a line each, then what was skipped.
QStringList shown(const UnitCollector &read)
{
    QStringList lines;
    for (const Unit &unit : read.units) {
        QString line = QString::fromStdString(unit.source.text + "=" + unit.target.text);
        if (!unit.contextId.empty())
            line += QString::fromStdString(" {" + unit.contextId + "}");
        for (const InlineTag &tag : unit.source.tags)
            line += QString::fromStdString(" " + std::to_string(tag.id) + (tag.kind == TagKind::Open ? "(" : tag.kind == TagKind::Close ? ")" : "=") + tag.code);
        for (const Property &property : unit.properties)
            line += QString::fromStdString(" [" + property.name + ":" + property.value + "]");
        lines.append(line + (unit.approved ? "" : " unapproved") + (unit.origin == Origin::Machine ? " machine" : ""));
    }
    for (const auto &[line, reason] : read.skipped)
        lines.append(QString::number(line) + ": " + QString::fromStdString(reason));
    return lines;
}

}  // namespace

class TestUnitImport : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath(const std::string &extension = {}) { return m_folder.path().toStdString() + "/file" + std::to_string(++m_files) + extension; }
    Memory newMemory() { return must(Memory::create(newPath(".itm"), "en", "de")); }
    std::filesystem::path written(const std::string &bytes, const std::string &extension = {})
    {
        const std::filesystem::path path = newPath(extension);
        must(writeFileAtomically(path, bytes));
        return path;
    }
    template <typename Reader>
    QStringList read(const std::string &bytes, const Reader &reader)
    {
        UnitCollector collector;
        TextInput input = must(TextInput::open(written(bytes)));
        const Result<void> done = reader(input, Languages{"en", "de"}, collector);
        return done ? shown(collector) : QStringList{QString::fromStdString(done.error().message)};
    }

private Q_SLOTS:
    void xliff1()
    {
        const std::string file = R"(<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.html" source-language="en-US" target-language="de-DE" datatype="html"><header><note>none</note></header><body><group id="g">
<trans-unit id="1" resname="title" approved="yes"><source>Press <g id="1" ctype="bold">Enter</g><x id="2"/>.</source><target state="final"><g id="1">Enter</g><x id="2"/> drücken.</target>
<note>be brief</note><alt-trans><source>Press</source><target>Falsch</target></alt-trans></trans-unit>
<trans-unit id="2"><source>Not done</source><target state="needs-translation">Offen</target></trans-unit>
<trans-unit id="3"><source>By machine</source><target state-qualifier="mt-suggestion">Maschine</target></trans-unit>
<trans-unit id="4"><source>One. Two.</source><seg-source><mrk mtype="seg" mid="0">One.</mrk> <mrk mtype="seg" mid="1">Two.</mrk></seg-source>
<target><mrk mtype="seg" mid="0">Eins.</mrk> <mrk mtype="seg" mid="1">Zwei.</mrk></target></trans-unit>
<trans-unit id="5"><source>Untranslated</source></trans-unit>
<trans-unit id="6"><source>A <bpt id="1">&lt;b></bpt>b<ept id="1">&lt;/b></ept> <ph id="2">&lt;br/></ph></source><target>x</target></trans-unit>
</group></body></file></xliff>)";
        const QStringList expected{"Press Enter.=Enter drücken. {title} 1( 1) 2= [:be brief]", "Not done=Offen unapproved", "By machine=Maschine machine", "One.=Eins.", "Two.=Zwei.",
                                   "A b =x 1(<b> 1)</b> 2=<br/>", "9: has no target text"};
        QCOMPARE(read(file, readXliff), expected);
    }

    void xliff2()
    {
        const std::string file = R"(<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="de"><file id="f1" original="b.txt">
<unit id="u1" name="greeting"><notes><note>hello</note></notes><originalData><data id="d1">&lt;b></data><data id="d2">&lt;/b></data></originalData>
<segment id="s1" state="final"><source>Say <pc id="1" dataRefStart="d1" dataRefEnd="d2">hi</pc></source><target><pc id="1" dataRefStart="d1" dataRefEnd="d2">Hallo</pc> sagen</target></segment>
<ignorable><source> </source></ignorable>
<segment state="initial"><source>A<sc id="2" dataRef="d1"/>b<ec startRef="2" dataRef="d2"/><ph id="3"/></source><target>Ab</target></segment>
</unit></file></xliff>)";
        const QStringList expected{"Say hi=Hallo sagen {greeting} 1(<b> 1)</b> [:hello]", "Ab=Ab {greeting} 2(<b> 2)</b> 3= [:hello] unapproved"};
        QCOMPARE(read(file, readXliff), expected);
    }

    void xliffOfTheOtherDirection()
    {
        UnitCollector collector;
        TextInput input = must(TextInput::open(written(R"(<xliff version="1.2"><file source-language="de" target-language="en"><body>
<trans-unit id="1"><source>Haus</source><target>house</target></trans-unit></body></file><file source-language="fr" target-language="en"><body>
<trans-unit id="1"><source>maison</source><target>house</target></trans-unit></body></file></xliff>)")));
        must(readXliff(input, {"en", "de"}, collector));
        QCOMPARE(shown(collector), (QStringList{"house=Haus", "3: is in fr and en; expected en and de"}));
        QCOMPARE(collector.otherDirections, std::vector<std::string>{"de"});
    }

    void po()
    {
        const std::string file = "# Translators\nmsgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
                                 "#. extracted\n#: main.c:10\nmsgid \"Open \\\"%s\\\"\"\nmsgstr \"\"\n\"„%s“ \"\n\"öffnen\"\n\n"
                                 "#, fuzzy, c-format\n#| msgid \"old\"\nmsgctxt \"menu\"\nmsgid \"Save\\n\"\nmsgstr \"Sichern\\n\"\n"
                                 "msgid \"One file\"\nmsgid_plural \"%d files\"\nmsgstr[0] \"Eine Datei\"\nmsgstr[1] \"%d Dateien\"\n\n"
                                 "msgid \"Empty\"\nmsgstr \"\"\n\n#~ msgid \"Gone\"\n#~ msgstr \"Weg\"\n";
        const QStringList expected{"Open \"%s\"=„%s“ öffnen [:extracted] [x-reference:main.c:10]", "Save\n=Sichern\n {menu} unapproved", "One file=Eine Datei", "%d files=%d Dateien",
                                   "24: is not translated", "27: is obsolete"};
        QCOMPARE(read(file, readPo), expected);
        QCOMPARE(read("msgid \"a\"\nmsgstr oops\n", readPo).size(), 1);
        QVERIFY(read("msgid \"\"\nmsgstr \"Language: fr\\n\"\n", readPo).front().contains("target language of the memory"));
        QCOMPARE(read("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n\nmsgid \"size\"\nmsgstr \"Gr\xF6\xDF" "e\"\n", readPo), QStringList{"size=Größe"});
    }

    void tables_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("header and quotes") << QByteArray("\xEF\xBB\xBFsource,target,note,owner\r\n\"a, \"\"b\"\"\",\"x\r\ny\",look,me\r\nc,d,,\r\n")
                                           << QStringList{"a, \"b\"=x\r\ny [:look] [owner:me]", "c=d"};
        QTest::newRow("languages name the columns") << QByteArray("Key;DE;en-US\nk1;Haus, Hof;house, yard\n") << QStringList{"house, yard=Haus, Hof {k1}"};
        QTest::newRow("no header, tabs") << QByteArray("Hello, you\tHallo, du\n\nbye\ttschüss\nalone\n") << QStringList{"Hello, you=Hallo, du", "bye=tschüss", "4: has no target text"};
        QTest::newRow("semicolons among commas") << QByteArray("a, b;c, d, e\nf;g\n") << QStringList{"a, b=c, d, e", "f=g"};
        QTest::newRow("unapproved, another language") << QByteArray("source\ttarget\ttarget_language\tapproved\na\tb\tde-AT\tno\nc\td\tfr\tyes\n")
                                                       << QStringList{"a=b unapproved", "3: is in fr; expected de"};
        QTest::newRow("quote without end") << QByteArray("a,\"b\nc,d\n")
                                           << QStringList{"has a quotation mark (\") that begins a field and is never closed; nothing was imported"};
    }
    void tables()
    {
        QFETCH(QByteArray, file);
        const auto reader = [](TextInput &input, const Languages &languages, UnitSink &sink) { return readTable(input, languages, {}, sink); };
        QTEST(read(file.toStdString(), reader), "expected");
    }

    void namedColumns()
    {
        const auto reader = [](TextInput &input, const Languages &languages, UnitSink &sink) { return readTable(input, languages, {"target", "-", "source"}, sink); };
        QCOMPARE(read("x,y,z\n", reader), QStringList{"z=x"});
    }

    void theFormatShows_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("extension");
        QTest::addColumn<int>("format");
        QTest::newRow("TMX behind a document type") << QByteArray::fromStdString(tmxOf(tu("a", "b"), "<!-- x --><!DOCTYPE tmx [<!ENTITY x 'y'>]>")) << "" << int(UnitFormat::Tmx);
        QTest::newRow("XLIFF") << QByteArray("<x:xliff xmlns:x='u' version='1.2'/>") << ".xml" << int(UnitFormat::Xliff);
        QTest::newRow("PO by content") << QByteArray("# c\nmsgid \"a\"\nmsgstr \"b\"\n") << "" << int(UnitFormat::Po);
        QTest::newRow("CSV by name") << QByteArray("a,b\n") << ".CSV" << int(UnitFormat::Table);
        QTest::newRow("tabs") << QByteArray("a\tb\n") << ".txt" << int(UnitFormat::Table);
    }
    void theFormatShows()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, extension);
        Memory memory = newMemory();
        const ImportReport report = must(importUnits(memory, written(file.toStdString(), extension.toStdString())));
        QTEST(int(report.format), "format");
    }

    void tablesComeBack()
    {
        samples::Random random(5);
        for (const char *extension : {".csv", ".tsv"}) {
            Memory memory = newMemory();
            for (int i = 0; i < 60; ++i) {
                Unit unit = samples::unit(random);
                unit.next.reset();
                must(memory.add(unit));
            }
            const std::filesystem::path path = newPath(extension);
            must(exportUnits(memory, path));
            Memory copy = newMemory();
            must(importUnits(copy, path));
            std::vector<Unit> before = unitsOf(memory);
            std::vector<Unit> after = unitsOf(copy);
            QVERIFY(after.size() <= before.size());
            for (Unit &unit : after) {
                const auto same = std::ranges::find_if(before, [&](const Unit &other) {
                    unit.id = other.id;
                    return unit == other;
                });
                QVERIFY(same != before.end());
            }
        }
    }

    void theSameSource()
    {
        const std::filesystem::path file = written(tmxOf(tu("a", "new") + tu("a", "newer") + tu("b", "other")));
        for (const auto &[rule, expected] : {std::pair(SameSource::Add, QStringList{"a=old", "a=new", "a=newer", "b=other"}),
                                             std::pair(SameSource::KeepOurs, QStringList{"a=old", "b=other"}),
                                             std::pair(SameSource::Replace, QStringList{"a=new", "a=newer", "b=other"})}) {
            Memory memory = newMemory();
            must(memory.add(unitOf("a", "old")));
            ImportSettings settings;
            settings.sameSource = rule;
            const ImportReport report = must(importUnits(memory, file, settings));
            UnitCollector collected;
            collected.units = unitsOf(memory);
            for (Unit &unit : collected.units)
                unit.approved = true;
            QCOMPARE(shown(collected), expected);
            QCOMPARE(report.replaced, std::size_t(rule == SameSource::Replace ? 1 : 0));
            QCOMPARE(report.keptOurs, std::size_t(rule == SameSource::KeepOurs ? 2 : 0));
        }
    }

    void theSameContentIsKnown()
    {
        Memory memory = newMemory();
        must(memory.add(unitOf("a", "b")));
        const ImportReport report = must(importUnits(memory, written(tmxOf(tu("a", "b") + tu("c", "d") + tu("c", "d")))));
        QCOMPARE(report.added, std::size_t(1));
        QCOMPARE(report.known, std::size_t(2));
    }

    void unitsThatDifferInContextIdAreTwo()
    {
        Memory memory = newMemory();
        const std::filesystem::path file = written("msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgctxt \"menu\"\nmsgid \"Open\"\nmsgstr \"Öffnen\"\n\n"
                                                   "msgctxt \"button\"\nmsgid \"Open\"\nmsgstr \"Öffnen\"\n", ".po");
        QCOMPARE(must(importUnits(memory, file)).added, std::size_t(2));
        QCOMPARE(must(importUnits(memory, file)).known, std::size_t(2));
        Query query;
        query.text.text = "Open";
        query.contextId = "button";
        QCOMPARE(must(memory.lookup(query, {1000, 5})).front().perMille, 1010);
    }

    void unitsThatDifferInVariantAreTwo()
    {
        const auto inVariant = [](const std::string &variant) {
            return "<tu><tuv xml:lang=\"" + variant + "\"><seg>Open</seg></tuv><tuv xml:lang=\"de\"><seg>Öffnen</seg></tuv></tu>\n";
        };
        Memory memory = newMemory();
        const std::filesystem::path file = written(tmxOf(inVariant("en-GB") + inVariant("en-US")), ".tmx");
        QCOMPARE(must(importUnits(memory, file)).added, std::size_t(2));
        QCOMPARE(must(importUnits(memory, file)).known, std::size_t(2));
        Memory general = newMemory();
        must(general.add(unitOf("Open", "Öffnen")));
        QCOMPARE(must(importUnits(general, file)).known, std::size_t(2));   // what is English serves both
    }

    void aUnitUnderItsFormerIdIsNotDoubled()
    {
        Memory memory = newMemory();
        const std::filesystem::path file = written("msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgctxt \"menu\"\nmsgid \"Open\"\nmsgstr \"Öffnen\"\n\n"
                                                   "msgctxt \"button\"\nmsgid \"Open\"\nmsgstr \"Öffnen\"\n", ".po");
        Unit former = unitOf("Open", "Öffnen");
        former.contextId = "menu";
        former.origin = Origin::Imported;
        former.id = formerIdFromContent(former);
        former.target.text = "Öffnen …";   // edited since, under the same id
        must(memory.add(former));
        const ImportReport report = must(importUnits(memory, file));
        QCOMPARE(report.known, std::size_t(1));
        QCOMPARE(report.added, std::size_t(1));
        QCOMPARE(unitsOf(memory).back().contextId, std::string("button"));
    }

    void cancelledInTheMiddle()
    {
        Memory memory = newMemory();
        must(memory.add(unitOf("a", "b")));
        std::string body;
        for (int i = 0; i < 5000; ++i)
            body += tu("source " + std::to_string(i), "target");
        const std::filesystem::path file = written(tmxOf(body));
        std::stop_source stop;
        ImportSettings settings;
        std::uintmax_t lastBytes = 0;
        settings.progress = [&](const ImportProgress &progress) {
            lastBytes = progress.bytesRead;
            if (progress.units > 0)
                stop.request_stop();
        };
        QCOMPARE(importUnits(memory, file, settings, stop.get_token()).error().code, ErrorCode::Cancelled);
        QCOMPARE(must(memory.countUnits()), std::size_t(1));
        settings.progress = [&](const ImportProgress &progress) {
            QVERIFY(progress.bytesRead <= progress.bytesTotal);
            lastBytes = progress.bytesRead;
        };
        QCOMPARE(must(importUnits(memory, file, settings)).added, std::size_t(5000));
        QCOMPARE(lastBytes, std::filesystem::file_size(file));
    }

    void cutAtEveryByte_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("extension");
        QTest::newRow("TMX") << QByteArray::fromStdString(tmxOf(tu("größer <bpt i='1'>x</bpt>y<ept i='1'/>", "&#252;") + tu("two", "zwei"))) << ".tmx";
        QTest::newRow("XLIFF") << QByteArray("<xliff version='1.2'><file source-language='en' target-language='de'><body><trans-unit id='1'><source>ä <g id='1'>b</g></source>"
                                             "<target>c</target></trans-unit></body></file></xliff>") << ".xlf";
        QTest::newRow("PO") << QByteArray("msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgctxt \"c\"\nmsgid \"one ä\"\nmsgid_plural \"more\"\nmsgstr[0] \"eins\"\nmsgstr[1] \"viele\"\n") << ".po";
        QTest::newRow("CSV") << QByteArray("source,target\n\"a \"\"ä\"\"\",b\nc,\"d\ne\"\n") << ".csv";
    }
    void cutAtEveryByte()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, extension);
        std::optional<Memory> memory(newMemory());
        for (qsizetype length = 0; length < file.size(); ++length) {
            if (must(memory->countUnits()) > 0)
                memory.emplace(newMemory());
            const Result<ImportReport> report = importUnits(*memory, written(file.first(length).toStdString(), extension.toStdString()));
            if (report) {
                QVERIFY(extension != ".tmx" && extension != ".xlf" ? true : length + 2 >= file.size());
                QCOMPARE(must(memory->countUnits()), report->added);
            } else {
                QVERIFY2(extension == ".po" || report.error().where.find("line ") != std::string::npos || length == 0, report.error().sentence().c_str());
                QCOMPARE(must(memory->countUnits()), std::size_t(0));
            }
        }
    }

    void filesThatMeanHarm_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("added");    // -1: refused
        QTest::addColumn<int>("skipped");
        std::string laughs = "<!DOCTYPE tmx [<!ENTITY a \"ha\">";
        for (char name = 'b'; name <= 'z'; ++name)
            laughs += std::string("<!ENTITY ") + name + " \"" + repeated(std::string("&") + static_cast<char>(name - 1) + ";", 10) + "\">";
        QTest::newRow("billion laughs") << QByteArray::fromStdString(tmxOf(tu("&z;", "x"), laughs + "]>")) << -1 << 0;
        QTest::newRow("billion laughs in an attribute") << QByteArray::fromStdString(tmxOf("<tu tuid=\"&z;\"/>", laughs + "]>")) << -1 << 0;
        const std::string big = "<!DOCTYPE tmx [<!ENTITY a \"" + repeated("ha", 50'000) + "\">]>";
        QTest::newRow("one long entity many times") << QByteArray::fromStdString(tmxOf(tu(repeated("&a;", 10'000), "x"), big)) << -1 << 0;
        QTest::newRow("entity of itself") << QByteArray::fromStdString(tmxOf(tu("&a;", "x"), "<!DOCTYPE tmx [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>")) << -1 << 0;
        QTest::newRow("entity of a file") << QByteArray::fromStdString(tmxOf(tu("&a;", "x"), "<!DOCTYPE tmx [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")) << -1 << 0;
        QTest::newRow("parameter entity of the net") << QByteArray::fromStdString(tmxOf(tu("a", "x"), "<!DOCTYPE tmx [<!ENTITY % p SYSTEM 'http://example.invalid/x.dtd'> %p;]>")) << 1 << 0;
        QTest::newRow("segment of 100 MB") << QByteArray::fromStdString(tmxOf(tu("a", "b") + tu(repeated("0123456789", 10'000'000), "x") + tu("c", "d"))) << 2 << 1;
        QTest::newRow("segment of 2 MB") << QByteArray::fromStdString(tmxOf(tu(repeated("0123456789", 200'000), "x") + tu("c", "d"))) << 1 << 1;
        QTest::newRow("attribute of 100 MB") << QByteArray::fromStdString(tmxOf("<tu tuid=\"" + repeated("0123456789", 10'000'000) + "\"/>")) << -1 << 0;
        QTest::newRow("nested elements") << QByteArray::fromStdString(tmxOf(tu("a", "b") + repeated("<deep>", 10'000) + repeated("</deep>", 10'000))) << 1 << 0;
        QTest::newRow("nested codes") << QByteArray::fromStdString(tmxOf(tu(repeated("<ph><sub>", 10'000) + repeated("</sub></ph>", 10'000) + "a", "b"))) << 1 << 0;
        QTest::newRow("pairs that never meet") << QByteArray::fromStdString(tmxOf(tu("a" + repeated("<bpt i='1'/>", 50'000) + repeated("<ept i='2'/>", 50'000), "b"))) << 1 << 0;
        QTest::newRow("many variants") << QByteArray::fromStdString(tmxOf("<tu>" + repeated("<tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='de'><seg>b</seg></tuv>", 10'000) + "</tu>")) << 1 << 1;
        QTest::newRow("many properties") << QByteArray::fromStdString(tmxOf("<tu>" + repeated("<prop type='x'>y</prop>", 100'000) + "</tu>" + tu("a", "b"))) << 1 << 1;
        QTest::newRow("nothing but control characters") << QByteArray::fromStdString(tmxOf(repeated("\x01", 300'000))) << -1 << 0;
        QTest::newRow("not UTF-8") << QByteArray::fromStdString(tmxOf(tu("\xC3(", "x"))) << -1 << 0;
        QTest::newRow("SQL") << QByteArray::fromStdString(tmxOf(tu("'; DROP TABLE unit; --", "x"))) << 1 << 0;
        QTest::newRow("unknown encoding") << QByteArray("<?xml version=\"1.0\" encoding=\"no-such\"?><tmx/>") << -1 << 0;
    }
    void filesThatMeanHarm()
    {
        QFETCH(QByteArray, file);
        QFETCH(int, added);
        QFETCH(int, skipped);
        Memory memory = newMemory();
        const Result<ImportReport> report = importUnits(memory, written(file.toStdString(), ".tmx"));
        if (added < 0) {
            QVERIFY(!report);
            QCOMPARE(must(memory.countUnits()), std::size_t(0));
            return;
        }
        QVERIFY2(report, report ? "" : report.error().sentence().c_str());
        QCOMPARE(int(report->added), added);
        QCOMPARE(int(report->skippedCount), skipped);
    }

    void whatIsNoXmlIsNamed_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("a raw ampersand") << QByteArray("Salt & pepper") << QByteArray("column 34: an & begins no entity; it is written &amp;");
        QTest::newRow("an entity of HTML") << QByteArray("a&nbsp;b") << QByteArray("&nbsp; is not defined");
        QTest::newRow("a raw less-than sign") << QByteArray("a < b") << QByteArray("a < begins no tag");
        QTest::newRow("Latin-1") << QByteArray("gr\xF6\xDF er") << QByteArray("the byte 0xF6 is not UTF-8");
    }
    void whatIsNoXmlIsNamed()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, said);
        Memory memory = newMemory();
        const Result<ImportReport> report = importUnits(memory, written(tmxOf(tu(source.toStdString(), "x")), ".tmx"));
        QVERIFY(!report);
        QVERIFY2(report.error().sentence().find(said.toStdString()) != std::string::npos, report.error().sentence().c_str());
        QVERIFY(report.error().sentence().find("line 3") != std::string::npos);
    }

    void ofManySkippedUnitsTheFirstAreNamed()
    {
        Memory memory = newMemory();
        const ImportReport report = must(importUnits(memory, written(tmxOf(repeated(tu("", "x"), 3000)))));
        QCOMPARE(report.skippedCount, std::size_t(3000));
        QCOMPARE(report.skipped.size(), std::size_t(1000));
        QCOMPARE(report.skipped[1].line, report.skipped[0].line + 1);
    }
};

QTEST_APPLESS_MAIN(TestUnitImport)
#include "tst_unit_import.moc"
