// The grid by keys and clicks: one open row, one editor, rows measured only when seen.
#include "widgets/editing/segment_grid.h"
#include "widgets/editing/segment_table_model.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>

using namespace interlinear;
using namespace interlinear::widgets;

namespace {

std::vector<SegmentRow> manyRows(int count)
{
    std::vector<SegmentRow> rows;
    for (int i = 0; i < count; ++i) {
        SegmentRow row{.id = 1000 + i, .number = i + 1, .source = {"The outdoor unit must stand level.", {}}, .target = {}};
        if (i % 7 == 3)
            row.source.text += std::string(" It must not lean towards the wall, or water will run back into the housing and freeze there in winter.");
        row.target.text = i % 2 ? "Das Außengerät muss waagerecht stehen." : "";
        rows.push_back(row);
    }
    return rows;
}

}  // namespace

class TestSegmentGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modelKeepsTheRules()
    {
        SegmentTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(manyRows(20));
        SegmentRow row = model.rows()[4];
        row.state = SegmentState::Confirmed;
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setRow(4, row);
        model.setRow(4, row);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(model.rowOf(1004), std::optional(4));
        QVERIFY(!model.rowOf(7));
        QCOMPARE(model.index(4, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Segment 5, confirmed"));
        model.setRows({});
    }

    void rowsGiveWayToOthers()
    {
        SegmentTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSortFilterProxyModel proxy;
        QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(manyRows(6));
        proxy.setDynamicSortFilter(false);
        proxy.setSourceModel(&model);
        const std::vector<SegmentRow> before = model.rows();
        SegmentRow first = before[2], second = before[2];
        first.id = 7;
        second.id = 8;
        second.number = 4;
        model.replaceRows(2, 1, {first, second});
        QCOMPARE(model.rows().size(), std::size_t(7));
        QCOMPARE(model.rowOf(8), std::optional(3));
        QVERIFY(!model.rowOf(1002));
        for (int i = 0; i < 7; ++i) {
            QCOMPARE(model.rows()[static_cast<std::size_t>(i)].number, i + 1);
            QCOMPARE(model.rowOf(model.rows()[static_cast<std::size_t>(i)].id), std::optional(i));
            QCOMPARE(segmentRowAt(proxy.index(i, 0))->number, i + 1);
        }
        model.replaceRows(2, 2, {before[2]});
        QCOMPARE(model.rows(), before);
        QCOMPARE(proxy.rowCount(), 6);
    }

    void init()
    {
        m_model = std::make_unique<SegmentTableModel>();
        m_grid = std::make_unique<SegmentGrid>();
        m_grid->setModel(m_model.get());
        m_grid->resize(900, 500);
        m_model->setRows(manyRows(60));
        m_grid->show();
        QVERIFY(QTest::qWaitForWindowActive(m_grid.get()));
    }

    void cleanup()
    {
        m_grid.reset();
        m_model.reset();
    }

    void clickOpensTheRow()
    {
        QSignalSpy opened(m_grid.get(), &SegmentGrid::segmentOpened);
        QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, {}, m_grid->visualRect(m_model->index(2, 1)).center());
        QCOMPARE(opened.size(), 1);
        QCOMPARE(m_grid->openSegmentId(), std::optional<qint64>(1002));
        QVERIFY(m_grid->editor()->isVisible());
        QVERIFY(m_grid->visualRect(m_model->index(2, SegmentTableModel::TargetColumn)).contains(m_grid->editor()->geometry()));
        QVERIFY(m_grid->rowHeight(2) > m_grid->rowHeight(1));
        QTRY_VERIFY(m_grid->editor()->hasFocus());
    }

    void anotherSegmentTakesThePlaceOfTheOpenOne()
    {
        m_grid->openSegment(1004);
        QSignalSpy opened(m_grid.get(), &SegmentGrid::segmentOpened);
        SegmentRow first = m_model->rows()[4], second = first;
        first.id = 7;
        first.target = {"anders", {}};
        second.id = 8;
        m_model->replaceRows(4, 1, {first, second});
        QCOMPARE(opened.size(), 1);
        QCOMPARE(m_grid->openSegmentId(), std::optional<qint64>(7));
        QCOMPARE(m_grid->editor()->target().text, std::string("anders"));
        m_grid->setReadOnly(true);
        QTest::keyClicks(m_grid->editor(), QStringLiteral("x"));
        QCOMPARE(m_grid->editor()->target().text, std::string("anders"));
        m_grid->setReadOnly(false);
        QVERIFY(!m_grid->editor()->isReadOnly());
    }

    void notesMakeTheOpenRowHigher()
    {
        m_grid->openSegment(1004);
        const int before = m_grid->rowHeight(4);
        SegmentRow row = m_model->rows()[4];
        row.note = QStringLiteral("The unit stands on the wall of the house, and the drawing shows it from the street. ").repeated(8);
        row.facts = QStringList{QStringLiteral("entry")};
        m_model->setRow(4, row);
        QVERIFY(m_grid->rowHeight(4) > before);
        const int some = m_grid->rowHeight(4);
        row.note = row.note.repeated(10);
        m_model->setRow(4, row);
        QCOMPARE(m_grid->rowHeight(4), some);   // the rest is in the tool tip
        QVERIFY(m_model->index(4, SegmentTableModel::SourceColumn).data(Qt::ToolTipRole).toString().size() > row.note.size());
    }

    void arrowsWalkFromRowToRow()
    {
        QVERIFY(m_grid->openSegment(1004));
        QVERIFY(!m_grid->openSegment(4));
        QTest::keyClick(m_grid->editor(), Qt::Key_Down);
        QCOMPARE(m_grid->openSegmentId(), std::optional<qint64>(1005));
        QCOMPARE(m_grid->editor()->target().text, std::string("Das Außengerät muss waagerecht stehen."));
        QTest::keyClick(m_grid->editor(), Qt::Key_Up);
        QTest::keyClick(m_grid->editor(), Qt::Key_Up);
        QCOMPARE(m_grid->openSegmentId(), std::optional<qint64>(1003));
    }

    void editsNameTheirSegment()
    {
        QSignalSpy edits(m_grid.get(), &SegmentGrid::targetEdited);
        QSignalSpy confirms(m_grid.get(), &SegmentGrid::confirmRequested);
        m_grid->openSegment(1004);
        QTest::keyClicks(m_grid->editor(), QStringLiteral("D"));
        QTest::keyClick(m_grid->editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(edits.size(), 1);
        QCOMPARE(edits.first().first().toLongLong(), 1004);
        QCOMPARE(edits.first().at(1).value<TargetEdit>().after.text, std::string("D"));
        QCOMPARE(confirms.first().first().toLongLong(), 1004);
        QVERIFY2(m_model->rows()[4].target.empty(), "the grid must not write to the model");
    }

    void editorFollowsTheModelOnlyWhenItDiffers()
    {
        m_grid->openSegment(1004);
        QTest::keyClicks(m_grid->editor(), QStringLiteral("Das"));
        QTest::keyClick(m_grid->editor(), Qt::Key_Left);
        SegmentRow row = m_model->rows()[4];
        row.target = m_grid->editor()->target();
        m_model->setRow(4, row);
        QCOMPARE(m_grid->editor()->caret(), 2);
        row.target = {};
        m_model->setRow(4, row);
        QVERIFY(m_grid->editor()->target().empty());
    }

    void lockedRowsAreReadOnly()
    {
        SegmentRow row = m_model->rows()[5];
        row.state = SegmentState::Locked;
        m_model->setRow(5, row);
        m_grid->openSegment(1005);
        QVERIFY(m_grid->editor()->isReadOnly());
        m_grid->openSegment(1006);
        QVERIFY(!m_grid->editor()->isReadOnly());
    }

    void worksThroughAProxy()
    {
        QSortFilterProxyModel proxy;
        proxy.setSourceModel(m_model.get());
        proxy.setFilterKeyColumn(SegmentTableModel::SourceColumn);
        proxy.setFilterFixedString(QStringLiteral("winter"));
        m_grid->setModel(&proxy);
        QCOMPARE(proxy.rowCount(), 9);
        QVERIFY(m_grid->openSegment(1010));
        QVERIFY(!m_grid->openSegment(1011));
        QCOMPARE(m_grid->currentIndex().row(), 1);
        m_grid->setModel(m_model.get());
    }

    void rowsThatComeAndGoLeaveTheOpenOneAlone()
    {
        SegmentRow row = m_model->rows()[1];
        row.source.text = "no such word";
        QSortFilterProxyModel proxy;
        proxy.setSourceModel(m_model.get());
        proxy.setFilterKeyColumn(SegmentTableModel::SourceColumn);
        proxy.setFilterFixedString(QStringLiteral("unit"));
        m_grid->setModel(&proxy);
        m_grid->openSegment(1004);
        m_grid->editor()->setSuggestion({"Das Gerät", {}}, SuggestionState::Complete);
        QTest::keyClicks(m_grid->editor(), QStringLiteral("Das"));
        QTest::keyClick(m_grid->editor(), Qt::Key_Left);
        SegmentRow open = m_model->rows()[4];
        open.target = m_grid->editor()->target();
        m_model->setRow(4, open);

        const SegmentRow visible = m_model->rows()[1];
        for (const SegmentRow &other : {row, visible}) {
            m_model->setRow(1, other);
            QCOMPARE(m_grid->openSegmentId(), std::optional<qint64>(1004));
            QCOMPARE(m_grid->editor()->caret(), 2);
            QCOMPARE(m_grid->editor()->ghostText(), QStringLiteral(" Gerät"));
            QVERIFY(m_grid->visualRect(m_grid->currentIndex()).contains(m_grid->editor()->geometry()));
        }
        m_grid->setModel(m_model.get());
    }

    void settingTheSameModelChangesNothing()
    {
        m_grid->openSegment(1004);
        m_grid->setModel(m_model.get());
        m_model->setRows(manyRows(3));
        QCOMPARE(m_grid->verticalHeader()->count(), 3);
    }

    void measuresOnlyWhatIsSeen()
    {
        m_model->setRows(manyRows(50000));
        QCOMPARE(m_grid->rowHeight(40003), 40);
        QVERIFY(m_grid->rowHeight(3) > 40);
        m_grid->openSegment(1000 + 40003);
        QVERIFY(m_grid->rowHeight(40003) > 40);
        QVERIFY(m_grid->viewport()->rect().contains(m_grid->editor()->geometry()));
    }

    void emptyGridSaysSo()
    {
        m_grid->setEmptyText(QStringLiteral("Open a document."));
        const QImage filled = m_grid->grab().toImage();
        m_model->setRows({});
        QVERIFY(!m_grid->editor()->isVisible());
        QVERIFY(!m_grid->openSegmentId());
        QVERIFY(m_grid->grab().toImage() != filled);
    }

private:
    std::unique_ptr<SegmentTableModel> m_model;
    std::unique_ptr<SegmentGrid> m_grid;
};

QTEST_MAIN(TestSegmentGrid)
#include "tst_segment_grid.moc"
