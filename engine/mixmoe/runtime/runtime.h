// One interface to whatever executes the model: the readable reference, the CPU kernels, the CUDA plug-in.
//
//   std::unique_ptr<Runtime> runtime = makeReferenceRuntime(model);
//   SequenceId sequence = *runtime->openSequence();
//   auto first = runtime->step({{.sequence = sequence, .tokens = prompt.tokens, .promptTokens = prompt.tokens.size(), .selection = {.topK = 1}}}, {});
//   auto next = runtime->step({{.sequence = sequence, .tokens = {first->at(0).candidates[0].token}, .selection = {.topK = 1}}}, {});
//   runtime->closeSequence(sequence);
//
// Tokens are picked where the logits are: top-k, bans and biases go in, ids and log-probabilities come out; full logits cross only on request.
// The runtime owns the KV cache, one line a sequence. One thread calls it; it may use a pool of its own inside.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/probe/intervention.h"
#include "engine/mixmoe/probe/routing_capture.h"
#include "engine/mixmoe/runtime/token_set.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::mixmoe {

using SequenceId = int;

/// How the next token is chosen from the logits after the last token fed.
struct Selection {
    int topK = 1;                                       ///< candidates to return, best first; 0: none wanted
    std::vector<TokenId> banned{};                      ///< probability 0; the rest is renormalised
    std::vector<std::pair<TokenId, float>> biases{};    ///< added to logits before the softmax
    std::vector<TokenId> scored{};                      ///< tokens whose log-probability is wanted whatever their rank
    std::shared_ptr<const TokenSet> allowed{};          ///< at least one token: all others have probability 0, and a runtime may leave their logits out; null: the whole vocabulary
    bool wantLogits = false;                            ///< all logits of all tokens fed, allowed or not, for tests and perplexity
};

struct SequenceInput {
    SequenceId sequence = 0;
    std::vector<TokenId> tokens{};        ///< appended to the sequence; several in a prefill, one in a decode step
    std::size_t promptTokens = 0;         ///< so many of them, the first, are of the prompt: phase, which interventions and the capture tell apart
    std::size_t triedTokens = 0;          ///< so many of them, the last, are of a draft that is verified; at least one token is of the prompt or certain
    bool wantGiven = false;               ///< log-probabilities of the tokens given
    Selection selection{};
    std::vector<Selection> firstSelections{};   ///< bans, biases and allowed tokens of the first picks, one each, instead of those of `selection`; not more than tokens are tried

    /// The first token fed that something of the text follows: the prompt's last one, or where there is no prompt the first.
    std::size_t firstAnswered() const { return promptTokens > 0 ? promptTokens - 1 : 0; }
    /// The first token fed behind which something is picked: the last one that is not tried.
    std::size_t firstPicked() const { return tokens.size() - 1 - triedTokens; }
    /// So many tokens are given: those behind the first answered one, up to the first picked one.
    std::size_t givenTokens() const { return firstPicked() - firstAnswered(); }
    /// Whether the log-probability of the token behind that one is wanted.
    bool isGivenBehind(std::size_t token) const { return wantGiven && token >= firstAnswered() && token < firstPicked(); }
    /// What binds the pick behind a token fed, from firstPicked() on.
    const Selection &selectionBehind(std::size_t token) const
    {
        const std::size_t pick = token - firstPicked();
        return pick < firstSelections.size() ? firstSelections[pick] : selection;
    }
};

/// What holds for all sequences of one step.
struct StepOptions {
    CaptureLevel capture = CaptureLevel::None;
    bool wantAttention = false;           ///< attention of the tokens from SequenceInput::firstAnswered() on, averaged over the alignment heads (ModelConfig::alignmentHeads) of the alignment layer
    Interventions interventions{};
    std::stop_token stop{};               ///< checked on the way, at least once a token or layer; a stopped step returns Cancelled and leaves the sequences as they were
};

struct Candidate {
    TokenId token = 0;
    float logProbability = 0;             ///< natural logarithm, after bans and biases, among what is allowed
};

/// Where the logits are no finite numbers, or all that could be picked is banned.
inline constexpr Candidate noCandidate{-1, 0};

struct SequenceOutput {
    std::vector<Candidate> candidates;    ///< topK, by falling log-probability, ties by rising id
    std::vector<Candidate> bestAfterEach; ///< [token from firstPicked() on]: what topK = 1 would have given there, behind tokens tried noCandidate where it would have failed; empty where none is tried
    std::vector<float> scored;            ///< log-probabilities of Selection::scored, in its order
    std::vector<float> given;             ///< [SequenceInput::givenTokens()]: each one's log-probability behind those before it, among the whole vocabulary without bans and biases; empty unless wanted
    std::vector<TokenRouting> routing;    ///< one a token fed; empty with CaptureLevel::None
    std::vector<float> attention;         ///< [token from firstAnswered() on][position], positions over the sequence after this step, 0 behind the token; empty unless wanted
    std::vector<float> logits;            ///< [token fed][vocabulary]; empty unless wanted
};

struct RuntimeDescription {
    std::string device;                   ///< "cpu", "cuda:0 NVIDIA H200", "reference"
    std::string precision;                ///< "fp32", "bf16", "int8"
    int threads = 1;
    std::string instructions{};           ///< of the processor's kernels: texts of machines with other ones may differ; empty where there is no choice
    int sequencesAtOnce = 32;             ///< as many as are worth decoding together
};

class Runtime {
public:
    virtual ~Runtime() = default;

    virtual const ModelConfig &config() const = 0;
    virtual RuntimeDescription description() const = 0;

    /// An empty sequence. Memory that cannot be had, here or later in a step, is EngineFailure.
    virtual Result<SequenceId> openSequence() = 0;
    /// A new sequence with the same tokens read so far; they share what they can.
    virtual Result<SequenceId> forkSequence(SequenceId from) = 0;
    virtual void closeSequence(SequenceId sequence) = 0;
    /// Tokens read so far.
    virtual int length(SequenceId sequence) const = 0;
    /// Forgets all but the first tokens. 0 <= length <= length(sequence).
    virtual void truncate(SequenceId sequence, int length) = 0;

    /// Feeds each sequence its tokens (at least one each, no sequence twice) and answers in the same order. The answer for one sequence does not depend on the others.
    /// More tokens than maxPositions is OutOfRange; a token outside the vocabulary too, fed, scored or allowed. Logits that are no finite numbers are EngineFailure where
    /// something is picked or given; behind tokens that are tried they are noCandidate, or EngineFailure too where rows are computed together.
    /// After an Error every sequence is as before. What outputs held before is written over in its own memory: who hands in the same vector step after step saves
    /// the runtime its allocations.
    virtual Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) = 0;
    /// The same into new outputs.
    Result<std::vector<SequenceOutput>> step(const std::vector<SequenceInput> &inputs, const StepOptions &options)
    {
        std::vector<SequenceOutput> outputs;
        if (auto done = stepInto(inputs, options, outputs); !done)
            return std::unexpected(done.error());
        return outputs;
    }
};

}  // namespace interlinear::mixmoe
