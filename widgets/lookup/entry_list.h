// A list of entries beside the grid: walked with Up and Down, one taken with Enter or a double click.
//
//   EntryList list;
//   list.setEmptyText(tr("No terms in this segment."));
//   list.setEntries({{.lines = {{.text = "hard disk"}, {.text = "Festplatte"}}}});
//   connect(&list, &EntryList::chosen, …);       // index into entries()
#pragma once

#include "widgets/lookup/list_entry.h"

#include <QListView>

namespace interlinear::widgets {

class EntryModel;

class EntryList : public QListView {
    Q_OBJECT

public:
    explicit EntryList(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// The same entries again leave selection and place as they are; others begin at the first one, none selected.
    void setEntries(std::vector<ListEntry> entries);
    const std::vector<ListEntry> &entries() const;
    /// What stands there while there is none.
    void setEmptyText(const QString &text);

    /// Index of the selected entry; -1 for none.
    int selected() const;
    void select(int index);

Q_SIGNALS:
    void chosen(int index);
    void selectedChanged(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    class Delegate;

    Theme m_theme = Theme::light();
    EntryModel *m_model;
    Delegate *m_delegate;
    QString m_emptyText;
};

}  // namespace interlinear::widgets
