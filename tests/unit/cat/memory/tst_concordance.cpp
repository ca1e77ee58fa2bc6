// Concordance: what is found, where, in which order, and that no pattern hangs it.
#include "engine/cat/memory/search/concordance.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>

using namespace interlinear;
using namespace interlinear::cat;
using tests::must;
using interlinear::cat::samples::unitOf;

namespace {

ConcordanceQuery asking(const std::string &text, SearchedSide side = SearchedSide::Both, const UnitFilter &filter = {})
{
    ConcordanceQuery query;
    query.pattern.text = text;
    query.side = side;
    query.filter = filter;
    return query;
}

/// How often Qt finds it, when case does not count. For texts in which no character changes its length.
std::size_t placesByQt(const std::string &needle, const std::string &text)
{
    return static_cast<std::size_t>(QString::fromStdString(text).count(QString::fromStdString(needle), Qt::CaseInsensitive));
}

/// What the index and the scan say of a query: empty where they agree. Their hits are counted.
QString disagreement(Memory &memory, const ConcordanceQuery &query, std::size_t most, std::size_t &hits)
{
    const auto sources = [](const Result<std::vector<ConcordanceHit>> &found) {
        QStringList list;
        for (const ConcordanceHit &hit : found.value_or(std::vector<ConcordanceHit>()))
            list.append(QString::fromStdString(hit.unit.source.text + " (" + hit.unit.id + ")"));
        return found ? list.join(" | ") : QStringLiteral("an error");
    };
    const auto byScan = newestHitsByScan(memory, query, most);
    hits += byScan ? byScan->size() : 0;
    const QString expected = sources(byScan), actual = sources(newestHits(memory, query, most));
    return actual == expected ? QString()
                              : QString("\"%1\" kind %2: %3 by scan, %4 by index").arg(QString::fromStdString(query.pattern.text)).arg(static_cast<int>(query.pattern.kind)).arg(expected, actual);
}

QString shown(const std::string &text, const std::vector<Occurrence> &occurrences)
{
    QStringList pieces;
    for (const Occurrence &occurrence : occurrences)
        pieces.append(QString::fromStdString(text.substr(occurrence.span.begin, occurrence.span.length())));
    return pieces.join('|');
}

}  // namespace

class TestConcordance : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::string path() const { return (m_folder.path() + "/memory" + QString::number(m_files)).toStdString(); }
    Memory newMemory()
    {
        ++m_files;
        return must(Memory::create(path(), "en", "de"));
    }

