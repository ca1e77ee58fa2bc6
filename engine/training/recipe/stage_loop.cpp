#include "engine/training/recipe/stage_loop.h"

#include "engine/core/stopwatch.h"
#include "engine/training/recipe/loss.h"
#include "engine/training/recipe/spike_guard.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace interlinear::training {

namespace {

using Json = nlohmann::json;

constexpr int stepsPerReport = 10, stepsPerCheckpoint = 200, stepsPerDev = 500, mostRollBacks = 5;
constexpr double checkpointShareOfTime = 0.02;   // at most: a large model on a GPU would else write more than it learns

/// Means over the steps since the last report.
class Progress {
public:
    void add(const StepReport &report)
    {
        ++m_steps;
        m_tokens += report.tokens;
        m_loss += report.loss;
        m_balance += report.balance;
        m_gradientNorm += report.gradientNorm;
        m_routing.resize(report.routing.size());
        for (std::size_t group = 0; group < m_routing.size(); ++group) {
            m_routing[group].balance += report.routing[group].balance;
            m_routing[group].entropy += report.routing[group].entropy;
            m_routing[group].largestShare += report.routing[group].largestShare;
        }
    }

    Json take(const std::string &stage, int step, int steps)
    {
        const double seconds = m_since.seconds(), count = m_steps;
        Json event{{"event", "step"},
                   {"stage", stage},
                   {"step", step},
                   {"steps", steps},
                   {"loss", m_loss / count},
                   {"balance", m_balance / count},
                   {"routing", routing(count)},
                   {"gradient_norm", m_gradientNorm / count},
                   {"tokens_per_second", static_cast<double>(m_tokens) / seconds},
                   {"seconds_left", seconds / count * (steps - step)}};
        *this = Progress();
        return event;
    }

private:
    Json routing(double count) const
    {
        Json groups = Json::object();
        for (std::size_t group = 0; group < m_routing.size(); ++group) {
            const RoutingFigures &sum = m_routing[group];
            groups[std::string(mixmoe::shortName(static_cast<mixmoe::ExpertGroup>(group)))] = {
                {"balance", sum.balance / count}, {"entropy", sum.entropy / count}, {"largest_share", sum.largestShare / count}};
        }
        return groups;
    }

    Stopwatch m_since;
    int m_steps = 0;
    std::int64_t m_tokens = 0;
    std::vector<RoutingFigures> m_routing;
    double m_loss = 0, m_balance = 0, m_gradientNorm = 0;
};

}  // namespace

Result<bool> StageLoop::run(StageRun &stage, MixMoeModel &model)
{
    const Stopwatch firstSave;
    if (auto saved = save(stage); !saved)   // something to go back to from the first step on
        return std::unexpected(saved.error());
    const double secondsBetweenCheckpoints = firstSave.seconds() / checkpointShareOfTime;
    Stopwatch sinceCheckpoint;
    Progress progress;
    SpikeGuard guard;
    int rollBacks = 0, microBatches = 1;
    while (!stage.finished()) {
        const Result<StepReport> report = stage.step();
        if (!report)
            return std::unexpected(afterLoss(stage, report.error()));
        if (!guard.accepts(*report)) {
            if (++rollBacks > mostRollBacks)
                return fail(ErrorCode::EngineFailure, "stage " + name, "the loss ran away %1 times, last at step %2; lower its learning_rate, and go on with --resume", rollBacks, report->step);
            if (auto back = stage.rollBack(checkpoint); !back)
                return std::unexpected(back.error());
            if (const Result<bool> met = workers.any(false); !met)   // all have read it
                return std::unexpected(afterLoss(stage, met.error()));
            if (auto saved = save(stage); !saved)   // a resume does not read the bad batch again
                return std::unexpected(saved.error());
            emit({{"event", "note"},
                  {"text", "stage " + name + ": the loss was " + std::to_string(report->loss) + " at step " + std::to_string(report->step) + "; went back to step "
                       + std::to_string(stage.stepsDone()) + " and on to other batches"}});
            continue;
        }
        progress.add(*report);
        if (report->microBatches > std::exchange(microBatches, report->microBatches))
            emit({{"event", "note"}, {"text", "stage " + name + ": memory does not suffice for whole batches; each is taken in " + std::to_string(microBatches) + " parts from here on"}});
        if (report->step % stepsPerReport == 0 || stage.finished())
            emit(progress.take(name, report->step, steps));
        if (workers.isFirst() && (report->step % stepsPerDev == 0 || stage.finished())) {
            emit({{"event", "dev"}, {"stage", name}, {"step", report->step}, {"loss", evaluateLoss(model, dev)}});
            if (auto published = publish(); !published)
                return std::unexpected(published.error());
        }
        const Result<bool> paused = workers.any(pause());
        if (!paused)
            return std::unexpected(afterLoss(stage, paused.error()));
        const Result<bool> due = report->step % stepsPerCheckpoint == 0 ? workers.any(sinceCheckpoint.seconds() > secondsBetweenCheckpoints) : Result<bool>(false);
        if (!due)
            return std::unexpected(afterLoss(stage, due.error()));
        if (*paused || *due) {
            if (auto alike = workers.agree("parameters after step " + std::to_string(report->step), workers.size() > 1 ? stage.digest() : ""); !alike)
                return std::unexpected(alike.error());
            if (auto saved = save(stage); !saved)
                return std::unexpected(saved.error());
            sinceCheckpoint = Stopwatch();
        }
        if (*paused)
            return false;
    }
    return true;
}

Result<void> StageLoop::save(const StageRun &stage) const
{
    return workers.isFirst() ? stage.save(checkpoint) : Result<void>();
}

// Whoever is left may be the only one: all of them write the same file.
Error StageLoop::afterLoss(const StageRun &stage, const Error &lost) const
{
    if (auto saved = stage.save(checkpoint); !saved)
        return saved.error();
    return fail(ErrorCode::EngineFailure, "stage " + name, "stopped after step %1, which is saved; go on with --resume. %2", stage.stepsDone(), lost.sentence()).error();
}

}  // namespace interlinear::training
