#include "engine/cat/memory/match_use.h"

namespace interlinear::cat {

const Match *undisputed(const std::vector<Match> &matches, int perMille)
{
    return matches.empty() || matches[0].perMille < perMille || matches[0].disputed ? nullptr : &matches[0];
}

const Match *undisputedRepair(const std::vector<Match> &matches)
{
    const Match *best = undisputed(matches, worthADraftPerMille);
    const bool isTrusted = best && best->unit.approved && best->unit.origin != Origin::Machine;
    return isTrusted && best->repair ? best : nullptr;
}

const Match *worthADraft(const std::vector<Match> &matches)
{
    return matches.empty() || matches[0].perMille < worthADraftPerMille ? nullptr : &matches[0];
}

}  // namespace interlinear::cat
