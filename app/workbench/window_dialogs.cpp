// The questions that the window asks before it acts.
#include "app/workbench/window_dialogs.h"

#include "app/workbench/columns_dialog.h"
#include "app/workbench/encoding_dialog.h"
#include "app/workbench/keys_dialog.h"
#include "app/workbench/main_window.h"
#include "app/workbench/row_navigation.h"
#include "engine/cat/document/format.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/store/capture_file.h"

#include <QAction>
#include <QDialog>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>

#include <utility>

namespace interlinear::workbench {

namespace {

QStringList droppedFiles(const QMimeData &data)
{
    QStringList files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

QStringList patternsOf(const cat::DocumentFormat &format)
{
    QStringList patterns;
    for (const std::string_view extension : format.extensions)
        patterns << QLatin1Char('*') + QString::fromUtf8(extension.data(), static_cast<qsizetype>(extension.size()));
    return patterns;
}

/// Titles of formats that are more than a proper name, for those who translate the window.
[[maybe_unused]] constexpr const char *translatedTitles[] = {
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "Plain text"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "SubRip subtitles"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "WebVTT subtitles"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "CSV table"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "Java properties"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "Android strings"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "Apple strings"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "Apple plurals"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "INI file"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", "Desktop entry"),
    QT_TRANSLATE_NOOP("interlinear::workbench::MainWindow", ".NET resources")};

QString formatName(const cat::DocumentFormat &format)
{
    return MainWindow::tr(std::string(format.title).c_str());
}

QString withSuffix(const QString &path, const QString &suffix)
{
    return QFileInfo(path).suffix().isEmpty() ? path + suffix : path;
}

}  // namespace

QString documentFilter()
{
    QStringList all, formats;
    for (const cat::DocumentFormat &format : cat::documentFormats()) {
        const QStringList patterns = patternsOf(format);
        all << patterns;
        formats << QStringLiteral("%1 (%2)").arg(formatName(format), patterns.join(QLatin1Char(' ')));
    }
    all.removeDuplicates();
    formats.sort(Qt::CaseInsensitive);
    formats.prepend(MainWindow::tr("Documents (%1)").arg(all.join(QLatin1Char(' '))));
    return formats.join(QStringLiteral(";;"));
}

LanguagePair lastLanguages()
{
    const QSettings settings;
    return {settings.value(QStringLiteral("languages/from"), QStringLiteral("en")).toString().toStdString(),
            settings.value(QStringLiteral("languages/to"), QStringLiteral("de")).toString().toStdString()};
}

QString proposedExport(const QString &document, const std::string &language)
{
    const QFileInfo file(document);
    return file.dir().filePath(file.completeBaseName() + QLatin1Char('.') + QString::fromStdString(language) + QLatin1Char('.') + file.suffix());
}

void MainWindow::askForFiles()
{
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Open documents"), {}, documentFilter());
    if (!files.isEmpty())
        askLanguagesAndOpen(files);
}

void MainWindow::askLanguagesAndOpen(const QStringList &files)
{
    const auto hasModel = [this](const LanguagePair &pair) { return m_engine.knows({pair.from, pair.to}); };
    const QString name = files.size() == 1 ? QFileInfo(files.first()).fileName() : tr("%Ln document(s)", nullptr, static_cast<int>(files.size()));
    LanguageDialog dialog(languagesToOffer(m_engine.languages()), lastLanguages(), name, hasModel, this);
    m_workspace.proposeLanguages(files.first(), dialog.pair(), &dialog, [&dialog](const LanguagePair &proposed) { dialog.propose(proposed); });
    if (dialog.exec() != QDialog::Accepted)
        return;
    m_offersChoice = true;
    openFiles(files, dialog.pair());
}

void MainWindow::offerChoice()
{
    static const QStringList guessed{QStringLiteral("csv"), QStringLiteral("tsv"), QStringLiteral("json"), QStringLiteral("yaml"), QStringLiteral("yml")};
    if (std::exchange(m_offersChoice, false) && guessed.contains(QFileInfo(m_workspace.current()->path()).suffix().toLower()))
        askForTexts();
}

void MainWindow::askForTexts()
{
    m_workspace.readFile(this, [this, id = m_workspace.current()->id()](const Result<DocumentFile> &file) {
        if (!file)
            return report(file.error());
        const auto ask = [&](auto *dialog) {
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, dialog, id, before = file->rules] {
                if (dialog->rules() != before)
                    m_workspace.setRules(id, dialog->rules());
            });
            dialog->open();
        };
        using Choice = cat::DocumentFormat::Choice;
        const cat::DocumentFormat *format = cat::formatById(file->document.format);
        if (format->choice == Choice::Columns)
            ask(new ColumnsDialog(file->document, file->rules, m_workspace.languages(), this));
        else if (format->choice != Choice::Nothing)
            ask(new KeysDialog(file->document, file->rules, this));
        else
            m_messages->showNotice(tr("There is nothing to choose: all texts of such a file are translated."));
    });
}

