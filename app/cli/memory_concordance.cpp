#include "app/cli/match_json.h"
#include "app/cli/memory_action.h"
#include "app/cli/option_checks.h"
#include "app/cli/unit_selection_options.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/memory/search/concordance.h"

#include <memory>

namespace interlinear::cli {

namespace {

struct Options {
    std::string text;
    cat::SearchedSide side = cat::SearchedSide::Both;
    std::size_t limit = 50;
    PatternOptions pattern;
    FilterOptions filter;
};

int search(cat::Memory &memory, const Options &options, const Invocation &invocation)
{
    cat::ConcordanceQuery query;
    query.pattern = options.pattern.pattern(options.text);
    query.side = options.side;
    query.filter = options.filter.filter();
    const Result<std::vector<cat::ConcordanceHit>> hits = cat::concordance(memory, query, options.limit);
    if (!hits)
        return report(hits.error());
    std::string lines;
    for (const cat::ConcordanceHit &hit : *hits) {
        if (invocation.json)
            lines += toJson(hit).dump() + "\n";
        else
            lines += cat::toNotation(hit.unit.source) + "\t" + cat::toNotation(hit.unit.target) + "\n";
    }
    const Result<void> written = writeOutput("-", lines);
    return written ? Done : report(written.error());
}

}  // namespace

void addMemoryConcordance(CLI::App &memory, Invocation &invocation)
{
    using enum cat::SearchedSide;
    auto options = std::make_shared<Options>();
    auto *command = addMemoryAction(memory, "concordance", "Units with a text in source or target: whole words first, then short texts, then new ones",
                                    cat::Access::Read, invocation, [options, &invocation](cat::Memory &opened) { return search(opened, *options, invocation); });
    command->add_option("TEXT", options->text, "What to look for")->required();
    command->add_option("--in", options->side, "Where to look: source, target or both")
        ->transform(choice<cat::SearchedSide>({{"source", Source}, {"target", Target}, {"both", Both}}));
    options->pattern.addTo(*command);
    options->filter.addTo(*command);
    command->add_option("--limit", options->limit, "Most units to show")->check(wholeNumber(1, 100000))->capture_default_str();
}

}  // namespace interlinear::cli
