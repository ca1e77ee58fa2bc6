// interlinear: the translation workbench.
#include "app/workbench/first_run.h"
#include "app/workbench/launch_options.h"
#include "app/workbench/main_window.h"
#include "app/workbench/window_dialogs.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QTranslator>

#include <cstdio>

using namespace interlinear::workbench;

namespace {

void installTranslations(QApplication &application)
{
    auto *ofQt = new QTranslator(&application);
    if (ofQt->load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        application.installTranslator(ofQt);
    for (const char *texts : {"interlinear", "errors"}) {
        auto *ours = new QTranslator(&application);
        const QString folder = QStringLiteral(":/i18n"), name = QString::fromLatin1(texts);
        if (ours->load(QLocale(), name, QStringLiteral("_"), folder) || ours->load(name + QStringLiteral("_en"), folder))   // in English: its plurals
            application.installTranslator(ours);
    }
}

/// Whether there is nowhere to show a window. What needs none (--help, --first-run) still works then.
bool isWithoutDisplay()
{
    return qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

}  // namespace

int main(int argc, char *argv[])
{
    const bool withoutDisplay = isWithoutDisplay();
    if (withoutDisplay)
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Interlinear"));
    QApplication::setApplicationName(QStringLiteral("interlinear"));
    QApplication::setApplicationDisplayName(QStringLiteral("Interlinear"));
    QApplication::setApplicationVersion(QStringLiteral(INTERLINEAR_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.interlinear.Interlinear"));
    installTranslations(application);

    const auto options = readLaunchOptions(QApplication::arguments());
    if (!options) {
        std::fprintf(stderr, "%s\n", qPrintable(options.error()));
        return 2;
    }
    Appearance appearance(application);
    if (options->appearance)
        appearance.use(*options->appearance);
    if (!options->firstRun.isEmpty())
        return runFirstTime(application, appearance, *options);
    if (withoutDisplay) {
        std::fprintf(stderr, "%s\n", qPrintable(QApplication::translate("main", "There is no display to open a window on; start Interlinear in a desktop session, "
                                                                                "or translate with interlinear-cli.")));
        return 1;
    }

    MainWindow window(appearance, options->project.toStdString());
    window.restoreLayout();
    const LanguagePair languages = options->languages.value_or(lastLanguages());
    window.engine().loadFor({languages.from, languages.to});
    window.show();
    if (!options->files.isEmpty())
        window.openFiles(options->files, languages);
    return QApplication::exec();
}
