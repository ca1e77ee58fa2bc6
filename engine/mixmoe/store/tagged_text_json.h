// Text with inline tags in capture files.
//
//   CaptureJson json = toJson(TaggedText{"Good morning"});                    // {"text": …, "tags": […]}
//   Result<TaggedText> text = readTaggedText(json, "routing.json", "origin.settings.before.source");
#pragma once

#include "engine/core/tagged_text.h"
#include "engine/mixmoe/store/capture_json.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

CaptureJson toJson(const std::vector<InlineTag> &tags);
CaptureJson toJson(const TaggedText &text);

/// Tags of this text: their offsets rise and stand on its characters, else BadFormat. `key` names the list in errors.
Result<std::vector<InlineTag>> readTags(const CaptureJson &list, std::string_view text, const std::string &where, const std::string &key);
Result<TaggedText> readTaggedText(const CaptureJson &json, const std::string &where, const std::string &key);

}  // namespace interlinear::mixmoe
