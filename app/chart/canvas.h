// A page to draw on, by Cairo: the one place that knows the library.
//
//   Canvas canvas(800, 600);
//   canvas.line({{10, 10}, {200, 80}}, {.colour = 0x174F8F, .width = 1.5});
//   canvas.text({10, 20}, "loss", {.size = 11});
//   Result<std::string> svg = canvas.svg();
#pragma once

#include "app/chart/chart.h"

#include <functional>
#include <string>
#include <vector>

struct _cairo;

namespace interlinear {

struct Place {
    double x = 0, y = 0;
};

struct Stroke {
    Colour colour = plainColour;
    double width = 1;
    bool dashed = false;
    double opacity = 1;
};

enum class Align { Left, Centre, Right };

struct Lettering {
    Colour colour = plainColour;
    double size = 11;
    bool bold = false;
    Align align = Align::Left;
};

/// What is drawn is kept as a list of strokes and texts until it is asked for as a file.
class Canvas {
public:
    Canvas(double width, double height) : m_width(width), m_height(height) {}

    void line(std::vector<Place> places, const Stroke &stroke);
    void dot(Place place, double radius, Colour colour);
    /// The place is on the base line.
    void text(Place place, std::string text, const Lettering &lettering);

    /// An Error when Cairo cannot draw it, for instance a picture of more than 32,767 pixels.
    Result<std::string> svg() const;
    /// So many pixels for each unit.
    Result<std::string> png(double scale) const;

private:
    void play(_cairo *cairo) const;

    double m_width, m_height;
    std::vector<std::function<void(_cairo *)>> m_drawn;
};

}  // namespace interlinear
