// The int8 kernel once for every instruction set, each in a source file of its own; int8Product() chooses.
#pragma once

#include "engine/mixmoe/runtime/cpu/int8_product.h"

namespace interlinear::mixmoe {

void int8ProductAvx2(const Int8Product &product);
void int8ProductAvx512(const Int8Product &product);
void int8ProductAvx512Vnni(const Int8Product &product);

}  // namespace interlinear::mixmoe
