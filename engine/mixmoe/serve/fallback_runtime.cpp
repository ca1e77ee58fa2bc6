#include "engine/mixmoe/serve/fallback_runtime.h"

#include <map>
#include <optional>
#include <utility>

namespace interlinear::mixmoe {

namespace {

struct ReadToken {
    TokenId token;
    bool prompt;
};

/// What a sequence has read, so that another runtime can read it again.
struct History {
    std::vector<ReadToken> tokens;
    std::optional<SequenceId> ofSecond{};   // its number there
};

class FallbackRuntime final : public Runtime {
public:
    FallbackRuntime(std::unique_ptr<Runtime> first, std::function<Result<std::unique_ptr<Runtime>>()> second, FallbackNotice notice)
        : m_config(first->config()), m_first(std::move(first)), m_makeSecond(std::move(second)), m_notice(std::move(notice))
    {
    }

    const ModelConfig &config() const override { return m_config; }
    RuntimeDescription description() const override { return m_first ? m_first->description() : m_second->description(); }

    Result<SequenceId> openSequence() override
    {
        return add(m_first ? m_first->openSequence() : Result<SequenceId>(m_nextId), {});
    }
    Result<SequenceId> forkSequence(SequenceId from) override
    {
        const History &history = m_histories.at(from);
        if (m_first)
            return add(m_first->forkSequence(from), {.tokens = history.tokens});
        History fork{.tokens = history.tokens};
        if (history.ofSecond) {
            Result<SequenceId> forked = m_second->forkSequence(*history.ofSecond);
            if (!forked)
                return forked;
            fork.ofSecond = *forked;
        }
        return add(m_nextId, std::move(fork));
    }
    void closeSequence(SequenceId sequence) override
    {
        if (m_first)
            m_first->closeSequence(sequence);
        else if (const auto found = m_histories.find(sequence); found != m_histories.end() && found->second.ofSecond)
            m_second->closeSequence(*found->second.ofSecond);
        m_histories.erase(sequence);
    }
    int length(SequenceId sequence) const override { return static_cast<int>(m_histories.at(sequence).tokens.size()); }
    void truncate(SequenceId sequence, int length) override
    {
        History &history = m_histories.at(sequence);
        history.tokens.resize(static_cast<std::size_t>(length));
        if (m_first)
            m_first->truncate(sequence, length);
        else if (history.ofSecond)
            m_second->truncate(*history.ofSecond, length);
    }

    Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) override;

private:
    // Numbers are the first runtime's as long as there is one, and rise on from there.
    Result<SequenceId> add(Result<SequenceId> id, History history)
    {
        if (id) {
            m_histories.emplace(*id, std::move(history));
            m_nextId = std::max(m_nextId, *id + 1);
        }
        return id;
    }
    Result<void> changeOver(const Error &why);
    Result<void> catchUp(History &history, const StepOptions &options);
    Result<void> stepOnSecond(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs);

    ModelConfig m_config;
    std::unique_ptr<Runtime> m_first, m_second;   // one of them, once the first has given up and the second could be had
    std::function<Result<std::unique_ptr<Runtime>>()> m_makeSecond;
    FallbackNotice m_notice;
    std::map<SequenceId, History> m_histories;
    SequenceId m_nextId = 1;
};

Result<void> FallbackRuntime::stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    Result<void> done = m_first ? m_first->stepInto(inputs, options, outputs) : stepOnSecond(inputs, options, outputs);
    if (!done && m_first && done.error().code == ErrorCode::EngineFailure) {
        if (auto changed = changeOver(done.error()); !changed)
            return changed;
        done = stepOnSecond(inputs, options, outputs);
    }
    if (!done)
        return done;
    for (const SequenceInput &input : inputs) {
        std::vector<ReadToken> &tokens = m_histories.at(input.sequence).tokens;
        for (std::size_t i = 0; i < input.tokens.size(); ++i)
            tokens.push_back({input.tokens[i], i < input.promptTokens});
    }
    return {};
}

Result<void> FallbackRuntime::changeOver(const Error &why)
{
    Result<std::unique_ptr<Runtime>> second = m_makeSecond();
    if (!second)
        return std::unexpected(second.error());
    m_second = std::move(*second);
    m_first.reset();
    if (m_notice)
        m_notice(why);
    return {};
}

// Each prompt with what follows it, under the interventions of the step at hand.
Result<void> FallbackRuntime::catchUp(History &history, const StepOptions &options)
{
    if (history.ofSecond)
        return {};
    Result<SequenceId> opened = m_second->openSequence();
    if (!opened)
        return std::unexpected(opened.error());
    for (std::size_t first = 0; first < history.tokens.size();) {
        SequenceInput input{.sequence = *opened, .selection = {.topK = 0}};
        for (; first < history.tokens.size() && history.tokens[first].prompt; ++first, ++input.promptTokens)
            input.tokens.push_back(history.tokens[first].token);
        for (; first < history.tokens.size() && !history.tokens[first].prompt; ++first)
            input.tokens.push_back(history.tokens[first].token);
        std::vector<SequenceOutput> ignored;
        if (auto read = m_second->stepInto({&input, 1}, {.interventions = options.interventions, .stop = options.stop}, ignored); !read) {
            m_second->closeSequence(*opened);
            return read;
        }
    }
    history.ofSecond = *opened;
    return {};
}

Result<void> FallbackRuntime::stepOnSecond(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs)
{
    std::vector<SequenceInput> renumbered(inputs.begin(), inputs.end());
    for (SequenceInput &input : renumbered) {
        const auto found = m_histories.find(input.sequence);
        if (found == m_histories.end())
            return fail(ErrorCode::InvalidArgument, "", "sequence %1 is not open", input.sequence);
        if (auto read = catchUp(found->second, options); !read)
            return read;
        input.sequence = *found->second.ofSecond;
    }
    return m_second->stepInto(renumbered, options, outputs);
}

}  // namespace

std::unique_ptr<Runtime> makeFallbackRuntime(std::unique_ptr<Runtime> first, std::function<Result<std::unique_ptr<Runtime>>()> second, FallbackNotice notice)
{
    return std::make_unique<FallbackRuntime>(std::move(first), std::move(second), std::move(notice));
}

}  // namespace interlinear::mixmoe
