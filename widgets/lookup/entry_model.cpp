#include "widgets/lookup/entry_model.h"

namespace interlinear::widgets {

void EntryModel::setEntries(std::vector<ListEntry> entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

int EntryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant EntryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    return spokenText(m_entries[static_cast<std::size_t>(index.row())]);
}

}  // namespace interlinear::widgets
