// Where every token, layer, group and expert of the heatmap lies. Pure geometry: painting and hit-testing both ask here, so they cannot disagree.
//
//   const RoutingLayout layout({.layers = 4, .groups = 2, .expertsPerGroup = 4, .rows = 10, .availableWidth = 1190, .labelWidth = 72, .textHeight = 15});
//   layout.cellRect({.row = 3, .layer = 1, .group = ExpertGroup::Translation, .expert = 2});
//   layout.cellAt(point);                                  // the same cell for every point of its rectangle
//
// Layers lie side by side; in each, the LM block, a gap of two cells, the MT block; a wider gap parts the layers. `layer` counts shown layers.
#pragma once

#include "engine/mixmoe/model/config.h"

#include <QRectF>

#include <optional>

namespace interlinear::widgets {

struct RoutingCell {
    int row = 0;
    int layer = 0;
    mixmoe::ExpertGroup group = mixmoe::ExpertGroup::LanguageModel;
    int expert = 0;

    bool operator==(const RoutingCell &) const = default;
};

class RoutingLayout {
public:
    struct Shape {
        int layers = 0;
        int groups = 0;
        int expertsPerGroup = 0;
        int rows = 0;
        double availableWidth = 0;
        double labelWidth = 0;      ///< of the widest token
        double textHeight = 0;      ///< of one secondary line
        bool operator==(const Shape &) const = default;
    };

    RoutingLayout() = default;
    explicit RoutingLayout(const Shape &shape);

    const Shape &shape() const { return m_shape; }
    bool isEmpty() const { return m_shape.rows == 0 || m_shape.layers == 0; }

    double cellWidth() const { return m_cellWidth; }
    double cellHeight() const { return m_cellHeight; }
    /// Whether a probability of two digits can be read in a cell.
    bool holdsNumbers() const;
    /// Distance between the two blocks of a layer: at least two cells.
    double groupGap() const { return 2 * m_cellWidth; }
    /// Of the token names, at the left edge.
    double labelColumn() const;
    /// Of the layer and group names, at the top edge.
    double headHeight() const;
    /// Of the expert numbers, below the last row.
    double footHeight() const;
    /// Everything, from (0, 0).
    QSizeF size() const;

    QRectF cellRect(const RoutingCell &cell) const;
    QRectF layerRect(int layer) const;                               ///< from head to foot
    QRectF blockRect(int layer, mixmoe::ExpertGroup group) const;    ///< the cells alone
    QRectF rowRect(int row) const;                                   ///< across everything
    std::optional<RoutingCell> cellAt(const QPointF &point) const;
    /// The row at this height, wherever in it.
    std::optional<int> rowAt(const QPointF &point) const;

private:
    double blockWidth() const { return m_shape.expertsPerGroup * m_cellWidth; }
    double layerWidth() const;
    double layerGap() const { return 4 * m_cellWidth; }

    Shape m_shape;
    double m_cellWidth = 0;
    double m_cellHeight = 0;
};

}  // namespace interlinear::widgets
