// Stretches of the open segment that the memory knows, with what they are likely called: shown, and taken one by one; never inserted by themselves.
//
//   list.setFragments({{.phrase = "the heat pump", .translation = "die Wärmepumpe", .origin = "12 units · likely"}});
//   connect(&list, &FragmentList::insertRequested, …);      // Enter or a double click; index into fragments()
#pragma once

#include "widgets/lookup/short_list.h"

namespace interlinear::widgets {

struct FragmentRow {
    QString phrase;
    QString translation;
    QString origin = {};

    bool operator==(const FragmentRow &) const = default;
};

class FragmentList : public ShortList {
    Q_OBJECT

public:
    explicit FragmentList(QWidget *parent = nullptr);

    void setFragments(std::vector<FragmentRow> fragments);
    const std::vector<FragmentRow> &fragments() const { return m_fragments; }

Q_SIGNALS:
    void insertRequested(int index);

private:
    std::vector<FragmentRow> m_fragments;
};

}  // namespace interlinear::widgets
