#include "widgets/plot/colour_space.h"

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

namespace {

constexpr double whiteX = 0.95047;
constexpr double whiteZ = 1.08883;
constexpr double edge = 6.0 / 29.0;

double toLinear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double fromLinear(double value)
{
    return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

double compress(double t)
{
    return t > edge * edge * edge ? std::cbrt(t) : t / (3 * edge * edge) + 4.0 / 29.0;
}

double expand(double t)
{
    return t > edge ? t * t * t : 3 * edge * edge * (t - 4.0 / 29.0);
}

double luminance(const QColor &colour)
{
    return 0.2126 * toLinear(colour.redF()) + 0.7152 * toLinear(colour.greenF()) + 0.0722 * toLinear(colour.blueF());
}

int toByte(double linear)
{
    return static_cast<int>(std::lround(255 * std::clamp(fromLinear(linear), 0.0, 1.0)));
}

}  // namespace

Lab toLab(const QColor &colour)
{
    const double red = toLinear(colour.redF());
    const double green = toLinear(colour.greenF());
    const double blue = toLinear(colour.blueF());
    const double x = compress((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / whiteX);
    const double y = compress(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
    const double z = compress((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / whiteZ);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

QColor fromLab(const Lab &lab)
{
    const double fy = (lab.lightness + 16) / 116;
    const double x = whiteX * expand(fy + lab.a / 500);
    const double y = expand(fy);
    const double z = whiteZ * expand(fy - lab.b / 200);
    return QColor(toByte(3.2404542 * x - 1.5371385 * y - 0.4985314 * z), toByte(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
                  toByte(0.0556434 * x - 0.2040259 * y + 1.0572252 * z));
}

double contrastRatio(const QColor &first, const QColor &second)
{
    const auto [darker, lighter] = std::minmax({luminance(first), luminance(second)});
    return (lighter + 0.05) / (darker + 0.05);
}

QColor mixed(const QColor &first, const QColor &second, double share)
{
    const auto channel = [share](int a, int b) { return static_cast<int>(std::lround(a * share + b * (1 - share))); };
    return QColor(channel(first.red(), second.red()), channel(first.green(), second.green()), channel(first.blue(), second.blue()));
}

}  // namespace interlinear::widgets
