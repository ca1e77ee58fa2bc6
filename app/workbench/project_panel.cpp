#include "app/workbench/project_panel.h"

#include "app/workbench/document_delegate.h"

#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

int percentOf(const cat::ProjectDocument &document)
{
    return document.segments ? static_cast<int>(document.done * 100 / document.segments) : 0;
}

}  // namespace

ProjectPanel::ProjectPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new QStandardItemModel(this))
    , m_list(new QListView(this))
    , m_delegate(new DocumentDelegate(this))
    , m_memories(new widgets::MemoryList(this))
    , m_termbase(new QListView(this))
    , m_termbaseModel(new QStandardItemModel(this))
    , m_termbaseDelegate(new widgets::CountDelegate(this))
    , m_documentsHeading(new QLabel(tr("Documents"), this))
    , m_memoriesHeading(new QLabel(tr("Memories"), this))
    , m_noMemory(new QLabel(tr("none open"), this))
    , m_termbaseHeading(new QLabel(tr("Termbase"), this))
{
    setAutoFillBackground(true);
    m_list->setObjectName(QStringLiteral("documentList"));
    m_list->setAccessibleName(tr("Documents"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(m_delegate);
    m_termbase->setObjectName(QStringLiteral("termbaseLine"));
    m_termbase->setAccessibleName(tr("Termbase"));
    m_termbase->setModel(m_termbaseModel);
    m_termbase->setItemDelegate(m_termbaseDelegate);
    for (QListView *list : {m_list, m_termbase}) {
        list->setFrameShape(QFrame::NoFrame);
        list->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
        list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
        list->setEditTriggers(QAbstractItemView::NoEditTriggers);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }
    m_memories->setObjectName(QStringLiteral("memoryList"));
    m_memories->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 12, 0, 12);
    column->setSpacing(8);
    for (QLabel *label : {m_documentsHeading, m_memoriesHeading, m_noMemory, m_termbaseHeading})
        label->setContentsMargins(12, 0, 12, 0);
    column->addWidget(m_documentsHeading);
    column->addWidget(m_list);
    column->addSpacing(16);
    column->addWidget(m_memoriesHeading);
    column->addWidget(m_noMemory);
    column->addWidget(m_memories);
    column->addSpacing(16);
    column->addWidget(m_termbaseHeading);
    column->addWidget(m_termbase);
    column->addStretch();
    connect(m_list, &QListView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT documentChosen(index.data(DocumentDelegate::IdRole).toLongLong()); });
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT documentChosen(index.data(DocumentDelegate::IdRole).toLongLong()); });
    connect(m_memories, &widgets::MemoryList::memoryActivated, this, &ProjectPanel::memoryChosen);
    connect(m_termbase, &QListView::activated, this, &ProjectPanel::termbaseChosen);
    connect(m_termbase, &QListView::clicked, this, &ProjectPanel::termbaseChosen);
    setProject({});
    setMemories({});
    setTermbase(std::nullopt);
}

void ProjectPanel::setTheme(const widgets::Theme &theme)
{
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.surface);
    setPalette(colours);
    colours.setColor(QPalette::WindowText, theme.muted);
    QFont heading = widgets::secondaryFont(font());
    heading.setWeight(QFont::DemiBold);
    for (QLabel *label : {m_documentsHeading, m_memoriesHeading, m_termbaseHeading}) {
        label->setPalette(colours);
        label->setFont(heading);
    }
    m_memories->setTheme(theme);
    m_termbaseDelegate->setTheme(theme);
    m_termbase->viewport()->update();
    m_delegate->setTheme(theme);
    m_list->viewport()->update();
}

void ProjectPanel::setProject(const OpenedProject &project)
{
    m_model->setRowCount(static_cast<int>(project.documents.size()));
    for (std::size_t i = 0; i < project.documents.size(); ++i) {
        const cat::ProjectDocument &document = project.documents[i];
        const int row = static_cast<int>(i);
        if (!m_model->item(row))
            m_model->setItem(row, new QStandardItem);
        QStandardItem *item = m_model->item(row);
        item->setText(QString::fromStdString(document.name));
        item->setData(static_cast<qlonglong>(document.id), DocumentDelegate::IdRole);
        item->setData(percentOf(document), DocumentDelegate::PercentRole);
        item->setToolTip(tr("%L1 of %L2 segments confirmed").arg(document.done).arg(document.segments));
        item->setAccessibleText(tr("%1, %2 percent confirmed").arg(item->text()).arg(percentOf(document)));
    }
    selectCurrent();
}

void ProjectPanel::setMemories(const std::vector<widgets::MemoryRow> &memories)
{
    m_memories->setMemories(memories);
    m_memories->setVisible(!memories.empty());
    m_noMemory->setVisible(memories.empty());
}

void ProjectPanel::setTermbase(const std::optional<TermbaseSummary> &termbase)
{
    m_termbaseModel->clear();
    if (termbase) {
        auto *item = new QStandardItem(termbase->name);
        item->setData(QLocale().toString(static_cast<qulonglong>(termbase->concepts)), widgets::CountDelegate::CountRole);
        item->setAccessibleText(tr("%1, %Ln concept(s)", nullptr, static_cast<int>(termbase->concepts)).arg(termbase->name));
        m_termbaseModel->appendRow(item);
    }
    m_termbaseHeading->setVisible(termbase.has_value());
    m_termbase->setVisible(termbase.has_value());
}

void ProjectPanel::setCurrent(std::optional<std::int64_t> document)
{
    m_current = document;
    selectCurrent();
}

void ProjectPanel::selectCurrent()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_current && m_model->item(row)->data(DocumentDelegate::IdRole).toLongLong() == *m_current)
            m_list->setCurrentIndex(m_model->index(row, 0));
    }
}

}  // namespace interlinear::workbench
