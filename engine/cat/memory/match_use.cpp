#include "engine/cat/memory/match_use.h"

namespace interlinear::cat {

const Match *undisputed(const std::vector<Match> &matches, int perMille)
{
    if (matches.empty() || matches[0].perMille < perMille)
        return nullptr;
    const bool disputed = matches.size() > 1 && matches[1].perMille == matches[0].perMille && matches[1].unit.target != matches[0].unit.target;
    return disputed ? nullptr : &matches[0];
}

const Match *worthADraft(const std::vector<Match> &matches)
{
    return matches.empty() || matches[0].perMille < worthADraftPerMille ? nullptr : &matches[0];
}

}  // namespace interlinear::cat
