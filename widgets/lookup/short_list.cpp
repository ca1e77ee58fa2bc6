#include "widgets/lookup/short_list.h"

#include <QLabel>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace interlinear::widgets {

namespace {

constexpr int mostHeight = 220;

}  // namespace

ShortList::ShortList(const QString &heading, QWidget *parent)
    : QWidget(parent)
    , m_heading(new QLabel(heading, this))
    , m_list(new EntryList(this))
{
    setAutoFillBackground(true);
    m_list->setAccessibleName(heading);
    m_heading->setContentsMargins(12, 8, 12, 4);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_heading);
    column->addWidget(m_list);
    connect(m_list, &EntryList::chosen, this, &ShortList::chosen);
    setTheme(m_theme);
    hide();
}

void ShortList::setTheme(const Theme &theme)
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

void ShortList::setEntries(std::vector<ListEntry> entries)
{
    m_list->setEntries(std::move(entries));
    setVisible(!m_list->entries().empty());
    fitHeight();
}

void ShortList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fitHeight();
}

void ShortList::fitHeight()
{
    int height = 0;
    for (const ListEntry &entry : m_list->entries())
        height += listEntryHeight(entry, width(), m_theme, m_list->font()) + 1;
    m_list->setFixedHeight(std::min(height, mostHeight));
}

}  // namespace interlinear::widgets
