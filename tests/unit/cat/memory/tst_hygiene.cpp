// Findings about a memory: duplicates and contradictions against an oracle, planted faults, numbers as languages write them.
#include "engine/cat/memory/hygiene/inspection.h"
#include "engine/cat/memory/hygiene/number_matching.h"
#include "engine/cat/memory/hygiene/twins.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;

namespace {

using Group = std::vector<std::string>;

std::set<Group> groupsOf(const std::vector<Finding> &findings, FindingKind kind)
{
    std::set<Group> groups;
    for (const Finding &finding : findings) {
        if (finding.kind == kind)
            groups.insert(finding.unitIds);
    }
    return groups;
}

/// The ids of units that share a key, where they have at least two values.
std::set<Group> groupsByHand(const std::vector<Unit> &units, const std::function<std::string(const Unit &)> &key, const std::function<std::string(const Unit &)> &value)
{
    std::map<std::string, Group> groups;
    std::map<std::string, std::set<std::string>> values;
    for (const Unit &unit : units) {
        groups[key(unit)].push_back(unit.id);
        values[key(unit)].insert(value(unit));
    }
    std::set<Group> result;
    for (const auto &[text, group] : groups) {
        if (values[text].size() > 1)
            result.insert(group);
    }
    return result;
}

/// A sentence of a made-up language.
std::string madeUp(samples::Random &random, const char *consonants, std::size_t words)
{
    std::string text;
    for (std::size_t i = 0; i < words; ++i) {
        text += text.empty() ? "" : " ";
        for (std::size_t syllables = 1 + samples::below(random, 3); syllables > 0; --syllables) {
            text += consonants[samples::below(random, 7)];
            text += "aeiou"[samples::below(random, 5)];
        }
    }
    return text + ".";
}

}  // namespace

class TestHygiene : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    Memory memoryOf(const std::vector<Unit> &units)
    {
        Memory memory = must(Memory::create((m_folder.path() + "/memory" + QString::number(++m_files)).toStdString(), "en", "de"));
        MemoryWriter writer = must(memory.write());
        for (const Unit &unit : units)
            must(writer.add(unit));
        if (!writer.commit())
            qFatal("no commit");
        return memory;
    }

    static std::vector<Finding> findingsOf(const Memory &memory, const InspectionSettings &settings = {})
    {
        std::vector<Finding> findings;
        const auto done = inspect(memory, settings, [&](const Finding &finding) {
            findings.push_back(finding);
            return Result<void>();
        });
        if (!done)
            qFatal("%s", done.error().sentence().c_str());
        return findings;
    }

