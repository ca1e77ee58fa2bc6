#include "app/workbench/review_menu.h"

#include "app/workbench/message_bar.h"
#include "app/workbench/review_import_dialog.h"
#include "app/workbench/segment_filter.h"
#include "app/workbench/window_actions.h"
#include "widgets/editing/segment_table_model.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

namespace interlinear::workbench {

namespace {

QString suffixOf(cat::ReviewFormat format)
{
    switch (format) {
    case cat::ReviewFormat::Docx:
        return QStringLiteral(".docx");
    case cat::ReviewFormat::Xliff1:
    case cat::ReviewFormat::Xliff2:
        return QStringLiteral(".xlf");
    case cat::ReviewFormat::Tmx:
        return QStringLiteral(".tmx");
    }
    return {};
}

}  // namespace

ReviewMenu::ReviewMenu(Workspace &workspace, const WindowActions &actions, MessageBar &messages, const SegmentFilter &filter, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_messages(messages)
    , m_filter(filter)
    , m_window(window)
{
    connect(actions.exportForReview, &QAction::triggered, this, &ReviewMenu::askWhatToExport);
    connect(actions.importReviewed, &QAction::triggered, this, &ReviewMenu::askWhatToImport);
}

std::set<std::int64_t> ReviewMenu::shownSegments() const
{
    std::set<std::int64_t> segments;
    for (int row = 0; row < m_filter.rowCount(); ++row)
        segments.insert(m_filter.index(row, 0).data(widgets::SegmentTableModel::IdRole).toLongLong());
    return segments;
}

cat::ReviewSelection ReviewMenu::selectionFor(ReviewExportDialog::Scope scope) const
{
    switch (scope) {
    case ReviewExportDialog::Scope::Document:
        return {.documents = {m_workspace.current()->id()}};
    case ReviewExportDialog::Scope::ShownRows:
        return {.documents = {m_workspace.current()->id()}, .segments = shownSegments()};
    case ReviewExportDialog::Scope::Project:
        return {};
    }
    return {};
}

void ReviewMenu::askWhatToExport()
{
    const std::optional<int> filtered = m_filter.showsAll() ? std::nullopt : std::optional(m_filter.rowCount());
    ReviewExportDialog dialog(m_workspace.current()->name(), filtered, m_window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const QFileInfo document(m_workspace.current()->path());
    const QString suffix = suffixOf(dialog.format());
    const QString proposed = document.dir().filePath(tr("%1 review").arg(document.completeBaseName()) + suffix);
    const QString path = QFileDialog::getSaveFileName(m_window, tr("Export for review"), proposed);
    if (!path.isEmpty())
        exportFile(QFileInfo(path).suffix().isEmpty() ? path + suffix : path, selectionFor(dialog.scope()), dialog.format());
}

void ReviewMenu::exportFile(const QString &path, const cat::ReviewSelection &selection, cat::ReviewFormat format)
{
    m_workspace.whenSaved(this, [this, path, selection, format] {
        m_workspace.storage().run(
            [project = m_workspace.project().number, selection, format, file = std::filesystem::path(path.toStdString())](ProjectDesk &desk) {
                return desk.exportReview(project, selection, format, file);
            },
            this, [this, path](const Result<void> &written) {
                if (!written) {
                    Q_EMIT failed(written.error());
                    return;
                }
                m_messages.showNotice(tr("The rows for review were written to %1.").arg(path));
                Q_EMIT exported(path);
            });
    });
}

void ReviewMenu::askWhatToImport()
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Import from review"), QFileInfo(m_workspace.current()->path()).path(),
                                                      tr("Files for review (*.docx *.xlf *.xliff *.tmx);;All files (*)"));
    if (!path.isEmpty())
        importFile(path);
}

void ReviewMenu::importFile(const QString &path)
{
    m_workspace.whenSaved(this, [this, path] {
        auto *dialog = new ReviewImportDialog(m_workspace, path, m_theme, m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ReviewImportDialog::imported, this, &ReviewMenu::imported);
        dialog->open();
    });
}

}  // namespace interlinear::workbench
