// What a termbase asks of a translation, as the engine takes it.
//
//   request.terms = termRules(*projectTerms.demands(source));   // one of {"Festplatte", "Festplatten"}; none of {"Harddisk"}
#pragma once

#include "engine/cat/terms/term_demands.h"
#include "engine/mixmoe/probe/term_constraint.h"

#include <vector>

namespace interlinear {

/// At most two a demand: what must appear, and what may not. Forms that are all in lower case are meant in any case, unless the termbase says that case counts.
std::vector<mixmoe::TermConstraint> termRules(const std::vector<cat::TermDemand> &demands);

}  // namespace interlinear
