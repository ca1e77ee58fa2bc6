#include "engine/cat/memory/exchange/export.h"
#include "engine/cat/memory/exchange/import.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/unit/cat/memory/samples.h"

#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;

namespace {

std::vector<Unit> allUnits(const Memory &memory)
{
    std::vector<Unit> units;
    const auto visited = memory.forEachUnit([&](const Unit &unit) {
        units.push_back(unit);
        return Result<void>();
    });
    return visited ? units : std::vector<Unit>();
}

std::string tmxOf(const std::string &body)
{
    return R"(<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "http://example.invalid/tmx14.dtd"><tmx version="1.4"><header srclang="*all*"/><body>)" + body + "</body></tmx>";
}

std::string tu(const std::string &source, const std::string &target)
{
    return R"(<tu><tuv xml:lang="en"><seg>)" + source + R"(</seg></tuv><tuv xml:lang="de"><seg>)" + target + "</seg></tuv></tu>";
}

}  // namespace

class TestTmx : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/file" + QString::number(++m_files)).toStdString(); }
    Memory newMemory() { return *Memory::create(newPath(), "en", "de"); }
    std::filesystem::path written(const std::string &bytes)
    {
        const std::filesystem::path path = newPath();
        return writeFileAtomically(path, bytes) ? path : std::filesystem::path();
    }
    Result<ImportReport> imported(Memory &memory, const std::string &tmx) { return importUnits(memory, written(tmx)); }

