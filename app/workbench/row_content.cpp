#include "app/workbench/row_content.h"

namespace interlinear::workbench {

using widgets::MatchBadge;

widgets::SegmentState shownState(cat::SegmentState state)
{
    switch (state) {
    case cat::SegmentState::New:
        return widgets::SegmentState::New;
    case cat::SegmentState::Draft:
        return widgets::SegmentState::Draft;
    case cat::SegmentState::Machine:
        return widgets::SegmentState::Machine;
    case cat::SegmentState::Confirmed:
        return widgets::SegmentState::Confirmed;
    case cat::SegmentState::Reviewed:
        return widgets::SegmentState::Reviewed;
    case cat::SegmentState::Locked:
        return widgets::SegmentState::Locked;
    }
    return widgets::SegmentState::New;
}

void showContent(widgets::SegmentRow &row, const cat::SegmentContent &content)
{
    row.target = content.target;
    row.state = shownState(content.state);
    row.match = badgeOf(content.origin);
}

MatchBadge badgeOf(const cat::TargetOrigin &origin)
{
    switch (origin.kind) {
    case cat::TargetOrigin::Kind::Typed:
        return {};
    case cat::TargetOrigin::Kind::Machine:
        return MatchBadge::machine();
    case cat::TargetOrigin::Kind::Memory:
        return MatchBadge::memory(origin.perMille);
    }
    return {};
}

bool isDone(const widgets::SegmentRow &row)
{
    using widgets::SegmentState;
    return row.state == SegmentState::Confirmed || row.state == SegmentState::Reviewed || row.state == SegmentState::Locked;
}

}  // namespace interlinear::workbench
