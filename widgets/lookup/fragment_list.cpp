#include "widgets/lookup/fragment_list.h"

namespace interlinear::widgets {

FragmentList::FragmentList(QWidget *parent)
    : ShortList(tr("Parts that the memory knows"), parent)
{
    setObjectName(QStringLiteral("fragmentPane"));
    list()->setObjectName(QStringLiteral("fragmentList"));
    connect(this, &ShortList::chosen, this, &FragmentList::insertRequested);
}

void FragmentList::setFragments(std::vector<FragmentRow> fragments)
{
    m_fragments = std::move(fragments);
    std::vector<ListEntry> entries;
    for (const FragmentRow &row : m_fragments)
        entries.push_back({.lines = {{.text = row.phrase, .weight = ListLine::Weight::Quiet, .aside = row.origin}, {.text = row.translation}}});
    setEntries(std::move(entries));
}

}  // namespace interlinear::widgets
