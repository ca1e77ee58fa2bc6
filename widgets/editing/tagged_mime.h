// TaggedText on the clipboard and in drags: our own format beside plain text.
//
//   clipboard->setMimeData(toMimeData(text).release());
//   const std::optional<TaggedText> text = taggedTextFrom(*clipboard->mimeData());
//
// What comes in may come from anywhere: offsets that fit no character and unknown kinds make the tags be dropped, never the text.
#pragma once

#include "engine/core/tagged_text.h"

#include <memory>
#include <optional>

class QMimeData;

namespace interlinear::widgets {

std::unique_ptr<QMimeData> toMimeData(const TaggedText &text);

/// Our format, or plain text without tags; nothing when there is neither. Lone surrogates become '?'.
std::optional<TaggedText> taggedTextFrom(const QMimeData &data);

/// Line ends of every kind as one space each, tags where they were: what a paste becomes where lines cannot end.
TaggedText withoutLineEnds(const TaggedText &text);

}  // namespace interlinear::widgets
