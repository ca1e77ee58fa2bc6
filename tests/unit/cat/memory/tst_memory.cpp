#include "engine/cat/memory/search/concordance.h"
#include "engine/cat/memory/memory.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace interlinear;
using namespace interlinear::cat;

namespace {

Unit unitOf(const std::string &source, const std::string &target)
{
    Unit unit;
    unit.id = newUnitId();
    unit.source.text = source;
    unit.target.text = target;
    return unit;
}

Query queryOf(const std::string &text)
{
    return {.text = {text, {}}, .previous = {}, .next = {}};
}

std::vector<Unit> allUnits(const Memory &memory)
{
    std::vector<Unit> units;
    const auto visited = memory.forEachUnit([&](const Unit &unit) {
        units.push_back(unit);
        return Result<void>();
    });
    return visited ? units : std::vector<Unit>();
}

/// What a lookup promises: the comparison with every unit.
std::vector<Match> bruteForce(const std::vector<Unit> &units, const Query &query, int threshold, std::size_t limit)
{
    std::vector<Match> all;
    for (const Unit &unit : units) {
        Match match = matchOf(unit, query, tokenise(query.text));
        if (match.perMille >= threshold)
            all.push_back(std::move(match));
    }
    std::sort(all.begin(), all.end(), ranksBefore);
    std::vector<Match> answer;
    for (const Match &match : all) {
        const bool twin = std::any_of(answer.begin(), answer.end(), [&](const Match &other) { return other.unit.source == match.unit.source && other.unit.target == match.unit.target; });
        if (!twin && answer.size() < limit)
            answer.push_back(match);
    }
    return answer;
}

QStringList summary(const std::vector<Match> &matches)
{
    QStringList lines;
    for (const Match &match : matches)
        lines.append(QString("%1 %2 %3").arg(match.perMille).arg(QString::fromStdString(match.unit.id), QString::fromStdString(match.unit.source.text)));
    return lines;
}

}  // namespace

class TestMemory : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::filesystem::path newPath() { return (m_folder.path() + "/memory" + QString::number(++m_files)).toStdString(); }
    Memory newMemory() { return *Memory::create(newPath(), "en", "de"); }

