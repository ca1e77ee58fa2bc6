// Light, dark, or as the desktop is: the theme of the whole window, remembered from one start to the next.
//
//   Appearance appearance(application);
//   connect(&appearance, &Appearance::themeChanged, &window, &MainWindow::setTheme);
//   appearance.choose(Appearance::Mode::Dark);
//
// The desktop's choice is read when the program starts.
#pragma once

#include "widgets/plot/theme.h"

#include <QObject>

namespace interlinear::workbench {

class Appearance : public QObject {
    Q_OBJECT

public:
    enum class Mode { System, Light, Dark };

    /// Made before the first theme is applied, while the application still has the desktop's palette.
    explicit Appearance(QApplication &application, QObject *parent = nullptr);

    Mode mode() const { return m_mode; }
    widgets::Theme theme() const;
    /// Applies it and remembers it.
    void choose(Mode mode);
    /// Applies it for this run only.
    void use(Mode mode);

Q_SIGNALS:
    void themeChanged(const interlinear::widgets::Theme &theme);

private:
    QApplication &m_application;
    bool m_systemIsDark;
    Mode m_mode;
};

}  // namespace interlinear::workbench
