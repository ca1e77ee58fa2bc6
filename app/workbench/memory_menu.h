// The commands of the menu Memory: the project's memories, units in and out of them.
//
//   MemoryMenu menu(workspace, actions, messages, window);
//   menu.importFile("client.tmx", 0, {});            // as the dialog does when it is accepted
//   connect(&menu, &MemoryMenu::imported, …);
//
// What takes long runs on a thread of its own with progress and cancel, beside the storage thread: confirming goes on meanwhile.
#pragma once

#include "app/workbench/memory_sharing.h"
#include "app/workbench/project_memories.h"
#include "widgets/memory/memory_row.h"
#include "widgets/plot/theme.h"

namespace interlinear::workbench {

class MemoryWindow;
class MessageBar;
struct WindowActions;

class MemoryMenu : public QObject {
    Q_OBJECT

public:
    MemoryMenu(Workspace &workspace, const WindowActions &actions, MessageBar &messages, QWidget *window);

    void setTheme(const widgets::Theme &theme);
    ProjectMemories &memories() { return m_memories; }
    MemorySharing &sharing() { return m_sharing; }
    /// The project's memories as lists show them: its own first, then those that it refers to.
    std::vector<widgets::MemoryRow> rows() const;

    /// Shows the project's memories to change them; the one of that place is current.
    void showMemories(int place = 0);
    /// Shows the units of the memory of that place, to look through and to put in order.
    void showUnits(std::size_t place = 0);
    void importFile(const QString &path, std::size_t place, const cat::ImportSettings &settings);
    /// TMX, CSV or TSV, as the name ends.
    void exportFile(const QString &path, std::size_t place);

Q_SIGNALS:
    /// There are other rows().
    void rowsChanged();
    /// A report is shown next.
    void imported(const interlinear::cat::ImportReport &report);
    void exported(const QString &path);
    void failed(const interlinear::Error &error);

private:
    void askWhatToImport();
    void askWhereToExport();
    void alignDocuments();
    void showReport(const QString &file, const cat::ImportReport &report);

    Workspace &m_workspace;
    MessageBar &m_messages;
    QWidget *m_window;
    ProjectMemories m_memories;
    MemorySharing m_sharing;
    MemoryWindow *m_units = nullptr;   // made when it is first needed
    widgets::Theme m_theme = widgets::Theme::light();
    DeskThread<MemoryDesk> m_thread;
};

}  // namespace interlinear::workbench
