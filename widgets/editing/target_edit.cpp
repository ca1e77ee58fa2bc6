#include "widgets/editing/target_edit.h"

namespace interlinear::widgets {

bool continues(const TargetEdit &earlier, const TargetEdit &later)
{
    const bool mergeable = later.kind == TargetEdit::Kind::Typing || later.kind == TargetEdit::Kind::Deleting;
    return mergeable && earlier.kind == later.kind && earlier.caretAfter == later.caretBefore && earlier.after == later.before;
}

}  // namespace interlinear::widgets
