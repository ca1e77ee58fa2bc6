// Words of a suggestion, taken one after the other, are the suggestion; a remainder exists only where it continues what is typed.
#include "random_text.h"
#include "widgets/editing/suggestion.h"
#include "widgets/editing/tag_rules.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::widgets;

class TestSuggestion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAddUp()
    {
        QRandomGenerator random(9);
        for (int round = 0; round < 1000; ++round) {
            const TaggedText suggestion = randomTaggedText(random);
            TaggedText typed;
            for (int steps = 0; typed != suggestion; ++steps) {
                QVERIFY(steps < 200);
                const std::optional<TaggedText> rest = remainder(suggestion, typed);
                QVERIFY(rest);
                const TaggedText word = nextWord(*rest);
                QVERIFY(!word.empty());
                for (InlineTag tag : word.tags) {
                    tag.offset += typed.text.size();
                    typed.tags.push_back(tag);
                }
                typed.text += word.text;
            }
        }
    }

    void word_data()
    {
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("word");
        QTest::newRow("middle of a word") << QStringLiteral("emittel leitungen") << QStringLiteral("emittel");
        QTest::newRow("blank first") << QStringLiteral(" zwischen Innen") << QStringLiteral(" zwischen");
        QTest::newRow("comma stays with its word") << QStringLiteral("Haus, das") << QStringLiteral("Haus,");
        QTest::newRow("brackets") << QStringLiteral(" (siehe Bild) und") << QStringLiteral(" (siehe");
        QTest::newRow("last word takes all") << QStringLiteral(" werden. ") << QStringLiteral(" werden. ");
        QTest::newRow("right to left") << QStringLiteral(" שלום עולם") << QStringLiteral(" שלום");
    }

    void word()
    {
        QFETCH(QString, rest);
        QFETCH(QString, word);
        QCOMPARE(QString::fromStdString(nextWord({rest.toStdString(), {}}).text), word);
    }

    void noRemainderForAnotherText()
    {
        QVERIFY(!remainder({"Die Leitungen", {}}, {"Das", {}}));
        QCOMPARE(remainder({"Die", {}}, {"Die", {}}), std::optional(TaggedText{}));
    }

    void agreement_data()
    {
        QTest::addColumn<QString>("suggestion");
        QTest::addColumn<SuggestionState>("state");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("agree");
        QTest::newRow("goes on") << QStringLiteral("Die Leitung") << SuggestionState::Complete << QStringLiteral("Die L") << true;
        QTest::newRow("typed to the end") << QStringLiteral("Die") << SuggestionState::Complete << QStringLiteral("Die") << true;
        QTest::newRow("another") << QStringLiteral("Die Leitung") << SuggestionState::Growing << QStringLiteral("Das") << false;
        QTest::newRow("typed ahead of what grows") << QStringLiteral("Die") << SuggestionState::Growing << QStringLiteral("Die L") << true;
        QTest::newRow("typed beyond the end") << QStringLiteral("Die") << SuggestionState::Complete << QStringLiteral("Die L") << false;
    }

    void agreement()
    {
        QFETCH(QString, suggestion);
        QFETCH(SuggestionState, state);
        QFETCH(QString, typed);
        QFETCH(bool, agree);
        QCOMPARE(agrees({suggestion.toStdString(), {}}, state, {typed.toStdString(), {}}), agree);
    }

    void pairs_data()
    {
        QTest::addColumn<QString>("tags");
        QTest::addColumn<bool>("nest");
        QTest::newRow("nested") << QStringLiteral("(1 (2 )2 )1") << true;
        QTest::newRow("crossing") << QStringLiteral("(1 (2 )1 )2") << false;
        QTest::newRow("backwards") << QStringLiteral(")1 (1") << false;
        QTest::newRow("half a pair") << QStringLiteral("(1 (2 )1") << true;
        QTest::newRow("standalone between") << QStringLiteral("(1 .3 )1 .4") << true;
    }

    void pairs()
    {
        QFETCH(QString, tags);
        QFETCH(bool, nest);
        std::vector<InlineTag> list;
        for (const QString &word : tags.split(QLatin1Char(' '))) {
            const TagKind kind = word[0] == QLatin1Char('(') ? TagKind::Open : word[0] == QLatin1Char(')') ? TagKind::Close : TagKind::Standalone;
            list.push_back({word.mid(1).toInt(), kind, 0, "", ""});
        }
        QCOMPARE(pairsNest(list), nest);
    }
};

QTEST_MAIN(TestSuggestion)
#include "tst_suggestion.moc"
