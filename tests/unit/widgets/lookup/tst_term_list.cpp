// Keys count the terms that may be used; what is forbidden, or has no term yet, is never taken.
#include "widgets/lookup/fragment_list.h"
#include "widgets/lookup/short_term_list.h"
#include "widgets/lookup/term_list.h"

#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace interlinear;
using namespace interlinear::widgets;

class TestTermList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_list = new TermList(m_window.get());
        (new QVBoxLayout(m_window.get()))->addWidget(m_list);
        m_window->resize(320, 400);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_list->setTerms({{QStringLiteral("keyboard"), QStringLiteral("Keyboard"), TermState::Forbidden},
                          {QStringLiteral("keyboard"), QStringLiteral("Tastatur"), TermState::Preferred},
                          {QStringLiteral("mouse"), {}},
                          {QStringLiteral("screen"), QStringLiteral("Bildschirm"), TermState::Admitted}});
    }

    void keysPassOverWhatMayNotBeUsed()
    {
        QSignalSpy inserts(m_list, &TermList::insertRequested);
        for (const Qt::Key key : {Qt::Key_1, Qt::Key_2, Qt::Key_3})
            QTest::keyClick(m_window.get(), key, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(inserts.size(), 2);
        QCOMPARE(inserts[0][0].toInt(), 1);
        QCOMPARE(inserts[1][0].toInt(), 3);
    }

    void keysWorkWhileThePaneIsHidden()
    {
        QSignalSpy inserts(m_list, &TermList::insertRequested);
        m_list->hide();
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(inserts.size(), 1);
    }

    void enterTakesTheSelectedOneUnlessItIsForbidden()
    {
        QSignalSpy inserts(m_list, &TermList::insertRequested);
        m_list->list()->setFocus();
        for (const int row : {0, 1, 2, 3}) {
            m_list->list()->select(row);
            QTest::keyClick(m_list->list(), Qt::Key_Return);
        }
        QCOMPARE(inserts.size(), 2);
        QCOMPARE(inserts[0][0].toInt(), 1);
    }

    void statusIsAShapeAndAWord()
    {
        const std::vector<ListEntry> &entries = m_list->list()->entries();
        QCOMPARE(entries[0].lines[1].aside, QStringLiteral("✕ forbidden"));
        QVERIFY(entries[0].lines[1].struckOut);
        QCOMPARE(entries[1].lines[1].aside, QStringLiteral("✓ preferred"));
        QVERIFY(spokenText(entries[0]).contains(QStringLiteral("forbidden")));
    }

    void fragmentsAreHiddenUntilThereAreAny()
    {
        auto *fragments = new FragmentList(m_window.get());
        m_window->layout()->addWidget(fragments);
        QVERIFY(!fragments->isVisible());
        fragments->setFragments({{QStringLiteral("the heat pump"), QStringLiteral("die Wärmepumpe"), {}}});
        QVERIFY(fragments->isVisible());
        QSignalSpy inserts(fragments, &FragmentList::insertRequested);
        fragments->list()->setFocus();
        fragments->list()->select(0);
        QTest::keyClick(fragments->list(), Qt::Key_Return);
        QCOMPARE(inserts.size(), 1);
        fragments->setFragments({});
        QVERIFY(!fragments->isVisible());
    }

    void theShortListTakesWhatTheFullOneWould()
    {
        auto *shortList = new ShortTermList(m_window.get());
        m_window->layout()->addWidget(shortList);
        QVERIFY(!shortList->isVisible());
        shortList->setTerms(m_list->terms());
        QVERIFY(shortList->isVisible());
        QCOMPARE(shortList->list()->entries().size(), std::size_t(3));   // one has nothing to offer
        QSignalSpy inserts(shortList, &ShortTermList::insertRequested);
        shortList->list()->setFocus();
        for (const int row : {0, 1, 2}) {
            shortList->list()->select(row);
            QTest::keyClick(shortList->list(), Qt::Key_Return);
        }
        QCOMPARE(inserts.size(), 2);   // the first one is forbidden
        QCOMPARE(inserts[0][0].toInt(), 1);
        QCOMPARE(inserts[1][0].toInt(), 3);
    }

private:
    std::unique_ptr<QWidget> m_window;
    TermList *m_list = nullptr;
};

QTEST_MAIN(TestTermList)
#include "tst_term_list.moc"
