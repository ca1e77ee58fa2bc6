#include "engine/mixmoe/runtime/cpu/product_input.h"

#include <algorithm>

namespace interlinear::mixmoe {

void ProductInput::resize(std::size_t rows, std::size_t depth, WeightType type)
{
    m_type = type;
    m_depth = depth;
    m_floats.resize(rows, depth);
    if (type == WeightType::Int8)
        m_rounded.resize(rows, depth);
}

void ProductInput::finish(std::size_t index, const RowFunctions &functions)
{
    if (m_type != WeightType::Int8)
        return;
    std::int8_t *integers = m_rounded.row(index);
    m_rounded.rows[index] = functions.roundInput(row(index), m_depth, integers, m_rounded.outliersOf(index));
    std::fill(integers + m_depth, integers + m_rounded.stride, std::int8_t{0});   // what is behind the depth counts for nothing
}

void ProductInput::copyRow(std::size_t index, const ProductInput &from, std::size_t fromIndex)
{
    if (m_type != WeightType::Int8) {
        std::copy_n(from.row(fromIndex), m_depth, row(index));
        return;
    }
    const Int8Rows &source = from.m_rounded;
    m_rounded.rows[index] = source.rows[fromIndex];
    std::copy_n(source.row(fromIndex), source.stride, m_rounded.row(index));
    std::copy_n(source.outliersOf(fromIndex), source.rows[fromIndex].outlierGroups, m_rounded.outliersOf(index));
}

}  // namespace interlinear::mixmoe