private Q_SLOTS:
    void lookupEqualsBruteForce()
    {
        samples::Random random(31);
        std::size_t found = 0;
        for (int round = 0; round < 40; ++round) {
            Memory memory = newMemory();
            std::vector<Unit> units;
            for (int part = 0; part < 3; ++part) {
                Result<MemoryWriter> writer = memory.write();
                QVERIFY(writer.has_value());
                for (int i = 0; i < 25; ++i) {
                    units.push_back(samples::unit(random));
                    QCOMPARE(writer->add(units.back()).value(), Addition::Added);
                }
                QVERIFY(writer->commit().has_value());
                for (int question = 0; question < 12; ++question) {
                    const Unit &near = units[samples::below(random, units.size())];
                    Query query{samples::segment(random), {}, {}};
                    if (question % 2 == 0)
                        query = {near.source, near.previous, samples::below(random, 2) == 0 ? near.next : std::optional<std::string>("other")};
                    const int threshold = 500 + static_cast<int>(samples::below(random, 521));
                    const std::size_t limit = 1 + samples::below(random, 6);
                    const auto answer = memory.lookup(query, threshold, limit);
                    QVERIFY(answer.has_value());
                    QCOMPARE(summary(*answer), summary(bruteForce(units, query, threshold, limit)));
                    found += answer->size();
                }
            }
        }
        QVERIFY(found > 1000);
    }

    void contextRaisesAnEqualText()
    {
        Memory memory = newMemory();
        Unit unit = unitOf("Yes.", "Ja.");
        unit.previous = "Are you there?";
        unit.next = "";
        QVERIFY(memory.add(unit).has_value());
        const auto score = [&](std::optional<std::string> previous, std::optional<std::string> next) {
            const auto answer = memory.lookup({{"Yes.", {}}, std::move(previous), std::move(next)}, 1000, 1);
            return answer && !answer->empty() ? answer->front().perMille : -1;
        };
        QCOMPARE(score("Are you there?", ""), 1020);
        QCOMPARE(score("Are you there?", std::nullopt), 1010);
        QCOMPARE(score("Are you there?", "Good."), 1010);
        QCOMPARE(score("", ""), 1010);
        QCOMPARE(score(std::nullopt, std::nullopt), 1000);
    }

    void addingTwiceIsAddingOnce()
    {
        Memory memory = newMemory();
        const Unit unit = unitOf("Yes.", "Ja.");
        QCOMPARE(memory.add(unit).value(), Addition::Added);
        QCOMPARE(memory.add(unit).value(), Addition::KnownAlready);
        QCOMPARE(memory.statistics()->units, std::size_t(1));
    }

    void whatIsRemovedStaysAway()
    {
        Memory memory = newMemory();
        const Unit unit = unitOf("Yes.", "Ja.");
        QVERIFY(memory.add(unit).has_value());
        QCOMPARE(memory.lookup(queryOf("Yes."), 1000, 5)->size(), std::size_t(1));
        QVERIFY(memory.remove(unit.id).has_value());
        QVERIFY(memory.lookup(queryOf("Yes."), 500, 5)->empty());
        QCOMPARE(memory.add(unit).value(), Addition::RemovedBefore);
        QVERIFY(memory.lookup(queryOf("Yes."), 500, 5)->empty());

        const Unit late = unitOf("No.", "Nein.");   // its removal arrives first
        QVERIFY(memory.remove(late.id).has_value());
        QCOMPARE(memory.add(late).value(), Addition::RemovedBefore);
    }

    void aWriterWithoutCommitChangesNothing()
    {
        Memory memory = newMemory();
        {
            Result<MemoryWriter> writer = memory.write();
            QVERIFY(writer.has_value());
            QVERIFY(writer->add(unitOf("Yes.", "Ja.")).has_value());
        }
        QCOMPARE(memory.statistics()->units, std::size_t(0));
        QVERIFY(memory.lookup(queryOf("Yes."), 500, 5)->empty());
        QVERIFY(memory.add(unitOf("Yes.", "Ja.")).has_value());
        QCOMPARE(memory.lookup(queryOf("Yes."), 500, 5)->size(), std::size_t(1));
    }

    void openingFindsEverything()
    {
        samples::Random random(32);
        const std::filesystem::path path = newPath();
        std::vector<Unit> units;
        {
            Memory memory = *Memory::create(path, "en-GB", "de-AT");
            for (int i = 0; i < 40; ++i) {
                units.push_back(samples::unit(random));
                units.back().source.text += samples::hostileText(random);
                units.back().properties = {{Property::Kind::Note, "", samples::hostileText(random)}, {Property::Kind::Property, "client", "'"}};
                QVERIFY(memory.add(units.back()).has_value());
            }
        }
        const Result<Memory> memory = Memory::open(path);
        QVERIFY(memory.has_value());
        QCOMPARE(memory->sourceLanguage(), std::string("en-GB"));
        QCOMPARE(memory->targetLanguage(), std::string("de-AT"));
        QVERIFY(allUnits(*memory) == units);
        QVERIFY(memory->check().has_value());
    }

    /// Two connections take turns at random; each sees at once what the other did.
    void anotherConnectionIsSeenAtOnce()
    {
        samples::Random random(33);
        const std::filesystem::path path = newPath();
        Memory first = *Memory::create(path, "en", "de");
        Memory second = *Memory::open(path);
        std::vector<std::string> present;
        for (int round = 0; round < interlinear::tests::rounds(200); ++round) {
            Memory &writer = samples::below(random, 2) == 0 ? first : second;
            Memory &reader = samples::below(random, 2) == 0 ? first : second;
            if (samples::below(random, 4) != 0 || present.empty()) {
                Unit unit = unitOf("Segment number x" + std::to_string(round) + "x here", "Segment");
                QVERIFY(writer.add(unit).has_value());
                present.push_back(unit.id);
                const auto answer = reader.lookup({unit.source, {}, {}}, 1000, 5);
                QCOMPARE(answer->size(), std::size_t(1));
                QCOMPARE(answer->front().unit.id, unit.id);
            } else {
                const std::string id = present.back();
                present.pop_back();
                QVERIFY(writer.remove(id).has_value());
                const auto answer = reader.lookup(queryOf("Segment number x1x here"), 500, 1000);
                QVERIFY(std::none_of(answer->begin(), answer->end(), [&](const Match &match) { return match.unit.id == id; }));
            }
        }
    }

    void manyThreadsLoseNothing()
    {
        const std::filesystem::path path = newPath();
        QVERIFY(Memory::create(path, "en", "de").has_value());
        constexpr int threads = 6;
        constexpr int unitsEach = 40;
        std::vector<int> found(threads);
        std::vector<std::jthread> workers;
        for (int thread = 0; thread < threads; ++thread) {
            workers.emplace_back([&, thread] {
                Result<Memory> memory = Memory::open(path);
                for (int i = 0; memory && i < unitsEach; ++i) {
                    const Unit unit = unitOf("thread" + std::string(1, static_cast<char>('a' + thread)) + " step" + std::to_string(i) + "x", "Schritt");
                    if (!memory->add(unit))
                        continue;
                    const auto answer = memory->lookup({unit.source, {}, {}}, 1000, 1);
                    found[static_cast<std::size_t>(thread)] += answer && answer->size() == 1 ? 1 : 0;
                }
            });
        }
        workers.clear();
        QCOMPARE(found, std::vector<int>(threads, unitsEach));
        QCOMPARE(Memory::open(path)->statistics()->units, std::size_t(threads * unitsEach));
    }

    void textsThatAreSqlStayTexts()
    {
        Memory memory = newMemory();
        const std::string text = "Robert'); DROP TABLE unit; SELECT \"?1\" WHERE 'x' LIKE '%';--";
        Unit unit = unitOf(text, text);
        unit.id = text;
        unit.author = text;
        QVERIFY(memory.add(unit).has_value());
        QCOMPARE(memory.lookup(queryOf(text), 1000, 5)->front().unit.id, text);
        ConcordanceQuery query;
        query.pattern.text = "DROP TABLE";
        QCOMPARE(concordance(memory, query, 5)->size(), std::size_t(1));
        QVERIFY(memory.remove(text).has_value());
        QCOMPARE(memory.statistics()->units, std::size_t(0));
    }

    void whatAMemoryRefuses()
    {
        Memory memory = newMemory();
        QCOMPARE(memory.add(unitOf("", "Ja.")).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(memory.add(unitOf("Yes.", "")).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(memory.add(unitOf("\xFF", "Ja.")).error().code, ErrorCode::NotUtf8);
        Unit nameless = unitOf("Yes.", "Ja.");
        nameless.id.clear();
        QCOMPARE(memory.add(nameless).error().code, ErrorCode::InvalidArgument);
        Unit unclosed = unitOf("Yes.", "Ja.");
        unclosed.target.tags = {{1, TagKind::Open, 0, "<b>", ""}};
        QCOMPARE(memory.add(unclosed).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(Memory::create(newPath(), "en", "Deutsch!").error().code, ErrorCode::UnknownLanguage);
    }
};

QTEST_APPLESS_MAIN(TestMemory)
#include "tst_memory.moc"
