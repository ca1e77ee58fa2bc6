// Rows on their way into a product: floats, and beside them what they are rounded to where the weights are int8. A row is rounded once, where it is made, however many
// products read it.
//
//   ProductInput input;
//   input.resize(rows, d, WeightType::Int8);
//   std::copy_n(x, d, input.row(0));
//   input.finish(0, kernels.rows);        // rows of their own may be finished by several threads
#pragma once

#include "engine/mixmoe/runtime/cpu/packed_matrix.h"
#include "engine/mixmoe/runtime/cpu/table.h"
#include "engine/mixmoe/runtime/kernels/row_functions.h"

namespace interlinear::mixmoe {

class ProductInput {
public:
    /// type: of the weights that these rows will meet; fp32 weights read the rows of any. Memory is kept from one use to the next.
    void resize(std::size_t rows, std::size_t depth, WeightType type);
    float *row(std::size_t index) { return m_floats.row(index); }
    const float *row(std::size_t index) const { return m_floats.row(index); }
    /// After the row was written.
    void finish(std::size_t index, const RowFunctions &functions);
    /// Row `index` becomes a finished row of another input of the same depth and type.
    void copyRow(std::size_t index, const ProductInput &from, std::size_t fromIndex);

    std::size_t stride() const { return m_floats.stride(); }
    const Int8Rows &rounded() const { return m_rounded; }

private:
    WeightType m_type = WeightType::Fp32;
    std::size_t m_depth = 0;
    Table m_floats;
    Int8Rows m_rounded;
};

}  // namespace interlinear::mixmoe
