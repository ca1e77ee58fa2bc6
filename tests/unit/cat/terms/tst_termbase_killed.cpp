// Programs that are killed at any instant of their work on a termbase, and many that work on one at once.
#include "engine/cat/terms/exchange/tbx.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"
#include "tests/unit/cat/memory/worker.h"
#include "tests/unit/cat/terms/term_samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <latch>
#include <optional>
#include <set>
#include <thread>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::faults;
using namespace interlinear::tests;
using samples::below;
namespace fs = std::filesystem;

namespace {

std::string termOf(int round, int number)
{
    return "valve" + std::to_string(round) + " of pump" + std::to_string(number);
}

/// In languages of nobody, for which no dictionary is read each time that a termbase is opened.
TermPair pairOf(int round, int number)
{
    return {{.text = termOf(round, number), .language = "qaa"}, {.text = "Ventil " + std::to_string(round) + "-" + std::to_string(number), .language = "qab"}};
}

/// All of its terms say the version.
Concept conceptOf(int number, int version)
{
    const std::string text = "part" + std::to_string(number) + " version" + std::to_string(version);
    Concept entry{.id = "c" + std::to_string(number), .definition = text};
    for (const char *language : {"qaa", "qab", "qac"})
        entry.terms.push_back({.text = text, .language = language, .changedMs = version});
    return entry;
}

}  // namespace

class TestTermbaseKilled : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    fs::path newPath() { return (m_folder.path() + "/terms" + QString::number(++m_files)).toStdString(); }

    static bool finds(Termbase &termbase, const std::string &term, const std::string &language)
    {
        const std::vector<TermHit> hits = must(termbase.findAll({"The " + term + '.', {}}, language));
        return std::ranges::any_of(hits, [&](const TermHit &hit) { return hit.entry.terms[hit.term].text == term; });
    }

    /// What holds after any end. The concepts that are there, of which some are looked up.
    static std::vector<Concept> conceptsOfSound(const fs::path &path, samples::Random &random)
    {
        Termbase termbase = must(Termbase::open(path));
        must(termbase.check());
        std::vector<Concept> entries = samples::allConcepts(termbase);
        for (int looks = entries.empty() ? 0 : 10; looks > 0; --looks) {
            for (const Term &term : entries[below(random, entries.size())].terms)
                [&] { QVERIFY2(finds(termbase, term.text, term.language), term.text.c_str()); }();
        }
        std::ranges::sort(entries, {}, &Concept::id);
        return entries;
    }

