// Greedy and beam search for one sentence, a step at a time, so that many sentences can share the steps of a runtime.
//
//   Result<SentenceSearch> search = SentenceSearch::begin(runtime, plan);
//   while (!search->done()) {
//       Result<std::vector<SequenceOutput>> outputs = runtime.step(search->inputs(), {.wantAttention = true});
//       search->accept(*outputs);
//   }
//   search->settled();   // the tokens of the best hypothesis
//
// A hypothesis scores sum of log-probabilities / length^penalty over the tokens picked, the end token included. Ties: the hypothesis that stood higher, then the
// candidate that stood higher. The search ends when as many hypotheses have ended as there are beams, or at the limit; one beam is greedy search.
// What is forced is read along with the prompt. Greedy search tries the tokens of a draft along with those that a step reads anyway, the beginning or the newest token, also
// where they spell what was typed; those that it would not have picked are forgotten again.
// Under terms the search is a constrained one (constrained_beam.h): no text that is followed holds a forbidden form, and it ends when as many hypotheses have ended with
// every required term as there are beams. A text that lacks terms is the result only where none has fewer: then one that the model ended goes before one that the limit cut.
// Every token of a hypothesis is read, the last one too, so that each has its routing and attention; the end token is never read.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/decode/constrained_beam.h"
#include "engine/mixmoe/decode/draft.h"
#include "engine/mixmoe/decode/forced_prefix.h"
#include "engine/mixmoe/decode/sampling.h"
#include "engine/mixmoe/decode/search_terms.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace interlinear::mixmoe {

/// What the search has to obey. The table must outlive it.
struct SearchPlan {
    std::vector<TokenId> prompt;
    std::size_t sourceBegin = 0, sourceEnd = 0;   ///< of the prompt
    ForcedPrefix prefix;
    Draft draft;                                  ///< of greedy search
    std::vector<TokenId> banned;                  ///< rising ids
    std::shared_ptr<const TokenSet> allowed{};    ///< what is picked from, once the prefix is spelled; null: the whole vocabulary
    const PieceTable *table = nullptr;
    std::optional<SearchTerms> terms{};           ///< with several beams
    std::optional<Sampling> sampling{};           ///< with one beam
    int beamSize = 1;
    float lengthPenalty = 1.0F;
    int maxNewTokens = 1;                         ///< behind the prefix; the end token and pieces that spell the prefix do not count
    int room = 1;                                 ///< tokens that the model still reads behind prompt and forced tokens
};

/// Where in the source the attention of one pass was highest.
struct SourceAttention {
    std::size_t token = 0;               ///< an index into the prompt
    float mass = 0;                      ///< 0 to 1
};

/// One token of the target. Hypotheses with a common beginning share its tokens.
struct GeneratedToken {
    std::shared_ptr<const GeneratedToken> before;
    TokenId token = 0;
    float logProbability = 0;
    TokenRouting routing{};              ///< of the pass that read it; empty without capture
    SourceAttention pickedBy{};          ///< of the pass that picked it, the one before it was read: the model looks at what it is about to translate
    SourceAttention readBy{};            ///< of the pass that read it
};

/// A text that the search has come to the end of.
struct FinishedText {
    std::shared_ptr<const GeneratedToken> last;   ///< null: an empty text
    float score = 0;                              ///< normalised
    float endLogProbability = 0;
    int typed = 0;                                ///< so many of its first tokens were forced or spell the prefix
    int missing = 0;                              ///< required terms that it lacks
};

/// The tokens of a text that ends with this one, in order.
std::vector<const GeneratedToken *> tokensUpTo(const GeneratedToken *last);

/// An open sequence of a runtime, closed with its owner.
class OwnedSequence {
public:
    OwnedSequence(Runtime &runtime, SequenceId id) : m_runtime(&runtime), m_id(id) {}
    OwnedSequence(OwnedSequence &&other) noexcept : m_runtime(std::exchange(other.m_runtime, nullptr)), m_id(other.m_id) {}
    OwnedSequence &operator=(OwnedSequence &&other) noexcept
    {
        std::swap(m_runtime, other.m_runtime);
        std::swap(m_id, other.m_id);
        return *this;
    }
    ~OwnedSequence()
    {
        if (m_runtime)
            m_runtime->closeSequence(m_id);
    }
    Runtime &runtime() const { return *m_runtime; }
    SequenceId id() const { return m_id; }

private:
    Runtime *m_runtime;   // null once moved from
    SequenceId m_id;
};

class SentenceSearch {
public:
    /// The runtime must outlive the search.
    static Result<SentenceSearch> begin(Runtime &runtime, SearchPlan plan);

