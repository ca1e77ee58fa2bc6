// The concordance pane asks once for what is typed and set, walks its hits around the ends, and says what is wrong.
#include "widgets/lookup/concordance_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace interlinear;
using namespace interlinear::widgets;

namespace {

std::vector<ConcordanceRow> hits(int count)
{
    std::vector<ConcordanceRow> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back({QStringLiteral("The unit %1").arg(i), QStringLiteral("Das Gerät %1").arg(i), {{4, 8}}, {}, QStringLiteral("guide.md")});
    return rows;
}

}  // namespace

class TestConcordanceView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<ConcordanceView>();
        m_view->resize(340, 500);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    }

    void typingAsksOnceForTheWholeText()
    {
        QSignalSpy asked(m_view.get(), &ConcordanceView::searchRequested);
        QTest::keyClicks(box(), QStringLiteral("unit"));
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<ConcordanceSearch>(), (ConcordanceSearch{.text = QStringLiteral("unit")}));
        m_view->findChild<QToolButton *>(QStringLiteral("concordanceCase"))->click();
        m_view->findChild<QComboBox *>(QStringLiteral("concordanceSide"))->setCurrentIndex(2);
        m_view->findChild<QComboBox *>(QStringLiteral("concordanceMode"))->setCurrentIndex(3);
        QCOMPARE(asked.size(), 4);
        QCOMPARE(asked[3][0].value<ConcordanceSearch>(),
                 (ConcordanceSearch{QStringLiteral("unit"), ConcordanceSearch::Mode::Regex, ConcordanceSearch::Side::Target, true}));
    }

    void anEmptyBoxEndsTheSearch()
    {
        m_view->search(QStringLiteral("unit"));
        m_view->setHits(hits(2), false);
        QSignalSpy asked(m_view.get(), &ConcordanceView::searchRequested);
        box()->clear();
        QCOMPARE(asked.size(), 1);
        QVERIFY(asked[0][0].value<ConcordanceSearch>().text.isEmpty());
        QVERIFY(m_view->hits().empty());
        QVERIFY(m_view->status().isEmpty());
    }

    void enterWalksAroundTheEnds()
    {
        m_view->search(QStringLiteral("unit"));
        m_view->setHits(hits(3), true);
        for (const int expected : {0, 1, 2, 0}) {
            QTest::keyClick(box(), Qt::Key_Return);
            QCOMPARE(m_view->selected(), expected);
        }
        m_view->walk(-1);
        QCOMPARE(m_view->selected(), 2);
        m_view->setHits({}, false);
        m_view->walk(1);
        QCOMPARE(m_view->selected(), -1);
    }

    void insertCopyAndDoubleClickName_data()
    {
        QTest::addColumn<int>("index");
        QTest::newRow("first") << 0;
        QTest::newRow("third") << 2;
    }

    void insertCopyAndDoubleClickName()
    {
        QFETCH(int, index);
        QSignalSpy inserted(m_view.get(), &ConcordanceView::insertRequested), copied(m_view.get(), &ConcordanceView::copyRequested);
        m_view->search(QStringLiteral("unit"));
        m_view->setHits(hits(3), false);
        QTest::keyClick(box(), Qt::Key_Insert);   // nothing selected
        QCOMPARE(inserted.size(), 0);
        QTest::keyClick(box(), Qt::Key_Down);
        QVERIFY(m_view->list()->hasFocus());
        for (int i = 0; i < index; ++i)
            QTest::keyClick(m_view->list(), Qt::Key_Down);
        QTest::keyClick(m_view->list(), Qt::Key_C, Qt::ControlModifier);
        QTest::keyClick(m_view->list(), Qt::Key_Insert);
        const QRect row = m_view->list()->visualRect(m_view->list()->model()->index(index, 0));
        QTest::mouseDClick(m_view->list()->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(copied.size(), 1);
        QCOMPARE(copied[0][0].toInt(), index);
        QCOMPARE(inserted.size(), 2);
        QCOMPARE(inserted[1][0].toInt(), index);
    }

    void aProblemTakesThePlaceOfHits()
    {
        m_view->search(QStringLiteral("(unit"));
        m_view->setHits(hits(2), false);
        m_view->setProblem(QStringLiteral("no regular expression"));
        QCOMPARE(m_view->status(), QStringLiteral("no regular expression"));
        QVERIFY(m_view->hits().empty());
        m_view->setHits(hits(1), false);
        QVERIFY(!m_view->status().contains(QStringLiteral("regular")));
    }

    void rowsGrowWithNarrowWidths()
    {
        m_view->setHits({{QString(300, QLatin1Char('x')), QStringLiteral("סובבו את השסתום שמאלה"), {{1, 4}}, {{0, 5}}, {}}}, false);
        const auto height = [this] { return m_view->list()->visualRect(m_view->list()->model()->index(0, 0)).height(); };
        const int wide = height();
        m_view->resize(220, 500);
        QTRY_VERIFY(height() > wide);
    }

private:
    QLineEdit *box() { return m_view->findChild<QLineEdit *>(QStringLiteral("concordanceBox")); }

    std::unique_ptr<ConcordanceView> m_view;
};

QTEST_MAIN(TestConcordanceView)
#include "tst_concordance_view.moc"
