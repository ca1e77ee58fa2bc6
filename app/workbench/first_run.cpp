#include "app/workbench/first_run.h"

#include "app/workbench/error_text.h"
#include "app/workbench/main_window.h"
#include "app/workbench/sample_document.h"
#include "app/workbench/window_dialogs.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

namespace interlinear::workbench {

using widgets::SegmentRow;

namespace {

constexpr QSize pictureSize(1600, 1000);
constexpr int wordsTaken = 2;

/// A plain sentence of middling length, with some rows above it.
std::int64_t rowToShow(const std::vector<SegmentRow> &rows)
{
    const auto suits = [](const SegmentRow &row) {
        return row.number > 3 && row.source.tags.empty() && row.source.text.size() >= 36 && row.source.text.size() <= 72;
    };
    const auto found = std::ranges::find_if(rows, suits);
    return found != rows.end() ? found->id : rows.front().id;
}

/// From step to step as the window's signals come in; nothing waits.
class FirstRun : public QObject {
public:
    FirstRun(MainWindow &window, const QString &file, const LanguagePair &languages, const QDir &folder)
        : m_window(window), m_file(file), m_languages(languages), m_folder(folder)
    {
        connect(&window, &MainWindow::failed, this, [this](const Error &error) { stop(errorText(error), error.code == ErrorCode::NotUtf8 || error.code == ErrorCode::BadFormat ? 3 : 1); });
        connect(&window.engine(), &EngineService::modelLoaded, this, [this] { m_window.openFiles({m_file}, m_languages); });
        connect(&window.workspace(), &Workspace::documentShown, this, &FirstRun::translate);
        connect(&window, &MainWindow::pretranslated, this, &FirstRun::exportDocument);
        connect(&window.workspace(), &Workspace::exported, this, &FirstRun::openRow);
    }

private:
    void translate()
    {
        if (!m_window.workspace().current())
            return;
        if (m_window.workspace().current()->counts().segments == 0)
            return stop(MainWindow::tr("%1 holds no text to translate.").arg(m_file));
        m_window.pretranslate();
    }

    void exportDocument()
    {
        m_exported = m_folder.filePath(QFileInfo(proposedExport(m_file, m_languages.to)).fileName());
        m_window.workspace().exportDocument(m_exported);
    }

    void openRow()
    {
        connect(&m_window.assistant(), &RowAssistant::answered, this, &FirstRun::showSuggestion, Qt::SingleShotConnection);
        m_window.grid().setCurrentIndex({});
        m_window.grid().openSegment(rowToShow(m_window.workspace().current()->model()->rows()));
    }

    void showSuggestion()
    {
        // The row as it looks while somebody works on it: begun, with the rest of the suggestion in grey.
        m_window.workspace().current()->clear(m_window.assistant().openRow()->id);
        for (int word = 0; word < wordsTaken; ++word)
            m_window.grid().editor()->acceptWord();
        m_window.messages().hide();
        m_window.workspace().autosave().flush([this](bool saved) {
            if (saved)
                QMetaObject::invokeMethod(this, [this] { takePictures(); }, Qt::QueuedConnection);   // once everything is laid out
        });
    }

    void takePictures()
    {
        const QString windowPicture = m_folder.filePath(QStringLiteral("window.png"));
        const QString routingPicture = m_folder.filePath(QStringLiteral("routing.png"));
        if (!m_window.grab().save(windowPicture))
            return stop(MainWindow::tr("%1: this picture cannot be written; is the folder read-only or the disk full?").arg(windowPicture));
        if (!m_window.routing().view()->writePicture(routingPicture))
            return stop(MainWindow::tr("%1: this picture cannot be written; is the folder read-only or the disk full?").arg(routingPicture));
        std::printf("%s\n%s\n%s\n%.1f s\n", qPrintable(m_exported), qPrintable(windowPicture), qPrintable(routingPicture),
                    static_cast<double>(m_clock.elapsed()) / 1000);
        QApplication::exit(0);
    }

    void stop(const QString &sentence, int exitCode = 1)
    {
        std::fprintf(stderr, "%s\n", qPrintable(sentence));
        m_folder.rmdir(QStringLiteral("."));   // goes only when nothing was written
        QApplication::exit(exitCode);
    }

    MainWindow &m_window;
    QString m_file;
    LanguagePair m_languages;
    QDir m_folder;
    QString m_exported;
    QElapsedTimer m_clock = [] {
        QElapsedTimer clock;
        clock.start();
        return clock;
    }();
};

}  // namespace

int runFirstTime(QApplication &application, Appearance &appearance, const LaunchOptions &options)
{
    const QString file = options.files.isEmpty() ? sampleDocument() : options.files.first();
    const QDir folder(options.firstRun);
    const QTemporaryDir project;
    if (!folder.mkpath(QStringLiteral(".")) || !project.isValid()) {
        std::fprintf(stderr, "%s\n",
                     qPrintable(MainWindow::tr("%1: this folder cannot be made; name one that can be written to.").arg(folder.path())));
        return 1;
    }
    MainWindow window(appearance, project.path().toStdString());
    const LanguagePair languages = options.languages.value_or(LanguagePair{"en", "de"});
    FirstRun run(window, file, languages, folder);
    window.resize(pictureSize);
    window.show();
    window.engine().loadFor({languages.from, languages.to});
    return application.exec();
}

}  // namespace interlinear::workbench
