#include "widgets/memory/memory_list.h"

#include "widgets/memory/count_delegate.h"

#include <QLocale>
#include <QStandardItemModel>

namespace interlinear::widgets {

namespace {

QString factsOf(const MemoryRow &memory)
{
    if (!memory.problem.isEmpty())
        return MemoryList::tr("cannot be used");
    QStringList facts;
    if (memory.sharing)
        facts << sharingText(*memory.sharing);
    if (memory.readOnly)
        facts << MemoryList::tr("read only");
    if (memory.penaltyPerMille > 0)
        facts << MemoryList::tr("−%L1 points").arg(memory.penaltyPerMille / 10.0);
    return facts.join(QStringLiteral(" · "));
}

QString spokenText(const MemoryRow &memory, const QString &facts)
{
    if (!memory.problem.isEmpty())
        return MemoryList::tr("%1, cannot be used: %2").arg(memory.name, memory.problem);
    const QString units = MemoryList::tr("%1, %Ln unit(s)", nullptr, static_cast<int>(memory.units)).arg(memory.name);
    return facts.isEmpty() ? units : QStringLiteral("%1, %2").arg(units, facts);
}

}  // namespace

MemoryList::MemoryList(QWidget *parent)
    : QListView(parent)
    , m_model(new QStandardItemModel(this))
    , m_delegate(new CountDelegate(this))
{
    setAccessibleName(tr("Memories"));
    setModel(m_model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QListView::activated, this, [this](const QModelIndex &index) { Q_EMIT memoryActivated(index.row()); });
}

void MemoryList::setTheme(const Theme &theme)
{
    m_delegate->setTheme(theme);
    viewport()->update();
}

void MemoryList::setMemories(const std::vector<MemoryRow> &memories)
{
    m_model->setRowCount(static_cast<int>(memories.size()));
    for (std::size_t i = 0; i < memories.size(); ++i) {
        const MemoryRow &memory = memories[i];
        const int row = static_cast<int>(i);
        if (!m_model->item(row))
            m_model->setItem(row, new QStandardItem);
        QStandardItem *item = m_model->item(row);
        const QString facts = factsOf(memory);
        item->setText(memory.name);
        item->setData(memory.problem.isEmpty() ? QLocale().toString(memory.units) : QString(), CountDelegate::CountRole);
        item->setData(facts, CountDelegate::FactsRole);
        item->setData(!memory.problem.isEmpty(), CountDelegate::ProblemRole);
        item->setToolTip(memory.problem.isEmpty() && memory.sharing ? memory.sharing->problem : memory.problem);
        item->setAccessibleText(spokenText(memory, facts));
    }
    scheduleDelayedItemsLayout();
    updateGeometry();
}

QSize MemoryList::sizeHint() const
{
    int height = 0;
    for (int row = 0; row < m_model->rowCount(); ++row)
        height += sizeHintForRow(row);
    return {QListView::sizeHint().width(), height};
}

void MemoryList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT currentMemoryChanged(current.row());
}

}  // namespace interlinear::widgets
