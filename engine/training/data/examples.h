// Training examples as token ids, and batches of them drawn from several sources by weight, laid end to end without padding.
//
//   ExampleSource pairs = pairExamples(tokenizer, sentences, "en", "de", 0.3F);
//   BatchSampler sampler({&pairs, &mono}, {0.8, 0.2}, 1024, seed);
//   Batch batch = sampler.next();       // nearly 1024 tokens of whole examples
//
// The same sources, weights and seed give the same batches in the same order; skip() goes on after a resume.
#pragma once

#include "engine/mixmoe/text/tokenizer.h"
#include "engine/training/data/corpus.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace interlinear::training {

/// Token sequences of one kind; position i predicts token i + 1.
struct ExampleSource {
    struct Example {
        std::size_t begin = 0;             ///< into tokens
        std::uint32_t length = 0;          ///< tokens, the end token included
        std::uint32_t targetBegin = 0;     ///< first token whose prediction counts fully
    };
    std::vector<mixmoe::TokenId> tokens;
    std::vector<Example> examples;
    float promptWeight = 0;                ///< loss weight of predicting tokens before targetBegin
};

/// "<from> <to:to> source <to> target </s>"; pairs of more than maxLength tokens are left out.
/// promptWeight 0 counts the target only, 1 is plain running text.
Result<ExampleSource> pairExamples(const mixmoe::Tokenizer &tokenizer, const std::vector<SentencePair> &pairs, const std::string &from, const std::string &to,
                                   float promptWeight, std::size_t maxLength);

/// "<language> text </s>".
Result<ExampleSource> runningText(const mixmoe::Tokenizer &tokenizer, const std::vector<std::string> &sentences, const std::string &language, std::size_t maxLength);

/// N tokens of whole examples.
struct Batch {
    std::vector<std::int64_t> inputs;      ///< [N]
    std::vector<std::int64_t> targets;     ///< [N], the token after each input
    std::vector<float> weights;            ///< [N], of predicting the target
    std::vector<std::int64_t> offsets;     ///< where each example begins, and N
};

/// Lays one example at the end of a batch, whose offsets begin with 0.
void appendExample(Batch &batch, const ExampleSource &source, std::size_t example);

class BatchSampler {
public:
    /// Sources must outlive the sampler, hold at least one example each, and have positive weights. A batch holds as many whole examples as fit into tokensPerBatch, at least one.
    BatchSampler(std::vector<const ExampleSource *> sources, std::vector<double> weights, std::int64_t tokensPerBatch, std::uint64_t seed);

    Batch next();
    /// As if next() had been called so many times.
    void skip(std::int64_t batches);

private:
    struct Reference {
        std::uint32_t source = 0;
        std::uint32_t example = 0;
    };
    std::int64_t tokens(const Reference &reference) const;
    Reference draw();
    std::vector<Reference> takeReferences();

    std::vector<const ExampleSource *> m_sources;
    std::vector<double> m_weights;
    std::int64_t m_tokensPerBatch;
    std::mt19937_64 m_random;
    std::vector<std::vector<std::uint32_t>> m_order;   // of each source: a permutation, used up from the back
    std::optional<Reference> m_next;                   // drawn, but too long for the last batch
};

}  // namespace interlinear::training
