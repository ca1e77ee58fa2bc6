#include "engine/cat/memory/hygiene/inspection.h"

#include "engine/cat/memory/hygiene/twins.h"
#include "engine/cat/memory/hygiene/unit_checks.h"

namespace interlinear::cat {

Result<void> inspect(const Memory &memory, const InspectionSettings &settings, const std::function<Result<void>(const Finding &)> &visit, std::stop_token stop)
{
    const auto stopped = [&]() -> Result<void> {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, memory.path().string(), "looking through the memory was stopped");
        return {};
    };
    const auto visitWanted = [&](const Finding &finding) -> Result<void> {
        return settings.kinds.empty() || settings.kinds.contains(finding.kind) ? visit(finding) : Result<void>();
    };

    UnitStatistics statistics;
    TwinCounts counts;
    const auto learn = [&](const Unit &unit) {
        statistics.add(unit);
        counts.add(unit);
        return stopped();
    };
    if (auto learnt = memory.forEachUnit(learn); !learnt)
        return learnt;

    const UnitChecks checks(std::move(statistics), memory.sourceLanguage(), memory.targetLanguage());
    Twins twins(std::move(counts));
    const auto check = [&](const Unit &unit) -> Result<void> {
        twins.add(unit);
        for (const Finding &finding : checks.findings(unit)) {
            if (auto visited = visitWanted(finding); !visited)
                return visited;
        }
        return stopped();
    };
    if (auto checked = memory.forEachUnit(check); !checked)
        return checked;
    return twins.visitFindings(visitWanted);
}

}  // namespace interlinear::cat
