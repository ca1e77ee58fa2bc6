// A TaggedText in a table takes two columns: its text, and its tags as JSON (NULL when there are none).
//
//   statement->run(source.text, tagColumn(source.tags));
//   Result<TaggedText> source = taggedText(row.text(0), row.optionalText(1), where);
#pragma once

#include "engine/core/result.h"
#include "engine/core/tagged_text.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// [[id, "open"|"close"|"standalone", offset, code, display], …]; a sixth entry, such as "copy remove fixed", where more or less than moving is allowed.
std::optional<std::string> tagColumn(const std::vector<InlineTag> &tags);

/// What tagColumn() wrote, put back; anything else, or an offset the text does not have, is Damaged.
Result<TaggedText> taggedText(std::string text, const std::optional<std::string> &tags, const std::string &where);

/// Whether a text may be stored: UTF-8 throughout, tags in order and on characters of the text. NotUtf8 or InvalidArgument.
Result<void> checkStorable(const TaggedText &text, const std::string &where);

}  // namespace interlinear::cat
