#include "widgets/memory/finding_list.h"

#include "widgets/memory/count_delegate.h"

#include <QLocale>
#include <QSignalBlocker>
#include <QStandardItemModel>

namespace interlinear::widgets {

namespace {

constexpr int kindRole = Qt::UserRole + 10;

}  // namespace

FindingList::FindingList(QWidget *parent)
    : QListView(parent)
    , m_model(new QStandardItemModel(this))
    , m_delegate(new CountDelegate(this))
{
    setAccessibleName(tr("What to show"));
    setModel(m_model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void FindingList::setTheme(const Theme &theme)
{
    m_delegate->setTheme(theme);
    viewport()->update();
}

void FindingList::setEntries(const std::vector<FindingEntry> &entries)
{
    const int chosen = chosenKind();
    const QSignalBlocker quiet(this);
    m_model->clear();
    int current = 0;
    for (const FindingEntry &entry : entries) {
        auto *item = new QStandardItem(entry.name);
        item->setData(QLocale().toString(entry.count), CountDelegate::CountRole);
        item->setData(entry.kind, kindRole);
        item->setAccessibleText(tr("%1, %2").arg(entry.name, QLocale().toString(entry.count)));
        if (entry.kind == chosen)
            current = m_model->rowCount();
        m_model->appendRow(item);
    }
    setCurrentIndex(m_model->index(current, 0));
}

int FindingList::chosenKind() const
{
    return currentIndex().isValid() ? currentIndex().data(kindRole).toInt() : -1;
}

void FindingList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT kindChosen(current.data(kindRole).toInt());
}

}  // namespace interlinear::widgets
