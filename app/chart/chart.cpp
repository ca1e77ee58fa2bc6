#include "app/chart/chart.h"

#include "app/chart/canvas.h"
#include "engine/core/files.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace interlinear {

namespace {

constexpr double width = 760, margin = 16, left = 64, right = 24, titleHeight = 30, plotHeight = 170, axisHeight = 34, legendRow = 18, rowHeight = 24, gap = 18, pngScale = 2;
constexpr Colour gridColour = 0xE2E5EA;
constexpr std::size_t mostPoints = 1500;

struct Range {
    double low = 0, high = 1;

    double share(double value) const { return (value - low) / (high - low); }
};

/// With room at both ends; 0 to 1 for nothing.
Range rangeOf(std::vector<double> values, double room)
{
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    if (values.empty())
        return {};
    const auto [low, high] = std::ranges::minmax(values);
    const double more = high > low ? (high - low) * room : std::max(std::abs(high), 1.0) * 0.05;
    return {low - more, high + more};
}

std::string numberText(double value)
{
    char text[32];
    if (value != 0 && std::fmod(value, 1000) == 0)
        std::snprintf(text, sizeof text, "%gk", value / 1000);
    else
        std::snprintf(text, sizeof text, "%g", std::abs(value) < 1e-12 ? 0 : value);
    return text;
}

/// Means of neighbours, so that a long run draws fast.
std::vector<std::pair<double, double>> thinned(const std::vector<std::pair<double, double>> &points)
{
    const std::size_t stride = (points.size() + mostPoints - 1) / mostPoints;
    if (stride <= 1)
        return points;
    std::vector<std::pair<double, double>> means;
    for (std::size_t begin = 0; begin < points.size(); begin += stride) {
        const std::size_t end = std::min(begin + stride, points.size());
        double x = 0, y = 0;
        for (std::size_t i = begin; i < end; ++i) {
            x += points[i].first / static_cast<double>(end - begin);
            y += points[i].second / static_cast<double>(end - begin);
        }
        means.emplace_back(x, y);
    }
    return means;
}

double legendWidth(const Line &line)
{
    return 34 + 6.4 * static_cast<double>(line.name.size());
}

/// Names of lines in rows that fit the page.
std::vector<std::vector<const Line *>> legendOf(const LinePanel &panel)
{
    std::vector<std::vector<const Line *>> rows;
    double used = width;
    for (const Line &line : panel.lines) {
        if (used + legendWidth(line) > width - left - right) {
            rows.emplace_back();
            used = 0;
        }
        rows.back().push_back(&line);
        used += legendWidth(line);
    }
    return rows;
}

double heightOf(const LinePanel &panel)
{
    return titleHeight + legendRow * static_cast<double>(legendOf(panel).size()) + plotHeight + axisHeight;
}

double heightOf(const IntervalPanel &panel)
{
    return titleHeight + rowHeight * static_cast<double>(panel.intervals.size()) + axisHeight;
}

class LineDrawing {
public:
    LineDrawing(Canvas &canvas, const LinePanel &panel, double top) : m_canvas(canvas), m_panel(panel), m_title(top), m_top(top + titleHeight + legendRow * static_cast<double>(legendOf(panel).size()))
    {
        std::vector<double> xs, ys;
        for (const Line &line : panel.lines) {
            for (const auto &[x, y] : line.points) {
                xs.push_back(x);
                ys.push_back(y);
            }
        }
        for (const Mark &mark : panel.marks)
            xs.push_back(mark.x);
        m_x = rangeOf(std::move(xs), 0);
        m_y = rangeOf(std::move(ys), 0.06);
    }

    void draw()
    {
        m_canvas.text({margin, m_title + titleHeight - 12}, m_panel.title, {.size = 13, .bold = true});
        legend();
        grid();
        for (const Mark &mark : m_panel.marks) {
            m_canvas.line({at(mark.x, m_y.low), at(mark.x, m_y.high)}, {.colour = mutedColour, .width = 0.8, .dashed = true});
            m_canvas.text({at(mark.x, 0).x + 4, m_top + 11}, mark.name, {.colour = mutedColour, .size = 10});
        }
        for (const Line &line : m_panel.lines)
            draw(line);
    }

private:
    static Stroke strokeOf(const Line &line) { return {.colour = line.colour, .width = 1.6, .dashed = line.dashed}; }

    Place at(double x, double y) const { return {left + m_x.share(x) * (width - left - right), m_top + (1 - m_y.share(y)) * plotHeight}; }

