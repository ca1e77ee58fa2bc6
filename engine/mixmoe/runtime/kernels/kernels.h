// The inner loops in the instructions of one machine.
//
//   const Kernels kernels(widestSupported());
//   kernels.rows.normalise(x, weight, d, 1e-5F, out);
#pragma once

#include "engine/mixmoe/runtime/kernels/attention_kernel.h"
#include "engine/mixmoe/runtime/kernels/int8_product.h"
#include "engine/mixmoe/runtime/kernels/panel_product.h"
#include "engine/mixmoe/runtime/kernels/row_functions.h"

namespace interlinear::mixmoe {

struct Kernels {
    explicit Kernels(InstructionSet set)
        : instructions(set), fp32(panelProduct<float>(set)), bf16(panelProduct<Bf16>(set)), int8(int8Product(set)), fp32Attention(attentionKernel<float>(set)),
          bf16Attention(attentionKernel<Bf16>(set)), rows(rowFunctions(set))
    {
    }

    InstructionSet instructions;
    void (*fp32)(const PanelProduct<float> &);
    void (*bf16)(const PanelProduct<Bf16> &);
    void (*int8)(const Int8Product &);
    AttentionKernel fp32Attention, bf16Attention;
    RowFunctions rows;
};

}  // namespace interlinear::mixmoe
