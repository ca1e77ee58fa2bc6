#include "app/workbench/lookup_panel.h"

#include <QDockWidget>
#include <QVBoxLayout>

namespace interlinear::workbench {

LookupPanel::LookupPanel(QWidget *parent)
    : QTabWidget(parent)
    , m_matches(new widgets::MatchPane(this))
    , m_shortTerms(new widgets::ShortTermList(this))
    , m_fragments(new widgets::FragmentList(this))
    , m_terms(new widgets::TermList(this))
    , m_concordance(new widgets::ConcordanceView(this))
{
    setObjectName(QStringLiteral("lookupPanel"));
    setDocumentMode(true);
    auto *matches = new QWidget(this);
    auto *column = new QVBoxLayout(matches);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_matches, 1);
    column->addWidget(m_shortTerms);
    column->addWidget(m_fragments);
    addTab(matches, tr("Matches"));
    addTab(m_terms, tr("Terms"));
    addTab(m_concordance, tr("Concordance"));
}

void LookupPanel::setTheme(const widgets::Theme &theme)
{
    m_matches->setTheme(theme);
    m_shortTerms->setTheme(theme);
    m_fragments->setTheme(theme);
    m_terms->setTheme(theme);
    m_concordance->setTheme(theme);
}

void LookupPanel::setTermCount(int terms)
{
    setTabText(indexOf(m_terms), terms > 0 ? tr("Terms %L1").arg(terms) : tr("Terms"));
}

void LookupPanel::bringUp(QWidget *tab)
{
    if (auto *dock = qobject_cast<QDockWidget *>(parentWidget()))
        dock->show();
    setCurrentWidget(tab);
}

}  // namespace interlinear::workbench