    void legend()
    {
        double y = m_title + titleHeight + 4;
        for (const auto &row : legendOf(m_panel)) {
            double x = left;
            for (const Line *line : row) {
                m_canvas.line({{x, y - 4}, {x + 20, y - 4}}, strokeOf(*line));
                m_canvas.text({x + 25, y}, line->name, {});
                x += legendWidth(*line);
            }
            y += legendRow;
        }
    }

    void grid()
    {
        for (const double tick : ticksBetween(m_y.low, m_y.high, 6)) {
            m_canvas.line({at(m_x.low, tick), at(m_x.high, tick)}, {.colour = gridColour});
            m_canvas.text({left - 8, at(0, tick).y + 4}, numberText(tick), {.colour = mutedColour, .align = Align::Right});
        }
        for (const double tick : ticksBetween(m_x.low, m_x.high, 10))
            m_canvas.text({at(tick, 0).x, m_top + plotHeight + 16}, numberText(tick), {.colour = mutedColour, .align = Align::Centre});
        m_canvas.text({width - right, m_top + plotHeight + 30}, m_panel.xTitle, {.colour = mutedColour, .align = Align::Right});
    }

    void draw(const Line &line)
    {
        std::vector<Place> places;
        for (const auto &[x, y] : thinned(line.points)) {
            if (std::isfinite(y))
                places.push_back(at(x, y));
        }
        if (places.size() == 1)
            m_canvas.dot(places[0], 2, line.colour);
        else
            m_canvas.line(std::move(places), strokeOf(line));
    }

    Canvas &m_canvas;
    const LinePanel &m_panel;
    double m_title, m_top;
    Range m_x, m_y;
};

void draw(Canvas &canvas, const LinePanel &panel, double top)
{
    LineDrawing(canvas, panel, top).draw();
}

void draw(Canvas &canvas, const IntervalPanel &panel, double top)
{
    const double names = 190, begin = top + titleHeight;
    canvas.text({margin, begin - 12}, panel.title, {.size = 13, .bold = true});
    std::vector<double> values;
    for (const Interval &interval : panel.intervals)
        values.insert(values.end(), {interval.middle - interval.radius, interval.middle + interval.radius});
    const Range range = rangeOf(std::move(values), 0.08);
    const double bottom = begin + rowHeight * static_cast<double>(panel.intervals.size());
    const auto x = [&](double value) { return names + range.share(value) * (width - names - right); };
    for (const double tick : ticksBetween(range.low, range.high, 8)) {
        canvas.line({{x(tick), begin}, {x(tick), bottom}}, {.colour = gridColour});
        canvas.text({x(tick), bottom + 16}, numberText(tick), {.colour = mutedColour, .align = Align::Centre});
    }
    double y = begin + rowHeight / 2;
    for (const Interval &interval : panel.intervals) {
        canvas.text({names - 12, y + 4}, interval.name, {.align = Align::Right});
        canvas.line({{x(interval.middle - interval.radius), y}, {x(interval.middle + interval.radius), y}}, {.colour = interval.colour, .width = 2});
        canvas.dot({x(interval.middle), y}, 4, interval.colour);
        y += rowHeight;
    }
}

}  // namespace

std::vector<double> ticksBetween(double low, double high, int most)
{
    const double power = std::pow(10, std::floor(std::log10((high - low) / most)));
    double step = power;
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        step = factor * power;
        if ((high - low) / step <= most)
            break;
    }
    std::vector<double> ticks;
    for (double number = std::ceil(low / step); number * step <= high + step * 1e-9; ++number)
        ticks.push_back(number * step);
    return ticks;
}

Result<void> drawChart(const std::vector<Panel> &panels, const std::filesystem::path &file)
{
    const bool isSvg = file.extension() == ".svg";
    if (!isSvg && file.extension() != ".png")
        return fail(ErrorCode::InvalidArgument, file.string(), "has the ending \"%1\"; expected .svg or .png", file.extension().string());
    double height = 2 * margin;
    for (const Panel &panel : panels)
        height += std::visit([](const auto &one) { return heightOf(one); }, panel) + gap;
    Canvas canvas(width, height - gap);
    double top = margin;
    for (const Panel &panel : panels) {
        std::visit([&](const auto &one) { draw(canvas, one, top); }, panel);
        top += std::visit([](const auto &one) { return heightOf(one); }, panel) + gap;
    }
    const Result<std::string> picture = isSvg ? canvas.svg() : canvas.png(pngScale);
    if (!picture)
        return std::unexpected(picture.error());
    return writeFileAtomically(file, *picture);
}

}  // namespace interlinear
