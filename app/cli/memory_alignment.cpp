#include "app/cli/memory_action.h"
#include "app/cli/memory_additions.h"

#include "engine/cat/bitext/aligned_units.h"
#include "engine/cat/bitext/reading_direction.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostExamples = 20'000;   // the newest units of the memory teach the lexicon

struct Options {
    std::string source, target;
    double least = 0.7;
    bool dryRun = false, anyLanguage = false;
};

Result<cat::AlignmentSettings> settingsFrom(const cat::Memory &memory)
{
    cat::AlignmentSettings settings;
    const auto take = [&](const cat::Unit &unit) -> Result<bool> {
        settings.examples.push_back({unit.source.text, unit.target.text});
        return settings.examples.size() < mostExamples;
    };
    if (auto taken = memory.forEachUnitNewestFirst(take); !taken)
        return std::unexpected(taken.error());
    return settings;
}

Json toJson(const cat::AlignedPair &pair, const cat::Document &source, const cat::Document &target)
{
    const auto side = [](const cat::Document &document, const cat::SegmentRange &range) {
        return cat::toNotation(cat::joined(std::span(document.segments).subspan(range.first, range.size())));
    };
    return {{"source_segments", {pair.source.first, pair.source.end}},
            {"target_segments", {pair.target.first, pair.target.end}},
            {"confidence", pair.confidence},
            {"source", side(source, pair.source)},
            {"target", side(target, pair.target)}};
}

int align(cat::Memory &memory, const Options &options, const Invocation &invocation)
{
    const Result<cat::Document> source = cat::readDocument(options.source, memory.sourceLanguage());
    const Result<cat::Document> target = cat::readDocument(options.target, memory.targetLanguage());
    if (!source || !target)
        return report(!source ? source.error() : target.error());
    const Result<cat::AlignmentSettings> settings = settingsFrom(memory);
    if (!settings)
        return report(settings.error());
    if (!options.anyLanguage && cat::readsReversed(source->segments, target->segments, memory.languages(), settings->examples)) {
        return report({ErrorCode::InvalidArgument, options.source, "reads like %1 and %2 like %3, but the memory goes from %3 to %1; name them the other way round: align %4 %2 %5",
                       {memory.targetLanguage(), options.target, memory.sourceLanguage(), memory.path().string(), options.source}});
    }
    const std::vector<cat::AlignedPair> pairs = cat::alignDocuments(source->segments, target->segments, *settings);
    std::string lines;
    for (const cat::AlignedPair &pair : pairs)
        lines += toJson(pair, *source, *target).dump() + "\n";
    if (auto written = invocation.json ? writeOutput("-", lines) : Result<void>(); !written)
        return report(written.error());
    if (options.dryRun)
        return Done;
    std::vector<cat::Unit> units = cat::alignedUnits(pairs, *source, *target, options.least);
    for (cat::Unit &unit : units)
        unit.createdMs = unit.changedMs = cat::nowMs();
    const Result<Additions> additions = addUnits(memory, units);
    if (!additions)
        return report(additions.error());
    if (!invocation.json)
        std::printf("%s, %zu below the confidence or without partner\n", additionsText(*additions).c_str(), pairs.size() - units.size());
    return Done;
}

}  // namespace

void addMemoryAlignment(CLI::App &memory, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = addMemoryAction(memory, "align", "Add the sentences of a document and its translation as units; --json lists all pairs, one a line",
                                    cat::Access::Write, invocation, [options, &invocation](cat::Memory &opened) { return align(opened, *options, invocation); });
    command->add_option("SOURCE", options->source, "The document")->required();
    command->add_option("TARGET", options->target, "Its translation")->required();
    command->add_option("--least", options->least, "Lowest confidence of a pair to add, 0 to 1; below 0.9 a unit is not approved")->check(CLI::Range(0.0, 1.0))->capture_default_str();
    command->add_flag("--any-language", options->anyLanguage, "Do not look whether the documents are in the memory's languages");
    command->add_flag("--dry-run", options->dryRun, "Add nothing");
}

}  // namespace interlinear::cli
