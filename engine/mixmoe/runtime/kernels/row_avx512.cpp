#include "engine/mixmoe/runtime/kernels/by_instruction_set.h"
#include "engine/mixmoe/runtime/kernels/row_loops.h"

namespace interlinear::mixmoe {

const RowFunctions rowFunctionsAvx512 = allRowFunctions;

}  // namespace interlinear::mixmoe
