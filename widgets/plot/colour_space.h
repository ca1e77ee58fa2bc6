// Colours as eyes see them: CIE L*a*b* under D65, and the contrast that WCAG asks for.
//
//   const Lab lab = toLab(QColor(0x2457C5));
//   lab.lightness;                              // 0 black to 100 white
//   contrastRatio(theme.text, theme.surface);   // 1 to 21; text wants 4.5
#pragma once

#include <QColor>

namespace interlinear::widgets {

struct Lab {
    double lightness = 0;   ///< L*, 0 to 100
    double a = 0;           ///< green to red
    double b = 0;           ///< blue to yellow
};

/// sRGB to CIELAB (CIE 15:2004, D65 white).
Lab toLab(const QColor &colour);
/// The nearest sRGB colour of 8 bits a channel.
QColor fromLab(const Lab &lab);

/// (L1 + 0.05) / (L2 + 0.05) of the relative luminances, the lighter one first (WCAG 2.1, 1.4.3).
double contrastRatio(const QColor &first, const QColor &second);

/// `share` of the first colour over the second, channel by channel; share from 0 to 1.
QColor mixed(const QColor &first, const QColor &second, double share);

}  // namespace interlinear::widgets
