#include "engine/training/recipe/stage_recipe.h"

#include "engine/mixmoe/model/json_object.h"

#include <set>

namespace interlinear::training {

namespace {

using mixmoe::JsonObjectReader;

const mixmoe::EnumNames<Start> startNames{{Start::Fresh, "fresh"}, {Start::Merge, "merge"},            {Start::Previous, "previous"},
                                          {Start::Slice, "slice"}, {Start::Upcycle, "upcycle"},     {Start::CopyGroups, "copy_groups"},
                                          {Start::InsertBlocks, "insert_blocks"}};
const mixmoe::EnumNames<Trains> trainsNames{{Trains::Everything, "everything"}, {Trains::LmExperts, "lm_experts"}, {Trains::MtExperts, "mt_experts"},
                                            {Trains::NewExperts, "new_experts"}, {Trains::LmRouters, "lm_routers"}, {Trains::Experts, "experts"},       {Trains::NewBlocks, "new_blocks"}, {Trains::LowRank, "low_rank"}};
const mixmoe::EnumNames<OptimiserKind> optimiserNames{{OptimiserKind::AdamW, "adamw"}, {OptimiserKind::Muon, "muon"}};
const mixmoe::EnumNames<Schedule> scheduleNames{{Schedule::Cosine, "cosine"}, {Schedule::Trapezoid, "trapezoid"}};

Result<void> checkNumbers(const StageRecipe &stage, const std::string &where, const std::string &prefix)
{
    const mixmoe::KeyRange<float> ranges[] = {
        {"steps", static_cast<float>(stage.steps), 1, 1e9F},
        {"tokens_per_step", static_cast<float>(stage.tokensPerStep), 16, 1e8F},
        {"accumulate", static_cast<float>(stage.accumulate), 1, 1e4F},
        {"pair_share", stage.pairShare, 0, 1},
        {"context_share", stage.contextShare, 0, 1},
        {"mixing_share", stage.mixingShare, 0, 1},
        {"temperature_begin", stage.temperatureBegin, 1, 100},
        {"temperature_end", stage.temperatureEnd, 1, 100},
        {"longest_begin", static_cast<float>(stage.longestBegin), 0, 1e6F},
        {"prompt_loss_weight", stage.promptLossWeight, 0, 1},
        {"learning_rate", stage.learningRate, 1e-9F, 1},
        {"matrix_learning_rate", stage.matrixLearningRate, 1e-9F, 1},
        {"router_rate_scale", stage.routerRateScale, 0, 1e4F},
        {"warmup_share", stage.warmupShare, 0, 0.9F},
        {"decay_share", stage.decayShare, 0, 1},
        {"final_rate_share", stage.finalRateShare, 0, 1},
        {"weight_decay", stage.weightDecay, 0, 1},
        {"label_smoothing", stage.labelSmoothing, 0, 0.9F},
        {"balance_weight", stage.balanceWeight, 0, 100},
        {"prior_weight", stage.priorWeight, 0, 100},
        {"clip_norm", stage.clipNorm, 1e-6F, 1e6F},
        {"low_rank", static_cast<float>(stage.lowRank), 1, 1024},
        {"new_blocks", static_cast<float>(stage.newBlocks), 1, 1024},
    };
    return mixmoe::checkRanges(ranges, where, prefix);
}

/// What a model is between two stages: nothing yet, dense, LM experts, or both groups.
enum class Shape { None, Dense, Sliced, MixMoe };

std::optional<Shape> shapeAfter(Start start, Shape before)
{
    switch (start) {
    case Start::Fresh:
        return before == Shape::None ? std::optional(Shape::Dense) : std::nullopt;
    case Start::Merge:
        return before == Shape::Sliced || before == Shape::MixMoe ? std::optional(Shape::Dense) : std::nullopt;
    case Start::Previous:
        return before != Shape::None ? std::optional(before) : std::nullopt;
    case Start::Slice:
    case Start::Upcycle:
        return before == Shape::Dense ? std::optional(Shape::Sliced) : std::nullopt;
    case Start::CopyGroups:
        return before == Shape::Sliced ? std::optional(Shape::MixMoe) : std::nullopt;
    case Start::InsertBlocks:
        break;
    }
    return before == Shape::Dense ? std::optional(Shape::Dense) : std::nullopt;
}

bool hasWhatItTrains(Trains trains, Start start, Shape shape)
{
    switch (trains) {
    case Trains::LmExperts:
    case Trains::NewExperts:
    case Trains::LmRouters:
    case Trains::Experts:
        return shape == Shape::Sliced || shape == Shape::MixMoe;
    case Trains::MtExperts:
        return shape == Shape::MixMoe;
    case Trains::NewBlocks:
        return start == Start::InsertBlocks;
    case Trains::Everything:
    case Trains::LowRank:
        break;
    }
    return true;
}

}  // namespace

Result<StageRecipe> readStage(const nlohmann::json &json, const std::string &where, const std::string &prefix)
{
    StageRecipe stage;
    JsonObjectReader reader(json, where, prefix);
    reader.string("name", stage.name);
    reader.oneOf("start", startNames, stage.start);
    reader.oneOf("trains", trainsNames, stage.trains);
    reader.integer("steps", stage.steps);
    reader.integer("tokens_per_step", stage.tokensPerStep);
    reader.integer("accumulate", stage.accumulate);
    reader.number("pair_share", stage.pairShare);
    reader.number("context_share", stage.contextShare);
    reader.number("mixing_share", stage.mixingShare);
    reader.number("temperature_begin", stage.temperatureBegin);
    reader.number("temperature_end", stage.temperatureEnd);
    reader.integer("longest_begin", stage.longestBegin);
    reader.number("prompt_loss_weight", stage.promptLossWeight);
    reader.oneOf("optimiser", optimiserNames, stage.optimiser);
    reader.oneOf("schedule", scheduleNames, stage.schedule);
    reader.number("learning_rate", stage.learningRate);
    reader.number("matrix_learning_rate", stage.matrixLearningRate);
    reader.number("router_rate_scale", stage.routerRateScale);
    reader.number("warmup_share", stage.warmupShare);
    reader.number("decay_share", stage.decayShare);
    reader.number("final_rate_share", stage.finalRateShare);
    reader.number("weight_decay", stage.weightDecay);
    reader.number("label_smoothing", stage.labelSmoothing);
    reader.number("balance_weight", stage.balanceWeight);
    reader.number("prior_weight", stage.priorWeight);
    reader.number("clip_norm", stage.clipNorm);
    reader.integer("low_rank", stage.lowRank);
    reader.integer("new_blocks", stage.newBlocks);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (auto inside = checkNumbers(stage, where, prefix); !inside)
        return std::unexpected(inside.error());
    if (stage.trains == Trains::NewExperts && stage.weightDecay > 0)
        return fail(ErrorCode::OutOfRange, where, "\"%1\" is %2; expected 0 where new_experts are trained, because it would wear down the first expert too", prefix + "weight_decay",
                    stage.weightDecay);
    return stage;
}

Result<void> checkExpertSize(const std::vector<StageRecipe> &stages, mixmoe::ExpertSize size, const std::string &where)
{
    const bool whole = size == mixmoe::ExpertSize::Whole;
    for (const StageRecipe &stage : stages) {
        if (whole ? stage.start == Start::Slice || stage.start == Start::Merge : stage.start == Start::Upcycle)
            return fail(ErrorCode::OutOfRange, where, "stage \"%1\" has the start \"%2\", but \"model.expert_size\" is \"%3\"; whole experts come from upcycle, slices from slice",
                        stage.name, mixmoe::nameOf(startNames, stage.start), mixmoe::nameOf(mixmoe::expertSizeNames(), size));
    }
    return {};
}

Result<void> checkOrder(const std::vector<StageRecipe> &stages, std::optional<mixmoe::Stage> initial, const std::string &where)
{
    Shape shape = !initial ? Shape::None : *initial == mixmoe::Stage::Dense ? Shape::Dense : *initial == mixmoe::Stage::Sliced ? Shape::Sliced : Shape::MixMoe;
    std::set<std::string> names;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const StageRecipe &stage = stages[i];
        const std::optional<Shape> next = shapeAfter(stage.start, shape);
        if (!next) {
            return fail(ErrorCode::OutOfRange, where, "stage %1 (\"%2\") has the start \"%3\", which cannot follow what is there before it; expected fresh first, then slice or upcycle, then copy_groups; merge after experts, insert_blocks while dense",
                        i + 1, stage.name, mixmoe::nameOf(startNames, stage.start));
        }
        shape = *next;
        if (!hasWhatItTrains(stage.trains, stage.start, shape))
            return fail(ErrorCode::OutOfRange, where, "stage %1 (\"%2\") trains \"%3\", which its model does not have", i + 1, stage.name, mixmoe::nameOf(trainsNames, stage.trains));
        if (stage.name.empty() || stage.name.find_first_of("/\\") != std::string::npos || stage.name == "model" || stage.name.starts_with('.') || !names.insert(stage.name).second)
            return fail(ErrorCode::OutOfRange, where, "stage %1 has the name \"%2\"; expected another one for each stage, fit for a folder", i + 1, stage.name);
    }
    if (stages.empty())
        return fail(ErrorCode::OutOfRange, where, "\"stages\" is empty; expected at least one stage");
    return {};
}

}  // namespace interlinear::training
