// The units of a memory in rows: source and target, where they come from, and why a unit is listed. F2 edits a text, Delete asks for the units to go.
//
//   UnitTable table;
//   table.model()->setRows(page, MorePages::Yes);
//   table.selectedIds();
#pragma once

#include "widgets/memory/unit_table_model.h"
#include "widgets/plot/theme.h"

#include <QTableView>

namespace interlinear::widgets {

class TwoLineDelegate;

class UnitTable : public QTableView {
    Q_OBJECT

public:
    explicit UnitTable(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    UnitTableModel *units() const { return m_model; }
    QStringList selectedIds() const;
    /// Said in the middle while there is no row.
    void setEmptyText(const QString &text);
    void setRemarksShown(bool shown) { setColumnHidden(UnitTableModel::Remark, !shown); }

Q_SIGNALS:
    /// The row that the cursor came to; -1 for none.
    void currentUnitChanged(int row);
    void selectionWasChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    UnitTableModel *m_model;
    TwoLineDelegate *m_delegate;
    QString m_emptyText;
    Theme m_theme = Theme::light();
};

}  // namespace interlinear::widgets
