// What a translator means by a place in the target: the selected text, or else the word at the caret, without tags.
//
//   concordance.search(textAtCaret(*grid->editor()));
#pragma once

#include "widgets/editing/target_editor.h"

namespace interlinear::workbench {

/// Without white space around it; empty where there is neither.
QString textAtCaret(const widgets::TargetEditor &editor);
QString selectedText(const widgets::TargetEditor &editor);

}  // namespace interlinear::workbench
