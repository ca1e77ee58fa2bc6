#include "widgets/editing/segment_grid.h"

#include "widgets/editing/segment_table_model.h"

#include <QHeaderView>
#include <QPainter>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace interlinear::widgets {

namespace {

constexpr int defaultRowHeight = 40;
constexpr int numberWidth = 64;
constexpr int matchWidth = 64;

}  // namespace

SegmentGrid::SegmentGrid(QWidget *parent)
    : QTableView(parent)
    , m_delegate(new SegmentDelegate(this))
    , m_editor(new TargetEditor(viewport()))
    , m_source(new SourceField(viewport()))
    , m_emptyText(tr("No document is open."))
{
    setObjectName(QStringLiteral("segmentGrid"));
    setAccessibleName(tr("Segments"));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(24);
    verticalHeader()->setDefaultSectionSize(defaultRowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setFont(secondaryFont(font()));
    m_editor->hide();
    m_source->hide();
    connect(m_source, &SourceField::leaveRequested, m_editor, qOverload<>(&QWidget::setFocus));
    connect(m_editor, &TargetEditor::edited, this, [this](const TargetEdit &edit) {
        if (const auto id = openSegmentId())
            Q_EMIT targetEdited(*id, edit);
    });
    connect(m_editor, &TargetEditor::confirmRequested, this, [this] {
        if (const auto id = openSegmentId())
            Q_EMIT confirmRequested(*id);
    });
    connect(m_editor, &TargetEditor::leaveRequested, this, &SegmentGrid::leaveRow);
    connect(m_editor, &TargetEditor::ghostChanged, this, [this] {
        m_delegate->setSuggesting(!m_editor->ghostText().isEmpty());
        viewport()->update();
    });
    connect(m_editor, &TargetEditor::contentHeightChanged, this, [this] {
        if (currentIndex().isValid() && !m_measuring && !m_heights.empty()) {
            m_heights[static_cast<std::size_t>(currentIndex().row())] = 0;
            measureVisibleRows();
        }
    });
}

void SegmentGrid::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_delegate->setTheme(theme);
    m_editor->setTheme(theme);
    m_source->setTheme(theme);
    viewport()->update();
}

void SegmentGrid::setModel(QAbstractItemModel *newModel)
{
    if (newModel == model())
        return;
    if (model())
        disconnect(model(), nullptr, this, nullptr);
    QTableView::setModel(newModel);
    if (newModel) {
        for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
            connect(newModel, signal, this, &SegmentGrid::onRowsChanged);
        connect(newModel, &QAbstractItemModel::modelReset, this, &SegmentGrid::onRowsChanged);
        connect(newModel, &QAbstractItemModel::layoutChanged, this, &SegmentGrid::onRowsChanged);
        QHeaderView *header = horizontalHeader();
        header->setSectionResizeMode(SegmentTableModel::NumberColumn, QHeaderView::Fixed);
        header->setSectionResizeMode(SegmentTableModel::SourceColumn, QHeaderView::Stretch);
        header->setSectionResizeMode(SegmentTableModel::TargetColumn, QHeaderView::Stretch);
        header->setSectionResizeMode(SegmentTableModel::MatchColumn, QHeaderView::Fixed);
        header->resizeSection(SegmentTableModel::NumberColumn, numberWidth);
        header->resizeSection(SegmentTableModel::MatchColumn, matchWidth);
    }
    onRowsChanged();
}

void SegmentGrid::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

bool SegmentGrid::openSegment(qint64 id)
{
    if (!model())
        return false;
    const QModelIndexList found = model()->match(model()->index(0, 0), SegmentTableModel::IdRole, id, 1, Qt::MatchExactly);
    if (found.isEmpty())
        return false;
    openRow(found.first().row());
    return true;
}

void SegmentGrid::openRow(int row)
{
    if (!model())
        return;
    setCurrentIndex(model()->index(row, SegmentTableModel::TargetColumn));
    m_editor->setFocus();
}

std::optional<qint64> SegmentGrid::openSegmentId() const
{
    const SegmentRow *row = segmentRowAt(currentIndex());
    return row ? std::optional<qint64>(row->id) : std::nullopt;
}

void SegmentGrid::onRowsChanged()
{
    forgetHeights();
    m_delegate->setOpenRow(currentIndex());
    reloadEditor();
    measureVisibleRows();
}

void SegmentGrid::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_delegate->setReadOnly(readOnly);
    loadEditor();
}

void SegmentGrid::reloadEditor()
{
    const bool other = loadEditor();
    if (const auto id = openSegmentId(); other && id)
        Q_EMIT segmentOpened(*id);
}

bool SegmentGrid::loadEditor()
{
    const SegmentRow *row = segmentRowAt(currentIndex());
    m_editor->setVisible(row != nullptr);
    m_source->setVisible(row != nullptr);
    setFocusProxy(row ? m_editor : nullptr);
    const std::optional<qint64> id = openSegmentId();
    const bool other = std::exchange(m_loadedId, id) != id;
    if (!row)
        return other;
    m_editor->setSource(row->source);
    m_source->setSource(row->source);
    if (other)
        m_source->moveCursor(QTextCursor::Start);   // two rows may read the same
    m_source->setTerms(row->terms);
    m_source->setQuiet(row->state == SegmentState::Locked);
    m_editor->setReadOnly(m_readOnly || row->state == SegmentState::Locked);
    if (other || row->target != m_editor->target())
        m_editor->setTarget(row->target);
    return other;
}

