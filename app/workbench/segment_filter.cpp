#include "app/workbench/segment_filter.h"

#include "app/workbench/row_content.h"
#include "widgets/editing/segment_table_model.h"

namespace interlinear::workbench {

using widgets::SegmentRow;
using widgets::SegmentState;

namespace {

bool holds(const TaggedText &text, const QString &part)
{
    return QString::fromStdString(text.text).contains(part, Qt::CaseInsensitive);
}

}  // namespace

SegmentFilter::SegmentFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(false);
}

void SegmentFilter::show(Rows rows, const QString &text)
{
    m_rows = rows;
    m_text = text;
    invalidateFilter();
}

bool SegmentFilter::accepts(Rows rows, const SegmentRow &row)
{
    switch (rows) {
    case Rows::All:
        return true;
    case Rows::Open:
        return !isDone(row);
    case Rows::Machine:
        return row.state == SegmentState::Machine;
    case Rows::Problems:
        return !row.problem.isEmpty();
    case Rows::Notes:
        return !row.note.isEmpty();
    case Rows::Locked:
        return row.state == SegmentState::Locked;
    }
    return true;
}

bool SegmentFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (showsAll())
        return true;
    const SegmentRow *segment = widgets::segmentRowAt(sourceModel()->index(row, 0, parent));
    if (!accepts(m_rows, *segment))
        return false;
    return m_text.isEmpty() || holds(segment->source, m_text) || holds(segment->target, m_text);
}

}  // namespace interlinear::workbench
