// interlinear-gallery: every widget on made-up data, in a window or as pictures.
//
//   interlinear-gallery [--theme light|dark]
//   QT_QPA_PLATFORM=offscreen interlinear-gallery --shots DIR [--theme dark] [--scale 2]
#include "widgets/gallery/scenes.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QListWidget>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextStream>

#include <optional>

using namespace interlinear::widgets;

namespace {

std::optional<Theme> themeCalled(const QString &name)
{
    for (const Theme &theme : {Theme::light(), Theme::dark()}) {
        if (theme.name == name)
            return theme;
    }
    return std::nullopt;
}

QImage pictureOf(QWidget &widget, double scale)
{
    QImage image(widget.size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::transparent);
    widget.render(&image);
    return image;
}

int writeShots(QApplication &application, const QDir &folder, const Theme &theme, double scale)
{
    QTextStream errors(stderr);
    if (!folder.mkpath(QStringLiteral("."))) {
        errors << folder.path() << ": this folder cannot be made; name one that can be written to\n";
        return 1;
    }
    for (const gallery::Scene &scene : gallery::scenes()) {
        const std::unique_ptr<QWidget> widget = scene.make(theme);
        widget->resize(scene.size);
        widget->show();
        application.processEvents();
        const QString path
            = folder.filePath(QStringLiteral("%1-%2%3.png").arg(scene.name, theme.name, scale > 1 ? QStringLiteral("@%1x").arg(scale) : QString()));
        if (!pictureOf(*widget, scale).save(path)) {
            errors << path << ": this picture cannot be written; is the folder read-only or the disk full?\n";
            return 1;
        }
    }
    return 0;
}

int showWindow(QApplication &application, const Theme &theme)
{
    QSplitter window;
    auto *names = new QListWidget;
    auto *pages = new QStackedWidget;
    for (const gallery::Scene &scene : gallery::scenes()) {
        names->addItem(scene.title);
        pages->addWidget(scene.make(theme).release());
    }
    QObject::connect(names, &QListWidget::currentRowChanged, pages, &QStackedWidget::setCurrentIndex);
    names->setCurrentRow(0);
    window.addWidget(names);
    window.addWidget(pages);
    window.setStretchFactor(1, 1);
    window.resize(1600, 900);
    window.show();
    return application.exec();
}

}  // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Shows every widget of Interlinear on made-up data."));
    parser.addHelpOption();
    const QCommandLineOption shots(QStringLiteral("shots"), QStringLiteral("Write one PNG a scene into this folder and end."), QStringLiteral("DIR"));
    const QCommandLineOption themeName(QStringLiteral("theme"), QStringLiteral("light or dark."), QStringLiteral("name"), QStringLiteral("light"));
    const QCommandLineOption scale(QStringLiteral("scale"), QStringLiteral("Pixels a unit in the pictures, 1 to 4."), QStringLiteral("factor"),
                                   QStringLiteral("1"));
    parser.addOptions({shots, themeName, scale});
    parser.process(application);

    const std::optional<Theme> theme = themeCalled(parser.value(themeName));
    const double factor = parser.value(scale).toDouble();
    if (!theme || !(factor >= 1 && factor <= 4)) {
        QTextStream(stderr) << "--theme takes light or dark, --scale a number from 1 to 4\n";
        return 2;
    }
    applyTheme(application, *theme);
    return parser.isSet(shots) ? writeShots(application, QDir(parser.value(shots)), *theme, factor) : showWindow(application, *theme);
}
