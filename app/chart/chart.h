// Charts for papers and reports, one under the other in an SVG or PNG file.
//
//   LinePanel loss{.title = "Loss", .xTitle = "step", .lines = {{.name = "training", .colour = lmColour, .points = {{10, 5.2}, {20, 4.9}}}}};
//   IntervalPanel arms{.title = "BLEU", .intervals = {{.name = "mix-moe", .middle = 12.1, .radius = 0.3}}};
//   if (auto drawn = drawChart({loss, arms}, "run.svg"); !drawn) return report(drawn.error());
//
// The page is white and the letters are outlines, so that a picture looks the same everywhere.
#pragma once

#include "engine/core/result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace interlinear {

using Colour = std::uint32_t;   ///< 0xRRGGBB

/// As the window has them.
inline constexpr Colour lmColour = 0x174F8F, mtColour = 0xBF6A1B, plainColour = 0x1B2130, mutedColour = 0x626B7A;
/// Of several runs, in their order: told apart with any kind of colour vision (Okabe and Ito 2008).
inline constexpr std::array<Colour, 7> runColours{0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x1B2130};

struct Line {
    std::string name;
    Colour colour = plainColour;
    bool dashed = false;
    std::vector<std::pair<double, double>> points;   ///< by rising x
};

struct Mark {
    double x = 0;
    std::string name;
};

struct LinePanel {
    std::string title, xTitle;
    std::vector<Line> lines;
    std::vector<Mark> marks;         ///< where something begins: an upright line with a name
};

struct Interval {
    std::string name;
    double middle = 0, radius = 0;   ///< a mean, and one standard deviation
    Colour colour = lmColour;
};

/// One row each.
struct IntervalPanel {
    std::string title;
    std::vector<Interval> intervals;
};

using Panel = std::variant<LinePanel, IntervalPanel>;

/// "Nice" numbers that cover low to high in at most so many steps: 1, 2 or 5 times a power of ten apart. low < high.
std::vector<double> ticksBetween(double low, double high, int most);

/// .svg, or .png at twice the size; any other ending is an Error, so is a file that cannot be written. Nothing is drawn for panels without points but their title.
Result<void> drawChart(const std::vector<Panel> &panels, const std::filesystem::path &file);

}  // namespace interlinear
