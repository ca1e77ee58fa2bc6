// How the places of a beam are shared among banks of hypotheses that have come equally far with what they must write.
//
//   allotBeams({7, 1, 0, 4}, 8);   // {3, 1, 0, 4}: even shares, what a bank cannot fill goes to those beside it
//
// Dynamic beam allocation: Post and Vilar 2018 (NAACL, arXiv 1804.06609), section 3.2.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// candidates: how many each bank has, the one with everything written last; at least one bank. Places for each, none more than it has candidates; together as
/// many as beams, or as candidates if there are fewer. What is left of even shares goes to the last bank; what a bank cannot fill to the nearest that can, of two the further on. With more banks than beams only the
/// first that has any and those that have got furthest share.
std::vector<std::size_t> allotBeams(std::span<const std::size_t> candidates, std::size_t beams);

}  // namespace interlinear::mixmoe
