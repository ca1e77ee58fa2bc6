// Files in the styles of the TMX compliance kit and of other tools: tests/golden/tmx/CASE/input.tmx, and what they hold in expected.json.
#include "engine/cat/memory/exchange/export.h"
#include "engine/cat/memory/exchange/import.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/unit/cat/memory/unit_collector.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;
using interlinear::tests::must;
using Json = nlohmann::ordered_json;

namespace {

const std::filesystem::path golden = std::filesystem::path(INTERLINEAR_SOURCE_DIR) / "tests/golden/tmx";

/// "Press [1:<b>]Enter[/1:</b>]."
std::string shown(const TaggedText &text)
{
    std::string result;
    std::size_t done = 0;
    for (const InlineTag &tag : text.tags) {
        result += text.text.substr(done, tag.offset - done) + '[' + (tag.kind == TagKind::Close ? "/" : "") + std::to_string(tag.id)
            + (tag.kind == TagKind::Standalone ? "/" : "") + ':' + tag.code + (tag.display.empty() ? "" : "|" + tag.display) + ']';
        done = tag.offset;
    }
    return result + text.text.substr(done);
}

/// What is not as it is in a new unit.
Json json(const Unit &unit)
{
    Json json{{"source", shown(unit.source)}, {"target", shown(unit.target)}};
    const auto put = [&](const char *name, const auto &value, const auto &usual) {
        if (value != usual)
            json[name] = value;
    };
    put("id", unit.id, "");
    put("sourceLanguage", unit.sourceLanguage, "");
    put("targetLanguage", unit.targetLanguage, "");
    if (unit.previous)
        json["previous"] = *unit.previous;
    if (unit.next)
        json["next"] = *unit.next;
    put("document", unit.document, "");
    put("contextId", unit.contextId, "");
    put("author", unit.author, "");
    put("createdMs", unit.createdMs, 0);
    put("changedMs", unit.changedMs, 0);
    put("usedMs", unit.usedMs, 0);
    put("useCount", unit.useCount, 0);
    put("approved", unit.approved, true);
    put("origin", originName(unit.origin), "imported");
    for (const Property &property : unit.properties) {
        const char *kind = property.kind == Property::Kind::Note ? "note" : property.kind == Property::Kind::Property ? "prop " : "attribute ";
        json["properties"].push_back(kind + property.name + "=" + property.value);
    }
    return json;
}

Json readJson(const std::filesystem::path &file)
{
    UnitCollector collector;
    TextInput input = must(TextInput::open(file));
    must(readTmx(input, {"en", "de"}, collector));
    Json result{{"units", Json::array()}};
    for (const Unit &unit : collector.units)
        result["units"].push_back(json(unit));
    for (const auto &[line, reason] : collector.skipped)
        result["skipped"].push_back("line " + std::to_string(line) + ": " + reason);
    if (!collector.otherDirections.empty())
        result["otherDirections"] = collector.otherDirections;
    return result;
}

std::vector<Unit> unitsOf(const Memory &memory)
{
    std::vector<Unit> units;
    must(memory.forEachUnit([&](const Unit &unit) {
        units.push_back(unit);
        return Result<void>();
    }));
    return units;
}

}  // namespace

class TestTmxGolden : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("folder");
        for (const auto &entry : std::filesystem::directory_iterator(golden))
            QTest::newRow(entry.path().filename().c_str()) << QString::fromStdString(entry.path().string());
    }
    void reads()
    {
        QFETCH(QString, folder);
        const std::filesystem::path path = folder.toStdString();
        const Json read = readJson(path / "input.tmx");
        const Result<std::string> text = readTextFile(path / "expected.json");
        const bool isEqual = text && Json::parse(*text, nullptr, false) == read;
        QVERIFY2(isEqual, (path.filename().string() + " reads as\n" + read.dump(1) + "\n").c_str());
    }

    void comesBackFromAnExport_data() { reads_data(); }
    void comesBackFromAnExport()
    {
        QFETCH(QString, folder);
        const std::string name = m_folder.path().toStdString() + "/" + std::filesystem::path(folder.toStdString()).filename().string();
        Memory memory = must(Memory::create(name + "1.itm", "en", "de"));
        Memory copy = must(Memory::create(name + "2.itm", "en", "de"));
        const ImportReport report = must(importUnits(memory, folder.toStdString() + "/input.tmx"));
        must(exportTmx(memory, name + ".tmx"));
        QCOMPARE(must(importUnits(copy, name + ".tmx")).added, report.added);
        const std::vector<Unit> units = unitsOf(memory);
        const std::vector<Unit> again = unitsOf(copy);
        QCOMPARE(again.size(), units.size());
        for (std::size_t i = 0; i < units.size(); ++i)
            QCOMPARE(QByteArray::fromStdString(json(again[i]).dump(1)), QByteArray::fromStdString(json(units[i]).dump(1)));
    }
};

QTEST_APPLESS_MAIN(TestTmxGolden)
#include "tst_tmx_golden.moc"
