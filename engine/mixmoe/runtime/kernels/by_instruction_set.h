// What the source files offer that are compiled for one instruction set each; int8Product() and rowFunctions() choose among them.
#pragma once

#include "engine/mixmoe/runtime/kernels/int8_product.h"
#include "engine/mixmoe/runtime/kernels/row_functions.h"

namespace interlinear::mixmoe {

void int8ProductAvx2(const Int8Product &product);
void int8ProductAvx512(const Int8Product &product);
void int8ProductAvx512Vnni(const Int8Product &product);

extern const RowFunctions rowFunctionsAvx2;
extern const RowFunctions rowFunctionsAvx512;

}  // namespace interlinear::mixmoe
