// Units that are edited, taken back, brought back and used: in whatever order, and however often, the memory hears of it.
#include "engine/cat/memory/memory.h"
#include "engine/cat/memory/source_hash.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/oracle.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>
#include <set>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::tests;

namespace {

Unit unitOf(const std::string &source, const std::string &target, const std::string &author = "Zoë")
{
    Unit unit;
    unit.id = newUnitId();
    unit.source.text = source;
    unit.target.text = target;
    unit.author = author;
    return unit;
}

QStringList targetsOf(const std::vector<UnitVersion> &versions)
{
    QStringList targets;
    for (const UnitVersion &version : versions)
        targets.append(QString::fromStdString(version.unit.target.text) + (version.replacedMs == 0 ? " now" : version.replacedBy ? " replaced" : " taken back"));
    return targets;
}

QStringList found(Memory &memory, const std::string &source)
{
    QStringList targets;
    for (const Match &match : must(memory.lookup({{source, {}}, {}, {}}, {1000, 50})))
        targets.append(QString::fromStdString(match.unit.target.text));
    return targets;
}

/// In one transaction, or none when the change fails.
template <typename Change>
void write(Memory &memory, const Change &change)
{
    MemoryWriter writer = must(memory.write());
    change(writer);
    must(writer.commit());
}

}  // namespace

class TestMemoryHistory : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/memory" + QString::number(++m_files)).toStdString(); }
    Memory newMemory() { return must(Memory::create(newPath(), "en", "de")); }

