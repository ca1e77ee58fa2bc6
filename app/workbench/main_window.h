// The workbench: documents on the left, segments in the middle, matches on the right, the routing of the open row's suggestion below.
//
//   MainWindow window(appearance, {});
//   window.engine().loadFor({"en", "de"});
//   window.openFiles({"welcome.md"}, {"en", "de"});
//   window.show();
//
// Nothing in here waits for a disk or the model; what they answer arrives as signals.
#pragma once

#include "app/workbench/appearance.h"
#include "app/workbench/engine_service.h"
#include "app/workbench/message_bar.h"
#include "app/workbench/pretranslation.h"
#include "app/workbench/routing_panel.h"
#include "app/workbench/row_assistant.h"
#include "app/workbench/segment_filter.h"
#include "app/workbench/term_service.h"
#include "app/workbench/window_actions.h"
#include "app/workbench/word_alternatives.h"
#include "app/workbench/workspace.h"

#include <QMainWindow>
#include <QUndoGroup>

class QStackedWidget;

namespace interlinear::workbench {

class FilterBar;
class FirstLookPage;
class LookupPanel;
class MemoryMenu;
class PagePreview;
class ProjectPanel;
class ReviewMenu;
class RowDivision;
class StatusLine;
class WelcomePage;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `projectFolder` holds what is opened here; empty: a folder beside the user's data.
    explicit MainWindow(Appearance &appearance, std::filesystem::path projectFolder = {}, QWidget *parent = nullptr);
    ~MainWindow() override;

    EngineService &engine() { return m_engine; }
    Workspace &workspace() { return m_workspace; }
    RowAssistant &assistant() { return *m_assistant; }
    WordAlternatives &alternatives() { return *m_alternatives; }
    RoutingPanel &routing() { return *m_routing; }
    widgets::SegmentGrid &grid() { return *m_grid; }
    MessageBar &messages() { return *m_messages; }
    TermService &terms() { return m_terms; }
    LookupPanel &lookup() { return *m_lookup; }
    MemoryMenu &memoryMenu() { return *m_memoryMenu; }
    ReviewMenu &reviewMenu() { return *m_reviewMenu; }
    const WindowActions &actions() const { return m_actions; }

    void openFiles(const QStringList &files, const LanguagePair &languages);
    void pretranslate();
    void confirmOpenRow();
    /// Before the caret of the source.
    void splitOpenRow();
    /// JSON, npz or CSV, as the name ends.
    void exportCapture(const QString &path);

    void setTheme(const widgets::Theme &theme);
    /// Size, place and docks as they were when the last window was closed.
    void restoreLayout();

Q_SIGNALS:
    void pretranslated(const interlinear::workbench::PretranslationProgress &progress);
    /// Shown in the window too.
    void failed(const interlinear::Error &error);

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildToolBar();
    void buildDocks();
    void connectActions();
    void connectParts();
    void connectEngine();
    void connectLookup();
    void connectTerms();
    void connectDivision();
    void connectFirstLook();
    void rememberLayout() const;

    void showDocument();
    void showFirstLook(const FirstLook &look);
    void leaveFirstLook();
    void showPage();
    void showPlace();
    void showChange(qint64 id, std::optional<int> caret);
    void showHeld();
    bool modelIsThere() const;
    void showModelState(const QString &problem = {});
    void onModelFailed(const Error &error);
    void onPretranslated(const PretranslationProgress &progress, const std::optional<Error> &problem);
    void onExported(const ExportReport &report);
    void onSaveFailed(const Error &error);
    void report(const Error &error);

    void askForFiles();
    void askLanguagesAndOpen(const QStringList &files);
    void offerChoice();
    void askForTexts();
    void askForEncoding();
    void askForModel();
    void askForRow();
    void askWhereToExport();
    void askForTermbase();
    void askForTermsToImport();
    void askWhereToExportTerms();
    void askWhereToExportPicture();
    void askWhereToExportCapture();
    void showKeys();
    void showAbout();

    Appearance &m_appearance;
    EngineService m_engine;
    Workspace m_workspace;
    Suggestions m_suggestions;
    TermService m_terms;
    QUndoGroup m_undoGroup;
    widgets::SegmentTableModel m_noRows;   // what the filter has while no document is open: the grid wants its columns
    SegmentFilter m_filter;
    WindowActions m_actions;
    MessageBar *m_messages;
    QStackedWidget *m_pages;
    WelcomePage *m_welcome;
    FirstLookPage *m_firstLook;
    widgets::SegmentGrid *m_grid;
    LookupPanel *m_lookup;
    FilterBar *m_filterBar;
    PagePreview *m_preview;
    QAction *m_previewToggle = nullptr;
    ProjectPanel *m_projectPanel;
    MemoryMenu *m_memoryMenu;
    ReviewMenu *m_reviewMenu;
    StatusLine *m_status;
    RoutingPanel *m_routing;
    RowAssistant *m_assistant;
    WordAlternatives *m_alternatives;
    RowDivision *m_division;
    Pretranslation *m_pretranslation = nullptr;
    bool m_offersChoice = false;   // of the texts, when a document of these is new
    bool m_savingToClose = false;
    bool m_closing = false;
};

}  // namespace interlinear::workbench
