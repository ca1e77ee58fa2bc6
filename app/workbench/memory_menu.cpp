#include "app/workbench/memory_menu.h"

#include "app/workbench/alignment_dialog.h"
#include "app/workbench/error_text.h"
#include "app/workbench/import_dialog.h"
#include "app/workbench/import_report_dialog.h"
#include "app/workbench/memories_dialog.h"
#include "app/workbench/memory_window.h"
#include "app/workbench/message_bar.h"
#include "app/workbench/project_panel.h"
#include "app/workbench/task_progress.h"
#include "app/workbench/window_actions.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

namespace interlinear::workbench {

MemoryMenu::MemoryMenu(Workspace &workspace, const WindowActions &actions, MessageBar &messages, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_messages(messages)
    , m_window(window)
    , m_memories(workspace)
    , m_sharing(workspace)
    , m_thread(QStringLiteral("memory"))
{
    connect(&m_memories, &ProjectMemories::failed, this, &MemoryMenu::failed);
    connect(&workspace, &Workspace::projectChanged, this, &MemoryMenu::rowsChanged);
    connect(&m_sharing, &MemorySharing::stateChanged, this, &MemoryMenu::rowsChanged);
    connect(&m_sharing, &MemorySharing::joined, &m_memories, [this](const std::filesystem::path &memory) { m_memories.add(memory, 0); });
    connect(&m_sharing, &MemorySharing::received, &m_memories, qOverload<const std::filesystem::path &>(&ProjectMemories::recount));
    connect(&workspace, &Workspace::leaving, this, [this] {
        if (m_units)
            m_units->close();
    });
    connect(actions.memories, &QAction::triggered, this, [this] { showMemories(); });
    connect(actions.importUnits, &QAction::triggered, this, &MemoryMenu::askWhatToImport);
    connect(actions.align, &QAction::triggered, this, &MemoryMenu::alignDocuments);
    connect(actions.tidyMemory, &QAction::triggered, this, [this] { showUnits(); });
    connect(actions.exportMemory, &QAction::triggered, this, &MemoryMenu::askWhereToExport);
}

std::vector<widgets::MemoryRow> MemoryMenu::rows() const
{
    std::vector<widgets::MemoryRow> rows;
    for (std::size_t place = 0; place < m_memories.count(); ++place) {
        const MemorySummary &memory = m_memories.summary(place);
        rows.push_back({.name = memory.name,
                        .units = memory.units,
                        .readOnly = place > 0,
                        .penaltyPerMille = memory.penaltyPerMille,
                        .problem = memory.problem ? errorText(*memory.problem) : QString(),
                        .sharing = m_sharing.stateOf(memory.path)});
    }
    return rows;
}

void MemoryMenu::setTheme(const widgets::Theme &theme)
{
    m_theme = theme;
    if (m_units)
        m_units->setTheme(theme);
}

void MemoryMenu::showUnits(std::size_t place)
{
    if (place >= m_memories.count())
        return;
    if (!m_units) {
        m_units = new MemoryWindow(m_window);
        m_units->setTheme(m_theme);
        connect(m_units, &MemoryWindow::changed, &m_memories, qOverload<>(&ProjectMemories::recount));
    }
    m_units->open(m_memories.place(place), m_memories.summary(place).name, m_workspace.languages());
    m_units->show();
    m_units->raise();
    m_units->activateWindow();
}

void MemoryMenu::alignDocuments()
{
    AlignmentDialog dialog(m_thread, m_memories.place(0), m_workspace.languages(), m_window);
    dialog.setTheme(m_theme);
    if (dialog.exec() != QDialog::Accepted)
        return;
    m_memories.recount();
    const auto &[added, known] = dialog.added();
    QString notice = tr("%Ln unit(s) were added to the memory.", nullptr, static_cast<int>(added));
    if (known > 0)
        notice += QLatin1Char(' ') + tr("%Ln were known already.", nullptr, static_cast<int>(known));
    m_messages.showNotice(notice);
}

void MemoryMenu::showMemories(int place)
{
    MemoriesDialog dialog(m_memories, m_sharing, m_thread, m_theme, m_window);
    connect(this, &MemoryMenu::rowsChanged, &dialog, [this, &dialog] { dialog.setMemories(rows()); });
    dialog.setMemories(rows());
    dialog.setCurrent(place);
    dialog.exec();
}

void MemoryMenu::askWhatToImport()
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Import into a memory"), {},
                                                      tr("Units (*.tmx *.csv *.tsv *.tab *.xlf *.xliff *.po *.pot);;All files (*)"));
    if (path.isEmpty())
        return;
    ImportDialog dialog(QFileInfo(path).fileName(), m_memories, m_window);
    if (dialog.exec() == QDialog::Accepted)
        importFile(path, dialog.memory(), dialog.settings());
}

void MemoryMenu::importFile(const QString &path, std::size_t place, const cat::ImportSettings &settings)
{
    const QString name = QFileInfo(path).fileName();
    const MemoryPlace memory{m_memories.summary(place).path, cat::Access::Write};
    m_memories.hold();
    runTask(
        m_thread, m_window, tr("Importing %1 …").arg(name),
        [memory, file = std::filesystem::path(path.toStdString()), settings](MemoryDesk &desk, const TaskControl &control) {
            cat::ImportSettings watched = settings;
            watched.progress = [&control](const cat::ImportProgress &progress) {
                control.progress(static_cast<qint64>(progress.bytesRead), static_cast<qint64>(progress.bytesTotal));
            };
            return desk.import(memory, file, watched, control.stop);
        },
        [this, name](const Result<cat::ImportReport> &report) {
            m_memories.release();
            if (report) {
                Q_EMIT imported(*report);
                showReport(name, *report);
            } else if (report.error().code == ErrorCode::Cancelled) {
                m_messages.showNotice(tr("The import of %1 was cancelled; the memory is as it was.").arg(name));
            } else {
                Q_EMIT failed(report.error());
            }
        });
}

void MemoryMenu::showReport(const QString &file, const cat::ImportReport &report)
{
    auto *dialog = new ImportReportDialog(file, report, m_workspace.languages(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MemoryMenu::askWhereToExport()
{
    QString format;
    const QString table = tr("Table (*.csv *.tsv)");
    const QString path = QFileDialog::getSaveFileName(m_window, tr("Export the memory"), m_memories.summary(0).name + QStringLiteral(".tmx"),
                                                      tr("TMX (*.tmx)") + QStringLiteral(";;") + table, &format);
    if (path.isEmpty())
        return;
    const bool named = !QFileInfo(path).suffix().isEmpty();
    exportFile(named ? path : path + (format == table ? QStringLiteral(".csv") : QStringLiteral(".tmx")), 0);
}

void MemoryMenu::exportFile(const QString &path, std::size_t place)
{
    runTask(
        m_thread, m_window, tr("Exporting %1 …").arg(m_memories.summary(place).name),
        [memory = m_memories.place(place), file = std::filesystem::path(path.toStdString())](MemoryDesk &desk, const TaskControl &) {
            return desk.exportUnits(memory, file);
        },
        [this, path](const Result<void> &written) {
            if (!written) {
                Q_EMIT failed(written.error());
                return;
            }
            m_messages.showNotice(tr("The memory was written to %1.").arg(path));
            Q_EMIT exported(path);
        }).setCancelButton(nullptr);
}

}  // namespace interlinear::workbench
