// What one row of the grid shows: plain values that the application fills in.
//
//   SegmentRow row{.id = 12, .number = 12, .state = SegmentState::Machine, .source = {"Do not use pipes."}, .target = {"Verwenden …"}};
//   row.match = MatchBadge::machine();
//   row.facts = {"2 terms", "comment by reviewer"};
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"
#include "widgets/plot/match_badge.h"
#include "widgets/plot/segment_state.h"

#include <QStringList>

#include <cstdint>
#include <vector>

namespace interlinear::widgets {

struct SegmentRow {
    std::int64_t id = 0;                  ///< the application's own; unique
    int number = 0;                       ///< shown
    SegmentState state = SegmentState::New;
    TaggedText source = {};
    TaggedText target = {};
    MatchBadge match = {};
    QStringList facts = {};               ///< short, shown under the source of the open row
    QString note = {};                    ///< what others say to the translator: some lines of it above the facts, all of it as a tool tip
    QString room = {};                    ///< how much of its place the target fills, "12 of 30 characters"; under the target of the open row
    bool overfull = false;                ///< more than that: the room is written as a warning
    std::vector<Utf16Span> terms = {};    ///< of the source without tags; underlined in the open row
    QString problem = {};                 ///< what a check found: a mark in every row, words in the open one; empty when nothing

    bool operator==(const SegmentRow &) const = default;
};

}  // namespace interlinear::widgets
