#include "app/workbench/launch_options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>

#include <cstdio>
#include <cstdlib>

namespace interlinear::workbench {

namespace {

struct LaunchTexts {
    Q_DECLARE_TR_FUNCTIONS(LaunchOptions)
};

[[noreturn]] void printAndEnd(const QString &text)
{
    std::fputs(qPrintable(text), stdout);
    std::exit(EXIT_SUCCESS);
}

}  // namespace

std::expected<LaunchOptions, QString> readLaunchOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(LaunchTexts::tr("Offline translation workbench on a Mix-MoE language model."));
    parser.addPositionalArgument(QStringLiteral("file"), LaunchTexts::tr("Documents to open."), QStringLiteral("[FILE…]"));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption from(QStringLiteral("from"), LaunchTexts::tr("Language of the documents, for instance en."), LaunchTexts::tr("code"));
    const QCommandLineOption to(QStringLiteral("to"), LaunchTexts::tr("Language to translate into, for instance de."), LaunchTexts::tr("code"));
    const QCommandLineOption project(QStringLiteral("project"), LaunchTexts::tr("Keep the project in this folder."), LaunchTexts::tr("folder"));
    const QCommandLineOption theme(QStringLiteral("theme"), LaunchTexts::tr("light or dark, for this start only."), LaunchTexts::tr("name"));
    const QCommandLineOption firstRun(
        QStringLiteral("first-run"),
        LaunchTexts::tr("Translate the document from English to German without being asked, write it and two pictures into this folder, and end."),
        LaunchTexts::tr("folder"));
    parser.addOptions({from, to, project, theme, firstRun});
    if (!parser.parse(arguments))
        return std::unexpected(parser.errorText());
    if (parser.isSet(help))
        printAndEnd(parser.helpText());
    if (parser.isSet(version))
        printAndEnd(QStringLiteral("%1 %2\n").arg(QCoreApplication::applicationName(), QCoreApplication::applicationVersion()));

    LaunchOptions options{.project = parser.value(project), .firstRun = parser.value(firstRun)};
    for (const QString &file : parser.positionalArguments())
        options.files << QFileInfo(file).absoluteFilePath();
    if (parser.isSet(firstRun) && options.files.size() > 1)
        return std::unexpected(LaunchTexts::tr("--first-run takes one document; %1 were named.").arg(options.files.size()));
    if (parser.isSet(from) != parser.isSet(to))
        return std::unexpected(LaunchTexts::tr("--from and --to belong together: name both languages."));
    if (parser.isSet(from))
        options.languages = LanguagePair{parser.value(from).toStdString(), parser.value(to).toStdString()};
    const QString name = parser.value(theme);
    if (name == QStringLiteral("light"))
        options.appearance = Appearance::Mode::Light;
    else if (name == QStringLiteral("dark"))
        options.appearance = Appearance::Mode::Dark;
    else if (!name.isEmpty())
        return std::unexpected(LaunchTexts::tr("--theme is '%1'; expected light or dark.").arg(name));
    return options;
}

}  // namespace interlinear::workbench
