#include "widgets/lookup/term_list.h"

#include "widgets/lookup/number_keys.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace interlinear::widgets {

TermList::TermList(QWidget *parent)
    : QWidget(parent)
    , m_list(new EntryList(this))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(QStringLiteral("termPane"));
    setAutoFillBackground(true);
    m_list->setObjectName(QStringLiteral("termList"));
    m_list->setAccessibleName(tr("Terms in this segment"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    m_buttons->setContentsMargins(12, 8, 12, 12);
    m_buttons->setSpacing(8);
    m_buttons->addStretch();
    column->addLayout(m_buttons);
    connect(m_list, &EntryList::chosen, this, &TermList::request);
    connect(m_list, &EntryList::selectedChanged, this, &TermList::selectedChanged);
    addNumberKeys(*this, Qt::ControlModifier | Qt::ShiftModifier, [this](int number) { requestUsable(number); });
    setTheme(m_theme);
}

void TermList::setTheme(const Theme &theme)
{
    m_theme = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.surface);
    setPalette(colours);
    m_list->setTheme(theme);
}

void TermList::setTerms(std::vector<TermRow> terms)
{
    m_terms = std::move(terms);
    std::vector<ListEntry> entries;
    int number = 0;
    for (const TermRow &row : m_terms) {
        const bool hasKey = row.isUsable() && ++number <= numberKeys;
        entries.push_back(termEntry(row, hasKey ? tr("Ctrl+Shift+%1").arg(number) : QString()));
    }
    m_list->setEntries(std::move(entries));
}

void TermList::addButton(QAction *action)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
}

void TermList::request(int index)
{
    if (m_terms[static_cast<std::size_t>(index)].isUsable())
        Q_EMIT insertRequested(index);
}

void TermList::requestUsable(int number)
{
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        if (m_terms[i].isUsable() && --number == 0)
            return request(static_cast<int>(i));
    }
}

}  // namespace interlinear::widgets
