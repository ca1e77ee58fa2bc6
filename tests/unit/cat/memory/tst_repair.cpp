#include "engine/cat/memory/match.h"
#include "engine/cat/memory/match_use.h"
#include "engine/cat/memory/repair/placeables.h"
#include "engine/cat/memory/repair/repair.h"
#include "engine/cat/memory/scoring/verbatim.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;

namespace {

std::string repairedText(const std::string &source, const std::string &target, const std::string &language, const std::string &query, const std::string &from = "en-US")
{
    const TaggedText sourceText{source, {}}, targetText{target, {}}, queryText{query, {}};
    const std::optional<Repair> made = repair({sourceText, from}, {targetText, language}, {queryText, from});
    return made ? made->target.text : "";
}

QString written(const std::vector<Placeable> &placeables)
{
    constexpr const char *kinds[] = {"number", "date", "code", "address", "placeholder"};
    QStringList list;
    for (const Placeable &placeable : placeables)
        list << QString("%1 %2").arg(kinds[static_cast<int>(placeable.kind)], QString::fromStdString(placeable.value));
    return list.join(", ");
}

std::string numberText(samples::Random &random)
{
    return std::to_string(samples::below(random, 3) == 0 ? samples::below(random, 10) : samples::below(random, 100000));
}

}  // namespace

