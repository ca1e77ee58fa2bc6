// Rows of floats for the kernels: every row begins on a cache line and is as wide as whole panels.
//
//   Table table;
//   table.resize(3, 20);      // three rows of 20 columns, 32 floats apart
//   table.row(2)[19] = 1.0F;
#pragma once

#include "engine/mixmoe/runtime/kernels/aligned_floats.h"
#include "engine/mixmoe/runtime/kernels/panel.h"

namespace interlinear::mixmoe {

class Table {
public:
    /// Values are left as they are or 0; memory is kept from one use to the next.
    void resize(std::size_t rows, std::size_t columns)
    {
        m_stride = paddedToPanel(columns);
        if (m_values.size() < rows * m_stride)
            m_values.resize(rows * m_stride);
    }
    std::size_t stride() const { return m_stride; }
    float *row(std::size_t index) { return m_values.data() + index * m_stride; }
    const float *row(std::size_t index) const { return m_values.data() + index * m_stride; }

private:
    AlignedFloats m_values;
    std::size_t m_stride = 0;
};

}  // namespace interlinear::mixmoe
