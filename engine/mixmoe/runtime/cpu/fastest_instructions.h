// The instructions whose kernels are the fastest on this machine: tried out once, not believed of the processor, and kept, so that one machine always gives one text.
//
//   const InstructionSet instructions = fastestInstructions();   // from the second call on at no cost
//
// Kept in interlinear/instructions of the user's cache folder (XDG_CACHE_HOME, else ~/.cache) beside the name of the processor; tried again for another processor or
// when the file is not there. Trying takes some 20 ms. Any thread.
#pragma once

#include "engine/mixmoe/runtime/kernels/instruction_set.h"

#include <filesystem>
#include <span>
#include <string>

namespace interlinear::mixmoe {

InstructionSet fastestInstructions();

/// The same with a file of its own, each time anew. `processor`: what the choice is kept for.
InstructionSet fastestInstructions(const std::filesystem::path &kept, const std::string &processor);

struct InstructionTrial {
    InstructionSet instructions;
    double seconds = 0;
};

/// The widest, unless another took less than four fifths of its time: a small difference may be noise, and the next machine of this kind should choose alike.
/// trials: at least one, from narrow to wide.
InstructionSet chooseInstructions(std::span<const InstructionTrial> trials);

}  // namespace interlinear::mixmoe