private Q_SLOTS:
    void substringsAreFoundWhereverTheyStand()
    {
        samples::Random random(5);
        std::size_t hits = 0;
        for (int round = 0; round < tests::rounds(10); ++round) {
            Memory memory = newMemory();
            std::vector<Unit> units;
            MemoryWriter writer = must(memory.write());
            for (int i = 0; i < 40; ++i) {
                units.push_back(samples::unit(random));
                units.back().source.tags.clear();   // a tag may end a word
                units.back().target.tags.clear();
                must(writer.add(units.back()));
            }
            QVERIFY(writer.commit().has_value());
            for (const char *needle : {"the", "PUMP", "running", "en", "12", "usb3", "SB", "CO2", "京", "ไทย", "é", ".", "e h", "nothing has this"}) {
                const auto answer = must(concordance(memory, asking(needle), 100));
                std::set<std::string> found;
                for (const ConcordanceHit &hit : answer) {
                    found.insert(hit.unit.id);
                    QCOMPARE(hit.inSource.size(), placesByQt(needle, hit.unit.source.text));
                    QCOMPARE(hit.inTarget.size(), placesByQt(needle, hit.unit.target.text));
                    hits += 1;
                }
                for (const Unit &unit : units)
                    QCOMPARE(found.contains(unit.id), placesByQt(needle, unit.source.text) + placesByQt(needle, unit.target.text) > 0);
            }
        }
        QVERIFY(hits > 200);
    }

    /// Whatever is looked for, the index leaves nothing out.
    void theIndexEqualsTheScan()
    {
        samples::Random random(8);
        std::size_t hits = 0;
        for (int round = 0; round < tests::rounds(12); ++round) {
            Memory memory = newMemory();
            std::vector<std::string> texts;
            for (int part = 0; part < 2; ++part) {
                MemoryWriter writer = must(memory.write());
                for (int i = 0; i < 60; ++i) {
                    Unit unit = samples::unit(random);
                    if (samples::below(random, 5) == 0)
                        unit.target = {samples::hostileText(random), {}};
                    texts.push_back(samples::below(random, 2) == 0 ? unit.source.text : unit.target.text);
                    must(writer.add(unit));
                }
                QVERIFY(writer.commit().has_value());
                for (int question = 0; question < 40; ++question) {
                    const QString text = QString::fromStdString(texts[samples::below(random, texts.size())]);
                    const auto begin = static_cast<qsizetype>(samples::below(random, static_cast<std::size_t>(text.size()) + 1));
                    ConcordanceQuery query = asking(text.mid(begin, 1 + static_cast<qsizetype>(samples::below(random, 14))).toStdString());
                    query.pattern.kind = static_cast<PatternKind>(samples::below(random, 4));
                    query.pattern.counting = {samples::below(random, 2) == 0, samples::below(random, 2) == 0};
                    query.side = static_cast<SearchedSide>(samples::below(random, 3));
                    const std::size_t most = 1 + samples::below(random, 40);
                    const QString difference = disagreement(memory, query, most, hits);
                    QVERIFY2(difference.isEmpty(), qPrintable(difference));
                }
            }
        }
        QVERIFY(hits > 1000);
    }

    /// Few words, in every order, with all that may stand between them: what the index says of their order is true.
    void phrasesOfShortWords()
    {
        constexpr std::array words{"a", "to", "tot", "B2", "5", "京", "é", "ab", "don't"};
        constexpr std::array between{" ", " ", " ", ", ", "; ", " (", ") ", "! ", ". ", "-", ",", " / ", " 7, ", "\u00A0", " %(to a)s "};
        samples::Random random(9);
        std::size_t hits = 0;
        for (int round = 0; round < tests::rounds(4); ++round) {
            Memory memory = newMemory();
            std::vector<std::string> texts;
            MemoryWriter writer = must(memory.write());
            for (int i = 0; i < 200; ++i) {
                std::string text = words[samples::below(random, words.size())];
                for (std::size_t more = 1 + samples::below(random, 6); more > 0; --more)
                    text += std::string(between[samples::below(random, between.size())]) + words[samples::below(random, words.size())];
                Unit unit = unitOf(text, text);
                if (const std::size_t space = text.find(' '); space != std::string::npos && i % 3 == 0)
                    unit.source.tags = {{1, TagKind::Standalone, space, i % 2 == 0 ? "<br/>" : "<x/>", ""}};
                must(writer.add(unit));
                texts.push_back(std::move(text));
            }
            QVERIFY(writer.commit().has_value());
            for (int question = 0; question < 200; ++question) {
                const QString text = QString::fromStdString(texts[samples::below(random, texts.size())]);
                const auto begin = static_cast<qsizetype>(samples::below(random, static_cast<std::size_t>(text.size())));
                ConcordanceQuery query = asking(text.mid(begin, 2 + static_cast<qsizetype>(samples::below(random, 10))).toStdString());
                query.pattern.kind = static_cast<PatternKind>(samples::below(random, 3));
                query.side = static_cast<SearchedSide>(samples::below(random, 3));
                const QString difference = disagreement(memory, query, 1000, hits);
                QVERIFY2(difference.isEmpty(), qPrintable(difference));
            }
        }
        QVERIFY(hits > 1000);
    }

    /// The same with addresses in every surrounding; first with so many units that they are in a file.
    void wordsOfAddresses()
    {
        constexpr std::array pieces{"https://", "www.", "heat", "Pump", "@", ".org", ".", "/a,b", "(c)", "é", "京", "ไทย", " ", " ", "\u00A0", "_", "5", "e\u0301", "„", "-", "%20", "!", "'s"};
        samples::Random random(10);
        std::size_t hits = 0;
        for (int round = 0; round < tests::rounds(6); ++round) {
            const bool inFile = round == 0;
            Memory memory = newMemory();
            std::vector<std::string> texts;
            MemoryWriter writer = must(memory.write());
            for (int i = 0; i < (inFile ? 8'500 : 200); ++i) {
                std::string text = "x";
                for (std::size_t more = 3 + samples::below(random, 10); more > 0; --more)
                    text += pieces[samples::below(random, pieces.size())];
                Unit unit = unitOf(text, text);
                if (const std::size_t point = text.find('.'); point != std::string::npos && i % 4 == 0)
                    unit.source.tags = {{1, TagKind::Standalone, point, i % 8 == 0 ? "<br/>" : "<x/>", ""}};
                must(writer.add(unit));
                texts.push_back(std::move(text));
            }
            QVERIFY(writer.commit().has_value());
            must(memory.index())->finishWork();
            QCOMPARE(std::filesystem::exists(path() + "-index"), inFile);
            for (int question = 0; question < (inFile ? 60 : 300); ++question) {
                const QString text = QString::fromStdString(texts[samples::below(random, texts.size())]);
                const auto begin = static_cast<qsizetype>(samples::below(random, static_cast<std::size_t>(text.size())));
                ConcordanceQuery query = asking(text.mid(begin, 1 + static_cast<qsizetype>(samples::below(random, 9))).toStdString());
                query.pattern.kind = static_cast<PatternKind>(samples::below(random, 3));
                query.pattern.counting = {samples::below(random, 2) == 0, samples::below(random, 2) == 0};
                query.side = static_cast<SearchedSide>(samples::below(random, 3));
                const QString difference = disagreement(memory, query, 1000, hits);
                QVERIFY2(difference.isEmpty(), qPrintable(difference));
            }
        }
        QVERIFY(hits > 1000);
    }

    /// The last word of an address is in no text of words, but the file knows that the unit has an address.
    void phrasesThatBeginInAnAddressAreFoundInTheFile()
    {
        samples::Random random(11);
        Memory memory = newMemory();
        MemoryWriter writer = must(memory.write());
        for (int i = 0; i < 8'500; ++i)
            must(writer.add(i % 1'000 == 0 ? unitOf("See https://pumps.example/" + std::to_string(i) + "/zellarium firstly.", "x") : samples::unit(random)));
        QVERIFY(writer.commit().has_value());
        must(memory.index())->finishWork();
        QVERIFY(std::filesystem::exists(path() + "-index"));
        std::size_t hits = 0;
        const QString difference = disagreement(memory, asking("zellarium firstly"), 100, hits);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        QCOMPARE(hits, std::size_t(9));
    }

    void aMarkThatDoesNotCountBeforeTheSpacesOfAPattern()
    {
        Memory memory = newMemory();
        for (const char *text : {"x_https://https://", "xheat%20„'sไทยhttps://'s", "xPump„_京https://", "x5www. https://!!Pump(c)www."})
            must(memory.add(unitOf(text, "y")));
        ConcordanceQuery query = asking("\u0301  https:  \u0301");
        query.pattern.kind = PatternKind::Wildcard;
        query.pattern.counting.diacritics = false;
        std::size_t hits = 0;
        QCOMPARE(disagreement(memory, query, 10, hits), QString());
        QCOMPARE(hits, std::size_t(4));
    }

    void patternsFind_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("letterCase");
        QTest::addColumn<bool>("diacritics");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        const auto row = [](const char *name, PatternKind kind, const char *pattern, const char *text, const char *found, bool letterCase = false, bool diacritics = true) {
            QTest::newRow(name) << QString(pattern) << static_cast<int>(kind) << letterCase << diacritics << QString(text) << QString(found);
        };
        using enum PatternKind;
        row("any case", Substring, "straße", "The STRASSE, die Straße", "STRASSE|Straße");
        row("half of a letter is the letter", Substring, "stras", "Straße", "Straß");
        row("case counts", Substring, "Ja", "ja Ja JA", "Ja", true);
        row("diacritics count", Substring, "resume", "résumé resume", "resume");
        row("diacritics do not count", Substring, "resume", "résumé RE\u0301SUME\u0301 resume", "résumé|RE\u0301SUME\u0301|resume", false, false);
        row("however é is written", Substring, "é", "e\u0301 é e", "e\u0301|é");
        row("e is no é", Substring, "e", "e\u0301 é e", "e");
        row("kana keep their voice", Substring, "か", "がか", "か", false, false);
        row("Hangul is whole", Substring, "하", "한국", "", false, false);
        row("Thai vowels count", Substring, "กา", "กิ กา", "กา", false, false);
        row("inside words", Substring, "pump", "heatpumps", "pump");
        row("not overlapping", Substring, "aa", "aaaaa", "aa|aa");
        row("words in any order", Words, "pump heat", "The heat of the pump", "heat|pump");
        row("words are whole", Words, "pump", "pumps pump, pump-house", "pump|pump");
        row("every word must be there", Words, "pump cold", "The heat of the pump", "");
        row("Chinese words have no edges", Words, "北京", "我们今天去北京。", "北京");
        row("a star is part of a word", Wildcard, "pump*", "pumps and a pumping pump; heatpump", "pumps|pumping|pump");
        row("a star in front", Wildcard, "*pump", "heatpump pumps", "heatpump");
        row("a question mark is one character", Wildcard, "w?rd", "word ward wörd weird", "word|ward|wörd");
        row("words in this order", Wildcard, "heat  pump*", "pump heat; heat\tpumps", "heat\tpumps");
        row("signs are signs", Wildcard, "(a.b)", "aab (a.b) axb", "(a.b)");
        row("a regular expression", Regex, "\\b(\\d+) (kg|m)\\b", "12 kg, 5 m, 7 km", "12 kg|5 m");
        row("an expression in any case", Regex, "[a-c]+", "ABd", "AB");
        row("an expression with case", Regex, "[a-c]+", "ABdc", "c", true);
        row("an expression without diacritics", Regex, "n[eo]e", "née noé", "née|noé", false, false);
        row("an empty place is none", Regex, "x*", "axxb", "xx");
    }

    void patternsFind()
    {
        QFETCH(QString, pattern);
        QFETCH(int, kind);
        QFETCH(bool, letterCase);
        QFETCH(bool, diacritics);
        QFETCH(QString, text);
        QFETCH(QString, found);
        TextPattern compiled = must(TextPattern::compile({pattern.toStdString(), static_cast<PatternKind>(kind), {letterCase, diacritics}}));
        QCOMPARE(shown(text.toStdString(), must(compiled.find(text.toStdString()))), found);
    }

    /// Whatever is asked for in whatever text: places lie on characters, rise and do not overlap.
    void placesAreSound()
    {
        samples::Random random(6);
        for (int round = 0; round < tests::rounds(3000); ++round) {
            std::string text = samples::below(random, 2) == 0 ? samples::sentence(random) : samples::hostileText(random);
            const std::string other = samples::below(random, 2) == 0 ? samples::sentence(random) : samples::hostileText(random);
            const auto kind = static_cast<PatternKind>(samples::below(random, 4));
            auto pattern = TextPattern::compile({samples::below(random, 3) == 0 ? text : other, kind, {samples::below(random, 2) == 0, samples::below(random, 2) == 0}});
            if (!pattern)
                continue;
            const auto found = pattern->find(text + other);
            QVERIFY(found.has_value());
            text += other;
            std::size_t end = 0;
            for (const Occurrence &occurrence : *found) {
                QVERIFY(occurrence.span.begin >= end && !occurrence.span.empty() && occurrence.span.end <= text.size());
                end = occurrence.span.end;
                for (const std::size_t edge : {occurrence.span.begin, occurrence.span.end})
                    QVERIFY(edge == text.size() || (static_cast<unsigned char>(text[edge]) & 0xC0) != 0x80);
            }
        }
    }

    void hopelessPatternsAreRefused()
    {
        using enum PatternKind;
        QCOMPARE(TextPattern::compile({"", Substring, {}}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(TextPattern::compile({"  ", Words, {}}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(TextPattern::compile({"a\xFF", Substring, {}}).error().code, ErrorCode::NotUtf8);
        QCOMPARE(TextPattern::compile({"(a", Regex, {}}).error().code, ErrorCode::InvalidArgument);
        TextPattern slow = must(TextPattern::compile({"(a+)+$", Regex, {}}));
        QCOMPARE(slow.find(std::string(60, 'a') + "b").error().code, ErrorCode::InvalidArgument);
        TextPattern deep = must(TextPattern::compile({"(a|b)*c", Regex, {}}));
        QVERIFY(!deep.find(std::string(3'000'000, 'a')).has_value());
    }

    void filtersLeaveOut()
    {
        Memory memory = newMemory();
        Unit zoe = unitOf("Press Enter.", "Enter drücken.");
        zoe.author = "Zoë";
        zoe.document = "guide.md";
        zoe.changedMs = 1000;
        zoe.properties = {{Property::Kind::Property, "client", "ACME"}};
        Unit machine = unitOf("Press Enter now.", "Enter jetzt drücken.");
        machine.origin = Origin::Machine;
        machine.changedMs = 2000;
        for (const Unit &unit : {zoe, machine})
            must(memory.add(unit));
        const auto idsWith = [&](const UnitFilter &filter, SearchedSide side = SearchedSide::Both, const char *text = "enter") {
            std::set<std::string> ids;
            for (const ConcordanceHit &hit : must(concordance(memory, asking(text, side, filter), 10)))
                ids.insert(hit.unit.id);
            return ids;
        };
        const std::set<std::string> onlyZoe{zoe.id}, onlyMachine{machine.id}, both{zoe.id, machine.id}, none;
        QCOMPARE(idsWith({}), both);
        QCOMPARE(idsWith({.author = "Zoë"}), onlyZoe);
        QCOMPARE(idsWith({.author = "zoë"}), none);
        QCOMPARE(idsWith({.document = "guide.md"}), onlyZoe);
        QCOMPARE(idsWith({.origin = Origin::Machine}), onlyMachine);
        QCOMPARE(idsWith({.changedFromMs = 2000}), onlyMachine);
        QCOMPARE(idsWith({.changedBeforeMs = 2000}), onlyZoe);
        QCOMPARE(idsWith({.property = PropertyFilter{"client", {}}}), onlyZoe);
        QCOMPARE(idsWith({.property = PropertyFilter{"client", "Other"}}), none);
        QCOMPARE(idsWith({}, SearchedSide::Source, "drücken"), none);
        QCOMPARE(idsWith({}, SearchedSide::Target, "drücken"), both);
    }

    void wholeWordsComeFirstThenShortTextsThenNewOnes()
    {
        Memory memory = newMemory();
        const std::vector<Unit> units{unitOf("A pump in the cellar", "x"), unitOf("A pump", "x"), unitOf("Pumps", "x"), unitOf("A pump", "y")};
        for (const Unit &unit : units)
            must(memory.add(unit));
        QStringList order;
        for (const ConcordanceHit &hit : must(concordance(memory, asking("pump"), 10)))
            order.append(QString::fromStdString(hit.unit.source.text + " " + hit.unit.target.text));
        QCOMPARE(order, (QStringList{"A pump y", "A pump x", "A pump in the cellar x", "Pumps x"}));
        QCOMPARE(must(concordance(memory, asking("pump"), 1)).size(), std::size_t(1));
    }

    void addressesAreLookedIntoAndPlaceholdersBySigns()
    {
        Memory memory = newMemory();
        must(memory.add(unitOf("See https://pumps.example.org for {cellar_name}.", "x")));
        must(memory.add(unitOf("The pump of Example in the cellar", "x")));
        for (const auto &[text, hits] : std::vector<std::pair<std::string, std::size_t>>{{"pump", 2}, {"example", 2}, {"example.org", 1}, {"cellar", 1}, {"cellar_n", 1}, {"{cellar", 1}, {"/pumps", 1}})
            QCOMPARE(must(concordance(memory, asking(text), 10)).size(), hits);
        ConcordanceQuery words = asking("see org");
        words.pattern.kind = PatternKind::Words;
        QCOMPARE(must(concordance(memory, words, 10)).size(), std::size_t(1));
        ConcordanceQuery expression = asking("pumps?");
        expression.pattern.kind = PatternKind::Regex;
        QCOMPARE(must(concordance(memory, expression, 10)).size(), std::size_t(2));
    }

    void aStopIsHeard()
    {
        Memory memory = newMemory();
        must(memory.add(unitOf("Press Enter.", "Enter drücken.")));
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(concordance(memory, asking("e"), 10, stop.get_token()).error().code, ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestConcordance)
#include "tst_concordance.moc"
