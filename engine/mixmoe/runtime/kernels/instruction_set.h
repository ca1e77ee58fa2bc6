// The families of vector instructions that the kernels are written for, and which of them this machine has.
//
//   const InstructionSet instructions = widestSupported();
//
// Any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

enum class InstructionSet { Portable, Avx2, Avx512, Avx512Vnni };

/// "portable", "avx2", "avx512", "avx512-vnni".
std::string nameOf(InstructionSet instructions);
/// Nothing for another name.
std::optional<InstructionSet> instructionSetNamed(std::string_view name);
/// All of them, from narrow to wide, whatever the machine.
std::span<const InstructionSet> allInstructions();

bool isSupported(InstructionSet instructions);
/// What this machine has, from narrow to wide; at least one.
std::vector<InstructionSet> supportedInstructions();
/// The last of them.
InstructionSet widestSupported();

}  // namespace interlinear::mixmoe
