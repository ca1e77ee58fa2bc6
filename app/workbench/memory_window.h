// A memory to look through and to put in order: its units newest first, a search, what is suspicious kind by kind, and the changes that mend it.
//
//   auto *window = new MemoryWindow(mainWindow);
//   window->setTheme(theme);
//   window->open({path, cat::Access::Write}, tr("heating"), {"en", "de"});
//   connect(window, &MemoryWindow::changed, &memories, &ProjectMemories::recount);
//
// The memory is opened once more on threads of this window: one looks units up and changes them, the other inspects the whole of it meanwhile.
// Confirming in the main window waits for neither.
#pragma once

#include "app/workbench/desk_thread.h"
#include "app/workbench/language_dialog.h"
#include "app/workbench/memory_desk.h"
#include "widgets/memory/unit_table_model.h"
#include "widgets/plot/theme.h"

#include <QWidget>

#include <stop_token>

class QAction;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace interlinear::widgets {
class FindingList;
class UnitDetail;
class UnitTable;
}  // namespace interlinear::widgets

namespace interlinear::workbench {

class MessageBar;
class PatternControls;

class MemoryWindow : public QWidget {
    Q_OBJECT

public:
    explicit MemoryWindow(QWidget *parent);
    ~MemoryWindow() override;

    void setTheme(const widgets::Theme &theme);
    /// Shows this memory. One that is opened for reading can be looked at only.
    void open(const MemoryPlace &place, const QString &name, const LanguagePair &languages);
    /// Begins to look for faults in the whole memory.
    void inspect();

Q_SIGNALS:
    /// Units of the memory are others now.
    void changed();
    void inspected();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildActions();
    QWidget *buildSide();
    QWidget *buildCentre();
    void connectParts();
    QAction *addCommand(const char *name, const QString &text, const QKeySequence &key);

    void load();
    void loadPage(std::optional<std::int64_t> before);
    void loadHits();
    void loadFindings(cat::FindingKind kind);
    void showRows(std::vector<widgets::UnitRow> rows, widgets::MorePages more);
    void showCurrent(int row);
    void showCommands();
    void showEntries();
    void showCount();
    void onInspected(const Result<Findings> &findings);
    void stopInspection();

    void edit(int row, const QString &source, const QString &target);
    void removeSelected();
    void approveSelected();
    void changeMany();
    void undoLast();
    template <typename Then>
    void applyToSelected(const cat::UnitEdit &edit, Then then);
    /// Units, and what can be undone.
    void countUnits();
    void noteChange();
    void report(const Error &error);

    MemoryPlace m_place;
    QString m_name;
    std::size_t m_count = 0, m_undoable = 0;
    std::optional<std::int64_t> m_nextPage;
    std::optional<Findings> m_found;
    widgets::Theme m_theme = widgets::Theme::light();
    std::stop_source m_stop, m_stopInspection;
    int m_asked = 0;         // the latest load
    int m_inspection = 0;    // the latest inspection

    MessageBar *m_messages;
    PatternControls *m_search;
    widgets::FindingList *m_kinds;
    QPushButton *m_inspect, *m_cancel;
    QProgressBar *m_busy;
    widgets::UnitTable *m_table;
    widgets::UnitDetail *m_detail;
    QLabel *m_summary;
    QAction *m_find, *m_edit, *m_approve, *m_remove, *m_changeMany, *m_undo;
    DeskThread<MemoryDesk> m_thread, m_inspector;
};

}  // namespace interlinear::workbench