private Q_SLOTS:
    void twinsEqualTheOracle()
    {
        samples::Random random(11);
        const std::vector<std::string> texts{"Yes", "yes", "Yes ", " yes", "No", "NO", "Maybe so", "Maybe  so", "maybe so", "Straße", "STRASSE"};
        for (int round = 0; round < tests::rounds(60); ++round) {
            std::vector<Unit> units;
            for (std::size_t i = 0; i < 30; ++i) {
                Unit unit;
                unit.id = newUnitId();
                unit.source.text = texts[samples::below(random, texts.size())];
                unit.target.text = texts[samples::below(random, texts.size())];
                if (samples::below(random, 4) == 0)
                    unit.source.tags = {{1, TagKind::Standalone, 0, samples::below(random, 2) == 0 ? "<a/>" : "<b/>", ""}};
                units.push_back(unit);
            }
            const std::vector<Finding> findings = findingsOf(memoryOf(units));
            const auto code = [](const TaggedText &text) { return text.tags.empty() ? std::string() : text.tags[0].code; };
            const auto tagged = [](const TaggedText &text) { return std::string(text.tags.empty() ? "" : "1"); };
            const auto source = [&](const Unit &unit) { return unit.source.text + '\n' + code(unit.source); };
            const auto target = [&](const Unit &unit) { return unit.target.text; };
            const auto looseSource = [&](const Unit &unit) { return looseForm(unit.source.text) + '\n' + tagged(unit.source); };
            const auto looseTarget = [&](const Unit &unit) { return looseForm(unit.target.text); };
            const auto both = [&](const Unit &unit) { return source(unit) + '\n' + target(unit); };
            const auto looseBoth = [&](const Unit &unit) { return looseSource(unit) + '\n' + looseTarget(unit); };
            const auto id = [](const Unit &unit) { return unit.id; };
            QCOMPARE(groupsOf(findings, FindingKind::Duplicate), groupsByHand(units, both, id));
            QCOMPARE(groupsOf(findings, FindingKind::NearDuplicate), groupsByHand(units, looseBoth, both));
            QCOMPARE(groupsOf(findings, FindingKind::SourceContradiction), groupsByHand(units, source, looseTarget));
            QCOMPARE(groupsOf(findings, FindingKind::TargetContradiction), groupsByHand(units, target, looseSource));
        }
    }

    void plantedFaultsAreFoundAndLittleElse()
    {
        samples::Random random(12);
        std::vector<Unit> units;
        std::map<std::string, FindingKind> planted;
        for (int i = 0; i < 4000; ++i) {
            const std::size_t words = 5 + samples::below(random, 12);
            Unit unit;
            unit.id = newUnitId();
            unit.source.text = madeUp(random, "bdglmnr", words);
            unit.target.text = madeUp(random, "ptksfzr", words);
            const auto plant = [&](FindingKind kind, std::string target) {
                unit.target.text = std::move(target);
                planted[unit.id] = kind;
            };
            switch (samples::below(random, 160)) {
            case 0: plant(FindingKind::Length, madeUp(random, "ptksfzr", 8 * words)); break;
            case 1: plant(FindingKind::Numbers, "17 " + unit.target.text); break;
            case 2: plant(FindingKind::Untranslated, unit.source.text); break;
            case 3: plant(FindingKind::Language, madeUp(random, "bdglmnr", words)); break;
            case 4: plant(FindingKind::ReplacementCharacter, unit.target.text + "\xEF\xBF\xBD"); break;
            case 5: plant(FindingKind::ControlCharacter, unit.target.text + "\x07"); break;
            case 6: plant(FindingKind::NoWords, "…"); break;
            case 7:
                plant(FindingKind::Tags, unit.target.text);
                unit.source.tags = {{1, TagKind::Standalone, 0, "<x/>", ""}};
                break;
            default: break;
            }
            units.push_back(unit);
        }
        std::size_t found = 0, foundElse = 0;
        for (const Finding &finding : findingsOf(memoryOf(units))) {
            const auto fault = planted.find(finding.unitIds.front());
            found += fault != planted.end() && fault->second == finding.kind ? 1 : 0;
            foundElse += fault == planted.end() ? 1 : 0;
        }
        QVERIFY(planted.size() > 150);
        QVERIFY2(found >= planted.size() * 97 / 100, qPrintable(QString("%1 of %2").arg(found).arg(planted.size())));
        QVERIFY2(foundElse <= 4, qPrintable(QString::number(foundElse)));
    }

    void onlyWhatIsAskedForIsReported()
    {
        Unit unit;
        unit.id = newUnitId();
        unit.source.text = unit.target.text = "Same 5\xEF\xBF\xBD";
        const Memory memory = memoryOf({unit});
        QCOMPARE(findingsOf(memory).size(), std::size_t(3));
        const auto findings = findingsOf(memory, {.kinds = {FindingKind::Untranslated}});
        QCOMPARE(findings, (std::vector<Finding>{{FindingKind::Untranslated, {unit.id}, {}}}));
    }

    void hostileTextsAreInspected()
    {
        samples::Random random(13);
        std::vector<Unit> units;
        for (int i = 0; i < 500; ++i) {
            Unit unit = samples::unit(random);
            if (samples::below(random, 2) == 0)
                unit.source = {samples::hostileText(random), {}};
            unit.target = {samples::hostileText(random), {}};
            units.push_back(unit);
        }
        for (const Finding &finding : findingsOf(memoryOf(units))) {
            const std::string sentence = withArguments(findingSentence(finding.kind), finding.arguments);
            QVERIFY2(sentence.find('%') == std::string::npos, sentence.c_str());
        }
    }

    void namesLeadBack()
    {
        for (int i = 0; i < findingKindCount; ++i)
            QCOMPARE(findingFromName(findingName(static_cast<FindingKind>(i))), std::optional(static_cast<FindingKind>(i)));
        QVERIFY(!findingFromName("nonsense"));
    }

    void numbersAreReadByLanguage_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("unmatched");
        const auto row = [](const char *source, const char *target, const char *unmatched) { QTest::newRow(source) << QString(source) << QString(target) << QString(unmatched); };
        row("1,234.5 m", "1.234,5 m", "");
        row("1,234,567", "1 234 567", "");
        row("1,234.50", "1234,5", "");
        row("12,34,567.8", "1.234.567,8", "");
        row("version 1.5", "Version 1.5", "");
        row("1.234", "1.234", "1.234 / 1.234");   // German reads one thousand two hundred and thirty-four
        row("1.234", "1,234", "");
        row("12/31/2026", "31.12.2026", "");
        row("10:30", "10.30 Uhr", "");
        row("7 days", "sieben Tage", "");
        row("70 days", "siebzig Tage", "70 / ");
        row("5 of 6", "6 von 7", "5 / 7");
        row("two 2 2", "zwei 2", "");
        row("20 20", "20", "20 / ");
        row("007", "7", "");
        row("٣٤", "34", "");
        row("1,2,3 and 4", "1, 2, 3 und 4", "");
        row("Page 3 000 of 5", "Seite 3.000 von 5", "");
        row("0.123 g", "0,123 g", "");
        row("1 234.5 m", "1'234,5 m", "");
        row("in 2024 100 cars", "2024 waren es 100 Autos", "");
    }

    void numbersAreReadByLanguage()
    {
        QFETCH(QString, source);
        QFETCH(QString, target);
        QFETCH(QString, unmatched);
        const NumberReader english("en"), german("de");
        const UnmatchedNumbers found = unmatchedNumbers(english.read(source.toStdString()), german.read(target.toStdString()));
        const auto list = [](const std::vector<std::string> &numbers) {
            QStringList texts;
            for (const std::string &number : numbers)
                texts.append(QString::fromStdString(number));
            return texts.join(' ');
        };
        QCOMPARE(found.empty() ? QString() : list(found.inSource) + " / " + list(found.inTarget), unmatched);
    }
};

QTEST_APPLESS_MAIN(TestHygiene)
#include "tst_hygiene.moc"