private Q_SLOTS:
    void anEditedUnitTakesThePlace()
    {
        Memory memory = newMemory();
        const Unit first = unitOf("Heat pump", "Hitzepumpe");
        const Unit second = unitOf("Heat pump", "Wärmepumpe", "M. Weber");
        const Unit third = unitOf("Heat pump", "Die Wärmepumpe");
        must(memory.add(first));
        write(memory, [&](MemoryWriter &writer) { QCOMPARE(must(writer.replace(first.id, second)), Addition::Added); });
        QCOMPARE(found(memory, "Heat pump"), QStringList("Wärmepumpe"));
        write(memory, [&](MemoryWriter &writer) { QCOMPARE(must(writer.replace(second.id, third)), Addition::Added); });
        QCOMPARE(found(memory, "Heat pump"), QStringList("Die Wärmepumpe"));
        QCOMPARE(must(memory.countUnits()), std::size_t(1));
        QCOMPARE(must(memory.statistics()).earlierVersions, std::size_t(2));
        const QStringList all{"Hitzepumpe replaced", "Wärmepumpe replaced", "Die Wärmepumpe now"};
        for (const Unit &unit : {first, second, third})
            QCOMPARE(targetsOf(must(memory.history(unit.id))), all);
        const std::vector<UnitVersion> versions = must(memory.history(third.id));
        QVERIFY(versions[0].unit == first && versions[0].replacedBy == second.id);
        QVERIFY(versions[1].unit == second && versions[1].replacedBy == third.id);
        QVERIFY(versions[2].unit == third && !versions[2].replacedBy);
        QVERIFY(must(memory.history(newUnitId())).empty());
        QCOMPARE(must(memory.add(first)), Addition::Superseded);
        QCOMPARE(must(memory.add(third)), Addition::KnownAlready);
    }

    void whatIsTakenBackAndEditedLater()
    {
        Memory memory = newMemory();
        const Unit first = unitOf("Heat pump", "Hitzepumpe");
        const Unit second = unitOf("Heat pump", "Wärmepumpe");
        must(memory.add(first));
        write(memory, [&](MemoryWriter &writer) { QVERIFY(must(writer.withdraw(first.id))); });
        QVERIFY(found(memory, "Heat pump").isEmpty());
        QCOMPARE(targetsOf(must(memory.history(first.id))), QStringList("Hitzepumpe taken back"));
        QCOMPARE(must(memory.add(first)), Addition::RemovedBefore);
        write(memory, [&](MemoryWriter &writer) { must(writer.replace(first.id, second)); });
        QCOMPARE(targetsOf(must(memory.history(second.id))), (QStringList{"Hitzepumpe replaced", "Wärmepumpe now"}));
    }

    void anEarlierVersionComesBack()
    {
        Memory memory = newMemory();
        Unit first = unitOf("Heat pump", "Hitzepumpe");
        first.createdMs = 1'000;
        first.properties = {{Property::Kind::Note, "", "from the glossary"}};
        must(memory.add(first));
        write(memory, [&](MemoryWriter &writer) {
            must(writer.noteUse(first.id, 2'000));
            must(writer.noteUse(first.id, 1'500));   // a clock that jumped back
        });
        const Unit edited = unitOf("Heat pump", "Wärmepumpe");
        Unit again = unitOf("Heat pump", "Hitzepumpe");
        again.createdMs = again.changedMs = 9'000;
        write(memory, [&](MemoryWriter &writer) { must(writer.replace(first.id, edited)); });
        write(memory, [&](MemoryWriter &writer) { must(writer.replace(edited.id, again)); });
        const Unit now = must(memory.lookup({{"Heat pump", {}}, {}, {}}, {1000, 1})).front().unit;
        QCOMPARE(now.id, again.id);
        QCOMPARE(now.createdMs, std::int64_t(1'000));
        QCOMPARE(now.changedMs, std::int64_t(9'000));
        QCOMPARE(now.useCount, std::int64_t(2));
        QCOMPARE(now.usedMs, std::int64_t(2'000));
        QVERIFY(now.properties == first.properties);
    }

    void aPersonAsksForItBack()
    {
        Memory memory = newMemory();
        const Unit removed = unitOf("One", "Eins"), withdrawn = unitOf("Two", "Zwei"), edited = unitOf("Three", "Drei"), edit = unitOf("Three", "Die Drei");
        for (const Unit &unit : {removed, withdrawn, edited})
            must(memory.add(unit));
        write(memory, [&](MemoryWriter &writer) {
            QVERIFY(must(writer.remove(removed.id)));
            QVERIFY(must(writer.withdraw(withdrawn.id)));
            must(writer.replace(edited.id, edit));
            QCOMPARE(writer.growth(), std::int64_t(-2));
        });
        write(memory, [&](MemoryWriter &writer) {
            for (const Unit &unit : {removed, withdrawn, edited})
                must(writer.forgetRemoval(unit.id));
            QCOMPARE(must(writer.add(removed)), Addition::Added);
            QCOMPARE(must(writer.add(withdrawn)), Addition::Added);
            QCOMPARE(must(writer.add(edited)), Addition::Superseded);   // its later version is there
        });
        QCOMPARE(must(memory.countUnits()), std::size_t(3));
        QCOMPARE(targetsOf(must(memory.history(withdrawn.id))), QStringList("Zwei now"));
    }

    /// Units, edits and takings back arrive in any order, some twice or from a late second program: the memory holds the same in the end.
    void theOrderOfNewsDoesNotMatter()
    {
        samples::Random random(71);
        for (int round = 0; round < rounds(20); ++round) {
            std::vector<std::function<void(MemoryWriter &)>> news;
            std::set<std::string> expected;
            for (int segment = 0; segment < 4; ++segment) {
                std::optional<std::string> last;
                for (std::size_t versions = 1 + samples::below(random, 4); versions > 0; --versions) {
                    const Unit unit = unitOf("Segment " + std::to_string(segment), "Fassung " + std::to_string(versions));
                    if (last)
                        news.emplace_back([earlier = *last, unit](MemoryWriter &writer) { must(writer.replace(earlier, unit)); });
                    else
                        news.emplace_back([unit](MemoryWriter &writer) { must(writer.add(unit)); });
                    last = unit.id;
                }
                if (samples::below(random, 3) == 0)
                    news.emplace_back([id = *last](MemoryWriter &writer) { must(writer.withdraw(id)); });
                else
                    expected.insert(*last);
            }
            for (std::size_t again = samples::below(random, news.size()); again > 0; --again)
                news.push_back(news[samples::below(random, news.size())]);
            std::shuffle(news.begin(), news.end(), random);
            Memory memory = newMemory();
            for (const auto &one : news) {
                write(memory, one);
                must(memory.lookup({{"Segment 1", {}}, {}, {}}, {600, 5}));
            }
            std::set<std::string> held;
            for (const Unit &unit : samples::unitsIn(memory))
                held.insert(unit.id);
            QVERIFY(held == expected);
            must(memory.check());
            QCOMPARE(samples::lookupsThatDiffer(memory, samples::unitsIn(memory), random), QStringList());
        }
    }

    void allFieldsAreKept()
    {
        samples::Random random(72);
        const std::filesystem::path path = newPath();
        std::vector<Unit> units;
        {
            Memory memory = must(Memory::create(path, "en", "de"));
            for (int i = 0; i < 60; ++i) {
                Unit unit = samples::unit(random);
                unit.contextId = samples::hostileText(random);
                unit.document = samples::hostileText(random);
                unit.author = samples::hostileText(random);
                unit.approved = samples::below(random, 2) == 0;
                unit.useCount = static_cast<std::int64_t>(samples::below(random, 3));
                unit.usedMs = static_cast<std::int64_t>(samples::below(random, 3)) * 1'700'000'000'000;
                const std::array<std::string, 6> ids{unit.id, "x", unit.id + "x", unit.id.substr(0, 16), "12345", samples::hostileText(random)};
                unit.id = i < 50 ? unit.id : ids[static_cast<std::size_t>(i) % ids.size()] + std::to_string(i);
                units.push_back(unit);
                QCOMPARE(must(memory.add(unit)), Addition::Added);
            }
        }
        Memory memory = must(Memory::open(path));
        QVERIFY(samples::unitsIn(memory) == units);
        for (const Unit &unit : units)
            QVERIFY(must(memory.history(unit.id)).front().unit == unit);
        must(memory.check());
    }

    void useIsCounted()
    {
        Memory memory = newMemory();
        const Unit unit = unitOf("Heat pump", "Wärmepumpe");
        must(memory.add(unit));
        for (const std::int64_t atMs : {5'000, 7'000, 6'000})
            write(memory, [&](MemoryWriter &writer) { must(writer.noteUse(unit.id, atMs)); });
        write(memory, [&](MemoryWriter &writer) { must(writer.noteUse(newUnitId(), 8'000)); });
        const Unit now = samples::unitsIn(memory).front();
        QCOMPARE(now.useCount, std::int64_t(3));
        QCOMPARE(now.usedMs, std::int64_t(7'000));
        QCOMPARE(must(memory.statistics()).used, std::size_t(1));
    }

    /// What compare() calls equal has the same hash: composed and decomposed characters, whatever the tags.
    void equalTextsHaveEqualHashes()
    {
        samples::Random random(73);
        for (int round = 0; round < rounds(2000); ++round) {
            const TaggedText a = samples::segment(random);
            std::string other = samples::below(random, 2) == 0 ? a.text : samples::edited(a.text, random);
            if (const std::size_t at = other.find("ü"); at != std::string::npos)
                other.replace(at, 2, "u\xCC\x88");
            const TaggedText b = samples::withTags(other, random);
            if (compare(tokenise(a), tokenise(b)).perMille == perMilleEqual)
                QCOMPARE(sourceHash(a.text), sourceHash(b.text));
        }
        QCOMPARE(sourceHash("Stra\u00DFe f\u00FCr alle"), sourceHash("Stra\u00DFe fu\u0308r\u00A0alle"));
        QVERIFY(sourceHash("Yes.") != sourceHash("yes."));
        QCOMPARE(sourceHash("Press Enter."), std::int64_t(-315558387));   // files hold it
    }

    void whatIsTooLong()
    {
        Memory memory = newMemory();
        must(memory.add(unitOf(std::string(longestUnitText, 'x'), "Ja.")));
        QCOMPARE(memory.add(unitOf(std::string(100'000'000, 'x'), "Ja.")).error().code, ErrorCode::OutOfRange);
        QCOMPARE(memory.add(unitOf("Yes.", std::string(longestUnitText + 1, 'x'))).error().code, ErrorCode::OutOfRange);
        Unit chatty = unitOf("Yes.", "Ja.");
        chatty.properties = {{Property::Kind::Note, "", std::string(longestUnitText, 'x')}};
        QCOMPARE(memory.add(chatty).error().code, ErrorCode::OutOfRange);
        QCOMPARE(must(memory.countUnits()), std::size_t(1));
    }

    void newestFirstWithAClockThatJumpsBack()
    {
        Memory memory = newMemory();
        Unit before = unitOf("Yes.", "Ja.");
        before.createdMs = before.changedMs = 2'000;
        Unit after = unitOf("Yes.", "Jawohl.");
        after.createdMs = after.changedMs = 1'000;
        must(memory.add(before));
        write(memory, [&](MemoryWriter &writer) { must(writer.replace(before.id, after)); });   // the later edit counts, whatever the clock says
        QCOMPARE(found(memory, "Yes."), QStringList("Jawohl."));
        Unit lost = unitOf("Yes.", "Nein.");
        lost.changedMs = -5;
        must(memory.add(lost));
        QCOMPARE(found(memory, "Yes."), (QStringList{"Jawohl.", "Nein."}));
    }
};

QTEST_APPLESS_MAIN(TestMemoryHistory)
#include "tst_memory_history.moc"
