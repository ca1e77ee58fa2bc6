#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"

#include "engine/mixmoe/model/direction.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cuda/card_pass.h"
#include "engine/mixmoe/runtime/cuda/card_token_sets.h"
#include "engine/mixmoe/runtime/open_sequences.h"
#include "engine/mixmoe/runtime/step_check.h"

#include <algorithm>
#include <bit>
#include <new>
#include <optional>
#include <utility>

namespace interlinear::mixmoe {

namespace {

using namespace cuda;

constexpr int leastRowsAtOnce = 32;
constexpr int usualPositions = 128;                           // of a segment and its translation
constexpr std::size_t reserveBytes = std::size_t(64) << 20;   // for the driver, and whoever else draws on the card

struct CudaSequence {
    PagedSequence pages;
    SequenceDirection direction{};
};

/// The next row of the step at hand that is not planned yet.
struct Cursor {
    std::size_t input = 0, token = 0;
};

/// Where the answer of a wanted row goes.
struct AnsweredRow {
    std::size_t input, token;
};

/// Where a row's routing or attention goes.
struct NotedRow {
    std::size_t input, token;
    int at;
    std::size_t count = 0, outAt = 0;
};

/// What the rows of one input that one selection binds have in common in a pass.
struct BoundRow {
    const Selection *selection = nullptr;   // null: none yet
    WantedRow row{};
};

ProductNumbers numbersFor(CardPrecision precision, const Model &model)
{
    switch (precision) {
    case CardPrecision::Bf16: return {WeightKind::Half, true};
    case CardPrecision::Int8: return {WeightKind::Byte, true};
    case CardPrecision::Fp8: return {WeightKind::Fp8, true};
    case CardPrecision::Fp32: break;
    }
    return {losslessWeights(model) == WeightType::Bf16 ? WeightKind::Half : WeightKind::Float, false};
}

const char *nameOf(CardPrecision precision)
{
    switch (precision) {
    case CardPrecision::Bf16: return "bf16";
    case CardPrecision::Int8: return "int8";
    case CardPrecision::Fp8: return "fp8";
    case CardPrecision::Fp32: break;
    }
    return "fp32";
}

PassSize sizeOfRows(int rows)
{
    return {.rows = rows, .wanted = std::max(1, rows / 2)};
}

std::size_t bytesOfPages(const ModelConfig &config, int sequences)
{
    const PageLayout layout{.layers = config.layerCount, .kvWidth = config.kvHeadCount * config.headSize};
    const int pages = (std::min(usualPositions, config.maxPositions) + pagePositions - 1) / pagePositions;
    return static_cast<std::size_t>(sequences) * static_cast<std::size_t>(pages) * static_cast<std::size_t>(layout.values()) * sizeof(float);
}

PassSize sizeFor(const Card &card, const ModelConfig &config, const ProductNumbers &numbers, int rowsAtOnce)
{
    PassSize size = sizeOfRows(rowsAtOnce);
    const auto fits = [&] {
        return sharedBytesOfPass(config, size.rows) <= card.sharedBytesOfBlock() && passBytes(config, size, numbers) + bytesOfPages(config, size.wanted) + reserveBytes <= card.freeBytes();
    };
    while (size.rows > leastRowsAtOnce && !fits())
        size = sizeOfRows(size.rows / 2);
    return size;
}

std::vector<std::pair<TokenId, float>> merged(std::vector<std::pair<TokenId, float>> biases, int vocabulary)
{
    std::erase_if(biases, [&](const auto &bias) { return bias.first < 0 || bias.first >= vocabulary; });
    std::ranges::stable_sort(biases, {}, &std::pair<TokenId, float>::first);
    std::vector<std::pair<TokenId, float>> result;
    for (const auto &[token, bias] : biases) {
        if (!result.empty() && result.back().first == token)
            result.back().second += bias;
        else
            result.emplace_back(token, bias);
    }
    return result;
}

std::vector<TokenId> distinct(std::vector<TokenId> tokens, int vocabulary)
{
    std::erase_if(tokens, [&](TokenId token) { return token < 0 || token >= vocabulary; });
    if (!std::ranges::is_sorted(tokens))
        std::ranges::sort(tokens);
    tokens.erase(std::ranges::unique(tokens).begin(), tokens.end());
    return tokens;
}

class CudaRuntime final : public Runtime {
public:
    CudaRuntime(std::shared_ptr<Card> card, const Model &model, DirectionTags tags, CardModel weights, const CudaOptions &options, RouterForm form)
        : m_card(std::move(card)), m_config(model.config), m_precision(options.precision), m_tags(std::move(tags)),
          m_weights(std::move(weights)), m_gates(m_card, model, m_weights, form),
          m_pool(m_card, {.layers = m_config.layerCount, .kvWidth = m_config.kvHeadCount * m_config.headSize}),
          m_pass(m_card, m_config, m_weights, m_gates, m_pool, sizeFor(*m_card, m_config, m_weights.numbers, options.rowsAtOnce)), m_allowed(m_card)
    {
    }