private Q_SLOTS:
    void whatWasAddedIsThere()
    {
        samples::Random random(31);
        const fs::path path = newPath();
        must(Termbase::create(path));
        std::set<std::string> expected;
        for (int round = 0; round < rounds(5); ++round) {
            std::optional<Termbase> termbase;
            Worker worker([&](int number) {
                if (!termbase)
                    termbase = must(Termbase::open(path));
                return termbase->addPair(pairOf(round, number)).has_value();
            });
            QVERIFY(worker.waitFor(1 + static_cast<int>(below(random, 12))));
            spin(std::chrono::microseconds(below(random, 3000)));
            QVERIFY(worker.kill());
            std::set<std::string> there;
            for (const Concept &entry : conceptsOfSound(path, random)) {
                QCOMPARE(entry.terms.size(), std::size_t(2));
                there.insert(entry.terms[0].text);
            }
            for (int number = 0; number < worker.reports(); ++number)
                expected.insert(termOf(round, number));
            if (const std::string last = termOf(round, worker.reports()); there.contains(last))   // on disk, but killed before it could say so
                expected.insert(last);
            QVERIFY(there == expected);
        }
    }

    void whatWasChangedIsWhole()
    {
        samples::Random random(32);
        constexpr int concepts = 4;
        const fs::path path = newPath();
        std::vector<Concept> expected;
        {
            Termbase termbase = must(Termbase::create(path));
            for (int number = 0; number < concepts; ++number) {
                expected.push_back(conceptOf(number, 0));
                must(termbase.add(expected.back()));
            }
        }
        int version = 0;
        for (int round = 0; round < rounds(5); ++round) {
            const auto changed = [&](int step) { return conceptOf(step % concepts, version + step + 1); };
            std::optional<Termbase> termbase;
            Worker worker([&](int step) {
                if (!termbase)
                    termbase = must(Termbase::open(path));
                return must(termbase->change(changed(step)));
            });
            QVERIFY(worker.waitFor(1 + static_cast<int>(below(random, 12))));
            spin(std::chrono::microseconds(below(random, 3000)));
            QVERIFY(worker.kill());
            for (int step = 0; step < worker.reports(); ++step)
                expected[static_cast<std::size_t>(step % concepts)] = changed(step);
            const std::vector<Concept> there = conceptsOfSound(path, random);
            const Concept last = changed(worker.reports());
            if (std::ranges::find(there, last) != there.end())
                expected[static_cast<std::size_t>(worker.reports() % concepts)] = last;
            QVERIFY(there == expected);
            version += worker.reports() + 1;
        }
    }

    void anImportIsThereOrNot()
    {
        samples::Random random(33);
        constexpr int concepts = 300;
        const fs::path tbx = newPath(), before = newPath(), imported = newPath();
        {
            Termbase source = must(Termbase::create(newPath()));
            TermbaseWriter writer = must(source.write());
            for (int number = 0; number < concepts; ++number) {
                Concept entry = conceptOf(number, 1);
                entry.terms.front().text = entry.terms.back().text = "part" + std::to_string(number);   // in common with the earlier one
                must(writer.add(entry));
            }
            must(writer.commit());
            must(exportTbx(source, tbx, TbxStyle::Dct));
            Termbase earlier = must(Termbase::create(before));
            for (int number = 0; number < 20; ++number) {
                Concept entry = conceptOf(number, 0);
                entry.terms.front().text = "part" + std::to_string(number);
                must(earlier.add(entry));
            }
        }
        fs::copy_file(before, imported);
        const auto startedAt = std::chrono::steady_clock::now();
        {
            Termbase termbase = must(Termbase::open(imported));
            QCOMPARE(must(importTbx(termbase, tbx)).changed, std::size_t(20));
        }
        const auto longest = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - startedAt) * 5 / 4;
        const std::vector<Concept> old = conceptsOfSound(before, random), whole = conceptsOfSound(imported, random);
        QCOMPARE(whole.size(), std::size_t(concepts));
        int done = 0, none = 0;
        for (int round = 0; round < rounds(5); ++round) {
            const fs::path path = newPath();
            fs::copy_file(before, path);
            Worker worker([&](int number) {
                if (number > 0)
                    return false;
                Termbase termbase = must(Termbase::open(path));
                return importTbx(termbase, tbx).has_value();
            });
            if (round == 0)
                QVERIFY(worker.waitFor(1));
            else if (round > 1)   // the second is killed before it can be done
                spin(std::chrono::microseconds(below(random, static_cast<std::size_t>(longest.count()))));
            worker.kill();
            const std::vector<Concept> there = conceptsOfSound(path, random);
            QVERIFY(there == old || there == whole);
            ++(there == old ? none : done);
        }
        QVERIFY(done > 0 && none > 0);
    }

    void sixteenThreadsAddAndLookUp()
    {
        const fs::path path = newPath();
        must(Termbase::create(path));
        constexpr int threads = 16;
        constexpr int termsEach = 15;
        std::vector<int> found(threads);
        {
            std::latch start(threads);
            std::vector<std::jthread> workers;
            for (int thread = 0; thread < threads; ++thread) {
                workers.emplace_back([&, thread] {
                    Result<Termbase> termbase = Termbase::open(path);
                    start.arrive_and_wait();
                    for (int number = 0; termbase && number < termsEach; ++number) {
                        Result<PairAddition> added = termbase->addPair(pairOf(thread, number));
                        while (!added && added.error().code == ErrorCode::Locked)   // fifteen others are before it
                            added = termbase->addPair(pairOf(thread, number));
                        const auto hits = termbase->find({"Open " + termOf(thread, number) + " now.", {}}, "qaa");
                        if (added && hits && hits->size() == 1)
                            ++found[static_cast<std::size_t>(thread)];
                    }
                });
            }
        }
        QCOMPARE(found, std::vector<int>(threads, termsEach));
        samples::Random random(34);
        QCOMPARE(conceptsOfSound(path, random).size(), std::size_t(threads * termsEach));
    }
};

QTEST_APPLESS_MAIN(TestTermbaseKilled)
#include "tst_termbase_killed.moc"
