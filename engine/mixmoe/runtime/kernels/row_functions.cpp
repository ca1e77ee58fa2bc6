#include "engine/mixmoe/runtime/kernels/row_functions.h"

#include "engine/mixmoe/runtime/kernels/by_instruction_set.h"
#include "engine/mixmoe/runtime/kernels/row_loops.h"

namespace interlinear::mixmoe {

const RowFunctions &rowFunctions([[maybe_unused]] InstructionSet instructions)
{
#if defined(__x86_64__)
    if (instructions == InstructionSet::Avx512 || instructions == InstructionSet::Avx512Vnni)
        return rowFunctionsAvx512;
    if (instructions == InstructionSet::Avx2)
        return rowFunctionsAvx2;
#endif
    return allRowFunctions;
}

}  // namespace interlinear::mixmoe
