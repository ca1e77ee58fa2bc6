#include "widgets/lookup/fragment_list.h"

#include <QLabel>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace interlinear::widgets {

namespace {

constexpr int mostHeight = 220;

}  // namespace

FragmentList::FragmentList(QWidget *parent)
    : QWidget(parent)
    , m_heading(new QLabel(tr("Parts that the memory knows"), this))
    , m_list(new EntryList(this))
{
    setObjectName(QStringLiteral("fragmentPane"));
    setAutoFillBackground(true);
    m_list->setObjectName(QStringLiteral("fragmentList"));
    m_list->setAccessibleName(m_heading->text());
    m_heading->setContentsMargins(12, 8, 12, 4);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_heading);
    column->addWidget(m_list);
    connect(m_list, &EntryList::chosen, this, &FragmentList::insertRequested);
    setTheme(m_theme);
    hide();
}

void FragmentList::setTheme(const Theme &theme)
{
    m_theme = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.surface);
    setPalette(colours);
    m_list->setTheme(theme);
    colours.setColor(QPalette::WindowText, theme.muted);
    m_heading->setPalette(colours);
    QFont heading = secondaryFont(font());
    heading.setWeight(QFont::DemiBold);
    m_heading->setFont(heading);
}

void FragmentList::setFragments(std::vector<FragmentRow> fragments)
{
    m_fragments = std::move(fragments);
    std::vector<ListEntry> entries;
    for (const FragmentRow &row : m_fragments)
        entries.push_back({.lines = {{.text = row.phrase, .weight = ListLine::Weight::Quiet, .aside = row.origin}, {.text = row.translation}}});
    m_list->setEntries(std::move(entries));
    setVisible(!m_fragments.empty());
    fitHeight();
}

void FragmentList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fitHeight();
}

void FragmentList::fitHeight()
{
    int height = 0;
    for (const ListEntry &entry : m_list->entries())
        height += listEntryHeight(entry, width(), m_theme, m_list->font()) + 1;
    m_list->setFixedHeight(std::min(height, mostHeight));
}

}  // namespace interlinear::widgets
