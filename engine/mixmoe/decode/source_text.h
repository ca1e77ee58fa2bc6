// A source segment as the model gets it: white space set aside, cut to what the model reads, in a prompt.
//
//   Result<PreparedSource> source = prepareSource(model, {"  Good morning.\n"}, "en", "de");
//   source->leading + translated + source->trailing;
//   source->given(source->prompt.spans[2]);   // in the text as given
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/decode/model_text.h"
#include "engine/mixmoe/decode/translation.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/text/prompt.h"

#include <string>
#include <string_view>

namespace interlinear::mixmoe {

struct PreparedSource {
    std::string leading, trailing;   ///< ASCII white space around text and tags that read as words
    ModelText read;                  ///< what there is to read between
    std::string body;                ///< what the model reads: read.content.text, or its beginning; empty when there is neither letter nor digit
    Prompt prompt;                   ///< of body
    bool cut = false;                ///< body is a beginning only

    bool blank() const { return body.empty(); }
    /// Where a span of body stands in the text as given.
    ByteSpan given(ByteSpan span) const;
};

/// Source tokens that a model reads: half of what remains beside the prompt's three tags, so that a target has as much room.
std::size_t longestSource(const ModelConfig &config);

/// Errors: NotUtf8, UnknownLanguage. A blank source has an empty prompt.
Result<PreparedSource> prepareSource(const Model &model, const TaggedText &given, std::string_view from, std::string_view to);

/// Puts the segment before into the prompt, as both its sides are read: without tags, copies and outer white space. So much of its end as leaves the model room
/// for newTokens behind the prompt, and as it was trained to read with a target as long as the source (ModelConfig::contextTokens). The spans stay those of body.
/// A blank source stays as it is. Errors: UnknownLanguage.
Result<void> addContext(const Model &model, const SegmentBefore &before, std::string_view from, std::string_view to, std::size_t newTokens, PreparedSource &source);

}  // namespace interlinear::mixmoe