    const ModelConfig &config() const override { return m_config; }
    RuntimeDescription description() const override { return {.device = m_card->name(), .precision = nameOf(m_precision), .threads = 1, .sequencesAtOnce = m_pass.size().wanted}; }

    Result<SequenceId> openSequence() override
    {
        return m_sequences.add([this] { return CudaSequence{PagedSequence(m_pool)}; });
    }
    Result<SequenceId> forkSequence(SequenceId from) override
    {
        return m_sequences.add([this, from] { return m_sequences.at(from); });
    }
    void closeSequence(SequenceId sequence) override { m_sequences.close(sequence); }
    int length(SequenceId sequence) const override { return m_sequences.at(sequence).pages.length(); }
    void truncate(SequenceId sequence, int length) override
    {
        m_sequences.at(sequence).pages.truncate(length);
        m_sequences.at(sequence).direction.truncate(length);
    }

    Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) override;

private:
    std::optional<int> openLength(SequenceId sequence) const;
    Result<void> read(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs);
    void reservePages(std::span<const SequenceInput> inputs);
    void emptyOutputs(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) const;
    void planPass(std::span<const SequenceInput> inputs, const StepOptions &options, Cursor &cursor);
    void planRow(const SequenceInput &input, const StepOptions &options, const Cursor &cursor, int pagesAt);
    void planWanted(const SequenceInput &input, const Cursor &cursor, BoundRow &bound);
    WantedRow wantedOf(const SequenceInput &input, std::size_t token, BoundRow &bound);
    void makeLists(const Selection &selection, WantedRow &row);
    Result<void> takeAnswers(std::span<const SequenceInput> inputs, std::span<const float> answers, std::vector<SequenceOutput> &outputs) const;
    bool takeAnswer(const SequenceInput &input, std::size_t token, const WantedRow &wanted, std::span<const float> answer, SequenceOutput &output) const;
    void takeRouting(const NotedRow &noted, std::span<const float> answers, CaptureLevel level, TokenRouting &routing) const;

    std::shared_ptr<Card> m_card;
    ModelConfig m_config;
    CardPrecision m_precision;
    DirectionTags m_tags;
    CardModel m_weights;
    CardGates m_gates;
    PagePool m_pool;
    CardPass m_pass;
    CardTokenSets m_allowed;
    OpenSequences<CudaSequence> m_sequences;

    // Of the step at hand; their memory is used again.
    std::vector<int> m_lengthsBefore;
    std::vector<PageCopy> m_copies;
    StepPlan m_plan;
    const std::vector<TokenId> *m_lastBanned = nullptr;   // where they stand in the plan's lists:
    std::int32_t m_bannedAt = 0, m_banned = 0;
    std::vector<AnsweredRow> m_answered;
    std::vector<NotedRow> m_captured, m_attended;
    std::vector<float> m_logits;
};

Result<void> CudaRuntime::stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    m_lengthsBefore.clear();
    Result<void> done;
    try {
        if (auto valid = checkStep(config(), inputs, options, [this](SequenceId id) { return openLength(id); }); !valid)
            return valid;
        m_lengthsBefore.reserve(inputs.size());
        for (const SequenceInput &input : inputs)
            m_lengthsBefore.push_back(length(input.sequence));
        done = read(inputs, options, outputs);
    } catch (const std::bad_alloc &) {
        done = stepWithoutMemory();
        if (auto finished = m_card->finish(); !finished)   // nothing may be under way in memory that is used again
            done = finished;
    }
    if (!done) {
        for (std::size_t i = 0; i < m_lengthsBefore.size(); ++i)
            truncate(inputs[i].sequence, m_lengthsBefore[i]);
    }
    return done;
}