class TestRepair : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void placeables_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        QTest::newRow("numbers of English") << "en" << "From 1,234.50 to 7." << "number 1234.50, number 7";
        QTest::newRow("numbers of German") << "de" << "Von 1.234,50 bis 7." << "number 1234.50, number 7";
        QTest::newRow("numbers of French") << "fr" << QString::fromUtf8("De 1 234,5 à 12 345.") << "number 1234.5, number 12345";
        QTest::newRow("spaces are words in English") << "en" << "In 2024 500 people" << "number 2024, number 500";
        QTest::newRow("numbers of Switzerland") << "de-CH" << QString::fromUtf8("1’234.50 und 1'234") << "number 1234.50, number 1234";
        QTest::newRow("lakh") << "en-IN" << "12,34,567.5 rupees" << "number 1234567.5";
        QTest::newRow("Devanagari") << "hi" << QString::fromUtf8("पृष्ठ १२ और १,२३४") << "number 12, number 1234";
        QTest::newRow("Arabic") << "ar-EG" << QString::fromUtf8("صفحة ١٢ و ١٬٢٣٤٫٥") << "number 12, number 1234.5";
        QTest::newRow("beside Japanese") << "ja" << QString::fromUtf8("第3章は12ページです") << "number 3, number 12";
        QTest::newRow("full width") << "ja" << QString::fromUtf8("第１２章") << "number 12";
        QTest::newRow("codes") << "en" << "H1N1, ABC-123, 5kg, 3rd, 16-bit, 1990's, 1.2.3" << "code H1N1, code ABC-123, code 5kg, code 3rd, code 16-bit, code 1990's, code 1.2.3";
        QTest::newRow("no number of German") << "de" << "Version 1.5" << "code 1.5";
        QTest::newRow("no thousands behind a zero") << "de" << "0.123 und 10.123" << "code 0.123, number 10123";
        QTest::newRow("a range") << "en" << "Pages 3-5, at 10:30" << "number 3, number 5, number 10, number 30";
        QTest::newRow("addresses") << "en" << "See https://example.org/a?b=1 (or www.x.org), mail a.b@example.org." << "address https://example.org/a?b=1, address www.x.org, address a.b@example.org";
        QTest::newRow("placeholders") << "en" << "%s, %1$d, %-5.2f, %1, %(name)s, {0}, {name}, ${name}, {{n}}, 50% off"
                                      << "placeholder %s, placeholder %1$d, placeholder %-5.2f, placeholder %1, placeholder %(name)s, placeholder {0}, placeholder {name}, "
                                         "placeholder ${name}, placeholder {{n}}, number 50";
        QTest::newRow("dates of the US") << "en-US" << "On 3/12/2024 and March 12, 2024, or Tuesday, March 12, 2024" << "date 2024-03-12, date 2024-03-12, date 2024-03-12";
        QTest::newRow("dates of Britain") << "en-GB" << "On 3/12/2024 and 12 March 2024" << "date 2024-12-03, date 2024-03-12";
        QTest::newRow("dates of Germany") << "de" << QString::fromUtf8("Am 12.03.2024, 12.3.24 und 12. März 2024") << "date 2024-03-12, date 2024-03-12, date 2024-03-12";
        QTest::newRow("dates of Japan") << "ja" << QString::fromUtf8("期限は2024年3月12日です") << "date 2024-03-12";
        QTest::newRow("ISO") << "fr" << "le 2024-03-12" << "date 2024-03-12";
        QTest::newRow("no such day") << "de" << "31.02.2024" << "code 31.02.2024";
        QTest::newRow("dates of the other English") << "en" << "On 3 May 2020, May 3, 2020, 3 May and Sunday, 3 May 2020" << "date 2020-05-03, date 2020-05-03, date --05-03, date 2020-05-03";
        QTest::newRow("dates of the other English in Britain") << "en-GB" << "On May 3, 2020" << "date 2020-05-03";
        QTest::newRow("without a year") << "en-US" << "until March 5" << "date --03-05";
        QTest::newRow("without a day") << "es" << "en marzo de 2024" << "date 2024-03";
    }
    void placeables()
    {
        QFETCH(QString, language);
        QFETCH(QString, text);
        QFETCH(QString, found);
        QCOMPARE(written(placeableReader(language.toStdString()).read(text.toStdString())), found);
    }

    void repaired_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("expected");   // empty: not repaired
        const auto row = [](const char *name, const char *source, const char *target, const char *language, const char *query, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(source) << QString::fromUtf8(target) << language << QString::fromUtf8(query) << QString::fromUtf8(expected);
        };
        row("a number", "Page 3 of 12", "Seite 3 von 12", "de", "Page 4 of 12", "Seite 4 von 12");
        row("two that change places", "Page 3 of 12", "Seite 3 von 12", "de", "Page 12 of 3", "Seite 12 von 3");
        row("other order", "3 of 12 pages", "12ページ中3ページ", "ja", "4 of 15 pages", "15ページ中4ページ");
        row("separators of German", "It weighs 1,234.5 kg.", "Es wiegt 1.234,5 kg.", "de", "It weighs 98,765.25 kg.", "Es wiegt 98.765,25 kg.");
        row("separators from nothing", "Up to 5 users", "Bis zu 5 Benutzer", "de", "Up to 1,500 users", "Bis zu 1.500 Benutzer");
        row("separators of French", "It weighs 1,234.5 kg.", "Il pèse 1 234,5 kg.", "fr", "It weighs 98,765.25 kg.", "Il pèse 98 765,25 kg.");
        row("hard space of French", "About 1,234 pages", "Environ 1\u00A0234 pages", "fr", "About 5,678 pages", "Environ 5\u00A0678 pages");
        row("Spanish groups from five digits on", "About 12,345 pages", "Unas 12.345 páginas", "es", "About 4,321 pages", "Unas 4321 páginas");
        row("Swiss apostrophe", "About 1,234 pages", "Etwa 1'234 Seiten", "de-CH", "About 9,876.5 pages", "Etwa 9'876.5 Seiten");
        row("Devanagari", "Page 12 of 1,234", "पृष्ठ १२, कुल १,२३४", "hi", "Page 15 of 1,234,567", "पृष्ठ १५, कुल १२,३४,५६७");
        row("Arabic digits", "Page 12, 1.5 km", "صفحة ١٢، ١٫٥ كم", "ar-EG", "Page 3, 2.75 km", "صفحة ٣، ٢٫٧٥ كم");
        row("Arabic with Latin digits", "Page 12", "صفحة 12", "ar-EG", "Page 34", "صفحة 34");
        row("full width", "Chapter 3", "第３章", "ja", "Chapter 12", "第１２章");
        row("a year", "In 2024 we met.", "2024 trafen wir uns.", "de", "In 1999 we met.", "1999 trafen wir uns.");
        row("a version stays as it is written", "Version 1.5", "Version 1.5", "de", "Version 2.6", "Version 2.6");
        row("version of three", "Version 1.5.2 is out", "Version 1.5.2 ist da", "de", "Version 2.0.1 is out", "Version 2.0.1 ist da");
        row("twice, and both change", "3 of 3", "3 von 3", "de", "4 of 4", "4 von 4");
        row("zeros in front", "Agent 007", "Agent 007", "fr", "Agent 008", "Agent 008");
        row("a code", "Order ABC-123 now", "Bestellen Sie ABC-123", "de", "Order XY-9 now", "Bestellen Sie XY-9");
        row("letters and digits", "H1N1 vaccine", "Impfstoff gegen H1N1", "de", "H5N1 vaccine", "Impfstoff gegen H5N1");
        row("an address", "See https://a.org/x.", "Siehe https://a.org/x.", "de", "See https://b.example/y?z=1.", "Siehe https://b.example/y?z=1.");
        row("a placeholder", "Delete {file}?", "{file} löschen?", "de", "Delete {folder}?", "{folder} löschen?");
        row("date of numbers", "Due 3/12/2024", "Fällig am 12.03.2024", "de", "Due 11/5/2025", "Fällig am 05.11.2025");
        row("date of words", "Due March 12, 2024.", "Fällig am 12. März 2024.", "de", "Due October 3, 2025.", "Fällig am 3. Oktober 2025.");
        row("date of France", "Due March 12, 2024.", "À rendre le 12 mars 2024.", "fr", "Due August 3, 2025.", "À rendre le 3 août 2025.");
        row("date of Spain", "Due March 12, 2024.", "Vence el 12 de marzo de 2024.", "es", "Due August 3, 2025.", "Vence el 3 de agosto de 2025.");
        row("date of Japan", "Due March 12, 2024.", "期限は2024年3月12日です。", "ja", "Due August 3, 2025.", "期限は2025年8月3日です。");
        row("date of Britain", "On 3 May 2020 we met.", "Am 3. Mai 2020 trafen wir uns.", "de", "On 12 June 2021 we met.", "Am 12. Juni 2021 trafen wir uns.");
        row("date and number", "From March 12, 2024: 5 rooms", "Ab 12. März 2024: 5 Zimmer", "de", "From May 1, 2024: 7 rooms", "Ab 1. Mai 2024: 7 Zimmer");

        row("May is not 5 in words", "Due May 5, 2024.", "Fällig am 5. Mai 2024.", "de", "Due June 7, 2024.", "Fällig am 7. Juni 2024.");

        row("nothing differs", "Page 3", "Seite 3", "de", "Page 3", "");
        row("a word differs too", "Page 3 here", "Seite 3 hier", "de", "Page 4 there", "");
        row("both of two equal numbers", "Page 5 of 5", "Seite 5 von 5", "de", "Page 6 of 7", "Seite 6 von 7");
        row("one of two equal numbers", "3 of 3", "3 von 3", "de", "4 of 3", "4 von 3");
        row("with the same units", "5 MB of 5 GB used", "5 Mo sur 5 Go", "fr", "6 MB of 7 GB used", "");
        row("with the same units in both", "5 MB of 5 GB used", "5 MB von 5 GB belegt", "de", "6 MB of 7 GB used", "6 MB von 7 GB belegt");
        row("with a sign between", "5/5", "5/5", "ja", "6/7", "6/7");
        row("in another order", "5 of 5 pages", "5ページ中5ページ", "ja", "6 of 7 pages", "");
        row("with other words between", "From 5 to 5", "Von 5 bis 5", "de", "From 6 to 7", "");
        row("three equal numbers", "1 of 1 (1)", "1 von 1 (1)", "de", "2 of 3 (4)", "2 von 3 (4)");
        row("a word in the target", "3 mice", "drei Mäuse", "de", "4 mice", "");
        row("a word in the query", "Page 3", "Seite 3", "de", "Page three", "");
        row("twice in the target", "Press 5", "Drücken Sie 5 (Taste 5)", "de", "Press 6", "");
        row("1 in H1N1", "1 case of H1N1", "H1N1: ein Fall", "de", "2 case of H1N1", "");
        row("an ordinal", "3rd row", "3. Reihe", "de", "4th row", "");
        row("an ending in Turkish", "In 3 days", "3'te", "tr", "In 6 days", "");
        row("a time that the target writes in another way", "At 10:30", "Um 10.30 Uhr", "de", "At 11:45", "");
        row("day and month are the same", "Due 4/4/2024", "Fällig am 04.04.2024", "de", "Due 5/4/2024", "");
        row("a date that the target reads in another way", "Due 3/4/2024", "Fällig am 03.04.2024", "de", "Due 5/6/2024", "");
        row("a sign of the sentence differs", "Page 3.", "Seite 3.", "de", "Page 4!", "");
    }
    void repaired()
    {
        QFETCH(QString, source);
        QFETCH(QString, target);
        QFETCH(QString, language);
        QFETCH(QString, query);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(repairedText(source.toStdString(), target.toStdString(), language.toStdString(), query.toStdString())), expected);
    }

    void tagsKeepTheirPlaces()
    {
        const TaggedText source{"Page 3 of 12", {{1, TagKind::Open, 5, "<b>", ""}, {1, TagKind::Close, 6, "</b>", ""}}};
        const TaggedText target{"Seite 3 von 12", {{1, TagKind::Open, 6, "<b>", ""}, {1, TagKind::Close, 7, "</b>", ""}}};
        TaggedText query{"Page 145 of 12", {{1, TagKind::Open, 5, "<b>", ""}, {1, TagKind::Close, 8, "</b>", ""}}};
        const TaggedText expected{"Seite 145 von 12", {{1, TagKind::Open, 6, "<b>", ""}, {1, TagKind::Close, 9, "</b>", ""}}};
        const std::optional<Repair> made = repair({source, "en"}, {target, "de"}, {query, "en"});
        QVERIFY(made && made->target == expected);
        QCOMPARE(made->replacements, (std::vector<RepairedStretch>{{{6, 9}, "3", "145"}}));
        query.tags[1].offset = 7;   // inside the number
        QVERIFY(!repair({source, "en"}, {target, "de"}, {query, "en"}));
        query.tags.clear();
        QVERIFY(!repair({source, "en"}, {target, "de"}, {query, "en"}));
    }

    void theScoreIsThatOfTheDifference()
    {
        Unit unit;
        unit.id = "1";
        unit.source.text = "Page 3 of 12";
        unit.target.text = "Seite 3 von 12";
        const Match match = *Matcher({.text = {"Page 4 of 12", {}}}, {}, {"en", "de"}).match(unit);
        QCOMPARE(match.perMille, 990);
        QCOMPARE(match.explanation.back(), (ScorePart{ScoreReason::Numbers, 1, -10}));
        QCOMPARE(offeredTarget(match).text, std::string("Seite 4 von 12"));
    }

    /// Units that are repaired to the same target are one answer, and no dispute.
    void repairedToTheSame()
    {
        std::vector<Match> answer;
        const Matcher matcher({.text = {"Page 4", {}}}, {}, {"en", "de"});
        for (const char *number : {"1", "2", "3"}) {
            Unit unit;
            unit.id = number;
            unit.source.text = std::string("Page ") + number;
            unit.target.text = std::string("Seite ") + number;
            insertMatch(answer, *matcher.match(unit), 5);
        }
        QCOMPARE(answer.size(), std::size_t(1));
        QVERIFY(!answer[0].disputed);
    }

    void aRepairedMatchIsADraftUnlessDisputed()
    {
        std::vector<Match> answer;
        const Matcher matcher({.text = {"Page 4", {}}}, {}, {"en", "de"});
        const auto put = [&](const char *source, const char *target) {
            Unit unit;
            unit.id = newUnitId();
            unit.source.text = source;
            unit.target.text = target;
            insertMatch(answer, *matcher.match(unit), 1);
        };
        put("Page 5", "Seite 5");
        QVERIFY(undisputedRepair(answer) && !undisputed(answer, perMilleEqual));
        put("Page 6", "Blatt 6");
        QVERIFY(!undisputedRepair(answer));
        Unit unapproved;
        unapproved.id = "1";
        unapproved.source.text = "Page 5";
        unapproved.target.text = "Seite 5";
        unapproved.approved = false;
        QVERIFY(!undisputedRepair({*matcher.match(unapproved)}));
    }

    /// With what the query and the unit have in common nothing changes, whatever the texts are.
    void equalTextsAreNeverRepaired()
    {
        samples::Random random(61);
        for (int round = 0; round < interlinear::tests::rounds(300); ++round) {
            const TaggedText source = samples::segment(random);
            const TaggedText target = samples::segment(random);
            QVERIFY(!repair({source, "en"}, {target, "de"}, {source, "en"}));
        }
    }

    /// There and back again is where it began, and in between the numbers are the query's.
    void repairsUndoEachOther()
    {
        samples::Random random(62);
        const char *languages[] = {"de", "fr", "es", "hi", "ar-EG", "ja", "de-CH", "pl"};
        int made = 0;
        for (int round = 0; round < interlinear::tests::rounds(400); ++round) {
            const std::string language = languages[samples::below(random, std::size(languages))];
            const std::string a = numberText(random), b = numberText(random), c = numberText(random), d = numberText(random);
            const TaggedText source{"Step " + a + " of " + b + ".", {}}, target{"X " + b + " – " + a + " Y", {}}, query{"Step " + c + " of " + d + ".", {}};
            const std::optional<Repair> there = repair({source, "en"}, {target, language}, {query, "en"});
            if (!there)
                continue;
            ++made;
            if (a != b)
                QCOMPARE(there->target.text, "X " + d + " – " + c + " Y");
            const std::optional<Repair> back = repair({query, "en"}, {there->target, language}, {source, "en"});
            if (c != d)
                QCOMPARE(back->target, target);
        }
        QVERIFY(made > interlinear::tests::rounds(300));
    }

    void anyTextsAtAll()
    {
        samples::Random random(63);
        for (int round = 0; round < interlinear::tests::rounds(300); ++round) {
            const TaggedText source{samples::hostileText(random) + numberText(random) + samples::hostileText(random), {}};
            const TaggedText query{samples::hostileText(random) + numberText(random), {}};
            repair({source, "en"}, {query, "ar"}, {query, "en"});
            std::size_t end = 0;
            for (const Placeable &placeable : placeableReader("th").read(source.text)) {
                QVERIFY(placeable.span.begin >= end && placeable.span.end > placeable.span.begin && placeable.span.end <= source.text.size());
                end = placeable.span.end;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestRepair)
#include "tst_repair.moc"
