// A request for one segment and what comes back: the values that cross between engine, window and command line.
//
//   TranslateRequest request{.source = {"Good morning."}, .from = "en", .to = "de", .capture = CaptureLevel::Probabilities};
//   Result<Translation> translation = translate(runtime, model, request, onStep, stop);
//   translation->target.text;  translation->capture->tokens;
#pragma once

#include "engine/core/tagged_text.h"
#include "engine/mixmoe/decode/sampling.h"
#include "engine/mixmoe/probe/intervention.h"
#include "engine/mixmoe/probe/routing_capture.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

struct Shortlist;

struct TranslateRequest {
    TaggedText source{};
    std::string from{}, to{};                ///< tags of two languages of the model; a region is taken for the language it is of, "de" of "de-AT"
    std::optional<SegmentBefore> before{};   ///< the segment before it in its document, in the same languages; read by a model that was trained so, else it changes nothing
    std::string forcedPrefix{};              ///< what the translator has typed; may end inside a word
    bool prefixEndsWord = false;             ///< what was typed ends with a whole word: no letter follows it
    TaggedText draft{};                      ///< a text that the target is likely to resemble: makes greedy search faster and changes nothing else; may be empty; not used under terms
    std::vector<TermConstraint> terms{};     ///< words that the target must or must not have: the search then follows at least constrainedBeams hypotheses, whatever beamSize
    int beamSize = 1;                        ///< 1: greedy
    int nBest = 1;                           ///< texts wanted, at most as many as beams
    std::optional<Sampling> sampling{};      ///< draw tokens instead of taking the best; with one beam
    float lengthPenalty = 1.0F;              ///< beam scores are divided by length^penalty
    std::shared_ptr<const Shortlist> shortlist{};   ///< of the model and this direction: picks among the tokens that its source may become, and faster; null: the whole vocabulary; not used under terms
    int maxNewTokens = 0;                    ///< 0: 2 * source tokens + 20, at most what the model has room for
    CaptureLevel capture = CaptureLevel::None;
    Interventions interventions{};
};

/// One generated token, sent while decoding. Values only; posted from the engine thread.
struct StepEvent {
    int step = 0;                            ///< from 0
    TokenId token = 0;
    std::string piece;
    ByteSpan spanBytes;                      ///< in `textSoFar`
    Utf16Span spanUtf16;
    float logProbability = 0;
    std::string textSoFar;                   ///< without tags and what is copied from the source; only whole characters
    TokenRouting routing;                    ///< every Mix-MoE layer, both groups; empty with CaptureLevel::None
};

/// Sent in order of steps; with beams only once the best hypothesis is known.
using StepCallback = std::function<void(const StepEvent &)>;

struct SourceTargetLink {
    ByteSpan source;
    ByteSpan target;
    float confidence = 0;                    ///< attention mass, 0 to 1
};

/// Another text that a beam search ended with.
struct OtherTranslation {
    TaggedText target;
    std::vector<TokenId> tokens;
    std::vector<float> logProbabilities;     ///< one a token, then the end token's
    float score = 0;                         ///< as the search ranks them: sum of log-probabilities / length^penalty
};

struct Translation {
    TaggedText target;
    std::vector<TokenId> tokens;             ///< generated, without the end token
    std::vector<float> logProbabilities;     ///< one a generated token, then the end token's: among what it could be picked from; of words that were typed among the whole vocabulary
    int typedTokens = 0;                     ///< so many at the beginning spell what was typed, the last of them perhaps more
    std::optional<float> confidence;         ///< 0 to 1: how likely a text with such probabilities is good, see model/calibration.h and decode/confidence.h
    int steps = 0;                           ///< passes of the model that it took; fewer than tokens where a draft was right or words were typed
    bool complete = true;                    ///< false: the token limit cut it
    bool numbersDiffer = false;              ///< the target has more or fewer numbers than the source, or one that was typed is not among them
    std::vector<std::size_t> missingTerms;   ///< places in the request's terms of required ones that the search could not place, or that copies have broken up; the text is still one
    bool usedShortlist = false;              ///< tokens were picked among its own; false too where a shortlist was given that misses too much, or terms
    bool sourceCut = false;                  ///< the source was longer than the model reads and was cut at a sentence end
    std::vector<SourceTargetLink> alignment; ///< one a generated token with text
    std::shared_ptr<const RoutingCapture> capture;   ///< null with CaptureLevel::None
    std::string modelName, modelFingerprint, device, precision;
    float score = 0;                         ///< as of OtherTranslation
    std::vector<OtherTranslation> others;    ///< the rest of the n best, best first; other texts, so there may be fewer than wanted
    double elapsedMs = 0;
    double tokensPerSecond = 0;              ///< generated tokens
};

}  // namespace interlinear::mixmoe
