// Interventions as options of a command, short enough to type: --mask mt:2@3 --force mt:1 --scale lm:0=0.5 --band both:0-8@3=0
//
//   auto options = std::make_shared<InterventionOptions>();
//   addInterventionOptions(*command, *options);
//   Result<Interventions> items = interventionsOf(*options);
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/probe/intervention.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace interlinear::cli {

struct InterventionOptions {
    std::vector<std::string> mask, force, scale, band;
    std::string file;                     ///< JSON, as in captures; empty: none
    mixmoe::Intervention::Scope scope = mixmoe::Intervention::Scope::Everywhere;   ///< of the short ones
};

/// Adds --mask, --force, --scale, --band, --scope and --interventions.
void addInterventionOptions(CLI::App &command, InterventionOptions &options);

/// One item, or two for "both". text: GROUP[:EXPERT or FIRST-LAST][@LAYER][=FACTOR] with GROUP lm, mt or both; what a kind needs and what it cannot have is
/// InvalidArgument with what was expected. `where` is the option.
Result<mixmoe::Interventions> parseIntervention(mixmoe::Intervention::Kind kind, const std::string &text, const std::string &where);

/// Those of the file, then the short ones. At least one, else InvalidArgument.
Result<mixmoe::Interventions> interventionsOf(const InterventionOptions &options);

}  // namespace interlinear::cli
