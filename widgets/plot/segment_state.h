// How far the work on a segment has come, as a shape that survives greyscale and small sizes, and as a word.
//
//   paintSegmentState(painter, QRectF(x, y, 14, 14), SegmentState::Confirmed, theme);
//   segmentStateName(SegmentState::Confirmed);   // "confirmed", translated
#pragma once

#include "widgets/plot/theme.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace interlinear::widgets {

enum class SegmentState {
    New,         ///< ring: nothing here yet
    Draft,       ///< dot: in work
    Machine,     ///< four-pointed star: written by the model, seen by nobody
    Confirmed,   ///< tick
    Reviewed,    ///< double tick
    Locked       ///< lock
};

inline constexpr SegmentState allSegmentStates[]
    = {SegmentState::New, SegmentState::Draft, SegmentState::Machine, SegmentState::Confirmed, SegmentState::Reviewed, SegmentState::Locked};

/// Fills the rectangle's inner square; good from 10 pixels on. Leaves the painter as it was.
void paintSegmentState(QPainter &painter, const QRectF &rect, SegmentState state, const Theme &theme);

/// A triangle with an exclamation mark: some check found a problem here.
void paintProblemMark(QPainter &painter, const QRectF &rect, const Theme &theme);

QString segmentStateName(SegmentState state);

}  // namespace interlinear::widgets
