// The edits that TER counts between two sequences of words: insert, delete, substitute one word, or shift several at once.
//
//   editsWithShifts({4, 5, 6, 1, 2, 9}, {1, 2, 3, 4, 5, 6});   // 2: a shift of three words and a substitution
//
// Snover et al. (2006). A search for the fewest edits is too dear, so Tercom tries shifts greedily; which it tries, and which of two equal ones it
// takes, decides the score. The order here is that of sacreBLEU 2.6.0.
#pragma once

#include "engine/mixmoe/eval/beam_edit_distance.h"

#include <cstddef>
#include <span>

namespace interlinear::mixmoe {

/// Of turning the hypothesis into the reference. With an empty reference, every word of the hypothesis is one.
std::size_t editsWithShifts(std::span<const WordId> hypothesis, std::span<const WordId> reference);

}  // namespace interlinear::mixmoe
