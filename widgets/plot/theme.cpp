#include "widgets/plot/theme.h"

#include "widgets/plot/colour_space.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

namespace {

QString readStyleTemplate()
{
    QFile file(QStringLiteral(":/interlinear/styles/workbench.qss"));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "Theme::styleSheet", "the style sheet is compiled in");
    return opened ? QString::fromUtf8(file.readAll()) : QString();
}

int pixelSize(const QFont &font)
{
    return font.pixelSize() > 0 ? font.pixelSize() : QFontInfo(font).pixelSize();
}

QFont atPixelSize(QFont font, int size)
{
    font.setPixelSize(size);
    return font;
}

bool digitsLineUp(const QFont &font)
{
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(QLatin1Char('0'));
    return std::ranges::all_of(QStringLiteral("123456789"), [&](QChar digit) { return std::abs(metrics.horizontalAdvance(digit) - width) < 0.01; });
}

}  // namespace

Theme Theme::light()
{
    return {.name = QStringLiteral("light"),
            .window = 0xF4F5F7,
            .surface = 0xFFFFFF,
            .sunken = 0xFAFBFC,
            .line = 0xE2E5EA,
            .text = 0x1B2130,
            .muted = 0x626B7A,
            .faint = 0x8D95A3,
            .accent = 0x2457C5,
            .selectedRow = 0xEAF1FE,
            .good = 0x1E7F4F,
            .warning = 0x9A5B00,
            .error = 0xB3261E,
            .languageModel = ColourRamp({0xF3F7FC, 0xD3E2F4, 0xA6C4E8, 0x6E9FD6, 0x3B78BD, 0x174F8F}),
            .translation = ColourRamp({0xFEF6EC, 0xFADFC0, 0xF2BE86, 0xE2954A, 0xBF6A1B, 0x84420A})};
}

Theme Theme::dark()
{
    return {.name = QStringLiteral("dark"),
            .window = 0x14171C,
            .surface = 0x1B1F26,
            .sunken = 0x171A20,
            .line = 0x2D333D,
            .text = 0xE6E9EF,
            .muted = 0x9CA5B4,
            .faint = 0x737C8B,
            .accent = 0x8AB0FF,
            .selectedRow = 0x20304D,
            .good = 0x6CCB98,
            .warning = 0xE9B15B,
            .error = 0xF2867E,
            .languageModel = ColourRamp({0x1A222D, 0x1F3A5A, 0x285587, 0x3C77B6, 0x6BA0DA, 0xB5D3F3}),
            .translation = ColourRamp({0x28211A, 0x4D331A, 0x7A4B1B, 0xAE6B23, 0xDE9A52, 0xF8D3A8})};
}

QColor Theme::onAccent() const
{
    return contrastRatio(surface, accent) > contrastRatio(text, accent) ? surface : text;
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, surface);  // panels stand on one ground; `window` is what lies between them
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, surface);
    palette.setColor(QPalette::AlternateBase, sunken);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::Button, surface);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent());
    palette.setColor(QPalette::ToolTipBase, surface);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    palette.setColor(QPalette::Light, sunken);
    palette.setColor(QPalette::Mid, line);
    palette.setColor(QPalette::Dark, faint);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

QString Theme::styleSheet() const
{
    QString sheet = readStyleTemplate();
    const std::pair<const char *, QColor> colours[]
        = {{"window", window}, {"surface", surface}, {"sunken", sunken},           {"line", line},          {"text", text}, {"muted", muted},
           {"faint", faint},   {"accent", accent},   {"selectedRow", selectedRow}, {"onAccent", onAccent()}};
    for (const auto &[key, colour] : colours)
        sheet.replace(QLatin1Char('@') + QLatin1String(key) + QLatin1Char('@'), colour.name());
    return sheet.replace(QStringLiteral("@name@"), name);
}

void applyTheme(QApplication &application, const Theme &theme)
{
    application.setStyle(QStringLiteral("Fusion"));
    application.setPalette(theme.palette());
    const QFont platform = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    application.setFont(atPixelSize(platform, std::max(13, pixelSize(platform))));
    application.setStyleSheet(theme.styleSheet());
}

QFont secondaryFont(const QFont &font)
{
    return atPixelSize(font, std::max(11, pixelSize(font) - 2));
}

QFont figureFont(const QFont &font)
{
    if (digitsLineUp(font))
        return font;
    QFont fixed = atPixelSize(QFontDatabase::systemFont(QFontDatabase::FixedFont), pixelSize(font));
    fixed.setWeight(font.weight());
    return fixed;
}

}  // namespace interlinear::widgets