void MainWindow::askForEncoding()
{
    m_workspace.readFile(this, [this, id = m_workspace.current()->id()](const Result<DocumentFile> &file) {
        if (!file)
            return report(file.error());
        if (file->document.encoding.empty())
            return m_messages->showNotice(tr("Such a file says by itself how its texts are encoded."));
        auto *dialog = new EncodingDialog(file->document, file->rules.encoding, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this, dialog, id, rules = file->rules]() mutable {
            if (std::exchange(rules.encoding, dialog->encoding()) != dialog->encoding())
                m_workspace.setRules(id, rules);
        });
        dialog->open();
    });
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    // Who drags must not wait for the answer.
    QMetaObject::invokeMethod(this, [this, files = droppedFiles(*event->mimeData())] { askLanguagesAndOpen(files); }, Qt::QueuedConnection);
}

void MainWindow::askForModel()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose the folder of a model"));
    if (!folder.isEmpty())
        m_engine.load(std::filesystem::path(folder.toStdString()));
}

void MainWindow::askForRow()
{
    const int segments = m_workspace.current()->counts().segments;
    const widgets::SegmentRow *row = m_assistant->openRow();
    bool accepted = false;
    const int number = QInputDialog::getInt(this, tr("Go to row"), tr("Number, 1 to %L1").arg(segments), row ? row->number : 1, 1,
                                            std::max(1, segments), 1, &accepted);
    if (accepted && !openNumber(*m_grid, number))
        m_messages->showNotice(tr("The filter hides row %1.").arg(number));
}

void MainWindow::askWhereToExport()
{
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Export the document"), proposedExport(m_workspace.current()->path(), m_workspace.languages().to));
    if (!path.isEmpty())
        m_workspace.exportDocument(path);
}

void MainWindow::askWhereToExportPicture()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the picture"), QStringLiteral("routing.png"), tr("Pictures (*.png *.svg)"));
    if (path.isEmpty())
        return;
    const QString file = withSuffix(path, QStringLiteral(".png"));
    if (m_routing->view()->writePicture(file))
        m_messages->showNotice(tr("The picture was written to %1.").arg(file));
    else
        report({ErrorCode::Unwritable, file.toStdString(), "the picture cannot be written; is the folder read-only or the disk full?", {}});
}

void MainWindow::askWhereToExportCapture()
{
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Export the numbers"), QStringLiteral("routing.json"), tr("Routing (*.json *.npz *.csv)"));
    if (!path.isEmpty())
        exportCapture(withSuffix(path, QStringLiteral(".json")));
}

void MainWindow::exportCapture(const QString &path)
{
    m_workspace.storage().run(
        [capture = m_routing->shownCapture(), file = std::filesystem::path(path.toStdString())](ProjectDesk &) {
            return mixmoe::writeCaptures(file, std::span(capture.get(), 1));
        },
        this, [this, path](const Result<void> &written) {
            if (written)
                m_messages->showNotice(tr("The numbers were written to %1.").arg(path));
            else
                report(written.error());
        });
}

void MainWindow::showKeys()
{
    QDialog dialog(this);
    dialog.setWindowTitle(tr("Keys"));
    auto *form = new QFormLayout(&dialog);
    form->setContentsMargins(24, 24, 24, 24);
    form->setHorizontalSpacing(32);
    const auto addKey = [form](const QString &keys, const QString &meaning) { form->addRow(keys, new QLabel(meaning)); };
    for (const QAction *action : m_actions.withKeys())
        addKey(action->shortcut().toString(QKeySequence::NativeText), action->text().remove(QLatin1Char('&')));
    addKey(m_previewToggle->shortcut().toString(QKeySequence::NativeText), m_previewToggle->text());
    addKey(tr("Tab"), tr("Take a word of the suggestion"));
    addKey(tr("End"), tr("Take all of the suggestion"));
    addKey(tr("Alt+Down"), tr("Look for another way to say it"));
    addKey(tr("Esc"), tr("No more suggestions for this row"));
    addKey(tr("Ctrl+1 to Ctrl+9"), tr("Take the match of that number"));
    addKey(tr("Ctrl+Shift+1 to Ctrl+Shift+9"), tr("Put the term of that number at the caret"));
    dialog.exec();
}

void MainWindow::showAbout()
{
    const auto &model = m_engine.loaded();
    const QString modelText = model
        ? tr("Model %1, fingerprint %2.").arg(QString::fromStdString(model->model->config.name), QString::fromStdString(model->model->fingerprint))
        : tr("No model is loaded.");
    QMessageBox::about(
        this, tr("About Interlinear"),
        tr("An offline translation workbench on a Mix-MoE language model.\nFree software: GNU General Public License, version 3 or later.\n\n%1")
            .arg(modelText));
}

}  // namespace interlinear::workbench
