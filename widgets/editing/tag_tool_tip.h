// What a chip says when the pointer rests on it: all that its label leaves out.
//
//   bool MyField::viewportEvent(QEvent *event) { return showTagToolTip(*this, *event) || QTextEdit::viewportEvent(event); }
#pragma once

#include "engine/core/tagged_text.h"

#include <QString>

#include <optional>

class QEvent;
class QPoint;
class QTextEdit;

namespace interlinear::widgets {

/// What the tag is called, and what the file has in its place. Plain text.
QString tagToolTip(const InlineTag &tag);

/// The tag of the chip at a point of the field's viewport; nothing beside chips.
std::optional<InlineTag> tagAt(const QTextEdit &field, const QPoint &point);

/// Whether the event asked for the tool tip of a chip, and got it.
bool showTagToolTip(const QTextEdit &field, const QEvent &event);

}  // namespace interlinear::widgets
