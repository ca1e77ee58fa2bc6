// One change of a target by its translator: what an undo command keeps.
//
//   if (last.after == edit.before && continues(last, edit)) last.after = edit.after;   // typing is undone as one
#pragma once

#include "engine/core/tagged_text.h"

namespace interlinear::widgets {

struct TargetEdit {
    enum class Kind { Typing, Deleting, Pasting, Tag, Suggestion };

    Kind kind = Kind::Typing;
    TaggedText before;
    TaggedText after;
    int caretBefore = 0;   ///< positions of TargetEditor::caret()
    int caretAfter = 0;

    bool operator==(const TargetEdit &) const = default;
};

/// Whether the later edit goes on where the earlier one stopped: both typed or both deleted, caret unmoved between them.
bool continues(const TargetEdit &earlier, const TargetEdit &later);

}  // namespace interlinear::widgets
