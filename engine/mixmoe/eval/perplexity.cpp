#include "engine/mixmoe/eval/perplexity.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/eval/open_sequence.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t tokensAStep = 64;        // bounds the logits in memory
constexpr std::size_t linesForLanguage = 20;
constexpr std::size_t bytesForLanguage = 2000;   // of each of them

double negativeLogLikelihood(std::span<const float> logits, TokenId token)
{
    const double highest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits)
        sum += std::exp(static_cast<double>(logit) - highest);
    return highest + std::log(sum) - static_cast<double>(logits[static_cast<std::size_t>(token)]);
}

/// Reads the tokens and adds the cost of each target that follows them: targets[i] comes after tokens[i].
Result<double> costOf(Runtime &runtime, std::span<const TokenId> tokens, std::span<const TokenId> targets, const StepOptions &options)
{
    const Result<SequenceId> opened = runtime.openSequence();
    if (!opened)
        return std::unexpected(opened.error());
    const OpenSequence sequence(runtime, *opened);
    const auto vocabulary = static_cast<std::size_t>(runtime.config().vocabSize);

    double cost = 0;
    for (std::size_t begin = 0; begin < tokens.size(); begin += tokensAStep) {
        const std::span<const TokenId> fed = tokens.subspan(begin, std::min(tokensAStep, tokens.size() - begin));
        const SequenceInput input{.sequence = sequence.id(), .tokens = {fed.begin(), fed.end()}, .promptTokens = fed.size(), .selection = {.topK = 0, .wantLogits = true}};
        const auto outputs = runtime.step({input}, options);
        if (!outputs)
            return std::unexpected(outputs.error());
        const std::span<const float> logits = outputs->front().logits;
        for (std::size_t i = 0; i < fed.size() && begin + i < targets.size(); ++i)
            cost += negativeLogLikelihood(logits.subspan(i * vocabulary, vocabulary), targets[begin + i]);
    }
    return cost;
}

Result<void> scoreLine(Runtime &runtime, const Tokenizer &tokenizer, const std::string &line, TokenId languageToken, const StepOptions &options, TextScore &total,
                       const ScoreProgress &onProgress)
{
    std::vector<TokenId> targets;
    for (const Piece &piece : tokenizer.encode(line))
        targets.push_back(piece.id);
    targets.push_back(tokenizer.endToken());

    const auto window = static_cast<std::size_t>(runtime.config().maxPositions);
    for (std::size_t begin = 0; begin < targets.size(); begin += window) {
        const std::span<const TokenId> part = std::span<const TokenId>(targets).subspan(begin, std::min(window, targets.size() - begin));
        std::vector<TokenId> tokens{languageToken};
        tokens.insert(tokens.end(), part.begin(), part.end() - 1);
        const Result<double> cost = costOf(runtime, tokens, part, options);
        if (!cost)
            return std::unexpected(cost.error());
        total.negativeLogLikelihood += *cost;
        total.tokens += part.size();
        if (onProgress)
            onProgress(total);
    }
    total.bytes += line.size();
    ++total.lines;
    return {};
}

/// The first bytes of the line, as far as whole characters go.
std::string beginningOf(const std::string &line)
{
    std::size_t end = 0;
    while (end < line.size() && end < bytesForLanguage)
        end += utf8CharacterLength(line, end);
    return line.substr(0, end);
}

}  // namespace

TextScore &TextScore::operator+=(const TextScore &other)
{
    negativeLogLikelihood += other.negativeLogLikelihood;
    tokens += other.tokens;
    bytes += other.bytes;
    lines += other.lines;
    return *this;
}

double TextScore::perplexity() const
{
    return std::exp(negativeLogLikelihood / static_cast<double>(tokens));
}

double TextScore::bitsPerByte() const
{
    return negativeLogLikelihood / std::numbers::ln2 / static_cast<double>(bytes);
}

Result<TextScore> scoreText(Runtime &runtime, const Tokenizer &tokenizer, std::span<const std::string> lines, std::string_view language,
                            const Interventions &interventions, std::stop_token stop, const ScoreProgress &onProgress)
{
    const std::optional<TokenId> languageToken = tokenizer.languageToken(language);
    if (!languageToken)
        return fail(ErrorCode::UnknownLanguage, "", "the model knows no language \"%1\"", language);

    const StepOptions options{.interventions = interventions, .stop = stop};
    TextScore total;
    for (const std::string &line : lines) {
        if (line.empty())
            continue;
        if (auto scored = scoreLine(runtime, tokenizer, line, *languageToken, options, total, onProgress); !scored)
            return std::unexpected(scored.error());
    }
    if (total.lines == 0)
        return fail(ErrorCode::InvalidArgument, "", "there is no text to score");
    return total;
}

Result<std::string> likeliestLanguage(Runtime &runtime, const Tokenizer &tokenizer, std::span<const std::string> lines, std::stop_token stop)
{
    std::vector<std::string> sample;
    for (auto line = lines.begin(); line != lines.end() && sample.size() < linesForLanguage; ++line) {
        if (!line->empty())
            sample.push_back(beginningOf(*line));
    }

    std::string likeliest;
    double lowest = 0;
    for (const std::string &language : runtime.config().languages) {
        const Result<TextScore> score = scoreText(runtime, tokenizer, sample, language, {}, stop);
        if (!score)
            return std::unexpected(score.error());
        if (likeliest.empty() || score->negativeLogLikelihood < lowest) {
            likeliest = language;
            lowest = score->negativeLogLikelihood;
        }
    }
    if (likeliest.empty())
        return fail(ErrorCode::UnknownLanguage, "", "the model names no language");
    return likeliest;
}

}  // namespace interlinear::mixmoe
