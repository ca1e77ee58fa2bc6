#include "engine/training/experiment/report.h"

#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/significance.h"
#include "engine/training/data/corpus.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <optional>

namespace interlinear::training {

namespace {

using mixmoe::BleuStatistics;
using Statistics = std::vector<BleuStatistics>;

template <typename Items, typename Value>
double mean(const Items &items, Value value)
{
    double sum = 0, count = 0;
    for (const auto &item : items) {
        if (const std::optional<double> part = value(item)) {
            sum += *part;
            ++count;
        }
    }
    return count > 0 ? sum / count : 0;
}

using Directions = std::vector<DirectionResult>;

double bleuOf(const Directions &directions, std::optional<bool> outOfEnglish)
{
    return mean(directions, [&](const DirectionResult &direction) -> std::optional<double> {
        if (outOfEnglish && (*outOfEnglish ? direction.from : direction.to) != "en")
            return std::nullopt;
        return direction.bleu;
    });
}

/// What BLEU counts in each sentence of one run, over all tests and directions.
Result<Statistics> statisticsOf(const Experiment &experiment, const ArmResult &result)
{
    Statistics all;
    std::size_t next = 0;
    for (const ExperimentTest &test : experiment.tests) {
        const Result<std::vector<SentencePair>> pairs = readPairs(test.file);
        if (!pairs)
            return std::unexpected(pairs.error());
        for (const bool forward : {true, false}) {
            const DirectionResult &direction = result.directions.at(next++);
            const Result<mixmoe::LineTokenizer> tokenizer = mixmoe::openTokenizer(mixmoe::bleuTokenizerFor(direction.to));
            if (!tokenizer)
                return std::unexpected(tokenizer.error());
            for (std::size_t line = 0; line < std::min(pairs->size(), direction.hypotheses.size()); ++line)
                all.push_back(bleuStatistics(direction.hypotheses[line], forward ? (*pairs)[line].second : (*pairs)[line].first, *tokenizer));
        }
    }
    return all;
}

std::vector<const ArmResult *> runsOf(const std::string &arm, const std::vector<ArmResult> &results)
{
    std::vector<const ArmResult *> runs;
    for (const ArmResult &result : results) {
        if (result.arm == arm)
            runs.push_back(&result);
    }
    return runs;
}

Result<double> pValueOf(const Experiment &experiment, const std::vector<const ArmResult *> &runs, const std::vector<const ArmResult *> &baselines)
{
    Statistics system, baseline;
    for (const ArmResult *run : runs) {
        const auto other = std::find_if(baselines.begin(), baselines.end(), [&](const ArmResult *candidate) { return candidate->seed == run->seed; });
        if (other == baselines.end())
            continue;
        const Result<Statistics> mine = statisticsOf(experiment, *run), theirs = statisticsOf(experiment, **other);
        if (!mine || !theirs)
            return std::unexpected(mine ? theirs.error() : mine.error());
        system.insert(system.end(), mine->begin(), mine->end());
        baseline.insert(baseline.end(), theirs->begin(), theirs->end());
    }
    if (system.empty())
        return 1.0;
    return mixmoe::compareSystems<BleuStatistics>(system, baseline, {.test = mixmoe::SignificanceTest::ApproximateRandomisation}).pValue;
}

template <typename Value>
Spread over(const std::vector<const ArmResult *> &runs, Value value)
{
    std::vector<double> values;
    for (const ArmResult *run : runs)
        values.push_back(value(*run));
    return spreadOf(values);
}

double afterLastStage(const ArmResult &run, double RetentionResult::*figure)
{
    return mean(run.retention, [&](const RetentionResult &text) { return text.stage == run.retention.back().stage ? std::optional(text.*figure) : std::nullopt; });
}

ArmSummary summaryOf(const std::string &arm, const std::vector<const ArmResult *> &runs)
{
    ArmSummary summary{.arm = arm, .seeds = runs.size()};
    summary.outOfEnglish = over(runs, [](const ArmResult &run) { return bleuOf(run.directions, true); });
    summary.intoEnglish = over(runs, [](const ArmResult &run) { return bleuOf(run.directions, false); });
    summary.all = over(runs, [](const ArmResult &run) { return bleuOf(run.directions, std::nullopt); });
    summary.chrf = over(runs, [](const ArmResult &run) { return mean(run.directions, [](const DirectionResult &d) { return std::optional(d.chrf); }); });
    summary.lmOnly = over(runs, [](const ArmResult &run) { return mean(run.directions, [](const DirectionResult &d) { return std::optional(d.lmOnlyBleu); }); });
    if (std::ranges::any_of(runs, [](const ArmResult *run) { return run->retention.empty(); }))
        return summary;
    summary.bitsPerByte = over(runs, [](const ArmResult &run) { return afterLastStage(run, &RetentionResult::whole); });
    summary.lmOnlyBitsPerByte = over(runs, [](const ArmResult &run) { return afterLastStage(run, &RetentionResult::lmOnly); });
    return summary;
}

std::string cell(const Spread &spread, int decimals)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f ± %.*f", decimals, spread.mean, decimals, spread.deviation);
    return text;
}

std::string cell(const std::optional<Spread> &spread, int decimals)
{
    return spread ? cell(*spread, decimals) : "";
}

std::string number(double value, int decimals)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

/// Names in the order in which runs tell them.
template <typename Item, typename Name>
std::vector<std::string> namesIn(const std::vector<Item> &items, Name name)
{
    std::vector<std::string> names;
    for (const Item &item : items) {
        if (std::ranges::find(names, name(item)) == names.end())
            names.push_back(name(item));
    }
    return names;
}

std::string headline(const std::vector<std::string> &cells)
{
    std::string top = "|", line = "|";
    for (const std::string &text : cells) {
        top += " " + text + " |";
        line += "---|";
    }
    return "\n" + top + "\n" + line + "\n";
}

std::string retentionTable(const Experiment &experiment, const std::vector<ArmResult> &results)
{
    std::vector<std::string> titles{"arm", "after stage"};
    for (const RetentionText &text : experiment.retention)
        titles.push_back(text.language);
    std::string table = "\nBits per byte of text that no arm was trained on, after each stage.\n" + headline(titles);
    for (const ExperimentArm &arm : experiment.arms) {
        const std::vector<const ArmResult *> runs = runsOf(arm.name, results);
        if (runs.empty())
            continue;
        for (const std::string &stage : namesIn(runs[0]->retention, [](const RetentionResult &text) { return text.stage; })) {
            table += "| " + arm.name + " | " + stage + " |";
            for (const RetentionText &text : experiment.retention) {
                table += " " + cell(over(runs, [&](const ArmResult &run) {
                    return mean(run.retention, [&](const RetentionResult &r) { return r.stage == stage && r.language == text.language ? std::optional(r.whole) : std::nullopt; });
                }), 3) + " |";
            }
            table += "\n";
        }
    }
    return table;
}

std::string driftTable(const Experiment &experiment, const std::vector<ArmResult> &results)
{
    std::vector<DriftResult> all;
    for (const ArmResult &result : results)
        all.insert(all.end(), result.drift.begin(), result.drift.end());
    const std::vector<std::string> names = namesIn(all, [](const DriftResult &drift) { return drift.module; });
    std::vector<std::string> titles{"arm"};
    titles.insert(titles.end(), names.begin(), names.end());
    std::string table = "\nHow far each part moved since the first stage: |after - before| / |before|.\n" + headline(titles);
    for (const ExperimentArm &arm : experiment.arms) {
        const std::vector<const ArmResult *> runs = runsOf(arm.name, results);
        if (runs.empty() || runs[0]->drift.empty())
            continue;
        table += "| " + arm.name + " |";
        for (const std::string &name : names) {
            const auto has = std::ranges::any_of(runs[0]->drift, [&](const DriftResult &drift) { return drift.module == name; });
            const Spread spread = over(runs, [&](const ArmResult &run) {
                return mean(run.drift, [&](const DriftResult &drift) { return drift.module == name ? std::optional(drift.relative) : std::nullopt; });
            });
            table += has ? " " + cell(spread, 3) + " |" : " |";
        }
        table += "\n";
    }
    return table;
}

}  // namespace