private Q_SLOTS:
    void whatGoesOutComesBack()
    {
        samples::Random random(41);
        Memory memory = newMemory();
        Result<MemoryWriter> writer = memory.write();
        for (int i = 0; i < 400; ++i) {
            Unit unit = samples::unit(random);
            unit.source = samples::withTags(samples::hostileText(random), random);
            unit.target = samples::withTags(samples::hostileText(random), random);
            unit.author = "\"<&>'\t\n";
            unit.sourceLanguage = i % 2 == 0 ? "en-GB" : "";
            unit.properties = {{Property::Kind::Note, "", "a < b & c"}, {Property::Kind::Property, "client \"x\"", "\r\n"}, {Property::Kind::Attribute, "datatype", "xml"}};
            QVERIFY(writer->add(unit).has_value());
        }
        QVERIFY(writer->commit().has_value());
        const std::filesystem::path path = newPath();
        QVERIFY(exportTmx(memory, path).has_value());

        Memory copy = newMemory();
        const Result<ImportReport> report = importUnits(copy, path);
        QVERIFY2(report.has_value(), report ? "" : report.error().sentence().c_str());
        QCOMPARE(report->added, std::size_t(400));
        QVERIFY(report->skipped.empty());
        const std::vector<Unit> before = allUnits(memory);
        const std::vector<Unit> after = allUnits(copy);
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(QByteArray::fromStdString(after[i].source.text), QByteArray::fromStdString(before[i].source.text));
            QVERIFY(after[i] == before[i]);
        }

        const Result<ImportReport> again = importUnits(copy, path);
        QCOMPARE(again->added, std::size_t(0));
        QCOMPARE(again->known, std::size_t(400));
    }

    void theFileIsWellFormedTmx()
    {
        samples::Random random(42);
        Memory memory = newMemory();
        for (int i = 0; i < 30; ++i)
            QVERIFY(memory.add(samples::unit(random)).has_value());
        const std::filesystem::path path = newPath();
        QVERIFY(exportTmx(memory, path).has_value());
        const std::string xml = *readTextFile(path);
        QXmlStreamReader reader(QString::fromStdString(xml));
        const QSet<QString> elements{"tmx", "header", "body", "tu", "note", "prop", "tuv", "seg", "bpt", "ept", "ph"};
        int units = 0;
        while (!reader.atEnd()) {
            if (reader.readNext() != QXmlStreamReader::StartElement)
                continue;
            QVERIFY2(elements.contains(reader.name().toString()), qPrintable(reader.name().toString()));
            units += reader.name() == u"tu" ? 1 : 0;
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(units, 30);
    }

    void foreignFiles()
    {
        Memory memory = newMemory();
        const std::string tmx = tmxOf(
            R"(<tu tuid="17" creationid="Ann" changedate="20200102T030405Z" usagecount="2"><note>checked</note><prop type="client">ACME</prop>)"
            R"(<tuv lang="DE-at"><prop type="x">y</prop><seg>Drücken Sie <bpt i="1">&lt;b></bpt>Enter<ept i="1">&lt;/b></ept>.</seg></tuv>)"
            R"(<tuv xml:lang="fr"><seg>Appuyez sur Entrée.</seg></tuv>)"
            R"(<tuv xml:lang="en_US"><seg>Press <bpt i="1">&lt;b></bpt>Enter<ept i="1">&lt;/b></ept>.</seg></tuv></tu>)"
            R"(<tu><tuv xml:lang="en"><seg>Only English</seg></tuv></tu>)"
            R"(<tu><tuv xml:lang="en"><seg/></tuv><tuv xml:lang="de"><seg>leer</seg></tuv></tu>)"
            R"(<tu><tuv xml:lang="en"/><tuv xml:lang="de"><seg>ohne</seg></tuv></tu>)");
        const Result<ImportReport> report = imported(memory, tmx);
        QVERIFY2(report.has_value(), report ? "" : report.error().sentence().c_str());
        QCOMPARE(report->added, std::size_t(1));
        QCOMPARE(report->skipped.size(), std::size_t(3));
        const Unit unit = allUnits(memory).front();
        QCOMPARE(unit.source, (TaggedText{"Press Enter.", {{1, TagKind::Open, 6, "<b>", ""}, {1, TagKind::Close, 11, "</b>", ""}}}));
        QCOMPARE(unit.target.text, std::string("Drücken Sie Enter."));
        QCOMPARE(unit.sourceLanguage, std::string("en_US"));
        QCOMPARE(unit.targetLanguage, std::string("DE-at"));
        QCOMPARE(unit.author, std::string("Ann"));
        QCOMPARE(unit.origin, Origin::Imported);
        QCOMPARE(unit.changedMs, std::int64_t(1'577'934'245'000));
        QVERIFY(std::find(unit.properties.begin(), unit.properties.end(), Property{Property::Kind::Property, "client", "ACME"}) != unit.properties.end());
        QVERIFY(std::find(unit.properties.begin(), unit.properties.end(), Property{Property::Kind::Property, "x-tuid", "17"}) != unit.properties.end());
    }

    void inlineElements_data()
    {
        QTest::addColumn<QByteArray>("seg");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("tags");
        QTest::newRow("placeholder with sub") << QByteArray("a<ph>x<sub>y</sub>z</ph>b") << QByteArray("ab") << "1=xyz";
        QTest::newRow("isolated") << QByteArray("a<it pos='begin'>x</it>b<ut>y</ut>") << QByteArray("ab") << "1=x 2=y";
        QTest::newRow("highlight") << QByteArray("a<hi>b<hi>c</hi></hi>d") << QByteArray("abcd") << "1( 2( 2) 1)";
        QTest::newRow("pair around pair") << QByteArray("<bpt i='2'/><bpt i='1'/>a<ept i='1'/><ept i='2'/>") << QByteArray("a") << "2( 1( 1) 2)";
        QTest::newRow("crossing pairs") << QByteArray("<bpt i='1'/><bpt i='2'/>a<ept i='1'/><ept i='2'/>") << QByteArray("a") << "1( 2= 1) 3=";
        QTest::newRow("end without begin") << QByteArray("a<ept i='1'>x</ept>") << QByteArray("a") << "1=x";
        QTest::newRow("numbers taken twice") << QByteArray("<ph x='1'/>a<ph x='1'/>") << QByteArray("a") << "1= 2=";
        QTest::newRow("character data section") << QByteArray("<![CDATA[<b>]]>&amp;&#x41;") << QByteArray("<b>&A") << "";
    }
    void inlineElements()
    {
        QFETCH(QByteArray, seg);
        QFETCH(QByteArray, text);
        Memory memory = newMemory();
        QCOMPARE(imported(memory, tmxOf(tu(seg.toStdString(), "x")))->added, std::size_t(1));
        const TaggedText source = allUnits(memory).front().source;
        QCOMPARE(QByteArray::fromStdString(source.text), text);
        QVERIFY(source.isWellFormed());
        QStringList tags;
        for (const InlineTag &tag : source.tags)
            tags.append(QString::number(tag.id) + (tag.kind == TagKind::Open ? "(" : tag.kind == TagKind::Close ? ")" : "=") + QString::fromStdString(tag.code));
        QTEST(tags.join(' '), "tags");
    }

    /// What a tag cannot tell is in the file again, letter for letter.
    void elementsComeBackAsTheyWere_data()
    {
        QTest::addColumn<QByteArray>("seg");
        for (const char *seg : {"a<it pos=\"begin\" x=\"3\" type=\"bold\">&lt;b&gt;</it>b", "Old <ut>{\\cs6 </ut>code", "A <hi type=\"term\">marked <hi>twice</hi></hi> word",
                                "a<ph x=\"1\" assoc=\"p\">{\\footnote <sub type=\"fnote\">An <bpt i=\"1\">{\\b </bpt>elephant<ept i=\"1\">}</ept>.<sub>deep</sub></sub>}</ph>b &amp; c",
                                "1 &lt; 2<bpt i=\"1\" x=\"1\">&lt;a title=&quot;<sub>Title</sub>&quot;&gt;</bpt>link<ept i=\"1\">&lt;/a&gt;</ept>"})
            QTest::newRow(seg) << QByteArray(seg);
    }
    void elementsComeBackAsTheyWere()
    {
        QFETCH(QByteArray, seg);
        Memory memory = newMemory();
        QCOMPARE(imported(memory, tmxOf(tu(seg.toStdString(), "x " + seg.toStdString())))->added, std::size_t(1));
        const std::string path = (m_folder.path() + "/elements.tmx").toStdString();
        must(exportTmx(memory, path));
        const QByteArray written = QByteArray::fromStdString(must(readTextFile(path)));
        QVERIFY2(written.contains("<seg>" + seg + "</seg>") && written.contains("<seg>x " + seg + "</seg>"), written.constData());
        QVERIFY(!written.contains("x-source-seg"));
        Memory again = newMemory();
        must(importUnits(again, path));
        QVERIFY(allUnits(again).front().source == allUnits(memory).front().source);
        QVERIFY(allUnits(again).front().properties == allUnits(memory).front().properties);
    }

    void anEditedTextIsWrittenAsItIs()
    {
        Memory memory = newMemory();
        must(imported(memory, tmxOf(tu("a<it pos=\"begin\">&lt;b&gt;</it>b", "x"))));
        Unit unit = allUnits(memory).front();
        unit.source.text += " more";
        MemoryWriter writer = must(memory.write());
        QVERIFY(must(writer.edit(unit)));
        must(writer.commit());
        const std::string path = (m_folder.path() + "/edited.tmx").toStdString();
        must(exportTmx(memory, path));
        QVERIFY(must(readTextFile(path)).find("<seg>a<ph x=\"1\">&lt;b&gt;</ph>b more</seg>") != std::string::npos);
    }

    void variantsThatAreLeftAreNamed()
    {
        Memory memory = newMemory();
        const std::string variants = "<tu><tuv xml:lang='en'><seg>Colour</seg></tuv><tuv xml:lang='en-US'><seg>Color</seg></tuv><tuv xml:lang='en-GB'><seg>Colour</seg></tuv>"
                                     "<tuv xml:lang='de'><seg>Farbe</seg></tuv><tuv xml:lang='de'><seg>Kolorit</seg></tuv></tu>";
        const ImportReport report = must(imported(memory, tmxOf(variants)));
        QCOMPARE(report.added, std::size_t(2));
        QCOMPARE(report.skipped.size(), std::size_t(1));
        QVERIFY2(report.skipped.front().reason.starts_with("has texts in en-US too"), report.skipped.front().reason.c_str());
    }

    void utf16IsReadToo()
    {
        const QString tmx = QString::fromStdString(tmxOf(tu("Größe 👍", "ü"))).replace("version=\"1.0\"", "version=\"1.0\" encoding=\"UTF-16\"");
        for (const char *encoding : {"UTF-16LE", "UTF-16BE"}) {
            QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
            const QByteArray bytes = encoder.encode(tmx);
            Memory memory = newMemory();
            const Result<ImportReport> report = imported(memory, bytes.toStdString());
            QVERIFY2(report.has_value(), report ? "" : report.error().sentence().c_str());
            QCOMPARE(allUnits(memory).front().source.text, std::string("Größe 👍"));
        }
    }

    void whatIsBrokenImportsNothing_data()
    {
        QTest::addColumn<QByteArray>("tmx");
        const std::string good = tu("one", "eins");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no XML") << QByteArray("hello");
        QTest::newRow("another kind") << QByteArray("<html/>");
        QTest::newRow("cut off") << QByteArray::fromStdString(tmxOf(good + tu("two", "zwei"))).chopped(40);
        QTest::newRow("unclosed") << QByteArray::fromStdString(tmxOf(good + "<tu><tuv>"));
        QTest::newRow("unknown entity") << QByteArray::fromStdString(tmxOf(good + tu("&nbsp;", "x")));
        QTest::newRow("not UTF-8") << QByteArray::fromStdString(tmxOf(good + tu("\xC3(", "x")));
        std::string bomb = R"(<!DOCTYPE tmx [<!ENTITY a "ha">)";
        for (char name = 'b'; name < 'z'; ++name)
            bomb += std::string("<!ENTITY ") + name + " \"&" + static_cast<char>(name - 1) + ";&" + static_cast<char>(name - 1) + ";\">";
        QTest::newRow("entities that grow") << QByteArray::fromStdString(bomb + "]><tmx><body>" + good + tu("&y;", "x") + "</body></tmx>");
        const std::string outside = "<!DOCTYPE tmx [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><tmx><body>";
        QTest::newRow("outside entity") << QByteArray::fromStdString(outside + good + tu("&e;", "x") + "</body></tmx>");
    }
    void whatIsBrokenImportsNothing()
    {
        QFETCH(QByteArray, tmx);
        Memory memory = newMemory();
        const Result<ImportReport> report = imported(memory, tmx.toStdString());
        QVERIFY(!report.has_value());
        QCOMPARE(report.error().code, ErrorCode::BadFormat);
        QCOMPARE(memory.statistics()->units, std::size_t(0));
        QVERIFY(memory.lookup({{"one", {}}, {}, {}}, {1000, 1})->empty());
    }

    void nestingWithoutEnd()
    {
        std::string open;
        std::string close;
        for (int i = 0; i < 100000; ++i) {
            open += "<hi>";
            close += "</hi>";
        }
        Memory memory = newMemory();
        const Result<ImportReport> report = imported(memory, tmxOf(tu(open + "deep" + close, "tief")));
        QVERIFY(report.has_value());
        QCOMPARE(allUnits(memory).front().source.tags.size(), std::size_t(200000));
    }

    void cancelledImportsNothing()
    {
        Memory memory = newMemory();
        std::stop_source stop;
        stop.request_stop();
        const Result<ImportReport> report = importUnits(memory, written(tmxOf(tu("one", "eins"))), {}, stop.get_token());
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
        QCOMPARE(memory.statistics()->units, std::size_t(0));
    }

    void importingBringsBackWhatWasRemoved()
    {
        Memory memory = newMemory();
        const std::filesystem::path path = written(tmxOf(tu("one", "eins")));
        QCOMPARE(importUnits(memory, path)->added, std::size_t(1));
        QVERIFY(memory.remove(allUnits(memory).front().id).has_value());
        QCOMPARE(importUnits(memory, path)->added, std::size_t(1));
        QCOMPARE(memory.lookup({{"one", {}}, {}, {}}, {1000, 1})->size(), std::size_t(1));
    }

    void pathsThatCannotBe()
    {
        Memory memory = newMemory();
        QCOMPARE(importUnits(memory, newPath()).error().code, ErrorCode::NotFound);
        QCOMPARE(exportTmx(memory, newPath() / "missing" / "x.tmx").error().code, ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestTmx)
#include "tst_tmx.moc"
