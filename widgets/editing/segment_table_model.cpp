#include "widgets/editing/segment_table_model.h"

#include <QTextDocument>

#include <algorithm>

namespace interlinear::widgets {

SegmentTableModel::Rows::Rows(std::vector<SegmentRow> rows)
{
    reserve(rows.size());
    for (SegmentRow &row : rows)
        append(std::move(row));
}

void SegmentTableModel::Rows::reserve(std::size_t rows)
{
    m_rows.reserve(rows);
    m_places.reserve(static_cast<qsizetype>(rows));
}

void SegmentTableModel::Rows::append(SegmentRow row)
{
    m_places.insert(row.id, static_cast<int>(m_rows.size()));
    m_rows.push_back(std::move(row));
}

void SegmentTableModel::setLanguages(const QString &source, const QString &target)
{
    m_sourceLanguage = source;
    m_targetLanguage = target;
    Q_EMIT headerDataChanged(Qt::Horizontal, SourceColumn, TargetColumn);
}

void SegmentTableModel::setRows(Rows rows)
{
    beginResetModel();
    m_rows = std::move(rows.m_rows);
    m_rowOfId = std::move(rows.m_places);
    endResetModel();
}

void SegmentTableModel::setRow(int row, const SegmentRow &value)
{
    SegmentRow &place = m_rows[static_cast<std::size_t>(row)];
    if (place == value)
        return;
    m_rowOfId.remove(place.id);
    m_rowOfId.insert(value.id, row);
    place = value;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void SegmentTableModel::replaceRows(int first, int count, const std::vector<SegmentRow> &rows)
{
    const int now = static_cast<int>(rows.size());
    const int kept = std::min(count, now);   // of these the place stays, so that an open row stays open
    const auto at = [this](int row) { return m_rows.begin() + row; };
    const auto forget = [this](const SegmentRow &row) { m_rowOfId.remove(row.id); };
    if (now > count) {
        beginInsertRows({}, first + kept, first + now - 1);
        m_rows.insert(at(first + kept), rows.begin() + kept, rows.end());
        findAgain(first);
        endInsertRows();
    } else if (now < count) {
        beginRemoveRows({}, first + kept, first + count - 1);
        std::for_each(at(first + kept), at(first + count), forget);
        m_rows.erase(at(first + kept), at(first + count));
        findAgain(first);
        endRemoveRows();
    }
    std::for_each(at(first), at(first + kept), forget);
    std::copy_n(rows.begin(), kept, at(first));
    std::for_each(at(first + now), m_rows.end(), [growth = now - count](SegmentRow &row) { row.number += growth; });
    findAgain(first);
    Q_EMIT dataChanged(index(first, 0), index(rowCount() - 1, ColumnCount - 1));
}

void SegmentTableModel::findAgain(int first)
{
    for (int row = first; row < rowCount(); ++row)
        m_rowOfId.insert(m_rows[static_cast<std::size_t>(row)].id, row);
}

std::optional<int> SegmentTableModel::rowOf(std::int64_t id) const
{
    const auto found = m_rowOfId.constFind(id);
    return found == m_rowOfId.constEnd() ? std::nullopt : std::optional(*found);
}

int SegmentTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SegmentTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SegmentTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const SegmentRow &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, index.column());
    case Qt::AccessibleTextRole:
        return spokenText(row, index.column());
    case Qt::ToolTipRole:
        return toolTip(row, index.column());
    case RowRole:
        return QVariant::fromValue(&row);
    case IdRole:
        return QVariant::fromValue(static_cast<qlonglong>(row.id));
    case StateRole:
        return static_cast<int>(row.state);
    default:
        return {};
    }
}

QVariant SegmentTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(section == MatchColumn ? Qt::AlignCenter : Qt::AlignLeading | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn:
        return tr("#");
    case SourceColumn:
        return m_sourceLanguage;
    case TargetColumn:
        return m_targetLanguage;
    case MatchColumn:
        return tr("Match");
    default:
        return {};
    }
}

QString SegmentTableModel::cellText(const SegmentRow &row, int column) const
{
    switch (column) {
    case NumberColumn:
        return QString::number(row.number);
    case SourceColumn:
        return QString::fromStdString(row.source.text);
    case TargetColumn:
        return QString::fromStdString(row.target.text);
    case MatchColumn:
        return row.match.text();
    default:
        return {};
    }
}

QString SegmentTableModel::spokenText(const SegmentRow &row, int column) const
{
    if (column == NumberColumn)
        return tr("Segment %1, %2").arg(row.number).arg(segmentStateName(row.state));
    if (column == MatchColumn)
        return row.problem.isEmpty() ? row.match.spokenText() : tr("%1, problem: %2").arg(row.match.spokenText(), row.problem);
    const QString text = cellText(row, column);
    return column == TargetColumn && text.isEmpty() ? tr("no target") : text;
}

QString SegmentTableModel::toolTip(const SegmentRow &row, int column) const
{
    if (column == NumberColumn)
        return segmentStateName(row.state);
    QStringList lines = column == SourceColumn ? QStringList{row.note, row.facts.join(QStringLiteral(" · "))} : QStringList{row.problem, row.room};
    lines.removeAll(QString());
    return lines.isEmpty() ? QString() : Qt::convertFromPlainText(lines.join(QLatin1Char('\n')));
}

const SegmentRow *segmentRowAt(const QModelIndex &index)
{
    return index.isValid() ? index.data(SegmentTableModel::RowRole).value<const SegmentRow *>() : nullptr;
}

}  // namespace interlinear::widgets
