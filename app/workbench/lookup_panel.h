// The right dock: matches with the terms and the parts that the memory knows, terms in full, and the concordance, one tab each.
//
//   LookupPanel panel;
//   panel.matches()->setMatches(…);
//   panel.bringUp(panel.concordance());
#pragma once

#include "widgets/lookup/concordance_view.h"
#include "widgets/lookup/fragment_list.h"
#include "widgets/lookup/match_pane.h"
#include "widgets/lookup/short_term_list.h"
#include "widgets/lookup/term_list.h"

#include <QTabWidget>

namespace interlinear::workbench {

class LookupPanel : public QTabWidget {
    Q_OBJECT

public:
    explicit LookupPanel(QWidget *parent = nullptr);

    void setTheme(const widgets::Theme &theme);
    /// Beside the name of the tab.
    void setTermCount(int terms);
    /// Brings the tab to the front and its dock into sight.
    void bringUp(QWidget *tab);

    widgets::MatchPane *matches() const { return m_matches; }
    widgets::FragmentList *fragments() const { return m_fragments; }
    widgets::TermList *terms() const { return m_terms; }
    widgets::ShortTermList *shortTerms() const { return m_shortTerms; }
    widgets::ConcordanceView *concordance() const { return m_concordance; }

private:
    widgets::MatchPane *m_matches;
    widgets::ShortTermList *m_shortTerms;
    widgets::FragmentList *m_fragments;
    widgets::TermList *m_terms;
    widgets::ConcordanceView *m_concordance;
};

}  // namespace interlinear::workbench