std::optional<int> CudaRuntime::openLength(SequenceId sequence) const
{
    return m_sequences.contains(sequence) ? std::optional(length(sequence)) : std::nullopt;
}

Result<void> CudaRuntime::read(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    m_gates.set(options.interventions);
    reservePages(inputs);
    emptyOutputs(inputs, options, outputs);
    for (Cursor cursor; cursor.input < inputs.size();) {
        if (options.stop.stop_requested()) {
            static_cast<void>(m_card->finish());
            return stoppedStep();
        }
        planPass(inputs, options, cursor);
        const bool wantLogits = std::ranges::any_of(m_answered, [&](const AnsweredRow &row) { return inputs[row.input].selection.wantLogits; });
        if (wantLogits)
            m_logits.resize(m_plan.wanted.size() * static_cast<std::size_t>(m_config.vocabSize));
        m_pass.run(m_plan, {.attention = !m_attended.empty(), .logits = wantLogits ? m_logits.data() : nullptr});
        const Result<std::span<const float>> answers = m_pass.answers();
        if (!answers)
            return std::unexpected(answers.error());
        for (const NotedRow &noted : m_captured)
            takeRouting(noted, *answers, options.capture, outputs[noted.input].routing[noted.token]);
        for (const NotedRow &noted : m_attended)
            std::ranges::copy(answers->subspan(static_cast<std::size_t>(noted.at), noted.count), outputs[noted.input].attention.begin() + static_cast<std::ptrdiff_t>(noted.outAt));
        if (auto taken = takeAnswers(inputs, *answers, outputs); !taken)
            return taken;
    }
    for (const SequenceInput &input : inputs) {
        PagedSequence &pages = m_sequences.at(input.sequence).pages;
        pages.setLength(pages.length() + static_cast<int>(input.tokens.size()));
    }
    return {};
}

// What was shared is copied whatever comes after: a sequence that has its page has its content.
void CudaRuntime::reservePages(std::span<const SequenceInput> inputs)
{
    m_copies.clear();
    try {
        for (const SequenceInput &input : inputs)
            m_sequences.at(input.sequence).pages.reserve(input.tokens.size(), m_copies);
    } catch (const std::bad_alloc &) {
        m_pass.copyPages(m_copies);
        throw;
    }
    m_pass.copyPages(m_copies);
}

void CudaRuntime::emptyOutputs(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) const
{
    outputs.resize(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const SequenceInput &input = inputs[i];
        SequenceOutput &output = outputs[i];
        const std::size_t positions = static_cast<std::size_t>(length(input.sequence)) + input.tokens.size();
        const std::size_t answered = input.tokens.size() - input.firstAnswered();
        output.routing.resize(options.capture != CaptureLevel::None ? input.tokens.size() : 0);
        output.attention.assign(options.wantAttention ? answered * positions : 0, 0.0F);
        output.candidates.clear();
        output.scored.clear();
        output.logits.clear();
        output.bestAfterEach.resize(input.triedTokens > 0 ? input.triedTokens + 1 : 0);
        output.given.resize(input.wantGiven ? input.givenTokens() : 0);
    }
}

