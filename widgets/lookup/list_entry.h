// One row of a list beside the grid: lines of text with what is marked in them, and a word at the right.
//
//   ListEntry hit{.lines = {{.text = "Two heat pumps.", .marked = {{4, 8}}}, {.text = "Zwei Wärmepumpen.", .weight = ListLine::Weight::Strong}}};
//   ListEntry term{.lines = {{.text = "Keyboard", .struckOut = true, .aside = "✕ forbidden", .tone = Tone::Error}}};
#pragma once

#include "engine/core/spans.h"
#include "widgets/plot/theme.h"

#include <QString>

#include <vector>

class QPainter;
class QRect;

namespace interlinear::widgets {

enum class Tone { Quiet, Good, Warning, Error };

struct ListLine {
    enum class Weight { Plain, Strong, Quiet };   ///< Quiet is smaller, too

    QString text;
    Weight weight = Weight::Plain;
    std::vector<Utf16Span> marked = {};           ///< bold on a field of the accent colour
    bool struckOut = false;
    QString aside = {};                           ///< at the end of the line
    Tone tone = Tone::Quiet;                      ///< of the aside

    bool operator==(const ListLine &) const = default;
};

struct ListEntry {
    std::vector<ListLine> lines;
    QString spoken = {};                          ///< for screen readers; empty: the lines

    bool operator==(const ListEntry &) const = default;
};

/// The lines with their asides, in the order in which they are read.
QString spokenText(const ListEntry &entry);

/// The height of the entry in a row of that width, both with the space around the text.
int listEntryHeight(const ListEntry &entry, int width, const Theme &theme, const QFont &font);
void paintListEntry(QPainter &painter, const QRect &rect, const ListEntry &entry, const Theme &theme, const QFont &font);

}  // namespace interlinear::widgets
