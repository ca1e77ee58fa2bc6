// The routing of one suggestion, token by token, so that it can grow while the suggestion is decoded.
//
//   RoutingTable table = RoutingTable::fromCapture(*translation.capture);
//   RoutingTable live(capture.layerIndex, capture.expertsPerGroup, capture.groups);
//   live.append(token, stepEvent.routing);
//   table.probability(layer, token, ExpertGroup::Translation, 2);
//
// Layers count Mix-MoE layers here; layerIndex() gives the model's own. Experts count from 0 inside their group.
#pragma once

#include "engine/mixmoe/probe/routing_capture.h"

#include <optional>
#include <vector>

namespace interlinear::widgets {

class RoutingTable {
public:
    /// No layers, no tokens.
    RoutingTable() = default;
    RoutingTable(std::vector<int> layerIndex, int expertsPerGroup, int groups, int topK = 1);
    /// No tokens where the arrays do not fit the head, as in a capture of level None.
    static RoutingTable fromCapture(const mixmoe::RoutingCapture &capture);

    /// Routing whose sizes do not fit is refused: false, and nothing is appended.
    bool append(const mixmoe::CapturedToken &token, const mixmoe::TokenRouting &routing);

    bool isEmpty() const { return m_tokens.empty(); }
    const std::vector<int> &layerIndex() const { return m_layerIndex; }
    int layers() const { return static_cast<int>(m_layerIndex.size()); }
    int groups() const { return m_groups; }
    int topK() const { return m_topK; }
    int expertsPerGroup() const { return m_expertsPerGroup; }
    int tokens() const { return static_cast<int>(m_tokens.size()); }
    const mixmoe::CapturedToken &token(int index) const { return m_tokens[static_cast<std::size_t>(index)]; }
    const mixmoe::TokenRouting &routing(int token) const { return m_routing[static_cast<std::size_t>(token)]; }

    /// Gate probability before the choice, 0 to 1; nothing when only choices were captured.
    std::optional<float> probability(int layer, int token, mixmoe::ExpertGroup group, int expert) const;
    /// The first of the k that the group chose, 0..n-1, or -1 when the group is off.
    int chosen(int layer, int token, mixmoe::ExpertGroup group) const;
    /// What the output of one of the k chosen was multiplied by; nothing for an expert that was not chosen.
    std::optional<float> weightOf(int layer, int token, mixmoe::ExpertGroup group, int expert) const;

    /// The most probable expert that is not this one; -1 without probabilities or with one expert.
    int runnerUp(int layer, int token, mixmoe::ExpertGroup group, int expert) const;
    /// 1 for the most probable expert of its group, 0 without probabilities.
    int rank(int layer, int token, mixmoe::ExpertGroup group, int expert) const;
    /// H / log n of the group's probabilities: 0 certain, 1 uniform. Nothing without probabilities; 0 for one expert.
    std::optional<double> entropy(int layer, int token, mixmoe::ExpertGroup group) const;

private:
    std::size_t slot(int layer, mixmoe::ExpertGroup group) const { return static_cast<std::size_t>(layer * m_groups + static_cast<int>(group)); }

    std::vector<int> m_layerIndex;
    int m_expertsPerGroup = 0;
    int m_groups = 0;
    int m_topK = 1;
    std::vector<mixmoe::CapturedToken> m_tokens;
    std::vector<mixmoe::TokenRouting> m_routing;
};

}  // namespace interlinear::widgets
