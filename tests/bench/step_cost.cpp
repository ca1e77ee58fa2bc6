#include "tests/bench/step_cost.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/decode/sentence_search.h"
#include "tests/bench/allocations.h"
#include "tests/bench/engine_speed.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace interlinear::bench {

namespace {

using mixmoe::Kernels;

constexpr int sentencePrompt = 20, sentenceAnswer = 24, wordsTyped = 8;
constexpr std::size_t sentences = 40;
constexpr std::size_t fewTokens = 64;   // one in so many spells what was typed of a word
constexpr int steps = 96;

std::uint64_t ticks()
{
#if defined(__x86_64__)
    return __rdtsc();
#else
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

std::uint64_t ticksInKernels = 0;   // of the one thread that a timed runtime has
Kernels originals(mixmoe::InstructionSet::Portable);

// Each of these stands for a kernel: calls it and adds up the time.
template <auto Member, typename... Arguments>
auto timed(Arguments... arguments)
{
    struct Clock {
        std::uint64_t begin = ticks();
        ~Clock() { ticksInKernels += ticks() - begin; }
    } clock;
    return Member(originals)(arguments...);
}

Kernels timedKernels(mixmoe::InstructionSet instructions)
{
    originals = Kernels(instructions);
    Kernels kernels(instructions);
    kernels.fp32 = [](const mixmoe::PanelProduct<float> &product) { timed<[](Kernels &k) { return k.fp32; }, const mixmoe::PanelProduct<float> &>(product); };
    kernels.bf16 = [](const mixmoe::PanelProduct<mixmoe::Bf16> &product) { timed<[](Kernels &k) { return k.bf16; }, const mixmoe::PanelProduct<mixmoe::Bf16> &>(product); };
    kernels.int8 = [](const mixmoe::Int8Product &product) { timed<[](Kernels &k) { return k.int8; }, const mixmoe::Int8Product &>(product); };
    kernels.fp32Attention.keyScores = timed<[](Kernels &k) { return k.fp32Attention.keyScores; }, const mixmoe::HeadAttention &>;
    kernels.fp32Attention.mixValues = timed<[](Kernels &k) { return k.fp32Attention.mixValues; }, const mixmoe::HeadAttention &>;
    kernels.bf16Attention.keyScores = timed<[](Kernels &k) { return k.bf16Attention.keyScores; }, const mixmoe::HeadAttention &>;
    kernels.bf16Attention.mixValues = timed<[](Kernels &k) { return k.bf16Attention.mixValues; }, const mixmoe::HeadAttention &>;
    kernels.rows.normalise = timed<[](Kernels &k) { return k.rows.normalise; }>;
    kernels.rows.activate = timed<[](Kernels &k) { return k.rows.activate; }>;
    kernels.rows.rotate = timed<[](Kernels &k) { return k.rows.rotate; }>;
    kernels.rows.addScaled = timed<[](Kernels &k) { return k.rows.addScaled; }>;
    kernels.rows.softmax = timed<[](Kernels &k) { return k.rows.softmax; }>;
    kernels.rows.roundToInt8 = timed<[](Kernels &k) { return k.rows.roundToInt8; }>;
    kernels.rows.roundInput = timed<[](Kernels &k) { return k.rows.roundInput; }>;
    kernels.rows.roundToBf16 = timed<[](Kernels &k) { return k.rows.roundToBf16; }>;
    kernels.rows.highestFinite = timed<[](Kernels &k) { return k.rows.highestFinite; }>;
    kernels.rows.sumOfExponentials = timed<[](Kernels &k) { return k.rows.sumOfExponentials; }>;
    kernels.rows.firstAbove = timed<[](Kernels &k) { return k.rows.firstAbove; }>;
    return kernels;
}

// A process that keeps a processor busy until this goes.
class BusyProcess {
public:
    BusyProcess() : m_process(fork())
    {
        if (m_process == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            while (true)
                asm volatile("");
        }
    }
    ~BusyProcess()
    {
        if (m_process <= 0)
            return;
        kill(m_process, SIGKILL);
        waitpid(m_process, nullptr, 0);
    }
    bool runs() const { return m_process > 0; }
    BusyProcess(const BusyProcess &) = delete;
    BusyProcess &operator=(const BusyProcess &) = delete;

private:
    pid_t m_process;
};

struct Answer {
    std::vector<mixmoe::TokenId> tokens;
    double milliseconds = 0;
};

// Greedy search for sentence i, which goes on for 24 tokens whatever the model says. Those typed are forced, but the last of them is spelled, as a word that has only been begun.
Result<Answer> answer(mixmoe::Runtime &runtime, int i, std::vector<mixmoe::TokenId> typed, std::vector<mixmoe::TokenId> draft)
{
    const auto vocabulary = static_cast<std::size_t>(runtime.config().vocabSize);
    mixmoe::PieceTable table{.surface = std::vector<std::string>(vocabulary, "y"), .marked = std::vector<char>(vocabulary), .silent = std::vector<char>(vocabulary)};
    table.surface[static_cast<std::size_t>(table.end)].clear();
    mixmoe::SearchPlan plan;
    for (int k = 0; k < sentencePrompt; ++k)
        plan.prompt.push_back((i * 101 + k * 37) % runtime.config().vocabSize);
    plan.sourceEnd = plan.prompt.size();
    plan.draft = mixmoe::Draft(std::move(draft));
    for (std::size_t word = 0; word + 1 < typed.size(); ++word)
        plan.draft.picked(typed[word]);
    plan.banned = {table.end};
    plan.table = &table;
    plan.room = sentenceAnswer - static_cast<int>(typed.empty() ? 0 : typed.size() - 1);
    plan.maxNewTokens = typed.empty() ? plan.room : plan.room - 1;
    if (!typed.empty()) {   // the last of them is not forced, but one of a few tokens that spell what was typed
        for (std::size_t token = static_cast<std::size_t>(typed.back()) % fewTokens; token < vocabulary; token += fewTokens)
            table.surface[token] = token == static_cast<std::size_t>(table.end) ? "" : "x";
        typed.pop_back();
        plan.prefix = {std::move(typed), {.rest = "x", .atStart = false}};
    }

    const Stopwatch watch;
    Result<mixmoe::SentenceSearch> search = mixmoe::SentenceSearch::begin(runtime, std::move(plan));
    if (!search)
        return std::unexpected(search.error());
    std::vector<mixmoe::SequenceOutput> outputs;
    while (!search->done()) {
        Result<void> done = runtime.stepInto(search->inputs(), {.wantAttention = true}, outputs);
        if (done)
            done = search->accept(outputs);
        if (!done)
            return std::unexpected(done.error());
    }
    Answer answer{.milliseconds = watch.seconds() * 1000};
    for (const mixmoe::GeneratedToken *token : search->settled())
        answer.tokens.push_back(token->token);
    if (answer.tokens.size() != sentenceAnswer)
        return fail(ErrorCode::EngineFailure, "C7", "a text has %1 tokens; expected %2", answer.tokens.size(), sentenceAnswer);
    return answer;
}

// What a memory match would offer: every seventh token another one, so that 87 of 100 are right.
std::vector<mixmoe::TokenId> mostlyRight(std::vector<mixmoe::TokenId> tokens)
{
    for (std::size_t i = 3; i < tokens.size(); i += 7)
        tokens[i] = tokens[i] == 1 ? 2 : 1;
    return tokens;
}

// The 95th percentile.
template <typename AnswerOf>
Result<double> latency(const AnswerOf &answerOf)
{
    std::vector<double> milliseconds;
    for (std::size_t i = 0; i < sentences; ++i) {
        const Result<Answer> found = answerOf(static_cast<int>(i));
        if (!found)
            return std::unexpected(found.error());
        milliseconds.push_back(found->milliseconds);
    }
    std::ranges::sort(milliseconds);
    return milliseconds[milliseconds.size() * 95 / 100];
}

Result<double> latencyOfSentence(mixmoe::Runtime &runtime)
{
    return latency([&](int i) { return answer(runtime, i, {}, {}); });
}

using Texts = std::vector<std::vector<mixmoe::TokenId>>;

// What becomes of each sentence without a draft; nothing is done where they are there.
Result<void> makePlain(mixmoe::Runtime &runtime, Texts &texts)
{
    while (texts.size() < sentences) {
        Result<Answer> plain = answer(runtime, static_cast<int>(texts.size()), {}, {});
        if (!plain)
            return std::unexpected(plain.error());
        texts.push_back(std::move(plain->tokens));
    }
    return {};
}

Result<double> latencyWithDraft(mixmoe::Runtime &runtime, Texts &plain)
{
    if (auto made = makePlain(runtime, plain); !made)
        return std::unexpected(made.error());
    return latency([&](int i) { return answer(runtime, i, {}, mostlyRight(plain[static_cast<std::size_t>(i)])); });
}

Result<double> latencyOfTyping(mixmoe::Runtime &runtime, Texts &plain)
{
    if (auto made = makePlain(runtime, plain); !made)
        return std::unexpected(made.error());
    return latency([&](int i) {
        const std::vector<mixmoe::TokenId> &text = plain[static_cast<std::size_t>(i)];
        return answer(runtime, i, {text.begin(), text.begin() + wordsTyped + 1}, mostlyRight(text));
    });
}

Result<double> shareKept(mixmoe::Runtime &runtime)
{
    const Result<double> alone = secondsOfSteps(runtime, 1, sentencePrompt, steps * 4);
    if (!alone)
        return alone;
    const BusyProcess other;
    if (!other.runs())
        return fail(ErrorCode::EngineFailure, "C8", "another process cannot be started");
    const Result<double> beside = secondsOfSteps(runtime, 1, sentencePrompt, steps * 4);
    if (!beside)
        return beside;
    return 100 * *alone / *beside;
}

// What capturing costs more. In the order plain, capturing, capturing, plain, so that a machine that gets slower meanwhile counts for both. Below 0 where it is less steady than the cost.
Result<double> costOfCapture(mixmoe::Runtime &runtime, mixmoe::CaptureLevel level)
{
    double plain = 0, capturing = 0;
    for (const mixmoe::CaptureLevel taken : {mixmoe::CaptureLevel::None, level, level, mixmoe::CaptureLevel::None}) {
        const Result<double> seconds = secondsOfSteps(runtime, 1, sentencePrompt, steps, {.capture = taken});
        if (!seconds)
            return seconds;
        (taken == level ? capturing : plain) += *seconds;
    }
    return 100 * (capturing / plain - 1);
}

Result<double> shareInKernels(mixmoe::Runtime &timedRuntime)
{
    DecodedBatch batch(timedRuntime);
    Result<void> done = batch.open(1, sentencePrompt);
    if (done)
        done = batch.step();
    const std::uint64_t inKernelsBefore = ticksInKernels, before = ticks();
    for (int step = 0; done && step < steps; ++step)
        done = batch.step();
    if (!done)
        return std::unexpected(done.error());
    return 100 * static_cast<double>(ticksInKernels - inKernelsBefore) / static_cast<double>(ticks() - before);
}

Result<double> allocationsOfStep(mixmoe::Runtime &runtime)
{
    if (const Result<double> first = secondsOfSteps(runtime, 1, sentencePrompt, steps + 1); !first)
        return first;
    DecodedBatch batch(runtime);
    Result<void> done = batch.open(1, sentencePrompt);
    for (int step = 0; done && step < 2; ++step)
        done = batch.step();
    const std::size_t before = allocationsSoFar();
    for (int step = 0; done && step < steps; ++step)
        done = batch.step();
    if (!done)
        return std::unexpected(done.error());
    return static_cast<double>(allocationsSoFar() - before) / steps;
}

}  // namespace

Result<std::vector<Measurement>> measureSteps(const std::shared_ptr<const mixmoe::Model> &model, const mixmoe::CpuOptions &options, int repetitions, const std::string &only)
{
    mixmoe::CpuOptions timedOptions = options;
    timedOptions.threads = 1;
    timedOptions.kernels = timedKernels(options.kernels.instructions);
    const auto runtime = mixmoe::makeCpuRuntime(model, options);
    if (!runtime)
        return std::unexpected(runtime.error());
    const auto timedRuntime = mixmoe::makeCpuRuntime(model, timedOptions);
    if (!timedRuntime)
        return std::unexpected(timedRuntime.error());

    const std::string name = (*runtime)->description().precision + "." + model->config.name;
    std::vector<Measurement> measured;
    std::optional<Error> problem;
    const auto measure = [&](Measurement figure, const auto &work, mixmoe::Runtime &on) {
        if (!figure.id.starts_with(only))
            return;
        figure.samples = repeat(repetitions, [&] {
            const Result<double> value = work(on);
            if (!value)
                problem = value.error();
            return value.value_or(0);
        });
        measured.push_back(figure);
    };
    Texts plain;
    measure({.id = "C7.sentence." + name, .unit = "ms", .most = 30, .aim = 18}, latencyOfSentence, **runtime);
    measure({.id = "C7.with_draft." + name, .unit = "ms", .most = 30, .aim = 7}, [&](mixmoe::Runtime &on) { return latencyWithDraft(on, plain); }, **runtime);
    measure({.id = "C7.typed." + name, .unit = "ms", .most = 30, .aim = 7}, [&](mixmoe::Runtime &on) { return latencyOfTyping(on, plain); }, **runtime);
    if ((*runtime)->description().threads == static_cast<int>(std::thread::hardware_concurrency()))   // with a processor to spare nothing is lost
        measure({.id = "C8.kept_beside_another." + name, .unit = "%", .limit = 100, .floor = 0.48, .target = 0.62}, shareKept, **runtime);
    measure({.id = "capture.choices." + name, .unit = "%", .most = 5, .aim = 0}, [](mixmoe::Runtime &on) { return costOfCapture(on, mixmoe::CaptureLevel::Choices); }, **runtime);
    measure({.id = "capture.probabilities." + name, .unit = "%", .most = 15, .aim = 0}, [](mixmoe::Runtime &on) { return costOfCapture(on, mixmoe::CaptureLevel::Probabilities); },
            **runtime);
    measure({.id = "C10.in_kernels." + name, .unit = "%", .limit = 100, .floor = 0.90, .target = 0.97}, shareInKernels, **timedRuntime);
    measure({.id = "C10.allocations." + name, .unit = "a step", .most = 0, .aim = 0}, allocationsOfStep, **runtime);
    if (problem)
        return std::unexpected(*problem);
    return measured;
}

}  // namespace interlinear::bench
