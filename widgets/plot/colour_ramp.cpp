#include "widgets/plot/colour_ramp.h"

#include "widgets/plot/colour_space.h"

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

ColourRamp::ColourRamp(const Stops &stops)
{
    std::array<Lab, std::tuple_size_v<Stops>> labs;
    std::transform(stops.begin(), stops.end(), labs.begin(), [](QRgb rgb) { return toLab(QColor(rgb)); });
    const double start = labs.front().lightness;
    const double range = labs.back().lightness - start;
    const auto position = [start, range](const Lab &lab) { return (lab.lightness - start) / range; };

    std::size_t segment = 0;
    for (std::size_t i = 0; i < m_colours.size(); ++i) {
        const double value = static_cast<double>(i) / static_cast<double>(m_colours.size() - 1);
        while (segment + 2 < labs.size() && value > position(labs[segment + 1]))
            ++segment;
        const Lab &low = labs[segment];
        const Lab &high = labs[segment + 1];
        const double share = (value - position(low)) / (position(high) - position(low));
        m_colours[i]
            = fromLab({std::lerp(low.lightness, high.lightness, share), std::lerp(low.a, high.a, share), std::lerp(low.b, high.b, share)}).rgb();
    }
}

QColor ColourRamp::at(double value) const
{
    const double inside = std::isnan(value) ? 0.0 : std::clamp(value, 0.0, 1.0);
    return QColor(m_colours[static_cast<std::size_t>(std::lround(inside * static_cast<double>(m_colours.size() - 1)))]);
}

QColor ColourRamp::textOn(double value) const
{
    const QColor background = at(value);
    return contrastRatio(Qt::black, background) > contrastRatio(Qt::white, background) ? Qt::black : Qt::white;
}

}  // namespace interlinear::widgets