    bool done() const { return m_stage == Stage::Done; }
    /// From now on a draft brings at most so many tokens into a step beside what it reads anyway.
    void tryAtMost(std::size_t tokens) { m_mostTried = tokens; }
    /// How many steps it has accepted.
    int steps() const { return m_steps; }
    /// What the next step must read. At least one while not done. Before each accept().
    std::vector<SequenceInput> inputs();
    /// The answers to the last inputs(), in their order, with attention. Fails when a sequence cannot be forked or no piece continues what was typed.
    Result<void> accept(std::span<SequenceOutput> outputs);

    /// Tokens of the final text that have been read, in order: while a greedy search runs all but the newest, while a beam search runs none.
    std::vector<const GeneratedToken *> settled() const;
    /// One a prompt token; empty without capture.
    const std::vector<TokenRouting> &promptRouting() const { return m_promptRouting; }
    /// Once done: the texts, best first, at least one; and whether the model ended them itself.
    const std::vector<FinishedText> &finished() const { return m_finished; }
    bool complete() const { return m_complete; }
    bool usesShortlist() const { return m_plan.allowed != nullptr; }

private:
    enum class Stage { Beginning, Free, Done };

    /// What was typed and is still to be spelled, and while it is open the tokens that do not spell it.
    struct Rest {
        Spelling spelling{};
        std::vector<TokenId> misspelling{};

        bool open() const { return spelling.open(); }
    };
    struct Hypothesis {
        OwnedSequence sequence;
        std::shared_ptr<GeneratedToken> last;   // picked, not read yet; null before the first
        float score = 0;                        // sum of log-probabilities of the tokens picked
        int picked = 0;
        int spelled = 0;                        // of these, pieces that spell the prefix
        Rest rest{};
        TermState terms{};                      // empty without terms
    };
    /// Tokens of a draft, and what each one leaves to be spelled.
    struct Trial {
        std::vector<TokenId> tokens{};
        std::vector<Rest> behind{};
    };
    struct Continuation {
        std::size_t hypothesis;
        Candidate candidate;
        float score;
    };

    SentenceSearch(SearchPlan plan, OwnedSequence root);

    std::span<const TokenId> certainTokens(const Hypothesis &hypothesis) const;
    Rest restOf(Spelling spelling) const;
    Rest restBehind(const Rest &rest, TokenId token) const;
    bool canContinue(const Rest &rest) const { return rest.misspelling.size() < m_plan.table->surface.size(); }
    const std::vector<TokenId> &bannedAt(const Rest &rest) const { return rest.open() ? rest.misspelling : m_plan.banned; }
    Selection selectionFor(const Rest &rest) const;
    void addPicks(SequenceInput &input, const Rest &rest) const;
    int tokensLeft(const Hypothesis &hypothesis) const;
    bool atLimit(const Hypothesis &hypothesis) const { return tokensLeft(hypothesis) <= 0; }
    bool nothingWritten(const Hypothesis &hypothesis) const { return hypothesis.picked == 0 && m_plan.prefix.tokens.empty(); }
    float endLogProbability(const SequenceOutput &output) const;
    float normalised(float score, int length) const;
    int typedTokens(const Hypothesis &hypothesis) const;
    SourceAttention sourceAttention(const SequenceOutput &output, std::size_t row, std::size_t rows) const;
    SourceAttention attentionBehind(const GeneratedToken *last) const;
    void noteBeginning(SequenceOutput &output, std::size_t rows);
    void noteRead(GeneratedToken &token, SequenceOutput &output, std::size_t row, std::size_t rows) const;
    Trial trial() const;
    bool acceptTried(SequenceOutput &output, Trial tried, std::size_t rows);
    std::shared_ptr<GeneratedToken> tokenBehind(const Hypothesis &hypothesis, const Candidate &candidate) const;
    std::vector<Continuation> continuations(std::span<const SequenceOutput> outputs);
    Result<void> expand(std::span<const SequenceOutput> outputs);
    Result<void> expandUnderTerms(std::span<const SequenceOutput> outputs);
    void rememberWhole(std::span<const SequenceOutput> outputs);
    Result<void> continueWith(const std::vector<Continuation> &kept);
    Result<void> finish();

    SearchPlan m_plan;
    Runtime *m_runtime;
    std::vector<TokenId> m_beginning;            // prompt and what is forced behind it
    Stage m_stage = Stage::Beginning;
    int m_steps = 0;
    std::size_t m_mostTried = Draft::mostTried;
    Trial m_tried;                               // by the step that inputs() told last
    std::vector<Hypothesis> m_live;              // best first
    std::vector<FinishedText> m_ended;           // by the end token
    std::vector<FinishedText> m_cut;             // by the limit
    std::optional<FinishedText> m_whole;         // under terms: a text on the way that may stand as it is, in case that none can be continued
    std::vector<FinishedText> m_finished;        // one of these, best first
    std::optional<Sampler> m_sampler;
    std::vector<TokenRouting> m_promptRouting;
    SourceAttention m_promptAttention;
    bool m_complete = false;
};

}  // namespace interlinear::mixmoe
