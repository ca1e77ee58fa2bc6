#include "widgets/memory/unit_table_model.h"

#include "widgets/memory/two_line_delegate.h"

namespace interlinear::widgets {

void UnitTableModel::setLanguages(const QString &source, const QString &target)
{
    m_source = source;
    m_target = target;
    Q_EMIT headerDataChanged(Qt::Horizontal, Source, Target);
}

void UnitTableModel::setRows(std::vector<UnitRow> rows, MorePages more)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_more = more == MorePages::Yes;
    m_asked = false;
    endResetModel();
}

void UnitTableModel::appendRows(const std::vector<UnitRow> &rows, MorePages more)
{
    m_more = more == MorePages::Yes;
    m_asked = false;
    if (rows.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

void UnitTableModel::setRow(int row, UnitRow changed)
{
    m_rows.at(static_cast<std::size_t>(row)) = std::move(changed);
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void UnitTableModel::removeUnits(const QStringList &ids)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (!ids.contains(m_rows[static_cast<std::size_t>(row)].id))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
}

int UnitTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int UnitTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UnitTableModel::text(const UnitRow &row, int column) const
{
    switch (column) {
    case Source:
        return row.source;
    case Target:
        return row.target;
    case Facts:
        return (row.approved ? row.facts : QStringList(tr("not approved")) + row.facts).join(QStringLiteral(" · "));
    case Remark:
        return row.remark;
    default:
        return {};
    }
}

QVariant UnitTableModel::data(const QModelIndex &index, int role) const
{
    const UnitRow &row = m_rows.at(static_cast<std::size_t>(index.row()));
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return text(row, index.column());
    case TwoLineDelegate::StretchesRole:
        return QVariant::fromValue(index.column() == Source ? row.inSource : index.column() == Target ? row.inTarget : QList<TextStretch>());
    case TwoLineDelegate::GroupRole:
        return row.beginsGroup;
    default:
        return {};
    }
}

QVariant UnitTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QStringList titles{m_source, m_target, tr("From"), tr("Why it is listed")};
    return titles.value(section);
}

Qt::ItemFlags UnitTableModel::flags(const QModelIndex &index) const
{
    const bool text = index.column() == Source || index.column() == Target;
    return QAbstractTableModel::flags(index) | (m_editable && text ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

bool UnitTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const UnitRow &row = m_rows.at(static_cast<std::size_t>(index.row()));
    if (role != Qt::EditRole || value.toString() == data(index, role).toString())
        return false;
    const QString source = index.column() == Source ? value.toString() : row.source;
    const QString target = index.column() == Target ? value.toString() : row.target;
    Q_EMIT edited(index.row(), source, target);
    return false;
}

bool UnitTableModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_more && !m_asked;
}

void UnitTableModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_asked = true;
    Q_EMIT moreWanted();
}

}  // namespace interlinear::widgets
