#include "widgets/memory/aligned_pairs_model.h"

#include "widgets/memory/two_line_delegate.h"

#include <QLocale>

namespace interlinear::widgets {

void AlignedPairsModel::setLanguages(const QString &source, const QString &target)
{
    m_source = source;
    m_target = target;
    Q_EMIT headerDataChanged(Qt::Horizontal, Source, Target);
}

void AlignedPairsModel::setPairs(std::vector<AlignedPairRow> pairs)
{
    beginResetModel();
    m_pairs = std::move(pairs);
    endResetModel();
}

void AlignedPairsModel::setThreshold(double leastConfidence)
{
    m_threshold = leastConfidence;
    if (!m_pairs.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

bool AlignedPairsModel::isTaken(const AlignedPairRow &pair) const
{
    return !pair.source.isEmpty() && !pair.target.isEmpty() && pair.confidence >= m_threshold;
}

int AlignedPairsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_pairs.size());
}

int AlignedPairsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AlignedPairsModel::text(const AlignedPairRow &pair, int column) const
{
    switch (column) {
    case Source:
        return pair.source;
    case Target:
        return pair.target;
    case Confidence:
        return tr("%L1 %").arg(qRound(pair.confidence * 100));
    case Segments:
        return pair.segments;
    default:
        return {};
    }
}

QVariant AlignedPairsModel::data(const QModelIndex &index, int role) const
{
    const AlignedPairRow &pair = m_pairs.at(static_cast<std::size_t>(index.row()));
    if (role == Qt::DisplayRole)
        return text(pair, index.column());
    if (role == TwoLineDelegate::LeftOutRole)
        return !isTaken(pair);
    return {};
}

QVariant AlignedPairsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return QStringList{m_source, m_target, tr("Confidence"), tr("Segments")}.value(section);
}

}  // namespace interlinear::widgets
