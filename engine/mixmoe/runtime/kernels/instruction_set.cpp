#include "engine/mixmoe/runtime/kernels/instruction_set.h"

#include <algorithm>

namespace interlinear::mixmoe {

std::string nameOf(InstructionSet instructions)
{
    switch (instructions) {
    case InstructionSet::Portable:
        break;
    case InstructionSet::Avx2:
        return "avx2";
    case InstructionSet::Avx512:
        return "avx512";
    case InstructionSet::Avx512Vnni:
        return "avx512-vnni";
    }
    return "portable";
}

std::span<const InstructionSet> allInstructions()
{
    static constexpr InstructionSet all[] = {InstructionSet::Portable, InstructionSet::Avx2, InstructionSet::Avx512, InstructionSet::Avx512Vnni};
    return all;
}

std::optional<InstructionSet> instructionSetNamed(std::string_view name)
{
    const auto found = std::ranges::find(allInstructions(), name, nameOf);
    return found == allInstructions().end() ? std::nullopt : std::optional(*found);
}

bool isSupported(InstructionSet instructions)
{
#if defined(__x86_64__)
    if (instructions == InstructionSet::Avx512Vnni)
        return isSupported(InstructionSet::Avx512) && __builtin_cpu_supports("avx512vnni");
    if (instructions == InstructionSet::Avx512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
    if (instructions == InstructionSet::Avx2)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    return instructions == InstructionSet::Portable;
}

std::vector<InstructionSet> supportedInstructions()
{
    std::vector<InstructionSet> supported;
    for (const InstructionSet instructions : allInstructions()) {
        if (isSupported(instructions))
            supported.push_back(instructions);
    }
    return supported;
}

InstructionSet widestSupported()
{
    return supportedInstructions().back();
}

}  // namespace interlinear::mixmoe
