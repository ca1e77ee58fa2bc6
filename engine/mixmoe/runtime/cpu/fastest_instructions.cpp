#include "engine/mixmoe/runtime/cpu/fastest_instructions.h"

#include "engine/core/cache_folder.h"
#include "engine/core/files.h"
#include "engine/core/stopwatch.h"
#include "engine/mixmoe/runtime/cpu/matrix_product.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t rows = 16, depth = 512, outputs = 512;
constexpr int turns = 12;
constexpr double clearlyFaster = 0.8;

std::string processorName()
{
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("model name") || line.starts_with("CPU part"))
            return line;
    }
    return "unknown processor";
}

// The products of one weight type in one set of instructions, to be timed again and again.
class Exercise {
public:
    Exercise(InstructionSet instructions, WeightType type)
        : m_kernels(instructions), m_multiply(m_kernels, m_alone), m_arena(PackedMatrix::bytesOf({outputs}, depth, type)), m_packed(m_arena, {outputs}, depth, type)
    {
        m_packed.pack({weights()});
        m_input.resize(rows, depth, type);
        for (std::size_t row = 0; row < rows; ++row) {
            std::fill_n(m_input.row(row), depth, 1.0F);
            m_input.finish(row, m_kernels.rows);
        }
        m_out.resize(rows, outputs);
    }
    void run()
    {
        const Stopwatch watch;
        m_multiply.set(m_packed, m_input, rows, m_out);
        m_best = std::min(m_best, watch.seconds());
    }
    double best() const { return m_best; }

private:
    static const std::vector<float> &weights()
    {
        static const std::vector<float> values(outputs * depth, 0.5F);
        return values;
    }

    Kernels m_kernels;
    ThreadPool m_alone{1};
    MatrixProduct m_multiply;
    WeightArena m_arena;
    PackedMatrix m_packed;
    ProductInput m_input;
    Table m_out;
    double m_best = std::numeric_limits<double>::max();
};

// The sets take turns, and the best of many turns counts: other work on the machine hits all alike.
InstructionSet tryAll()
{
    std::vector<std::unique_ptr<Exercise>> exercises;
    for (const InstructionSet set : supportedInstructions())
        for (const WeightType type : {WeightType::Int8, WeightType::Fp32})
            exercises.push_back(std::make_unique<Exercise>(set, type));
    for (int turn = 0; turn < turns; ++turn)
        for (const auto &exercise : exercises)
            exercise->run();
    std::vector<InstructionTrial> trials;
    for (const InstructionSet set : supportedInstructions())
        trials.push_back({set, exercises[2 * trials.size()]->best() + exercises[2 * trials.size() + 1]->best()});
    return chooseInstructions(trials);
}

/// Two lines: the processor, the instructions.
std::optional<InstructionSet> readChoice(const std::filesystem::path &kept, const std::string &processor)
{
    const Result<std::string> text = readFile(kept);
    if (!text)
        return std::nullopt;
    for (const InstructionSet set : supportedInstructions()) {
        if (*text == processor + '\n' + nameOf(set) + '\n')
            return set;
    }
    return std::nullopt;
}

}  // namespace

InstructionSet chooseInstructions(std::span<const InstructionTrial> trials)
{
    InstructionTrial best = trials.back();
    for (const InstructionTrial &trial : trials) {
        if (trial.seconds < clearlyFaster * trials.back().seconds && trial.seconds < best.seconds)
            best = trial;
    }
    return best.instructions;
}

InstructionSet fastestInstructions(const std::filesystem::path &kept, const std::string &processor)
{
    if (const std::optional<InstructionSet> choice = readChoice(kept, processor))
        return *choice;
    const InstructionSet fastest = tryAll();
    if (kept.empty())
        return fastest;
    std::error_code ignored;   // where nothing can be kept it is tried again the next time
    std::filesystem::create_directories(kept.parent_path(), ignored);
    static_cast<void>(writeFileAtomically(kept, processor + '\n' + nameOf(fastest) + '\n'));
    return fastest;
}

InstructionSet fastestInstructions()
{
    const std::filesystem::path cache = userCacheFolder();
    static const InstructionSet fastest = fastestInstructions(cache.empty() ? cache : cache / "instructions", processorName());
    return fastest;
}

}  // namespace interlinear::mixmoe
