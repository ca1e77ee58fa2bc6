// The terms of the open segment in a line each, for a glance under the matches; the full list is TermList.
//
//   list.setTerms(terms.terms());
//   connect(&list, &ShortTermList::insertRequested, …);      // index into those terms, of one that may be used
#pragma once

#include "widgets/lookup/short_list.h"
#include "widgets/lookup/term_row.h"

namespace interlinear::widgets {

class ShortTermList : public ShortList {
    Q_OBJECT

public:
    explicit ShortTermList(QWidget *parent = nullptr);

    /// Those without a term of the other language are left to the full list.
    void setTerms(const std::vector<TermRow> &terms);

Q_SIGNALS:
    void insertRequested(int index);

private:
    std::vector<int> m_places;   // [entry] index into the terms
    std::vector<bool> m_usable;  // [entry]
};

}  // namespace interlinear::widgets
