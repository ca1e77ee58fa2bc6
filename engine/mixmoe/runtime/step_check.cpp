#include "engine/mixmoe/runtime/step_check.h"

#include <algorithm>
#include <array>
#include <memory_resource>

namespace interlinear::mixmoe {

namespace {

Result<void> checkTokens(const ModelConfig &config, std::span<const TokenId> tokens)
{
    for (const TokenId token : tokens) {
        if (token < 0 || token >= config.vocabSize)
            return fail(ErrorCode::OutOfRange, "", "token %1 is not in the vocabulary; expected 0 to %2", token, config.vocabSize - 1);
    }
    return {};
}

Result<void> checkAllowed(const ModelConfig &config, const TokenSet *allowed)
{
    if (!allowed)
        return {};
    if (allowed->ids().empty())
        return fail(ErrorCode::InvalidArgument, "", "no token at all is allowed");
    const TokenId ends[] = {allowed->ids().front(), allowed->ids().back()};   // the others lie between
    return checkTokens(config, ends);
}

Result<void> checkTried(const SequenceInput &input)
{
    const std::size_t certain = std::max<std::size_t>(1, input.promptTokens);
    if (input.triedTokens > input.tokens.size() - certain)
        return fail(ErrorCode::InvalidArgument, "", "%1 of %2 tokens cannot be tried; at least %3 are certain", input.triedTokens, input.tokens.size(), certain);
    const auto wantsNone = [](const Selection &selection) { return selection.topK < 1; };
    if (input.triedTokens > 0 && (wantsNone(input.selection) || std::ranges::any_of(input.firstSelections, wantsNone)))
        return fail(ErrorCode::InvalidArgument, "", "tokens are tried, but no candidate is wanted");
    if (input.firstSelections.size() > input.triedTokens)
        return fail(ErrorCode::InvalidArgument, "", "%1 picks are bound, but only %2 tokens are tried", input.firstSelections.size(), input.triedTokens);
    return {};
}

std::optional<SequenceId> anyTwice(std::span<const SequenceInput> inputs)
{
    std::array<std::byte, 4096> stack;   // a step of up to a thousand sequences allocates nothing
    std::pmr::monotonic_buffer_resource memory(stack.data(), stack.size());
    std::pmr::vector<SequenceId> sequences(&memory);
    sequences.reserve(inputs.size());
    for (const SequenceInput &input : inputs)
        sequences.push_back(input.sequence);
    std::ranges::sort(sequences);
    const auto twice = std::ranges::adjacent_find(sequences);
    return twice == sequences.end() ? std::nullopt : std::optional(*twice);
}

}  // namespace

Result<void> checkStep(const ModelConfig &config, std::span<const SequenceInput> inputs, const StepOptions &options, const OpenLength &openLength)
{
    if (const std::optional<SequenceId> twice = anyTwice(inputs))
        return fail(ErrorCode::InvalidArgument, "", "sequence %1 stands twice in one step", *twice);
    for (const SequenceInput &input : inputs) {
        const std::optional<int> length = openLength(input.sequence);
        if (!length)
            return fail(ErrorCode::InvalidArgument, "", "sequence %1 is not open", input.sequence);
        if (input.tokens.empty())
            return fail(ErrorCode::InvalidArgument, "", "sequence %1 was given no token", input.sequence);
        if (input.promptTokens > input.tokens.size())
            return fail(ErrorCode::InvalidArgument, "", "%1 of %2 tokens cannot be of the prompt", input.promptTokens, input.tokens.size());
        if (auto valid = checkTried(input); !valid)
            return valid;
        if (input.tokens.size() > static_cast<std::size_t>(config.maxPositions - *length))
            return fail(ErrorCode::OutOfRange, "", "%1 tokens after %2 are more than the model reads; it reads %3", input.tokens.size(), *length,
                        config.maxPositions);
        if (auto valid = checkTokens(config, input.tokens); !valid)
            return valid;
        if (auto valid = checkTokens(config, input.selection.scored); !valid)
            return valid;
        if (auto valid = checkAllowed(config, input.selection.allowed.get()); !valid)
            return valid;
        for (const Selection &first : input.firstSelections) {
            if (auto valid = checkAllowed(config, first.allowed.get()); !valid)
                return valid;
        }
    }
    return validate(options.interventions, config);
}

std::unexpected<Error> stoppedStep()
{
    return fail(ErrorCode::Cancelled, "", "stopped on request");
}

std::unexpected<Error> stepWithoutMemory()
{
    return fail(ErrorCode::EngineFailure, "", "there is not enough memory for this text; close other programs or translate shorter segments");
}

std::unexpected<Error> stepWithoutNumbers()
{
    return fail(ErrorCode::EngineFailure, "", "the model's output is not a finite number; its weights may be damaged: check it with \"model verify\"");
}

}  // namespace interlinear::mixmoe
