// Every card is one key, one Enter or one double click away; an empty pane says what to do.
#include "widgets/lookup/match_card.h"
#include "widgets/lookup/match_pane.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace interlinear;
using namespace interlinear::widgets;

namespace {

std::vector<Match> matches(int count)
{
    std::vector<Match> list;
    for (int i = 0; i < count; ++i) {
        list.push_back({.scorePerMille = 1000 - 80 * i,
                        .sourceDifferences = wordDifferences(QStringLiteral("The pipes"), QStringLiteral("The lines")),
                        .target = {"Die Rohre", {}},
                        .origin = QStringLiteral("heating.tm"),
                        .lost = {QStringLiteral("−8: one word")}});
    }
    return list;
}

}  // namespace

class TestMatchPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_pane = std::make_unique<MatchPane>();
        m_pane->resize(320, 400);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }

    void cleanup() { m_pane.reset(); }

    void emptyPaneSaysWhatToDo()
    {
        auto *label = m_pane->findChild<QLabel *>(QStringLiteral("matchPaneEmpty"));
        QVERIFY(label->isVisible() && !label->text().isEmpty());
        m_pane->setMatches(matches(1));
        QVERIFY(!label->isVisible());
    }

    void keysInsert()
    {
        m_pane->setMatches(matches(3));
        QSignalSpy inserts(m_pane.get(), &MatchPane::insertRequested);
        QTest::keyClick(m_pane.get(), Qt::Key_2, Qt::ControlModifier);
        QTest::keyClick(m_pane.get(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(inserts.size(), 1);
        QCOMPARE(inserts[0][0].toInt(), 1);
    }

    void cardsAreWalkedAndTaken()
    {
        m_pane->setMatches(matches(12));
        QSignalSpy inserts(m_pane.get(), &MatchPane::insertRequested);
        card(1)->setFocus();
        QTest::keyClick(card(1), Qt::Key_Up);
        QVERIFY(card(1)->hasFocus());
        for (int i = 1; i < 12; ++i)
            QTest::keyClick(card(i), Qt::Key_Down);
        QVERIFY(card(12)->hasFocus());
        QTest::keyClick(card(12), Qt::Key_Return);
        QTest::mouseDClick(card(3), Qt::LeftButton);
        QCOMPARE(inserts.size(), 2);
        QCOMPARE(inserts[0][0].toInt(), 11);
        QCOMPARE(inserts[1][0].toInt(), 2);
    }

    void focusStaysAtItsPlace()
    {
        m_pane->setMatches(matches(3));
        card(3)->setFocus();
        m_pane->setMatches(matches(2));
        QVERIFY(card(2)->hasFocus());
    }

    void longWordsGrowTheCard()
    {
        std::vector<Match> list = matches(1);
        const MatchCard shortCard(list[0], 1, Theme::light());
        list[0].target.text = std::string(40, 'x') + " " + std::string(400, 'y') + " end of it, some more words to wrap";
        const MatchCard longCard(list[0], 1, Theme::light());
        QVERIFY(longCard.heightForWidth(300) > shortCard.heightForWidth(300));
        QVERIFY(longCard.heightForWidth(200) >= longCard.heightForWidth(400));
    }

    void confidenceIsSaid()
    {
        const Match machine{.kind = Match::Kind::Machine, .confidence = 0.914};
        QCOMPARE(machine.explanation(), QStringLiteral("likely good, 91 %"));
        QVERIFY(machine.confidenceHelp().contains(QStringLiteral("about 91 ")));
        QCOMPARE(MatchCard(machine, 1, Theme::light()).toolTip(), machine.confidenceHelp());
        QCOMPARE((Match{.kind = Match::Kind::Machine, .confidence = 0.5}.explanation()), QStringLiteral("likely good, 50 %"));
        QCOMPARE((Match{.kind = Match::Kind::Machine, .lost = {"numbers differ"}, .confidence = 0.0}.explanation()), QStringLiteral("numbers differ · check, 0 %"));
        QVERIFY((Match{.kind = Match::Kind::Machine}.confidenceHelp().isEmpty()));
        QCOMPARE(machineOrigin(QStringLiteral("base"), QStringLiteral("CPU fp32"), 37.6), QStringLiteral("base · CPU fp32 · 38 ms"));
    }

private:
    MatchCard *card(int number) const { return m_pane->findChild<MatchCard *>(QStringLiteral("matchCard%1").arg(number)); }

    std::unique_ptr<MatchPane> m_pane;
};

QTEST_MAIN(TestMatchPane)
#include "tst_match_pane.moc"
