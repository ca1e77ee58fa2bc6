// Draws the heatmap onto anything a QPainter draws on: the screen, a PNG, an SVG. There is no second drawing code.
//
//   RoutingScene scene{.table = &table, .rows = rows, .layers = {0, 1, 2}};
//   const RoutingLayout layout = routingLayout(scene, font, width);
//   paintRouting(painter, scene, layout, theme, font, RoutingViewport{size, scroll});
#pragma once

#include "widgets/plot/theme.h"
#include "widgets/routing/routing_layout.h"
#include "widgets/routing/routing_table.h"

#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace interlinear::widgets {

struct RoutingScene {
    const RoutingTable *table = nullptr;            ///< not null where cells are painted
    std::vector<int> rows = {};                     ///< shown tokens
    std::vector<int> layers = {};                   ///< shown layers, as captured layers
    mixmoe::Interventions interventions = {};       ///< what they switch off is hatched
    std::vector<bool> selected = {};                ///< one a shown row, or empty
    std::optional<RoutingCell> cursor = {};         ///< with its ring
    QString sentence = {};                          ///< bottom right
    QString quantity = {};                          ///< said beside the legend
};

/// The part of the picture that is shown: names at the top and at the left and the legend at the bottom stay while the cells scroll.
struct RoutingViewport {
    QSizeF size;
    QPointF scroll;
};

RoutingLayout routingLayout(const RoutingScene &scene, const QFont &font, double availableWidth);
/// Height of the strip at the bottom with ramps and sentence; two lines when the width is small.
double legendHeight(const QFont &font, double width);

void paintRouting(QPainter &painter, const RoutingScene &scene, const RoutingLayout &layout, const Theme &theme, const QFont &font,
                  const RoutingViewport &viewport);

/// Whether some enabled item masks this expert; `modelLayer` as the model counts.
bool isSwitchedOff(const mixmoe::Interventions &interventions, int modelLayer, mixmoe::ExpertGroup group, int expert);

}  // namespace interlinear::widgets
