// Stretches of the open segment that the memory knows, with what they are likely called: shown, and taken one by one; never inserted by themselves.
//
//   list.setFragments({{.phrase = "the heat pump", .translation = "die Wärmepumpe", .origin = "12 units · likely"}});
//   connect(&list, &FragmentList::insertRequested, …);      // Enter or a click; index into fragments()
//
// As high as its rows, up to a limit; hidden while there is none.
#pragma once

#include "widgets/lookup/entry_list.h"

class QLabel;

namespace interlinear::widgets {

struct FragmentRow {
    QString phrase;
    QString translation;
    QString origin = {};

    bool operator==(const FragmentRow &) const = default;
};

class FragmentList : public QWidget {
    Q_OBJECT

public:
    explicit FragmentList(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setFragments(std::vector<FragmentRow> fragments);
    const std::vector<FragmentRow> &fragments() const { return m_fragments; }
    EntryList *list() const { return m_list; }

Q_SIGNALS:
    void insertRequested(int index);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();

    Theme m_theme = Theme::light();
    QLabel *m_heading;
    EntryList *m_list;
    std::vector<FragmentRow> m_fragments;
};

}  // namespace interlinear::widgets
