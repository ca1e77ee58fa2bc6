// Pages of a memory are its units, newest first, each once, whatever the size of the pages and whatever changes in between.
#include "engine/cat/memory/search/unit_pages.h"
#include "tests/support/must.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::tests;

namespace {

std::vector<Unit> newestFirst(const Memory &memory)
{
    std::vector<Unit> units;
    must(memory.forEachUnitNewestFirst([&](const Unit &unit) -> Result<bool> {
        units.push_back(unit);
        return true;
    }));
    return units;
}

}  // namespace

class TestUnitPages : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    Memory filled(const char *name, std::size_t units)
    {
        samples::Random random(7);
        Memory memory = must(Memory::create(m_folder.filePath(name).toStdString(), "en", "de"));
        MemoryWriter writer = must(memory.write());
        for (std::size_t i = 0; i < units; ++i)
            must(writer.add(samples::unit(random)));
        must(writer.commit());
        return memory;
    }

private Q_SLOTS:
    void pagesAreTheWholeMemory()
    {
        const Memory memory = filled("pages.itm", 25);
        const std::vector<Unit> expected = newestFirst(memory);
        for (const std::size_t size : {std::size_t(1), std::size_t(4), expected.size() - 1, expected.size(), expected.size() + 1}) {
            std::vector<Unit> paged;
            std::optional<std::int64_t> from;
            do {
                const UnitPage page = must(unitPage(memory, from, size));
                QVERIFY(page.units.size() <= size);
                paged.insert(paged.end(), page.units.begin(), page.units.end());
                from = page.next;
            } while (from);
            QVERIFY(paged == expected);
        }
    }

    void noUnitComesTwiceWhenOthersChange()
    {
        Memory memory = filled("changing.itm", 12);
        const std::vector<Unit> before = newestFirst(memory);
        const UnitPage first = must(unitPage(memory, std::nullopt, 5));
        Unit edited = before.back();
        edited.id = newUnitId();
        edited.target.text = "anders";
        MemoryWriter writer = must(memory.write());
        must(writer.replace(before.back().id, edited));
        must(writer.remove(before[6].id));
        must(writer.commit());
        const UnitPage second = must(unitPage(memory, first.next, 100));
        std::set<std::string> ids;
        for (const UnitPage *page : {&first, &second}) {
            for (const Unit &unit : page->units)
                QVERIFY(ids.insert(unit.id).second);
        }
        QVERIFY(!second.next);
        QVERIFY(!ids.contains(before[6].id));
    }

    void anEmptyMemoryIsOnePage()
    {
        const Memory memory = filled("empty.itm", 0);
        const UnitPage page = must(unitPage(memory, std::nullopt, 10));
        QVERIFY(page.units.empty());
        QVERIFY(!page.next);
    }

    void unitsComeInTheOrderOfTheirIds()
    {
        const Memory memory = filled("ids.itm", 9);
        std::vector<Unit> expected = newestFirst(memory);
        std::ranges::reverse(expected);
        std::vector<std::string> ids;
        for (const Unit &unit : expected)
            ids.push_back(unit.id);
        ids.insert(ids.begin() + 3, newUnitId());   // of no unit
        QVERIFY(must(unitsWithIds(memory, ids)) == expected);
        QVERIFY(must(unitsWithIds(memory, {})).empty());
    }
};

QTEST_APPLESS_MAIN(TestUnitPages)
#include "tst_unit_pages.moc"
