// What the matches of a segment are good for before anybody looks at them: the target of one may be taken, that of a near one helps the model. Where numbers and
// the like were repaired, it is the repaired target (offeredTarget()); its score stays below 1000, so that only who asks for less than an equal text takes it.
//
//   const Match *taken = undisputed(matches, perMilleEqual);   // null: the model translates
//   const Match *draft = worthADraft(matches);                 // what it may lean on; null: nothing is alike
#pragma once

#include "engine/cat/memory/match.h"

#include <vector>

namespace interlinear::cat {

/// From here on (per mille) the target of a match saves time as a draft. Measured on one core with the English-German model that ships, 1,200 segments of
/// software, documentation and everyday language against a memory of 302,385 units: 2 % with a score of 60 to 69, 5 % from 70, 7 % from 80, 9 % from 90.
constexpr int worthADraftPerMille = 700;

/// The best match, when it reaches the score and no other is as good with another target. Null else. So 1020 stands above 1000, and of two that are both equal
/// texts in the same context none fills a segment by itself.
const Match *undisputed(const std::vector<Match> &matches, int perMille);

/// The best match, when all that the segment differs in was repaired, no other is as good with another target, and a person stands behind its unit. Null else.
/// For a draft that somebody confirms: a date in words alone costs more points than a near match has.
const Match *undisputedRepair(const std::vector<Match> &matches);

/// The best match, when it is near enough to be a draft; null else.
const Match *worthADraft(const std::vector<Match> &matches);

}  // namespace interlinear::cat