// As many rows as a pass has room for.
void CudaRuntime::planPass(std::span<const SequenceInput> inputs, const StepOptions &options, Cursor &cursor)
{
    m_plan.clear();
    m_lastBanned = nullptr;
    m_answered.clear();
    m_captured.clear();
    m_attended.clear();
    const auto rows = static_cast<std::size_t>(m_pass.size().rows), wanted = static_cast<std::size_t>(m_pass.size().wanted);
    const auto full = [&] { return m_plan.rows.size() == rows || m_plan.wanted.size() == wanted; };
    for (; cursor.input < inputs.size() && !full(); ++cursor.input, cursor.token = 0) {
        const SequenceInput &input = inputs[cursor.input];
        const int pagesAt = static_cast<int>(m_plan.pages.size());
        for (const int page : m_sequences.at(input.sequence).pages.pages())
            m_plan.pages.push_back(m_pool.data(page));
        BoundRow bound;
        for (; cursor.token < input.tokens.size(); ++cursor.token) {
            if (full())
                return;
            planRow(input, options, cursor, pagesAt);
            if (cursor.token >= input.firstPicked() || input.isGivenBehind(cursor.token) || input.selection.wantLogits)
                planWanted(input, cursor, bound);
        }
    }
}

void CudaRuntime::planRow(const SequenceInput &input, const StepOptions &options, const Cursor &cursor, int pagesAt)
{
    CudaSequence &sequence = m_sequences.at(input.sequence);
    const int position = sequence.pages.length() + static_cast<int>(cursor.token);
    const TokenId token = input.tokens[cursor.token];
    m_tags.read(token, position, sequence.direction);
    DeviceRow row{.token = token,
                  .position = position,
                  .pagesAt = pagesAt,
                  .phase = cursor.token < input.promptTokens ? 0 : 1,
                  .fromLanguage = sequence.direction.from.language,
                  .toLanguage = sequence.direction.to.language,
                  .captureAt = nowhere,
                  .attentionAt = nowhere};
    if (options.capture != CaptureLevel::None) {
        const auto mixtures = static_cast<int>(m_config.mixMoeLayers().size());
        row.captureAt = m_plan.takeAnswer(mixtures * captureWords(m_config.groups(), m_config.moe.expertsPerGroup, m_config.moe.topK));
        m_captured.push_back({cursor.input, cursor.token, row.captureAt});
    }
    if (options.wantAttention && cursor.token >= input.firstAnswered()) {
        const std::size_t positions = static_cast<std::size_t>(sequence.pages.length()) + input.tokens.size();
        row.attentionAt = m_plan.takeAnswer(position + 1);
        m_attended.push_back({cursor.input, cursor.token, row.attentionAt, static_cast<std::size_t>(position) + 1, (cursor.token - input.firstAnswered()) * positions});
    }
    m_plan.rows.push_back(row);
}

void CudaRuntime::planWanted(const SequenceInput &input, const Cursor &cursor, BoundRow &bound)
{
    WantedRow row = wantedOf(input, cursor.token, bound);
    row.row = static_cast<std::int32_t>(m_plan.rows.size()) - 1;
    row.answerAt = m_plan.takeAnswer(answerWords(row.topK, row.scored));
    m_plan.wanted.push_back(row);
    m_answered.push_back({cursor.input, cursor.token});
}

// Behind a token that a given one follows: how probable that is. Behind the others what binds the pick; where a tried one follows, the best alone.
WantedRow CudaRuntime::wantedOf(const SequenceInput &input, std::size_t token, BoundRow &bound)
{
    if (token < input.firstPicked()) {
        WantedRow row{};
        row.scoredAt = static_cast<std::int32_t>(m_plan.lists.size());
        row.scored = 1;
        m_plan.lists.push_back(input.tokens[token + 1]);
        return row;
    }
    const Selection &selection = input.selectionBehind(token);
    if (&selection != bound.selection) {
        makeLists(selection, bound.row);
        bound.selection = &selection;
    }
    WantedRow row = bound.row;
    if (token + 1 < input.tokens.size()) {
        row.topK = 1;
        row.scored = 0;
    }
    return row;
}

