// Routing captures as a table, one row a segment, layer, token and expert, with a line of column names first.
//
//   segment,layer,token,token_id,piece,phase,begin_utf16,end_utf16,group,expert,gate_probability,chosen,weight
//   0,1,4,312,▁Haus,generated,4,8,MT,2,0.8134,1,3.2536
//
// `layer` is the model's layer, `expert` the number inside its group, `chosen` 1 for each of the k experts that the group chose, `weight` 0 where not chosen;
// `gate_probability` is empty below level "probabilities".
#pragma once

#include "engine/mixmoe/probe/routing_capture.h"

#include <span>
#include <string>

namespace interlinear::mixmoe {

/// RFC 4180 with line feeds as line ends; numbers have the fewest digits that give the same fp32 number.
std::string capturesToCsv(std::span<const RoutingCapture> captures);

}  // namespace interlinear::mixmoe
