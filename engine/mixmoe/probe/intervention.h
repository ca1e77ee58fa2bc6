// Changing what the routers choose: mask, force or scale an expert or a whole group, or scale a band of what a router reads, in chosen layers and tokens.
//
//   Interventions off{{.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation, .expert = 2, .layer = 3}};
//   Interventions lmOnly{{.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation}};   // every expert, every layer
//   Interventions noMean{{.kind = Intervention::Kind::Band, .group = ExpertGroup::Translation, .factor = 0, .firstBin = 0, .lastBin = 0}};
//
// A masked expert has weight 0 wherever the scope holds. A group whose experts are all masked drops out and the other group counts fully:
// with the MT group off, the model is the stage-1 model bit for bit. With both groups off the layer adds nothing.
// Where several meet: a mask wins over a force, the last force wins, factors multiply.
// A band is of the spectrum beside h at the router's input (router_feature.h); h itself is not touched, so that with every bin at 0 the router reads h alone.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/config.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

struct Intervention {
    enum class Kind {
        Mask,    ///< logit -inf before the softmax: never chosen, and the others share the probability
        Force,   ///< chosen first whatever the logits say, with its own probability; the rest of the k follow by probability
        Scale,   ///< output times factor; after weights were renormalised
        Band     ///< bins firstBin to lastBin of the feature that the group's router reads times factor; of models whose feature is a spectrum
    };
    enum class Scope { Everywhere, Prompt, Generated };

    Kind kind = Kind::Mask;
    ExpertGroup group = ExpertGroup::Translation;
    int expert = -1;                 ///< inside the group; -1: all of them (not with Force; always with Band)
    int layer = -1;                  ///< model layer; -1: every Mix-MoE layer
    Scope scope = Scope::Everywhere;
    float factor = 1.0F;             ///< of Scale and Band; finite
    int firstBin = 0, lastBin = 0;   ///< of Band: 0 to spectrumBins() - 1, both ends included, mirrored bins with them
    bool enabled = true;
    std::string name{};              ///< for lists and exports

    bool operator==(const Intervention &) const = default;
};

using Interventions = std::vector<Intervention>;

/// Layers are Mix-MoE layers of this model, experts and bins exist, Force names one expert: else an Error that says which item and what was expected.
Result<void> validate(const Interventions &interventions, const ModelConfig &config);

/// What the interventions mean for one layer and one phase, ready for a kernel.
struct LayerIntervention {
    bool any = false;                ///< of experts
    std::vector<char> masked{};      ///< [group * n + expert]
    std::vector<float> factor{};     ///< [group * n + expert], 1 when untouched
    int forced[groupCount] = {-1, -1};
    std::vector<float> binFactors[groupCount]{};   ///< [d]: what the values of the feature are multiplied by; empty when untouched
    bool groupOff(ExpertGroup group, int expertsPerGroup) const;
};

LayerIntervention resolve(const Interventions &interventions, int layer, bool prompt, const ModelConfig &config);

}  // namespace interlinear::mixmoe