void CudaRuntime::makeLists(const Selection &selection, WantedRow &row)
{
    const auto here = [&] { return static_cast<std::int32_t>(m_plan.lists.size()); };
    const int choices = selection.allowed ? static_cast<int>(selection.allowed->ids().size()) : m_config.vocabSize;
    row.allowed = selection.allowed ? m_allowed.of(selection.allowed) : nullptr;
    row.allowedCount = selection.allowed ? choices : 0;
    row.topK = std::clamp(selection.topK, 0, choices);
    row.biasesAt = here();
    for (const auto &[token, bias] : merged(selection.biases, m_config.vocabSize)) {
        m_plan.lists.push_back(token);
        m_plan.lists.push_back(std::bit_cast<std::int32_t>(bias));
    }
    row.biases = (here() - row.biasesAt) / 2;
    if (!m_lastBanned || *m_lastBanned != selection.banned) {   // most sentences ban the same tokens
        m_bannedAt = here();
        for (const TokenId token : distinct(selection.banned, m_config.vocabSize))
            m_plan.lists.push_back(token);
        m_banned = here() - m_bannedAt;
        m_lastBanned = &selection.banned;
    }
    row.bannedAt = m_bannedAt;
    row.banned = m_banned;
    row.scoredAt = here();
    m_plan.lists.insert(m_plan.lists.end(), selection.scored.begin(), selection.scored.end());
    row.scored = here() - row.scoredAt;
}

Result<void> CudaRuntime::takeAnswers(std::span<const SequenceInput> inputs, std::span<const float> answers, std::vector<SequenceOutput> &outputs) const
{
    const auto vocabulary = static_cast<std::size_t>(m_config.vocabSize);
    for (std::size_t i = 0; i < m_answered.size(); ++i) {
        const auto [index, token] = m_answered[i];
        if (inputs[index].selection.wantLogits) {
            const auto logits = std::span(m_logits).subspan(i * vocabulary, vocabulary);
            outputs[index].logits.insert(outputs[index].logits.end(), logits.begin(), logits.end());
        }
        const WantedRow &wanted = m_plan.wanted[i];
        if (!takeAnswer(inputs[index], token, wanted, answers.subspan(static_cast<std::size_t>(wanted.answerAt)), outputs[index]))
            return stepWithoutNumbers();
    }
    return {};
}

// False where the step fails: its logits are no numbers.
bool CudaRuntime::takeAnswer(const SequenceInput &input, std::size_t token, const WantedRow &wanted, std::span<const float> answer, SequenceOutput &output) const
{
    const bool found = answer[0] == 1.0F;
    const auto scored = answer.subspan(static_cast<std::size_t>(answerWords(wanted.topK, 0)), static_cast<std::size_t>(wanted.scored));
    if (token < input.firstPicked()) {
        if (!input.isGivenBehind(token))
            return true;
        output.given[token - input.firstAnswered()] = scored.front();
        return found;
    }
    if (!found && token == input.firstPicked())
        return false;
    const auto candidate = [&](std::size_t rank) { return Candidate{std::bit_cast<std::int32_t>(answer[2 + 2 * rank]), answer[3 + 2 * rank]}; };
    if (input.triedTokens > 0)
        output.bestAfterEach[token - input.firstPicked()] = found ? candidate(0) : noCandidate;
    if (!found || token + 1 < input.tokens.size())
        return true;
    for (std::size_t rank = 0; rank < static_cast<std::size_t>(answer[1]); ++rank)
        output.candidates.push_back(candidate(rank));
    output.scored.assign(scored.begin(), scored.end());
    return true;
}

void CudaRuntime::takeRouting(const NotedRow &noted, std::span<const float> answers, CaptureLevel level, TokenRouting &routing) const
{
    const auto experts = static_cast<std::size_t>(m_config.groups() * m_config.moe.expertsPerGroup), chosen = static_cast<std::size_t>(m_config.groups() * m_config.moe.topK);
    routing.gateProbabilities.clear();
    routing.choices.clear();
    routing.weights.clear();
    std::span<const float> words = answers.subspan(static_cast<std::size_t>(noted.at));
    for (std::size_t layer = 0; layer < m_config.mixMoeLayers().size() && experts > 0; ++layer, words = words.subspan(experts + 2 * chosen)) {
        if (level == CaptureLevel::Probabilities)
            routing.gateProbabilities.insert(routing.gateProbabilities.end(), words.begin(), words.begin() + static_cast<std::ptrdiff_t>(experts));
        for (const float choice : words.subspan(experts, chosen))
            routing.choices.push_back(static_cast<std::int16_t>(std::bit_cast<std::int32_t>(choice)));
        const auto weights = words.subspan(experts + chosen, chosen);
        routing.weights.insert(routing.weights.end(), weights.begin(), weights.end());
    }
}

