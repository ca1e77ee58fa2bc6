// How much of its place a target fills: what the file allows, and for subtitles what can be read in the time they are shown.
//
//   RowRoom room{.limit = cat::LengthLimit{30}};
//   useOf(room, {"Guten Morgen"}).text;          // "12 of 30 characters, 18 left"
//   useOf(room, longTarget).problem;             // "4 characters too many"
#pragma once

#include "engine/cat/document/segment.h"

#include <QString>

#include <optional>

namespace interlinear::workbench {

struct RowRoom {
    std::optional<cat::LengthLimit> limit;
    std::optional<double> seconds;   ///< of a subtitle: how long it is shown
};

RowRoom roomOf(const cat::Segment &segment);

struct RoomUse {
    QString text;      ///< empty where nothing limits the target, and for pixels, which only its file's program can count
    QString problem;   ///< empty while it fits
};

/// Characters are code points; tags count nothing, but for those that break a line.
RoomUse useOf(const RowRoom &room, const TaggedText &target);

}  // namespace interlinear::workbench
