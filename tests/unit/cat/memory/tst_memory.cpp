#include "engine/cat/memory/search/concordance.h"
#include "engine/cat/memory/match_use.h"
#include "engine/cat/memory/memory.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <initializer_list>
#include <numeric>

using namespace interlinear;
using namespace interlinear::cat;
using interlinear::cat::samples::unitOf;

namespace {

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
std::vector<Match> bruteForce(const std::vector<Unit> &units, const Query &query, const LookupSettings &settings)
{
    std::vector<Match> all;
    const Matcher matcher(query, settings, {"en", "de"});
    for (const Unit &unit : units) {
        if (std::optional<Match> match = matcher.match(unit))
            all.push_back(std::move(*match));
    }
    std::sort(all.begin(), all.end(), ranksBefore);
    std::vector<Match> answer;
    for (Match match : all) {
        match.disputed = std::any_of(all.begin(), all.end(), [&](const Match &other) { return other.perMille >= match.perMille && other.unit.target != match.unit.target; });
        const bool twin = std::any_of(answer.begin(), answer.end(), [&](const Match &other) {
            return other.unit.target == match.unit.target && (other.unit.source == match.unit.source || (other.equal && match.equal));
        });
        if (!twin && answer.size() < settings.limit)
            answer.push_back(match);
    }
    return answer;
}

std::optional<std::string> anyOf(samples::Random &random, std::initializer_list<const char *> choices)
{
    return *(choices.begin() + samples::below(random, choices.size()));
}

/// A unit with what penalties and context look at.
Unit coloured(Unit unit, samples::Random &random)
{
    unit.sourceLanguage = *anyOf(random, {"", "", "en-GB", "en-US"});
    unit.targetLanguage = *anyOf(random, {"", "", "de-DE", "de-CH"});
    unit.approved = samples::below(random, 4) != 0;
    unit.contextId = *anyOf(random, {"", "", "a", "b"});
    return unit;
}

LookupSettings anySettings(samples::Random &random)
{
    LookupSettings settings{.thresholdPerMille = 400 + static_cast<int>(samples::below(random, 621)), .limit = 1 + samples::below(random, 6)};
    settings.approvedOnly = samples::below(random, 8) == 0;
    if (samples::below(random, 3) != 0) {
        for (int *penalty : {&settings.penalties.memory, &settings.penalties.languageVariant, &settings.penalties.unapproved, &settings.penalties.machine})
            *penalty = static_cast<int>(samples::below(random, 3) * samples::below(random, 60));
    }
    return settings;
}

QStringList summary(const std::vector<Match> &matches)
{
    QStringList lines;
    for (const Match &match : matches)
        lines.append(QString("%1 %2 %3 %4").arg(match.perMille).arg(match.disputed).arg(QString::fromStdString(match.unit.id), QString::fromStdString(match.unit.source.text)));
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
                    units.push_back(coloured(samples::unit(random), random));
                    if (units.size() > 3 && samples::below(random, 4) == 0) {   // another translation, or the same once more
                        const Unit &other = units[samples::below(random, units.size())];
                        units.back().source = other.source;
                        units.back().target = samples::below(random, 2) == 0 ? other.target : units.back().target;
                    }
                    QCOMPARE(writer->add(units.back()).value(), Addition::Added);
                }
                QVERIFY(writer->commit().has_value());
                for (int question = 0; question < 12; ++question) {
                    const Unit &near = units[samples::below(random, units.size())];
                    Query query{samples::segment(random), {}, {}};
                    if (question % 2 == 0)
                        query = {near.source, near.previous, samples::below(random, 2) == 0 ? near.next : std::optional<std::string>("other")};
                    query.languages = {*anyOf(random, {"", "en-US", "en"}), *anyOf(random, {"", "de-DE", "de"})};
                    query.contextId = *anyOf(random, {"", "a", "b"});
                    LookupSettings settings = anySettings(random);
                    if (samples::below(random, 4) == 0)
                        settings.withoutIds = {near.id};
                    const auto answer = memory.lookup(query, settings);
                    QVERIFY(answer.has_value());
                    QCOMPARE(summary(*answer), summary(bruteForce(allUnits(memory), query, settings)));
                    for (const Match &match : *answer) {
                        QCOMPARE(std::accumulate(match.explanation.begin(), match.explanation.end(), 0, [](int sum, const ScorePart &of) { return sum + of.points; }),
                                 match.perMille);
                    }
                    found += answer->size();
                }
            }
        }
        QVERIFY(found > 1000);
    }

    void aStopEndsALookup()
    {
        QTemporaryDir folder;
        Result<Memory> memory = Memory::create((folder.path() + "/memory").toStdString(), "en", "de");
        QVERIFY(memory && memory->add(unitOf("Press Enter.", "Enter drücken.")));
        std::stop_source stop;
        QCOMPARE(memory->lookup(queryOf("Press Enter now."), {.thresholdPerMille = 500}, stop.get_token())->size(), std::size_t(1));
        stop.request_stop();
        QCOMPARE(memory->lookup(queryOf("Press Enter now."), {.thresholdPerMille = 500}, stop.get_token()).error().code, ErrorCode::Cancelled);
        QCOMPARE(memory->lookup(queryOf("Press Enter now."), {.thresholdPerMille = 500})->size(), std::size_t(1));
    }

    void contextRaisesAnEqualText()
    {
        Memory memory = newMemory();
        Unit unit = unitOf("Yes.", "Ja.");
        unit.previous = "Are you there?";
        unit.next = "";
        QVERIFY(memory.add(unit).has_value());
        const auto score = [&](std::optional<std::string> previous, std::optional<std::string> next) {
            const auto answer = memory.lookup({{"Yes.", {}}, std::move(previous), std::move(next)}, {1000, 1});
            return answer && !answer->empty() ? answer->front().perMille : -1;
        };
        QCOMPARE(score("Are you there?", ""), 1020);
        QCOMPARE(score("Are you there?", std::nullopt), 1010);
        QCOMPARE(score("Are you there?", "Good."), 1010);
        QCOMPARE(score("", ""), 1010);
        QCOMPARE(score(std::nullopt, std::nullopt), 1000);
    }

    void anIdTakesThePlaceOfANeighbour_data()
    {
        QTest::addColumn<QString>("ofUnit");
        QTest::addColumn<QString>("ofQuery");
        QTest::addColumn<QString>("previous");   // the unit's are "before" and "behind"
        QTest::addColumn<QString>("next");
        QTest::addColumn<int>("perMille");
        QTest::newRow("all the same") << "menu.open" << "menu.open" << "before" << "behind" << 1020;
        QTest::newRow("id alone") << "menu.open" << "menu.open" << "x" << "behind" << 1010;
        QTest::newRow("neighbours alone") << "menu.open" << "menu.close" << "before" << "behind" << 1010;
        QTest::newRow("one neighbour is not enough") << "menu.open" << "menu.close" << "before" << "x" << 1000;
        QTest::newRow("an id on one side agrees with nothing") << "menu.open" << "" << "before" << "behind" << 1010;
        QTest::newRow("no ids") << "" << "" << "before" << "behind" << 1020;
        QTest::newRow("no ids, one neighbour") << "" << "" << "before" << "x" << 1010;
    }
    void anIdTakesThePlaceOfANeighbour()
    {
        QFETCH(QString, ofUnit);
        QFETCH(QString, ofQuery);
        QFETCH(QString, previous);
        QFETCH(QString, next);
        Unit unit = unitOf("Open", "Öffnen");
        unit.contextId = ofUnit.toStdString();
        unit.previous = "before";
        unit.next = "behind";
        const Matcher matcher({unit.source, previous.toStdString(), next.toStdString(), ofQuery.toStdString()}, {}, {"en", "de"});
        QTEST(matcher.match(unit)->perMille, "perMille");
    }

    void penaltiesAreExplained()
    {
        Unit unit = unitOf("Yes.", "Ja.");
        unit.previous = "Really?";
        unit.sourceLanguage = "en-GB";
        unit.approved = false;
        unit.origin = Origin::Machine;
        const Matcher matcher({.text = unit.source, .previous = unit.previous, .languages = {"en-US", "de"}}, {.thresholdPerMille = 1, .penalties = {.memory = 20}}, {"en", "de"});
        const Match match = *matcher.match(unit);
        const std::vector<ScorePart> expected{{ScoreReason::Start, 0, 1000},           {ScoreReason::PreviousSegment, 1, 10}, {ScoreReason::MemoryPenalty, 1, -20},
                                              {ScoreReason::LanguageVariant, 1, -30}, {ScoreReason::Unapproved, 1, -50},     {ScoreReason::MachineOrigin, 1, -150}};
        QCOMPARE(match.explanation, expected);
        QCOMPARE(match.perMille, 760);
    }

    void twoTranslationsDisputeEachOther()
    {
        Memory memory = newMemory();
        const Unit first = unitOf("Open", "Öffnen");
        Unit second = unitOf("Open", "Offen");
        QVERIFY(memory.add(first).has_value());
        const Query query = {.text = {"Open", {}}, .previous = "The door is"};
        QVERIFY(undisputed(*memory.lookup(query, {1000, 1}), 1000));
        QVERIFY(memory.add(second).has_value());
        QVERIFY(memory.lookup(query, {1000, 1})->front().disputed);   // though the limit hides the other
        QVERIFY(!undisputed(*memory.lookup(query, {1000, 1}), 1000));
        second.id = newUnitId();
        second.previous = "The door is";
        QVERIFY(memory.add(second).has_value());
        const auto inContext = memory.lookup(query, {1000, 5});
        QCOMPARE(inContext->size(), std::size_t(2));
        QCOMPARE(undisputed(*inContext, 1000)->unit.target.text, std::string("Offen"));
        QCOMPARE(inContext->front().perMille, 1010);
        QVERIFY(inContext->back().disputed);
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
        QCOMPARE(memory.lookup(queryOf("Yes."), {1000, 5})->size(), std::size_t(1));
        QVERIFY(memory.remove(unit.id).has_value());
        QVERIFY(memory.lookup(queryOf("Yes."), {500, 5})->empty());
        QCOMPARE(memory.add(unit).value(), Addition::RemovedBefore);
        QVERIFY(memory.lookup(queryOf("Yes."), {500, 5})->empty());

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
        QVERIFY(memory.lookup(queryOf("Yes."), {500, 5})->empty());
        QVERIFY(memory.add(unitOf("Yes.", "Ja.")).has_value());
        QCOMPARE(memory.lookup(queryOf("Yes."), {500, 5})->size(), std::size_t(1));
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
                const auto answer = reader.lookup({unit.source, {}, {}}, {1000, 5});
                QCOMPARE(answer->size(), std::size_t(1));
                QCOMPARE(answer->front().unit.id, unit.id);
            } else {
                const std::string id = present.back();
                present.pop_back();
                QVERIFY(writer.remove(id).has_value());
                const auto answer = reader.lookup(queryOf("Segment number x1x here"), {500, 1000});
                QVERIFY(std::none_of(answer->begin(), answer->end(), [&](const Match &match) { return match.unit.id == id; }));
            }
        }
    }

    void textsThatAreSqlStayTexts()
    {
        Memory memory = newMemory();
        const std::string text = "Robert'); DROP TABLE unit; SELECT \"?1\" WHERE 'x' LIKE '%';--";
        Unit unit = unitOf(text, text);
        unit.id = text;
        unit.author = text;
        QVERIFY(memory.add(unit).has_value());
        QCOMPARE(memory.lookup(queryOf(text), {1000, 5})->front().unit.id, text);
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
