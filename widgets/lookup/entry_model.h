// Entries as a model of one column, for EntryList.
//
//   EntryModel model;
//   model.setEntries({hit, other});
//   model.index(0).data(Qt::AccessibleTextRole);
#pragma once

#include "widgets/lookup/list_entry.h"

#include <QAbstractListModel>

namespace interlinear::widgets {

class EntryModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<ListEntry> entries);
    const std::vector<ListEntry> &entries() const { return m_entries; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<ListEntry> m_entries;
};

}  // namespace interlinear::widgets
