// The terms of the open segment: what each is called in the other language, with its status, and one key away.
//
//   list.setTerms({{.source = "hard disk", .target = "Festplatte", .status = TermState::Preferred}});
//   connect(&list, &TermList::insertRequested, &app, [&](int index) { editor->insert(list.terms()[index].target); });
//
// Ctrl+Shift+1 to Ctrl+Shift+9 work anywhere in the window and count the terms that may be used; Enter or a double click takes the selected one.
#pragma once

#include "widgets/lookup/entry_list.h"
#include "widgets/lookup/term_row.h"

class QAction;
class QHBoxLayout;

namespace interlinear::widgets {

class TermList : public QWidget {
    Q_OBJECT

public:
    explicit TermList(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setTerms(std::vector<TermRow> terms);
    const std::vector<TermRow> &terms() const { return m_terms; }
    void setEmptyText(const QString &text) { m_list->setEmptyText(text); }
    /// A button under the list.
    void addButton(QAction *action);

    EntryList *list() const { return m_list; }
    /// Index into terms(); -1 for none.
    int selected() const { return m_list->selected(); }

Q_SIGNALS:
    /// Index into terms(), of one that may be used.
    void insertRequested(int index);
    void selectedChanged(int index);

private:
    void request(int index);
    void requestUsable(int number);

    Theme m_theme = Theme::light();
    EntryList *m_list;
    QHBoxLayout *m_buttons;
    std::vector<TermRow> m_terms;
};

}  // namespace interlinear::widgets
