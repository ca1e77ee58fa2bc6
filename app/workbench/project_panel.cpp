#include "app/workbench/project_panel.h"

#include "app/workbench/document_delegate.h"

#include <QHBoxLayout>
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
    , m_documentsHeading(new QLabel(tr("Documents"), this))
    , m_memoryHeading(new QLabel(tr("Memory"), this))
    , m_memoryName(new QLabel(this))
    , m_memoryUnits(new QLabel(this))
{
    setAutoFillBackground(true);
    m_list->setObjectName(QStringLiteral("documentList"));
    m_list->setAccessibleName(tr("Documents"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(m_delegate);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_memoryUnits->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    auto *memory = new QHBoxLayout;
    memory->setContentsMargins(12, 0, 12, 0);
    memory->addWidget(m_memoryName, 1);
    memory->addWidget(m_memoryUnits);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 12, 0, 12);
    column->setSpacing(8);
    for (QLabel *heading : {m_documentsHeading, m_memoryHeading})
        heading->setContentsMargins(12, 0, 12, 0);
    column->addWidget(m_documentsHeading);
    column->addWidget(m_list);
    column->addSpacing(16);
    column->addWidget(m_memoryHeading);
    column->addLayout(memory);
    column->addStretch();
    connect(m_list, &QListView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT documentChosen(index.data(DocumentDelegate::IdRole).toLongLong()); });
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT documentChosen(index.data(DocumentDelegate::IdRole).toLongLong()); });
    setProject({});
}

void ProjectPanel::setTheme(const widgets::Theme &theme)
{
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.surface);
    setPalette(colours);
    colours.setColor(QPalette::WindowText, theme.muted);
    QFont heading = widgets::secondaryFont(font());
    heading.setWeight(QFont::DemiBold);
    for (QLabel *label : {m_documentsHeading, m_memoryHeading}) {
        label->setPalette(colours);
        label->setFont(heading);
    }
    m_memoryUnits->setPalette(colours);
    m_memoryUnits->setFont(widgets::figureFont(widgets::secondaryFont(font())));
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
    const bool open = !project.memory.name.isEmpty();
    m_memoryName->setText(open ? project.memory.name : tr("none open"));
    m_memoryUnits->setText(open ? QLocale().toString(static_cast<qulonglong>(project.memory.units)) : QString());
    m_memoryUnits->setAccessibleName(tr("Units in the memory"));
    selectCurrent();
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
