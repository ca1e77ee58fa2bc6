#include "widgets/lookup/entry_list.h"

#include "widgets/lookup/entry_model.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QStyledItemDelegate>

namespace interlinear::widgets {

namespace {

constexpr int accentBar = 3;
constexpr int emptyMargin = 12;

}  // namespace

class EntryList::Delegate : public QStyledItemDelegate {
public:
    Delegate(const EntryModel &model, EntryList &list) : QStyledItemDelegate(&list), m_model(model), m_list(list) {}

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int width = m_list.viewport()->width();
        return {width, listEntryHeight(entryAt(index), width, m_list.m_theme, option.font) + 1};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = m_list.m_theme;
        const bool selected = option.state & QStyle::State_Selected;
        painter->save();
        painter->fillRect(option.rect, selected ? theme.selectedRow : theme.surface);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.line);
        if (selected && m_list.hasFocus())
            painter->fillRect(QRect(option.rect.topLeft(), QSize(accentBar, option.rect.height())), theme.accent);
        paintListEntry(*painter, option.rect, entryAt(index), theme, option.font);
        painter->restore();
    }

private:
    const ListEntry &entryAt(const QModelIndex &index) const { return m_model.entries()[static_cast<std::size_t>(index.row())]; }

    const EntryModel &m_model;
    EntryList &m_list;
};

EntryList::EntryList(QWidget *parent)
    : QListView(parent)
    , m_model(new EntryModel(this))
    , m_delegate(new Delegate(*m_model, *this))
{
    setModel(m_model);
    setItemDelegate(m_delegate);
    setFrameShape(NoFrame);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void EntryList::setTheme(const Theme &theme)
{
    m_theme = theme;
    setPalette(theme.palette());
    viewport()->update();
}

void EntryList::setEntries(std::vector<ListEntry> entries)
{
    if (entries == m_model->entries())
        return;
    m_model->setEntries(std::move(entries));
    updateGeometry();
    Q_EMIT selectedChanged(-1);
}

const std::vector<ListEntry> &EntryList::entries() const
{
    return m_model->entries();
}

void EntryList::setEmptyText(const QString &text)
{
    m_emptyText = text;
    setAccessibleDescription(text);
    viewport()->update();
}

int EntryList::selected() const
{
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

void EntryList::select(int index)
{
    setCurrentIndex(m_model->index(index, 0));
}

void EntryList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (!m_model->entries().empty())
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme.muted);
    painter.drawText(viewport()->rect().adjusted(emptyMargin, emptyMargin, -emptyMargin, -emptyMargin), Qt::AlignTop | Qt::AlignLeading | Qt::TextWordWrap,
                     m_emptyText);
}

void EntryList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        scheduleDelayedItemsLayout();   // texts break elsewhere
}

void EntryList::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !event->modifiers().testFlag(Qt::ControlModifier) && selected() >= 0)
        Q_EMIT chosen(selected());
    else
        QListView::keyPressEvent(event);
}

void EntryList::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (index.isValid())
        Q_EMIT chosen(index.row());
}

void EntryList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT selectedChanged(current.isValid() ? current.row() : -1);
}

}  // namespace interlinear::widgets