void SegmentGrid::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() == previous.row() && current.isValid())
        return;
    m_delegate->setOpenRow(current);
    for (const QModelIndex &index : {current, previous}) {
        if (index.isValid() && static_cast<std::size_t>(index.row()) < m_heights.size())
            m_heights[static_cast<std::size_t>(index.row())] = 0;
    }
    loadEditor();
    executeDelayedItemsLayout();
    scrollTo(current);
    updateGeometries();  // measures the rows that came into view above it, which may push it out again
    scrollTo(current);
    viewport()->update();
    if (const auto id = openSegmentId())
        Q_EMIT segmentOpened(*id);
}

void SegmentGrid::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    QTableView::dataChanged(topLeft, bottomRight, roles);
    for (int row = topLeft.row(); row <= bottomRight.row() && static_cast<std::size_t>(row) < m_heights.size(); ++row)
        m_heights[static_cast<std::size_t>(row)] = 0;
    if (currentIndex().row() >= topLeft.row() && currentIndex().row() <= bottomRight.row())
        reloadEditor();
    measureVisibleRows();
}

void SegmentGrid::forgetHeights()
{
    m_heights.assign(model() ? static_cast<std::size_t>(model()->rowCount()) : 0, 0);
}

int SegmentGrid::measureRow(int row)
{
    int &height = m_heights[static_cast<std::size_t>(row)];
    if (height == 0)
        height = heightOf(row);
    if (rowHeight(row) != height)
        setRowHeight(row, height);
    return height;
}

int SegmentGrid::heightOf(int row)
{
    const SegmentRow *segment = segmentRowAt(model()->index(row, 0));
    const int sourceWidth = columnWidth(SegmentTableModel::SourceColumn);
    const int targetWidth = columnWidth(SegmentTableModel::TargetColumn);
    if (row != currentIndex().row())
        return m_delegate->closedHeight(*segment, sourceWidth, targetWidth, font());
    m_editor->resize(SegmentDelegate::editorRect(QRect(0, 0, targetWidth, 200), font()).width(), m_editor->height());
    return m_delegate->openHeight(*segment, sourceWidth, m_editor->contentHeight(), font());
}

void SegmentGrid::measureVisibleRows()
{
    if (m_measuring || !model() || m_heights.empty())
        return;
    const QScopedValueRollback measuring(m_measuring, true);
    const int width = columnWidth(SegmentTableModel::SourceColumn);
    if (std::exchange(m_measuredWidth, width) != width)
        forgetHeights();
    if (currentIndex().isValid())
        measureRow(currentIndex().row());
    const int rows = static_cast<int>(m_heights.size());
    int row = std::max(0, rowAt(0));
    for (int y = rowViewportPosition(row); row < rows && y < viewport()->height(); ++row)
        y += measureRow(row);
    placeEditor();
}

void SegmentGrid::placeEditor()
{
    if (!currentIndex().isValid())
        return;
    m_editor->setGeometry(SegmentDelegate::editorRect(visualRect(currentIndex().siblingAtColumn(SegmentTableModel::TargetColumn)), font()));
    const QRect sourceCell = visualRect(currentIndex().siblingAtColumn(SegmentTableModel::SourceColumn));
    m_source->setGeometry(SegmentDelegate::sourceRect(*segmentRowAt(currentIndex()), sourceCell, font()));
}

void SegmentGrid::leaveRow(int direction)
{
    const int row = currentIndex().row() + direction;
    if (model() && row >= 0 && row < model()->rowCount())
        openRow(row);
}

void SegmentGrid::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (model() && model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme.muted);
    painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void SegmentGrid::resizeEvent(QResizeEvent *event)
{
    const bool editorWasSeen = m_editor->isVisible() && QRect(QPoint(), event->oldSize()).intersects(m_editor->geometry());
    QTableView::resizeEvent(event);
    measureVisibleRows();
    if (editorWasSeen)
        scrollTo(currentIndex());
}

void SegmentGrid::scrollContentsBy(int dx, int dy)
{
    const int firstBefore = std::max(0, rowAt(0));
    QTableView::scrollContentsBy(dx, dy);
    const auto heightAbove = [&](int end) { return verticalHeader()->sectionPosition(end); };
    const int before = heightAbove(firstBefore);
    measureVisibleRows();
    const int grown = heightAbove(firstBefore) - before;
    if (dy > 0 && grown != 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + grown);
}

void SegmentGrid::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        forgetHeights();
        measureVisibleRows();
    }
}

void SegmentGrid::updateGeometries()
{
    QTableView::updateGeometries();
    measureVisibleRows();
}

}  // namespace interlinear::widgets