Spread spreadOf(const std::vector<double> &values)
{
    if (values.empty())
        return {};
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return {mean, values.size() > 1 ? std::sqrt(squares / static_cast<double>(values.size() - 1)) : 0};
}

Result<std::vector<ArmSummary>> summarise(const Experiment &experiment, const std::vector<ArmResult> &results)
{
    const std::vector<const ArmResult *> baselines = runsOf(experiment.baseline, results);
    const double baseline = over(baselines, [](const ArmResult &run) { return bleuOf(run.directions, std::nullopt); }).mean;
    std::vector<ArmSummary> summaries;
    for (const ExperimentArm &arm : experiment.arms) {
        const std::vector<const ArmResult *> runs = runsOf(arm.name, results);
        if (runs.empty())
            continue;
        summaries.push_back(summaryOf(arm.name, runs));
        if (arm.name == experiment.baseline || baselines.empty())
            continue;
        summaries.back().gain = summaries.back().all.mean - baseline;
        const Result<double> pValue = pValueOf(experiment, runs, baselines);
        if (!pValue)
            return std::unexpected(pValue.error());
        summaries.back().pValue = *pValue;
    }
    return summaries;
}

std::string toMarkdown(const Experiment &experiment, const std::vector<ArmSummary> &summaries, const std::vector<ArmResult> &results)
{
    std::string text = "# " + experiment.name + "\n\nBLEU, greedy, mean and standard deviation over seeds; gain and p against `" + experiment.baseline
        + "` (paired approximate randomisation).\n\n"
          "| arm | seeds | out of English | into English | all | LM experts only | chrF | bits per byte | LM only | gain | p |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
    for (const ArmSummary &row : summaries) {
        text += "| " + row.arm + " | " + std::to_string(row.seeds) + " | " + cell(row.outOfEnglish, 2) + " | " + cell(row.intoEnglish, 2) + " | " + cell(row.all, 2) + " | "
            + cell(row.lmOnly, 2) + " | " + cell(row.chrf, 2) + " | " + cell(row.bitsPerByte, 3) + " | " + cell(row.lmOnlyBitsPerByte, 3) + " | " + number(row.gain, 2) + " | "
            + number(row.pValue, 4) + " |\n";
    }
    if (!experiment.retention.empty())
        text += retentionTable(experiment, results);
    if (std::ranges::any_of(results, [](const ArmResult &result) { return !result.drift.empty(); }))
        text += driftTable(experiment, results);
    text += "\n| run | model |\n|---|---|\n";
    for (const ArmResult &result : results)
        text += "| `" + result.arm + "-" + std::to_string(result.seed) + "` | `" + result.fingerprint.substr(0, 16) + "` |\n";
    return text;
}

nlohmann::ordered_json toJson(const std::vector<ArmSummary> &summaries)
{
    const auto spread = [](const Spread &value) { return nlohmann::ordered_json{{"mean", value.mean}, {"deviation", value.deviation}}; };
    const auto spreadOrNull = [&](const std::optional<Spread> &value) { return value ? spread(*value) : nlohmann::ordered_json(); };
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const ArmSummary &row : summaries) {
        json.push_back({{"arm", row.arm},
                        {"seeds", row.seeds},
                        {"bleu_out_of_english", spread(row.outOfEnglish)},
                        {"bleu_into_english", spread(row.intoEnglish)},
                        {"bleu", spread(row.all)},
                        {"lm_only_bleu", spread(row.lmOnly)},
                        {"chrf", spread(row.chrf)},
                        {"bits_per_byte", spreadOrNull(row.bitsPerByte)},
                        {"lm_only_bits_per_byte", spreadOrNull(row.lmOnlyBitsPerByte)},
                        {"gain", row.gain},
                        {"p", row.pValue}});
    }
    return json;
}

}  // namespace interlinear::training
