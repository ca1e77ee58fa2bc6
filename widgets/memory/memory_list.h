// The memories of a project: name and number of units, those that are only read marked in words, a problem said beneath.
//
//   list.setTheme(theme);
//   list.setMemories(rows);
//   connect(&list, &MemoryList::memoryActivated, &app, [&](int row) { open(row); });
//
// Activated by Enter or a double click; the current one moves with the arrow keys.
#pragma once

#include "widgets/memory/memory_row.h"
#include "widgets/plot/theme.h"

#include <QListView>

#include <vector>

class QStandardItemModel;

namespace interlinear::widgets {

class CountDelegate;

class MemoryList : public QListView {
    Q_OBJECT

public:
    explicit MemoryList(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// The current one stays current by its place.
    void setMemories(const std::vector<MemoryRow> &memories);
    /// -1 for none.
    int currentMemory() const { return currentIndex().row(); }
    QSize sizeHint() const override;

Q_SIGNALS:
    void memoryActivated(int row);
    void currentMemoryChanged(int row);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    QStandardItemModel *m_model;
    CountDelegate *m_delegate;
};

}  // namespace interlinear::widgets
