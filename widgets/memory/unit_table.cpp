#include "widgets/memory/unit_table.h"

#include "widgets/memory/two_line_delegate.h"

#include <QHeaderView>
#include <QPainter>

namespace interlinear::widgets {

namespace {

constexpr int factsWidth = 200;
constexpr int remarkWidth = 240;

}  // namespace

UnitTable::UnitTable(QWidget *parent)
    : QTableView(parent)
    , m_model(new UnitTableModel(this))
    , m_delegate(new TwoLineDelegate(UnitTableModel::Facts, this))
{
    setAccessibleName(tr("Units"));
    setModel(m_model);
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(TwoLineDelegate::rowHeight(font()));
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Stretch);
    for (const auto &[column, width] : {std::pair(UnitTableModel::Facts, factsWidth), std::pair(UnitTableModel::Remark, remarkWidth)}) {
        header->setSectionResizeMode(column, QHeaderView::Interactive);
        header->resizeSection(column, width);
    }
    setRemarksShown(false);
}

void UnitTable::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_delegate->setTheme(theme);
    viewport()->update();
}

QStringList UnitTable::selectedIds() const
{
    QStringList ids;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        ids << m_model->rows().at(static_cast<std::size_t>(index.row())).id;
    return ids;
}

void UnitTable::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void UnitTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme.muted);
    painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void UnitTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row())
        Q_EMIT currentUnitChanged(current.row());
}

void UnitTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectionWasChanged();
}

}  // namespace interlinear::widgets
