// What there is to see in a memory: all its units, and what was found suspicious, kind by kind with how many there are.
//
//   list.setEntries({{allUnits, tr("All units"), 184212}, {0, tr("Duplicates"), 31}});
//   connect(&list, &FindingList::kindChosen, &app, [&](int kind) { show(kind); });
#pragma once

#include "widgets/plot/theme.h"

#include <QListView>

#include <vector>

class QStandardItemModel;

namespace interlinear::widgets {

class CountDelegate;

struct FindingEntry {
    int kind = 0;            ///< the caller's own number
    QString name;
    qulonglong count = 0;

    bool operator==(const FindingEntry &) const = default;
};

class FindingList : public QListView {
    Q_OBJECT

public:
    explicit FindingList(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// The chosen kind stays chosen where it is still there; else the first one is, without a signal.
    void setEntries(const std::vector<FindingEntry> &entries);
    int chosenKind() const;

Q_SIGNALS:
    void kindChosen(int kind);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    QStandardItemModel *m_model;
    CountDelegate *m_delegate;
};

}  // namespace interlinear::widgets
