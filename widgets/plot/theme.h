// The colours, fonts and style sheet of the window as one value. Widgets are handed a Theme; none of them looks one up.
//
//   Theme theme = Theme::dark();
//   applyTheme(application, theme);              // palette, style sheet and font of everything standard
//   grid.setTheme(theme);                        // and what paints itself
//   painter.setFont(secondaryFont(widget.font()));
#pragma once

#include "widgets/plot/colour_ramp.h"

#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;

namespace interlinear::widgets {

struct Theme {
    QString name;                          ///< "light" or "dark"
    QColor window, surface, sunken, line;
    QColor text, muted, faint;             ///< faint is for shapes only: it has too little contrast for text
    QColor accent, selectedRow;
    QColor good, warning, error;
    ColourRamp languageModel;              ///< LM experts, low to high
    ColourRamp translation;                ///< MT experts, low to high

    static Theme light();
    static Theme dark();

    QPalette palette() const;
    /// resources/styles/workbench.qss with its @names@ replaced by these colours.
    QString styleSheet() const;
    /// What to write on a field of the accent colour.
    QColor onAccent() const;
};

/// Fusion style, palette, style sheet, and the platform's font at 13 pixels or more. Main thread.
void applyTheme(QApplication &application, const Theme &theme);

/// The same family, two pixels smaller, never below 11: key lines, facts, origins.
QFont secondaryFont(const QFont &font);
/// A font whose ten digits are equally wide, so that numbers line up: the font itself when it is one, else the platform's fixed one.
QFont figureFont(const QFont &font);

}  // namespace interlinear::widgets
