#include "app/chart/canvas.h"

#include <cairo-svg.h>
#include <cairo.h>

#include <cmath>
#include <numbers>

namespace interlinear {

namespace {

constexpr const char *family = "Noto Sans";
constexpr Colour paper = 0xFFFFFF;

cairo_status_t append(void *text, const unsigned char *bytes, unsigned int count)
{
    static_cast<std::string *>(text)->append(reinterpret_cast<const char *>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

void setColour(cairo_t *cairo, Colour colour, double opacity)
{
    cairo_set_source_rgba(cairo, (colour >> 16 & 0xFF) / 255.0, (colour >> 8 & 0xFF) / 255.0, (colour & 0xFF) / 255.0, opacity);
}

Result<std::string> pictureOr(std::string bytes, cairo_status_t drawn, cairo_status_t written)
{
    const cairo_status_t problem = drawn == CAIRO_STATUS_SUCCESS ? written : drawn;
    if (problem != CAIRO_STATUS_SUCCESS)
        return fail(ErrorCode::EngineFailure, "chart", "cannot be drawn: %1", cairo_status_to_string(problem));
    return bytes;
}

}  // namespace

void Canvas::line(std::vector<Place> places, const Stroke &stroke)
{
    m_drawn.push_back([places = std::move(places), stroke](cairo_t *cairo) {
        setColour(cairo, stroke.colour, stroke.opacity);
        cairo_set_line_width(cairo, stroke.width);
        const double dashes[] = {4 * stroke.width, 2.5 * stroke.width};
        cairo_set_dash(cairo, dashes, stroke.dashed ? 2 : 0, 0);
        cairo_new_path(cairo);   // a text leaves its end as the current point
        for (const Place &place : places)
            cairo_line_to(cairo, place.x, place.y);
        cairo_stroke(cairo);
    });
}

void Canvas::dot(Place place, double radius, Colour colour)
{
    m_drawn.push_back([=](cairo_t *cairo) {
        setColour(cairo, colour, 1);
        cairo_new_path(cairo);
        cairo_arc(cairo, place.x, place.y, radius, 0, 2 * std::numbers::pi);
        cairo_fill(cairo);
    });
}

void Canvas::text(Place place, std::string text, const Lettering &lettering)
{
    m_drawn.push_back([=, text = std::move(text)](cairo_t *cairo) {
        cairo_select_font_face(cairo, family, CAIRO_FONT_SLANT_NORMAL, lettering.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(cairo, lettering.size);
        cairo_text_extents_t extents;
        cairo_text_extents(cairo, text.c_str(), &extents);
        const double shift = lettering.align == Align::Left ? 0 : lettering.align == Align::Centre ? extents.x_advance / 2 : extents.x_advance;
        setColour(cairo, lettering.colour, 1);
        cairo_move_to(cairo, place.x - shift, place.y);
        cairo_show_text(cairo, text.c_str());
    });
}

void Canvas::play(cairo_t *cairo) const
{
    setColour(cairo, paper, 1);
    cairo_paint(cairo);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    for (const auto &draw : m_drawn)
        draw(cairo);
}

Result<std::string> Canvas::svg() const
{
    std::string bytes;
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(append, &bytes, m_width, m_height);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    cairo_t *cairo = cairo_create(surface);
    play(cairo);
    const cairo_status_t drawn = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    const cairo_status_t written = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return pictureOr(std::move(bytes), drawn, written);
}

Result<std::string> Canvas::png(double scale) const
{
    std::string bytes;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(std::ceil(m_width * scale)), static_cast<int>(std::ceil(m_height * scale)));
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, scale, scale);
    play(cairo);
    const cairo_status_t drawn = cairo_status(cairo);
    cairo_destroy(cairo);
    const cairo_status_t written = cairo_surface_write_to_png_stream(surface, append, &bytes);
    cairo_surface_destroy(surface);
    return pictureOr(std::move(bytes), drawn, written);
}

}  // namespace interlinear
