#include "tests/bench/document_speed.h"

#include "engine/core/stopwatch.h"
#include "tests/bench/model_cost.h"

#include <algorithm>

namespace interlinear::bench {

namespace {

using mixmoe::Candidate;
using mixmoe::Runtime;
using mixmoe::SequenceId;
using mixmoe::SequenceInput;
using mixmoe::SequenceOutput;
using mixmoe::TokenId;

constexpr int batchSize = 64, sourceLength = 20, targetLength = 32;

// The hypotheses of one sentence.
struct Sentence {
    struct Beam {
        SequenceId sequence = 0;
        double score = 0;
        TokenId next = 0;
    };
    std::vector<Beam> beams;
};

// A batch of sentences with the given number of beams each.
class SentenceBatch {
public:
    SentenceBatch(Runtime &runtime, int beams) : m_runtime(runtime), m_beams(beams) {}
    ~SentenceBatch()
    {
        for (const Sentence &sentence : m_sentences)
            for (const Sentence::Beam &beam : sentence.beams)
                m_runtime.closeSequence(beam.sequence);
    }
    SentenceBatch(const SentenceBatch &) = delete;
    SentenceBatch &operator=(const SentenceBatch &) = delete;

    Result<void> run(int first)
    {
        Result<void> done = readPrompts(first);
        for (int token = 1; done && token < targetLength; ++token)
            done = step();
        return done;
    }

private:
    Result<void> readPrompts(int first)
    {
        for (int i = 0; i < batchSize; ++i) {
            const Result<SequenceId> sequence = m_runtime.openSequence();
            if (!sequence)
                return std::unexpected(sequence.error());
            m_sentences.push_back({.beams = {{.sequence = *sequence}}});
            std::vector<TokenId> prompt;
            for (int k = 0; k < sourceLength; ++k)
                prompt.push_back(((first + i) * 101 + k * 37) % m_runtime.config().vocabSize);
            m_inputs.push_back({.sequence = *sequence, .tokens = std::move(prompt), .promptTokens = sourceLength, .selection = {.topK = m_beams}});
        }
        return advance();
    }

    Result<void> step()
    {
        m_inputs.resize(m_sentences.size() * m_sentences.front().beams.size());
        auto input = m_inputs.begin();
        for (const Sentence &sentence : m_sentences) {
            for (const Sentence::Beam &beam : sentence.beams) {
                input->sequence = beam.sequence;
                input->tokens.assign(1, beam.next);
                input->promptTokens = 0;
                input++->selection.topK = m_beams;
            }
        }
        return advance();
    }

    Result<void> advance()
    {
        if (auto done = m_runtime.stepInto(m_inputs, {}, m_outputs); !done)
            return done;
        const SequenceOutput *outputs = m_outputs.data();
        for (Sentence &sentence : m_sentences) {
            if (auto chosen = choose(sentence, outputs); !chosen)
                return chosen;
        }
        return {};
    }

    // The best continuations of all beams; the first of a beam goes on in its sequence, others fork it, beams without any are closed.
    Result<void> choose(Sentence &sentence, const SequenceOutput *&outputs)
    {
        struct Continuation {
            std::size_t beam;
            Candidate candidate;
            double score;
        };
        std::vector<Continuation> continuations;
        for (std::size_t beam = 0; beam < sentence.beams.size(); ++beam)
            for (const Candidate &candidate : (outputs++)->candidates)
                continuations.push_back({beam, candidate, sentence.beams[beam].score + static_cast<double>(candidate.logProbability)});
        std::ranges::stable_sort(continuations, std::ranges::greater(), &Continuation::score);
        continuations.resize(static_cast<std::size_t>(m_beams));

        std::vector<char> taken(sentence.beams.size());
        std::vector<Sentence::Beam> beams;
        for (const auto &[beam, candidate, score] : continuations) {
            SequenceId sequence = sentence.beams[beam].sequence;
            if (taken[beam]) {
                const Result<SequenceId> fork = m_runtime.forkSequence(sequence);
                if (!fork)
                    return std::unexpected(fork.error());
                sequence = *fork;
            }
            taken[beam] = 1;
            beams.push_back({sequence, score, candidate.token});
        }
        for (std::size_t beam = 0; beam < taken.size(); ++beam) {
            if (!taken[beam])
                m_runtime.closeSequence(sentence.beams[beam].sequence);
        }
        sentence.beams = std::move(beams);
        return {};
    }

    Runtime &m_runtime;
    int m_beams;
    std::vector<Sentence> m_sentences;
    std::vector<SequenceInput> m_inputs;
    std::vector<SequenceOutput> m_outputs;
};

// Target tokens a second.
Result<double> translateDocument(Runtime &runtime, int sentences, int beams)
{
    const Stopwatch watch;
    for (int first = 0; first < sentences; first += batchSize) {
        if (auto done = SentenceBatch(runtime, beams).run(first); !done)
            return std::unexpected(done.error());
    }
    return sentences * targetLength / watch.seconds();
}

}  // namespace

Result<std::vector<Measurement>> measureDocument(Runtime &runtime, const DocumentWorkload &workload)
{
    const mixmoe::ModelConfig &config = runtime.config();
    const double multiplyAdds = weightsPerToken(config) + weightsPerPromptToken(config) * sourceLength / targetLength;
    std::vector<Measurement> measured;
    for (const int beams : {1, 4}) {
        std::optional<Error> problem;
        const Samples samples = repeat(workload.repetitions, [&] {
            const Result<double> speed = translateDocument(runtime, workload.sentences, beams);
            if (!speed)
                problem = speed.error();
            return speed.value_or(0) * multiplyAdds / 1e9;
        });
        if (problem)
            return std::unexpected(*problem);
        measured.push_back({.id = std::string(beams == 1 ? "C6.greedy." : "C6.beam4.") + runtime.description().precision + "." + config.name, .unit = "GMAC/s", .samples = samples});
    }
    return measured;
}

}  // namespace interlinear::bench
