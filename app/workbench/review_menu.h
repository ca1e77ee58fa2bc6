// The commands that send documents out for review and take them back.
//
//   ReviewMenu menu(workspace, actions, messages, shownRows, window);
//   menu.exportFile("guide review.docx", selection, cat::ReviewFormat::Docx);   // as the dialog does when it is accepted
//   connect(&menu, &ReviewMenu::exported, …);
#pragma once

#include "app/workbench/review_export_dialog.h"
#include "app/workbench/workspace.h"
#include "engine/cat/review/review_exchange.h"
#include "widgets/plot/theme.h"

#include <functional>
#include <set>

namespace interlinear::workbench {

class MessageBar;
class SegmentFilter;
struct WindowActions;

class ReviewMenu : public QObject {
    Q_OBJECT

public:
    /// The filter shows the rows of the current document.
    ReviewMenu(Workspace &workspace, const WindowActions &actions, MessageBar &messages, const SegmentFilter &filter, QWidget *window);

    void setTheme(const widgets::Theme &theme) { m_theme = theme; }
    void exportFile(const QString &path, const cat::ReviewSelection &selection, cat::ReviewFormat format);
    /// Shows what it says, and imports it when that is asked for.
    void importFile(const QString &path);

Q_SIGNALS:
    void exported(const QString &path);
    void imported(const interlinear::cat::ReviewReport &report);
    void failed(const interlinear::Error &error);

private:
    void askWhatToExport();
    void askWhatToImport();
    std::set<std::int64_t> shownSegments() const;
    cat::ReviewSelection selectionFor(ReviewExportDialog::Scope scope) const;

    Workspace &m_workspace;
    MessageBar &m_messages;
    const SegmentFilter &m_filter;
    QWidget *m_window;
    widgets::Theme m_theme = widgets::Theme::light();
};

}  // namespace interlinear::workbench
