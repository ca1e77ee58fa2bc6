#include "engine/mixmoe/runtime/cpu/product_input.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

void copy(const Int8Rows &from, std::size_t fromIndex, Int8Rows &to, std::size_t index)
{
    std::copy_n(from.row(fromIndex), from.stride, to.row(index));
    to.scales[index] = from.scales[fromIndex];
}

}  // namespace

void ProductInput::resize(std::size_t rows, std::size_t depth, WeightType type)
{
    m_type = type;
    m_depth = depth;
    m_floats.resize(rows, depth);
    if (roundsInput(type))
        m_rounded.resize(rows, depth);
    if (type == WeightType::Int8FineInput)
        m_rest.resize(rows, depth);
}

// Zeros behind the depth count for nothing.
void ProductInput::fillUp(Int8Rows &rows, std::size_t index) const
{
    std::fill(rows.row(index) + m_depth, rows.row(index) + rows.stride, std::int8_t{0});
}

void ProductInput::finish(std::size_t index, const RowFunctions &functions)
{
    if (roundsInput(m_type)) {
        m_rounded.scales[index] = functions.roundToInt8(row(index), m_depth, m_rounded.row(index));
        fillUp(m_rounded, index);
    }
    if (m_type == WeightType::Int8FineInput) {
        m_rest.scales[index] = functions.roundRestToInt8(row(index), m_rounded.row(index), m_rounded.scales[index].scale, m_depth, m_rest.row(index));
        fillUp(m_rest, index);
    }
}

void ProductInput::copyRow(std::size_t index, const ProductInput &from, std::size_t fromIndex)
{
    if (!roundsInput(m_type)) {
        std::copy_n(from.row(fromIndex), m_depth, row(index));
        return;
    }
    copy(from.m_rounded, fromIndex, m_rounded, index);
    if (m_type == WeightType::Int8FineInput)
        copy(from.m_rest, fromIndex, m_rest, index);
}

}  // namespace interlinear::mixmoe
