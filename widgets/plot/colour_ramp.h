// One hue from low to high: what a number between 0 and 1 looks like.
//
//   const ColourRamp ramp({0xF3F7FC, 0xD3E2F4, 0xA6C4E8, 0x6E9FD6, 0x3B78BD, 0x174F8F});
//   ramp.at(0.71);       // between the fourth and the fifth colour
//   ramp.textOn(0.71);   // white or black, whichever reads better there
//
// Equal differences in value are equal differences in lightness: the stops sit where their L* puts them, not at fixed fractions.
#pragma once

#include <QColor>

#include <array>

namespace interlinear::widgets {

class ColourRamp {
public:
    using Stops = std::array<QRgb, 6>;   ///< 0xRRGGBB, lightness strictly rising or strictly falling

    explicit ColourRamp(const Stops &stops);

    /// Interpolated in CIELAB. Values outside 0..1 count as the nearer end, NaN as 0.
    QColor at(double value) const;
    /// Black or white: a contrast of at least 4.5 on at(value).
    QColor textOn(double value) const;

private:
    std::array<QRgb, 256> m_colours;
};

}  // namespace interlinear::widgets
