// Training examples out of sentences, and batches of them drawn from several sources by weight, laid end to end without padding.
//
//   ExampleSource pairs = pairExamples(tokenizer, sentences, "en", "de", 0.3F);
//   BatchSampler sampler({&pairs, &mono}, {0.8, 0.2}, 1024, seed);
//   Batch batch = sampler.next();       // nearly 1024 tokens of whole examples
//
// The same sources, weights and seed give the same batches in the same order; skip() goes on after a resume.
#pragma once

#include "engine/mixmoe/text/tokenizer.h"
#include "engine/training/data/corpus.h"
#include "engine/training/data/example_source.h"
#include "engine/training/data/sampling.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace interlinear::training {

/// The tokens around a source and a target text: opening + source + middle + target + end. Running text has neither source nor middle.
struct PairFrame {
    std::vector<mixmoe::TokenId> opening, middle;
    mixmoe::TokenId end = 0;

    /// Tokens of an example whose texts have so many.
    std::size_t lengthOf(std::size_t sourceTokens, std::size_t targetTokens) const { return opening.size() + sourceTokens + middle.size() + targetTokens + 1; }
};
Result<PairFrame> pairFrame(const mixmoe::Tokenizer &tokenizer, const std::string &from, const std::string &to);

Result<PairFrame> textFrame(const mixmoe::Tokenizer &tokenizer, const std::string &language);

std::vector<mixmoe::TokenId> tokensOf(const mixmoe::Tokenizer &tokenizer, std::string_view text);

struct Sequence {
    std::vector<mixmoe::TokenId> tokens;
    std::size_t targetBegin = 0;
};
Sequence pairSequence(const PairFrame &frame, std::span<const mixmoe::TokenId> source, std::span<const mixmoe::TokenId> target);

/// "<from> <to:to> source <to> target </s>"; pairs of more than maxLength tokens are left out.
/// promptWeight 0 counts the target only, 1 is plain running text.
Result<ExampleSource> pairExamples(const mixmoe::Tokenizer &tokenizer, const std::vector<SentencePair> &pairs, const std::string &from, const std::string &to,
                                   float promptWeight, std::size_t maxLength);

/// The same after the segment before it: "<from> <to:to> source <to> target <from> <to:to> source <to> target </s>", of which the last target counts.
Sequence inContext(const Sequence &before, const Sequence &sequence);

/// Segments in the order of their documents, contextShare of them, drawn by the seed, after the one before; the others, and those that are too long so, alone.
Result<ExampleSource> contextExamples(const mixmoe::Tokenizer &tokenizer, const std::vector<DocumentPair> &rows, const std::string &from, const std::string &to, double contextShare, std::uint64_t seed,
                                      float promptWeight, std::size_t maxLength);

/// "<language> text </s>".
Result<ExampleSource> runningText(const mixmoe::Tokenizer &tokenizer, const std::vector<std::string> &sentences, const std::string &language, std::size_t maxLength);

/// What crossover.h lays over a batch: other examples, position by position.
struct Crossed {
    std::vector<std::int64_t> inputs, targets;   ///< [N]
    std::vector<float> weights;                  ///< [N], of predicting the target
    std::vector<float> kept;                     ///< [N], 1 where the batch's own token is read, 0 where the other one is
};

/// N tokens of whole examples.
struct Batch {
    std::vector<std::int64_t> inputs;      ///< [N]
    std::vector<std::int64_t> targets;     ///< [N], the token after each input
    std::vector<float> weights;            ///< [N], of predicting the target
    std::vector<std::int64_t> offsets;     ///< where each example begins, and N
    std::vector<std::uint8_t> isText;      ///< [N], whether the token is of running text
    Crossed crossed{};                     ///< empty in a plain batch
};

/// Lays one example at the end of a batch, whose offsets begin with 0.
void appendExample(Batch &batch, const ExampleSource &source, std::size_t example);

class BatchSampler {
public:
    /// Sources must outlive the sampler, hold at least one example each, and have positive weights. A batch holds as many whole examples as fit into tokensPerBatch, at least one.
    BatchSampler(std::vector<const ExampleSource *> sources, std::vector<double> weights, std::int64_t tokensPerBatch, std::uint64_t seed);
    /// Weights and lengths follow the plan, whose sources are these in their order; a batch is a step.
    BatchSampler(std::vector<const ExampleSource *> sources, SamplingPlan plan, std::int64_t tokensPerBatch, std::uint64_t seed);

    Batch next();
    /// As if next() had been called so many times.
    void skip(std::int64_t batches);

private:
    struct Reference {
        std::uint32_t source = 0;
        std::uint32_t example = 0;
    };
    struct Pass {
        std::vector<std::uint32_t> order;      // a permutation, used up from the back
        std::vector<std::uint32_t> waiting;    // too long for the curriculum so far
        std::int64_t shortest = 0;
    };
    std::int64_t tokens(const Reference &reference) const;
    bool fits(const Reference &reference) const;
    void beginStep();
    void begin(std::uint32_t source);
    void admitWaiting(std::uint32_t source);
    Reference draw();
    std::vector<Reference> takeReferences();

    std::vector<const ExampleSource *> m_sources;
    SamplingPlan m_plan;
    std::vector<double> m_weights;
    std::int64_t m_tokensPerBatch;
    std::mt19937_64 m_random;
    std::vector<Pass> m_passes;                        // one a source
    std::optional<Reference> m_next;                   // drawn, but too long for the last batch
    std::int64_t m_step = 0;
    std::int64_t m_longest = 0;
};

}  // namespace interlinear::training
