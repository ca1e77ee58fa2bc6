#include "app/workbench/appearance.h"

#include <QApplication>
#include <QPalette>
#include <QSettings>

namespace interlinear::workbench {

namespace {

const auto key = QStringLiteral("appearance");

Appearance::Mode modeFromName(const QString &name)
{
    return name == QStringLiteral("light") ? Appearance::Mode::Light
        : name == QStringLiteral("dark")   ? Appearance::Mode::Dark
                                           : Appearance::Mode::System;
}

QString nameOf(Appearance::Mode mode)
{
    return mode == Appearance::Mode::Light ? QStringLiteral("light")
        : mode == Appearance::Mode::Dark   ? QStringLiteral("dark")
                                           : QStringLiteral("system");
}

}  // namespace

Appearance::Appearance(QApplication &application, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_systemIsDark(application.palette().color(QPalette::Window).lightness() < 128)
    , m_mode(modeFromName(QSettings().value(key).toString()))
{
    use(m_mode);
}

widgets::Theme Appearance::theme() const
{
    const bool dark = m_mode == Mode::Dark || (m_mode == Mode::System && m_systemIsDark);
    return dark ? widgets::Theme::dark() : widgets::Theme::light();
}

void Appearance::choose(Mode mode)
{
    QSettings().setValue(key, nameOf(mode));
    use(mode);
}

void Appearance::use(Mode mode)
{
    m_mode = mode;
    widgets::applyTheme(m_application, theme());
    Q_EMIT themeChanged(theme());
}

}  // namespace interlinear::workbench
