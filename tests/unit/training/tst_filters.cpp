// What a corpus leaves out and what it mends: every filter by a row it refuses and one it lets pass.
#include "engine/training/data/deduplication.h"
#include "engine/training/data/filters.h"
#include "engine/training/data/text_cleaning.h"

#include <QTest>

using namespace interlinear::training;

namespace {

std::string refusedBy(const std::string &first, const std::string &second, const std::string &firstLanguage, const std::string &secondLanguage, const FilterSettings &settings)
{
    for (const std::string &side : {first, second}) {
        if (const auto rejection = rejectedBytes(side, settings))
            return rejection->filter;
    }
    const auto rejection = firstRejection({factsOf(first, firstLanguage), factsOf(second, secondLanguage)}, settings);
    return rejection ? rejection->filter : "";
}

}  // namespace

class TestFilters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filtersRefuseAndLetPass_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QByteArray>("languages");
        QTest::addColumn<QByteArray>("filter");
        const auto row = [](const char *name, const QByteArray &first, const QByteArray &second, const char *languages, const char *filter) {
            QTest::newRow(name) << first << second << QByteArray(languages) << QByteArray(filter);
        };
        const QByteArray house = "The house is small.", haus = "Das Haus ist klein.";
        row("good", house, haus, "en de", "");
        row("Latin-1", house, "Das H\xE4uschen ist klein.", "en de", "broken_utf8");
        row("escape", house, "Das Haus \x1B ist klein.", "en de", "control_characters");
        row("lost character", house, "Das H\xEF\xBF\xBDuschen ist klein.", "en de", "control_characters");
        row("empty", house, "", "en de", "empty");
        row("200 words", QByteArray("word ").repeated(200).trimmed(), QByteArray("Wort ").repeated(200).trimmed(), "en de", "");
        row("201 words", QByteArray("word ").repeated(201).trimmed(), QByteArray("Wort ").repeated(200).trimmed(), "en de", "too_long");
        row("one letter", "A", "Ein", "en de", "few_letters");
        row("marks", "ab ====", "das ====", "en de", "letter_share");
        row("Latin for Russian", house, "Dom malenkiy.", "en ru", "wrong_script");
        row("Cyrillic for German", house, "Дом маленький.", "en de", "wrong_script");
        row("spaced placeholder lost", "Hello, { $user }!", "Hallo, du da!", "en de", "placeholders");
        row("a name in Latin script", "Open Firefox now.", "Откройте сейчас Firefox.", "en ru", "");
        row("Japanese", "I live in Tokyo.", "私は東京に住んでいます。", "en ja", "");
        row("Korean for Japanese", "I live in Tokyo.", "나는 도쿄에 산다", "en ja", "wrong_script");
        row("copy", house, house, "en de", "copy");
        row("long against short", house + " It was built by my grandfather many years ago.", "Das Haus", "en de", "character_ratio");
        row("short texts may differ", "OK", "Bestätigen", "en de", "");
        row("Chinese is dense", "The weather in Beijing is very pleasant in autumn.", "北京的秋天天气非常宜人。", "en zh", "");
        row("many words against few", "a b c d e f g h i j k l m n o p q r", "Donaudampfschifffahrtskapitän Mayer", "en de", "token_ratio");
        row("placeholder lost", "Delete %1$s now?", "Jetzt löschen?", "en de", "placeholders");
        row("placeholder moved", "Delete %1$s of {total} now?", "Von {total} jetzt %1$s löschen?", "en de", "");
        row("plural forms differ", "{count, plural, one {# day left} other {# days left}}", "{count,plural, one {Noch # Tag} few {Ein paar Tage} other {Noch # Tage}}", "en de", "");
        row("named placeholder", "Hello, %(name)s and ${user}!", "Hallo, %(name)s und ${user}!", "en de", "");
        row("a per cent sign is none", "It is 100 % done.", "Es ist zu 100 % fertig.", "en de", "");
        row("tag lost", "Press <b>Enter</b> now.", "Drücken Sie jetzt Enter.", "en de", "tags");
        row("attributes may differ", "See <a href=\"x\">here</a>, please.", "Siehe bitte <a href=\"y\">hier</a>.", "en de", "");
        row("less-than is no tag", "Choose a value where x < 3 holds.", "Wählen Sie einen Wert mit x < 3 aus.", "en de", "");
        row("address lost", "See https://example.org/a for more.", "Mehr darüber erfahren Sie dort.", "en de", "web_addresses");
        row("address before a full stop", "See https://example.org/a.", "Siehe (https://example.org/a)!", "en de", "");
        row("number differs", "Born in 1984 in Rome.", "Geboren 1948 in Rom.", "en de", "numbers");
        row("digits alone may differ", "I have 3 dogs and a cat.", "Ich habe drei Hunde und eine Katze.", "en de", "");
        row("grouped digits", "It has 12,345 inhabitants.", "Es hat 12.345 Einwohner.", "en de", "");
    }

    void filtersRefuseAndLetPass()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QFETCH(QByteArray, languages);
        QFETCH(QByteArray, filter);
        const QList<QByteArray> codes = languages.split(' ');
        const std::string found = refusedBy(first.toStdString(), second.toStdString(), codes[0].toStdString(), codes[1].toStdString(), {});
        QCOMPARE(QByteArray::fromStdString(found), filter);
        if (filter.isEmpty() || filter == "broken_utf8")
            return;
        FilterSettings off;
        off.off = {filter.toStdString()};
        QVERIFY(refusedBy(first.toStdString(), second.toStdString(), codes[0].toStdString(), codes[1].toStdString(), off) != filter.toStdString());
    }

    void everyFilterHasARow()
    {
        filtersRefuseAndLetPass_data();
        const std::set<std::string> rows{"broken_utf8", "control_characters", "empty", "too_long", "few_letters", "letter_share", "wrong_script", "copy", "character_ratio",
                                         "token_ratio", "placeholders", "tags", "web_addresses", "numbers"};
        const std::vector<std::string> names = filterNames();
        QCOMPARE(std::set<std::string>(names.begin(), names.end()), rows);
    }

    void reasonsHoldTheNumbers()
    {
        const auto rejection = firstRejection({factsOf("Born in 1984 in Rome.", "en"), factsOf("Geboren 1948 in Rom.", "de")}, {});
        QVERIFY(rejection);
        QCOMPARE(rejection->reason, std::string("1984 against 1948"));
    }

    void textsAreCleaned_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("spaces");
        QTest::addColumn<QString>("lines");
        const auto row = [](const char *name, const char16_t *text, const char16_t *spaces, const char16_t *lines) {
            QTest::newRow(name) << QString::fromUtf16(text) << QString::fromUtf16(spaces) << QString::fromUtf16(lines);
        };
        row("plain", u"The house.", u"The house.", u"The house.");
        row("composed", u"Gru\u0308\u00DFe", u"Gr\u00FC\u00DFe", u"Gr\u00FC\u00DFe");
        row("white space of every kind", u" a\u00A0\u2009b\t\tc ", u"a b c", u"a b c");
        row("line ends", u"a \r\n b\n\nc\n", u"a b c", u"a\nb\n\nc");
        row("zero width and direction", u"a\u200Bb\u202Ec\uFEFFd\u00ADe", u"abcde", u"abcde");
        row("joiner in emoji", u"\U0001F468\u200D\U0001F469 a\u200Db", u"\U0001F468\u200D\U0001F469 ab", u"\U0001F468\u200D\U0001F469 ab");
        row("nothing", u" \u200B\n", u"", u"");
    }

    void textsAreCleaned()
    {
        QFETCH(QString, text);
        QFETCH(QString, spaces);
        QFETCH(QString, lines);
        QCOMPARE(QString::fromStdString(cleanedText(text.toStdString(), LineEnds::ToSpaces)), spaces);
        QCOMPARE(QString::fromStdString(cleanedText(text.toStdString(), LineEnds::Keep)), lines);
    }

    void duplicatesAreFoundWithoutCaseSpacesAndMarks()
    {
        Deduplicator seen;
        QVERIFY(seen.admitPair("en", "de", "Good morning!", "Guten Morgen!", 5).forward);
        QVERIFY(seen.admitPair("en", "de", "good  morning", "GUTEN MORGEN.", 5).duplicate);
        QVERIFY(seen.admitPair("de", "en", "Guten Morgen", "Good morning", 5).duplicate);
        QVERIFY(!seen.admitPair("en", "fr", "Good morning!", "Guten Morgen!", 5).duplicate);
        QVERIFY(!seen.admitPair("en", "de", "...", "?!", 5).duplicate);
        QVERIFY(!seen.admitPair("en", "de", "...", "!!", 5).duplicate);
        QVERIFY(seen.admitText("de", "Ein Satz.") && !seen.admitText("de", "ein Satz") && seen.admitText("en", "Ein Satz."));
    }

    void aTextHasAtMostSoManyTargetsInEachDirection()
    {
        Deduplicator seen;
        QVERIFY(seen.admitPair("en", "de", "Thanks", "Danke", 2).forward);
        QVERIFY(seen.admitPair("en", "de", "Thanks", "Merci vielmals", 2).forward);
        const Admission third = seen.admitPair("en", "de", "Thanks", "Vergelt's Gott", 2);
        QVERIFY(!third.duplicate && !third.forward && third.backward);
        QVERIFY(seen.admitPair("en", "de", "Thank you", "Danke", 2).backward);
        const Admission neither = seen.admitPair("en", "de", "Thanks", "Danke", 2);
        QVERIFY(neither.duplicate);
    }

    void heldOutSentencesAreKnownAgain()
    {
        HeldOut heldOut;
        heldOut.add("We will meet at the station.");
        heldOut.add("Yes.");
        heldOut.add("我住在东京");
        QVERIFY(heldOut.holds("we will meet, at the STATION"));
        QVERIFY(!heldOut.holds("We will meet at the stations."));
        QVERIFY(!heldOut.holds("Yes."));
        QVERIFY(heldOut.holds("我住在东京。"));
    }
};

QTEST_APPLESS_MAIN(TestFilters)
#include "tst_filters.moc"
