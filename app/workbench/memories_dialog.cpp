#include "app/workbench/memories_dialog.h"

#include "app/workbench/error_text.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr int dialogWidth = 560;
constexpr int listHeight = 160;
constexpr int penaltyWidth = 120;
constexpr double mostPoints = 100;

}  // namespace

MemoriesDialog::MemoriesDialog(ProjectMemories &memories, MemorySharing &sharing, DeskThread<MemoryDesk> &thread, const widgets::Theme &theme, QWidget *parent)
    : GrowingDialog(parent)
    , m_memories(memories)
    , m_list(new widgets::MemoryList(this))
    , m_path(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_writes(new QCheckBox(tr("Confirmed &work goes here"), this))
    , m_approvedOnly(new QCheckBox(tr("Look up a&pproved units only, in all memories"), this))
    , m_penalty(new QDoubleSpinBox(this))
    , m_remove(new QPushButton(tr("&Remove from the project"), this))
    , m_sharing(new SharingBox(sharing, thread, theme, this))
{
    setObjectName(QStringLiteral("memoriesDialog"));
    setWindowTitle(tr("Memories of the project"));
    m_list->setObjectName(QStringLiteral("projectMemories"));
    m_list->setTheme(theme);
    m_list->setMinimumHeight(listHeight);
    m_list->setFrameShape(QFrame::StyledPanel);
    m_path->setWordWrap(true);
    m_path->setFont(widgets::secondaryFont(font()));
    m_path->setForegroundRole(QPalette::PlaceholderText);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QPalette errors = m_problem->palette();
    errors.setColor(QPalette::WindowText, theme.error);
    m_problem->setPalette(errors);
    m_problem->setObjectName(QStringLiteral("memoryProblem"));
    m_problem->setWordWrap(true);
    m_writes->setObjectName(QStringLiteral("memoryWrites"));
    m_approvedOnly->setObjectName(QStringLiteral("approvedOnly"));
    m_penalty->setObjectName(QStringLiteral("memoryPenalty"));
    m_penalty->setRange(0, mostPoints);
    m_penalty->setDecimals(1);
    m_penalty->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_penalty->setKeyboardTracking(false);
    m_penalty->setSuffix(tr(" points"));
    m_remove->setObjectName(QStringLiteral("removeMemory"));

    auto *add = new QPushButton(tr("Add &existing…"), this);
    add->setObjectName(QStringLiteral("addMemory"));
    auto *make = new QPushButton(tr("&New…"), this);
    make->setObjectName(QStringLiteral("newMemory"));
    auto *join = new QPushButton(tr("&Join shared…"), this);
    join->setObjectName(QStringLiteral("joinMemory"));
    for (QPushButton *button : {add, make, join, m_remove})
        button->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(add);
    row->addWidget(make);
    row->addWidget(join);
    row->addStretch();
    row->addWidget(m_remove);
    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->addRow(m_path);
    form->addRow(m_problem);
    form->addRow(m_writes);
    form->addRow(tr("Every match &loses"), m_penalty);
    m_penalty->setMaximumWidth(penaltyWidth);
    form->addRow(m_sharing);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addLayout(form);
    column->addWidget(m_approvedOnly);
    column->addWidget(buttons);
    resize(dialogWidth, sizeHint().height());

    connect(m_list, &widgets::MemoryList::currentMemoryChanged, this, &MemoriesDialog::showCurrent);
    connect(add, &QPushButton::clicked, this, &MemoriesDialog::askForExisting);
    connect(make, &QPushButton::clicked, this, &MemoriesDialog::askForNew);
    connect(join, &QPushButton::clicked, m_sharing, &SharingBox::askToJoin);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const MemorySummary *memory = current())
            m_memories.remove(memory->path);
    });
    connect(m_writes, &QCheckBox::clicked, this, [this] {
        const MemorySummary *memory = current();
        if (memory && m_list->currentMemory() == 0)
            m_memories.writeToNone();
        else if (memory)
            m_memories.writeTo(memory->path);
    });
    connect(m_penalty, &QDoubleSpinBox::valueChanged, this, [this](double points) {
        if (const MemorySummary *memory = current())
            m_memories.add(memory->path, qRound(points * 10));
    });
    connect(m_approvedOnly, &QCheckBox::clicked, this, [this](bool only) { m_memories.setApprovedOnly(only); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_list->setFocus();
}

void MemoriesDialog::setMemories(const std::vector<widgets::MemoryRow> &rows)
{
    m_list->setMemories(rows);
    m_approvedOnly->setChecked(m_memories.approvedOnly());
    if (m_list->currentMemory() < 0 && !rows.empty())
        setCurrent(0);
    showCurrent();
}

void MemoriesDialog::setCurrent(int place)
{
    m_list->setCurrentIndex(m_list->model()->index(place, 0));
}

const MemorySummary *MemoriesDialog::current() const
{
    const int place = m_list->currentMemory();
    return place >= 0 && static_cast<std::size_t>(place) < m_memories.count() ? &m_memories.summary(static_cast<std::size_t>(place)) : nullptr;
}

void MemoriesDialog::showCurrent()
{
    const MemorySummary *memory = current();
    const bool own = memory && m_list->currentMemory() == 0;
    const bool none = own && memory->path.empty();   // the row that says so
    const QSignalBlocker writes(m_writes);
    const QSignalBlocker penalty(m_penalty);
    m_path->setText(memory ? QString::fromStdString(memory->path.string()) : QString());
    m_problem->setText(memory && memory->problem ? errorText(*memory->problem) : QString());
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_writes->setChecked(own && !none);
    m_writes->setEnabled(memory && !none && (own || !memory->problem));
    m_penalty->setValue(memory ? memory->penaltyPerMille / 10.0 : 0);
    m_penalty->setEnabled(memory && !own && !memory->problem);
    m_remove->setEnabled(memory && !own);
    m_sharing->setMemory(none ? nullptr : memory);
}

void MemoriesDialog::addExisting(const QStringList &paths)
{
    for (const QString &path : paths)
        m_memories.add(path.toStdString(), 0);
}

void MemoriesDialog::makeNew(const QString &path)
{
    m_memories.create((path.endsWith(QStringLiteral(".itm")) ? path : path + QStringLiteral(".itm")).toStdString());
}

void MemoriesDialog::askForExisting()
{
    addExisting(QFileDialog::getOpenFileNames(this, tr("Add memories"), {}, tr("Memories (*.itm)")));
}

void MemoriesDialog::askForNew()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("New memory"), QStringLiteral("memory.itm"), tr("Memories (*.itm)"));
    if (!path.isEmpty())
        makeNew(path);
}

}  // namespace interlinear::workbench
