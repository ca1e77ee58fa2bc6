#include "app/cli/intervention_options.h"

#include "app/cli/option_checks.h"
#include "engine/core/files.h"
#include "engine/mixmoe/store/intervention_json.h"

#include <charconv>
#include <regex>

namespace interlinear::cli {

using namespace mixmoe;

namespace {

constexpr std::size_t longest = 64;   // bytes of a change; std::regex goes as deep as a text is long

using Kind = Intervention::Kind;

const char *shapeOf(Kind kind)
{
    switch (kind) {
    case Kind::Mask:
        return "GROUP[:EXPERT][@LAYER], for instance mt:2@3";
    case Kind::Force:
        return "GROUP:EXPERT[@LAYER], for instance mt:2@3";
    case Kind::Scale:
        return "GROUP[:EXPERT][@LAYER]=FACTOR, for instance mt:2@3=0.5";
    case Kind::Band:
        break;
    }
    return "GROUP:FIRST-LAST[@LAYER]=FACTOR, for instance mt:0-8@3=0";
}

template <typename Number>
bool take(const std::ssub_match &match, Number &number)
{
    if (!match.matched)
        return true;
    const std::string text = match.str();
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size();
}

bool hasWhatItNeeds(Kind kind, bool expert, bool band, bool factor)
{
    switch (kind) {
    case Kind::Mask:
        return !band && !factor;
    case Kind::Force:
        return expert && !band && !factor;
    case Kind::Scale:
        return !band && factor;
    case Kind::Band:
        break;
    }
    return band && factor;
}

Result<void> append(Kind kind, const std::vector<std::string> &texts, const char *option, Intervention::Scope scope, Interventions &all)
{
    for (const std::string &text : texts) {
        const Result<Interventions> items = parseIntervention(kind, text, option);
        if (!items)
            return std::unexpected(items.error());
        for (Intervention item : *items) {
            item.scope = scope;
            all.push_back(item);
        }
    }
    return {};
}

}  // namespace

void addInterventionOptions(CLI::App &command, InterventionOptions &options)
{
    command.add_option("--mask", options.mask, "Switch experts off: GROUP[:EXPERT][@LAYER] with GROUP lm, mt or both; without EXPERT all, without LAYER everywhere. Like the next three it may be given more than once")->type_name("WHAT")->allow_extra_args(false);
    command.add_option("--force", options.force, "Choose an expert whatever the router says, unless it is switched off: GROUP:EXPERT[@LAYER]")->type_name("WHAT")->allow_extra_args(false);
    command.add_option("--scale", options.scale, "Multiply what experts give: GROUP[:EXPERT][@LAYER]=FACTOR")->type_name("WHAT")->allow_extra_args(false);
    command.add_option("--band", options.band, "Multiply bins of the spectrum that a router reads: GROUP:FIRST-LAST[@LAYER]=FACTOR; bin 0 is the mean, the last the fastest change")
        ->type_name("WHAT")
        ->allow_extra_args(false);
    using Scope = Intervention::Scope;
    command.add_option("--scope", options.scope, "Where these hold: everywhere, prompt or generated")
        ->type_name("NAME")
        ->transform(choice<Scope>({{"everywhere", Scope::Everywhere}, {"prompt", Scope::Prompt}, {"generated", Scope::Generated}}));
    command.add_option("--interventions", options.file, "Others, as a JSON list like that of a routing file: [{\"kind\": \"mask\", \"group\": \"MT\", \"expert\": 2, \"layer\": 3, \"scope\": \"everywhere\", "
                       "\"factor\": 1, \"enabled\": true, \"name\": \"\"}, …] with kind mask, force, scale, or band, which also has first_bin and last_bin; group LM or MT; expert or layer -1: all")
        ->type_name("FILE");
}

Result<Interventions> parseIntervention(Kind kind, const std::string &text, const std::string &where)
{
    static const std::regex shape(R"((lm|mt|both)(?::(\d+)(?:-(\d+))?)?(?:@(\d+))?(?:=([-+.0-9eE]+))?)");
    if (text.size() > longest)
        return fail(ErrorCode::InvalidArgument, where, "a text of %1 bytes is no such change; expected %2", text.size(), shapeOf(kind));
    std::smatch match;
    Intervention item{.kind = kind};
    int number = -1;
    const bool read = std::regex_match(text, match, shape) && take(match[2], number) && take(match[3], item.lastBin) && take(match[4], item.layer) && take(match[5], item.factor);
    if (!read || !hasWhatItNeeds(kind, match[2].matched, match[3].matched, match[5].matched))
        return fail(ErrorCode::InvalidArgument, where, "'%1' is no such change; expected %2", text, shapeOf(kind));
    (kind == Kind::Band ? item.firstBin : item.expert) = number;
    Interventions items;
    for (const ExpertGroup group : {ExpertGroup::LanguageModel, ExpertGroup::Translation}) {
        const bool meant = match[1] == "both" || (match[1] == "lm") == (group == ExpertGroup::LanguageModel);
        item.group = group;
        if (meant)
            items.push_back(item);
    }
    return items;
}

Result<Interventions> interventionsOf(const InterventionOptions &options)
{
    Interventions all;
    if (!options.file.empty()) {
        const Result<std::string> text = readTextFile(options.file);
        if (!text)
            return std::unexpected(text.error());
        Result<Interventions> items = interventionsFromJson(*text, options.file);
        if (!items)
            return items;
        all = std::move(*items);
    }
    Result<void> done = append(Kind::Mask, options.mask, "--mask", options.scope, all);
    if (done)
        done = append(Kind::Force, options.force, "--force", options.scope, all);
    if (done)
        done = append(Kind::Scale, options.scale, "--scale", options.scope, all);
    if (done)
        done = append(Kind::Band, options.band, "--band", options.scope, all);
    if (!done)
        return std::unexpected(done.error());
    if (all.empty())
        return fail(ErrorCode::InvalidArgument, "routing intervene", "nothing is to be changed; name it with --mask, --force, --scale, --band or --interventions");
    return all;
}

}  // namespace interlinear::cli
