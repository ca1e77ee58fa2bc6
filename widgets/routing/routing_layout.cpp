#include "widgets/routing/routing_layout.h"

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

namespace {

constexpr double margin = 12;
constexpr double numberWidth = 1.5;  // of ".71", in heights of its line
constexpr double largestCell = 32;
constexpr int manyExperts = 16;  // of more, numbers give way to more columns

}  // namespace

RoutingLayout::RoutingLayout(const Shape &shape)
    : m_shape(shape)
{
    m_cellHeight = std::ceil(shape.textHeight) + 3;
    const double smallestCell = std::ceil(shape.textHeight * (shape.expertsPerGroup > manyExperts ? 0.7 : numberWidth));
    const double blocks = shape.layers * shape.groups * shape.expertsPerGroup;
    const double gaps = shape.layers * 2.0 * (shape.groups - 1) + 4.0 * std::max(0, shape.layers - 1);
    const double available = shape.availableWidth - labelColumn() - margin;
    const double fitting = blocks + gaps > 0 ? std::floor(available / (blocks + gaps)) : largestCell;
    m_cellWidth = std::clamp(fitting, smallestCell, std::max(smallestCell, largestCell));
}

bool RoutingLayout::holdsNumbers() const
{
    return m_cellWidth >= m_shape.textHeight * numberWidth;
}

double RoutingLayout::labelColumn() const
{
    return margin + m_shape.labelWidth + margin;
}

double RoutingLayout::headHeight() const
{
    return 2 * std::ceil(m_shape.textHeight) + 4;
}

double RoutingLayout::footHeight() const
{
    return std::ceil(m_shape.textHeight) + 4;
}

double RoutingLayout::layerWidth() const
{
    return m_shape.groups * blockWidth() + (m_shape.groups - 1) * groupGap();
}

QSizeF RoutingLayout::size() const
{
    if (isEmpty())
        return {};
    return {labelColumn() + m_shape.layers * layerWidth() + (m_shape.layers - 1) * layerGap() + margin,
            headHeight() + m_shape.rows * m_cellHeight + footHeight()};
}

QRectF RoutingLayout::layerRect(int layer) const
{
    return {labelColumn() + layer * (layerWidth() + layerGap()), 0, layerWidth(), size().height()};
}

QRectF RoutingLayout::blockRect(int layer, mixmoe::ExpertGroup group) const
{
    const double left = layerRect(layer).left() + static_cast<int>(group) * (blockWidth() + groupGap());
    return {left, headHeight(), blockWidth(), m_shape.rows * m_cellHeight};
}

QRectF RoutingLayout::cellRect(const RoutingCell &cell) const
{
    const QRectF block = blockRect(cell.layer, cell.group);
    return {block.left() + cell.expert * m_cellWidth, block.top() + cell.row * m_cellHeight, m_cellWidth, m_cellHeight};
}

QRectF RoutingLayout::rowRect(int row) const
{
    return {0, headHeight() + row * m_cellHeight, size().width(), m_cellHeight};
}

std::optional<int> RoutingLayout::rowAt(const QPointF &point) const
{
    const int row = static_cast<int>(std::floor((point.y() - headHeight()) / std::max(1.0, m_cellHeight)));
    return row >= 0 && row < m_shape.rows ? std::optional(row) : std::nullopt;
}

std::optional<RoutingCell> RoutingLayout::cellAt(const QPointF &point) const
{
    const std::optional<int> row = rowAt(point);
    if (!row || isEmpty())
        return std::nullopt;
    const int layer = static_cast<int>(std::floor((point.x() - labelColumn()) / (layerWidth() + layerGap())));
    if (layer < 0 || layer >= m_shape.layers)
        return std::nullopt;
    for (int group = 0; group < m_shape.groups; ++group) {
        const QRectF block = blockRect(layer, static_cast<mixmoe::ExpertGroup>(group));
        if (point.x() >= block.left() && point.x() < block.right())
            return RoutingCell{*row, layer, static_cast<mixmoe::ExpertGroup>(group), static_cast<int>((point.x() - block.left()) / m_cellWidth)};
    }
    return std::nullopt;
}

}  // namespace interlinear::widgets
