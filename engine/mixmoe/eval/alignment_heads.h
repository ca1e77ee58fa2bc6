// Which attention heads know best what was translated from what: the tags of human translations, placed through each of them.
//
//   std::vector<TaggedPair> pairs{*taggedPair("en", "de", "Press <b>Enter</b>.", "<b>Eingabetaste</b> drücken.")};
//   Result<AttentionOfHeads> attention = readAttention(model, pairs);       // one pass for each head
//   HeadChoice best = bestHeads(*attention, pairs);                      // {4, {2, 7}, 0.81}: 81 of 100 tags stood where the translator had put them
//
// The model reads each human translation instead of writing its own, tags taken out, and the attention of the pass before each token tells where it looked (as a
// translation's own tags are placed, decode/tag_placement.h). That single heads align better than the average of all is known from encoder-decoder models (Chen et
// al. 2020, Accurate Word Alignment Induction from Neural Machine Translation, EMNLP; attention as the token is about to be written: section 3). Any thread.
#pragma once

#include "engine/core/result.h"
#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"
#include "engine/mixmoe/model/model.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// A segment and its human translation with the same tags.
struct TaggedPair {
    std::string from, to;
    TaggedText source, target;
};

/// From text with "<name>", "</name>" and "<name/>" in it. A tag of the target is the one of the source with the same name and the same text inside, else the next of
/// its name. Nothing where the tags are not the same, do not nest, or there is none.
std::optional<TaggedPair> taggedPair(std::string_view from, std::string_view to, std::string_view source, std::string_view target);

/// What the heads looked at: attention of one pair's target tokens over its source tokens.
struct PairAttention {
    std::vector<ByteSpan> sourceSpans, targetSpans;   ///< one a token, without white space; empty for a piece that shows nothing
    std::vector<std::vector<float>> heads;            ///< [layer * headCount + head][target token * source tokens + source token]
};

struct AttentionOfHeads {
    int layers = 0, headCount = 0;
    std::vector<PairAttention> pairs;                 ///< as given; one that is longer than the model reads has no heads
};

/// Reads every pair once for each head. Errors: UnknownLanguage, EngineFailure.
Result<AttentionOfHeads> readAttention(const std::shared_ptr<const Model> &model, const std::vector<TaggedPair> &pairs);

struct HeadChoice {
    int layer = 0;
    std::vector<int> heads;       ///< rising
    double placed = 0;            ///< share of all tags that stand exactly where the translator put them, white space aside
    bool operator==(const HeadChoice &) const = default;
};

/// placed of these heads together. heads rise and are not empty.
HeadChoice scoreHeads(const AttentionOfHeads &attention, const std::vector<TaggedPair> &pairs, int layer, std::vector<int> heads);

/// Of each layer the best head, and with it as many others, best first, as place more tags together; of the layers the best. Ties: the lower number.
HeadChoice bestHeads(const AttentionOfHeads &attention, const std::vector<TaggedPair> &pairs);

}  // namespace interlinear::mixmoe