std::unexpected<Error> withoutMemory(const Card &card)
{
    return fail(ErrorCode::EngineFailure, card.name(), "there is not enough free memory on the card for this model; choose cpu, or a smaller model");
}

/// weights(): those of the model, on the card.
template <typename Weights>
Result<std::unique_ptr<Runtime>> makeRuntime(const Model &model, const std::shared_ptr<Card> &card, const CudaOptions &options, RouterForm form, const Weights &weights)
{
    if (!isFoldable(model.config.moe.fourierMode))
        return fail(ErrorCode::Unsupported, "device cuda", "the routers of this model cannot be folded, which the card's kernels need; choose cpu");
    if (sharedBytesOfPass(model.config, std::min(leastRowsAtOnce, options.rowsAtOnce)) > card->sharedBytesOfBlock())
        return fail(ErrorCode::Unsupported, "device cuda", "this model's width, vocabulary, experts, or heads that share a key are more than a multiprocessor of this card has room for; choose cpu");
    Result<DirectionTags> tags = DirectionTags::of(model.config, model.tokenizer.get());
    if (!tags)
        return std::unexpected(tags.error());
    try {
        auto runtime = std::make_unique<CudaRuntime>(card, model, std::move(*tags), weights(), options, form);
        if (auto uploaded = card->finish(); !uploaded)
            return std::unexpected(uploaded.error());
        return runtime;
    } catch (const std::bad_alloc &) {
        return withoutMemory(*card);
    }
}

Result<std::unique_ptr<Runtime>> makeRuntimeOf(const Model *model, const std::shared_ptr<Card> &card, const CudaOptions &options, RouterForm form)
{
    if (!model)
        return fail(ErrorCode::InvalidArgument, "", "there is no model to run");
    return makeRuntime(*model, card, options, form, [&] {
        if (!fitsCard(*card, *model, options))
            throw std::bad_alloc();
        return uploadModel(card, *model, numbersFor(options.precision, *model));
    });
}

}  // namespace

bool fitsCard(const Card &card, const Model &model, const CudaOptions &options)
{
    const PassSize least = sizeOfRows(std::min(leastRowsAtOnce, options.rowsAtOnce));
    const ProductNumbers numbers = numbersFor(options.precision, model);
    return cardModelBytes(model, numbers.weights) + passBytes(model.config, least, numbers) + reserveBytes <= card.freeBytes();
}

Result<std::unique_ptr<Runtime>> makeCudaRuntime(const std::shared_ptr<const Model> &model, std::shared_ptr<Card> card, const CudaOptions &options)
{
    return makeRuntimeOf(model.get(), card, options, RouterForm::Folded);
}

Result<std::unique_ptr<Runtime>> makeCudaRuntime(const std::shared_ptr<const Model> &model, std::shared_ptr<Card> card, CardModel weights, const CudaOptions &options)
{
    return makeRuntime(*model, card, options, RouterForm::Folded, [&] { return std::move(weights); });
}

Result<std::unique_ptr<Runtime>> makeCudaRuntimeWithLiveFourier(const std::shared_ptr<const Model> &model, std::shared_ptr<Card> card, const CudaOptions &options)
{
    if (model && model->config.moe.fourierMode != FourierMode::RealFft && model->config.moe.fourierMode != FourierMode::RealFftOrtho)
        return fail(ErrorCode::Unsupported, "device cuda", "the routers of this model read no Fourier transform, so there is none to compute");
    if (const std::string trouble = card->fourierTrouble(); !trouble.empty())
        return fail(ErrorCode::Unsupported, "device cuda", "cuFFT is not there: %1", trouble);
    return makeRuntimeOf(model.get(), card, options, RouterForm::Live);
}

}  // namespace interlinear::mixmoe
