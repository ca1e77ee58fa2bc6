// What each part of a Mix-MoE model brings: one test set translated by the whole model and by the same model with parts taken away.
//
//   for (const Arm &arm : standardArms(model)) {
//       Result<ArmScore> score = evaluateArm(arm, {.from = "en", .to = "de"}, sources, references);
//       print(arm.name, score->bleu, score->chrf);
//   }
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/probe/intervention.h"

#include <memory>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

/// One way to run a model.
struct Arm {
    std::string name;
    std::shared_ptr<const Model> model;
    Interventions interventions;
    int beamSize = 1;
};

/// The whole model, greedy and with beam 4; for a Mix-MoE model also LM experts only, and the MT router's choices each given to another expert.
std::vector<Arm> standardArms(const std::shared_ptr<const Model> &model);

/// The control of an ablation: every router of the group chooses as before, but each choice names the next expert (rows rotated by one).
std::shared_ptr<const Model> withRotatedRouters(const Model &model, ExpertGroup group);

struct Direction {
    std::string from, to;
};

struct ArmScore {
    double bleu = 0;               ///< 0 to 100, sacreBLEU's default for the target language; Japanese by characters
    double chrf = 0;               ///< 0 to 100
    double seconds = 0;
    double tokensPerSecond = 0;    ///< generated
    std::vector<std::string> hypotheses;
};

/// Translates all sources on the CPU and scores them. As many references as sources, at least one.
Result<ArmScore> evaluateArm(const Arm &arm, const Direction &direction, const std::vector<std::string> &sources, const std::vector<std::string> &references);

}  // namespace interlinear::mixmoe
