// interlinear-cli memory: a translation memory without the window.
#include "app/cli/command.h"
#include "app/cli/match_json.h"
#include "app/cli/memory_action.h"
#include "app/cli/memory_additions.h"
#include "app/cli/memory_exchange.h"
#include "app/cli/option_checks.h"
#include "app/cli/text_lines.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/memory/assembly/fragments.h"
#include "engine/cat/memory/assembly/memory_words.h"
#include "engine/core/utf8.h"

#include <cstdio>
#include <iostream>
#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;
using cat::Access;

struct Options {
    std::string file, from, to, text;
    ExchangeOptions exchange;
    int threshold = 70;
    std::size_t limit = 5;
    bool approvedOnly = false;
};

using Action = int (*)(cat::Memory &, const Options &, const Invocation &);

constexpr const char *standardInput = "standard input";

std::string inputLine(std::size_t number)
{
    return std::string(standardInput) + ", line " + std::to_string(number);
}

int create(const Options &options, const Invocation &invocation)
{
    if (auto differ = checkLanguagesDiffer(options.from, options.to); !differ)
        return report(differ.error());
    const Result<cat::Memory> memory = cat::Memory::create(options.file, options.from, options.to);
    if (!memory)
        return report(memory.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"file", options.file}, {"from", options.from}, {"to", options.to}}.dump().c_str());
    return Done;
}

int importFile(cat::Memory &memory, const Options &options, const Invocation &invocation)
{
    return importInto(memory, options.exchange, invocation);
}

int exportFile(cat::Memory &memory, const Options &options, const Invocation &invocation)
{
    return exportFrom(memory, options.exchange, invocation);
}

/// The unit of "source TAB target".
Result<cat::Unit> unitFromLine(const std::string &line, std::size_t number)
{
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || line.find('\t', tab + 1) != std::string::npos)
        return fail(ErrorCode::BadFormat, inputLine(number), "expected source, one tab, and target");
    cat::Unit unit;
    unit.source.text = line.substr(0, tab);
    unit.target.text = line.substr(tab + 1);
    unit.id = cat::unitIdFromContent(unit);
    unit.createdMs = unit.changedMs = cat::nowMs();
    if (auto good = cat::checkUnit(unit); !good) {
        good.error().where = inputLine(number) + ", " + good.error().where;
        return std::unexpected(good.error());
    }
    return unit;
}

Result<std::vector<cat::Unit>> unitsFromLines(const std::vector<std::string> &lines)
{
    std::vector<cat::Unit> units;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        Result<cat::Unit> unit = unitFromLine(lines[i], i + 1);
        if (!unit)
            return std::unexpected(unit.error());
        units.push_back(std::move(*unit));
    }
    return units;
}

int add(cat::Memory &memory, const Options &, const Invocation &invocation)
{
    auto lines = readTextLines("-");
    if (!lines)
        return report(lines.error());
    while (!lines->empty() && trimmed(lines->back()).empty())   // what an editor leaves at the end
        lines->pop_back();
    const Result<std::vector<cat::Unit>> units = unitsFromLines(*lines);
    if (!units)
        return report(units.error());
    const Result<Additions> additions = addUnits(memory, *units);
    if (!additions)
        return report(additions.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"added", additions->added}, {"known", additions->known}, {"superseded", additions->superseded}}.dump().c_str());
    else
        std::printf("%s\n", additionsText(*additions).c_str());
    return Done;
}

Result<std::string> answerLine(cat::Memory &memory, const std::string &line, std::size_t number, const Options &options)
{
    if (auto good = checkTextLine(line, standardInput, number); !good)
        return std::unexpected(good.error());
    const Result<cat::Query> query = queryFromLine(line, inputLine(number));
    if (!query)
        return std::unexpected(query.error());
    const cat::LookupSettings settings{.thresholdPerMille = options.threshold * 10, .limit = options.limit, .approvedOnly = options.approvedOnly};
    const Result<std::vector<cat::Match>> matches = memory.lookup(*query, settings);
    if (!matches)
        return std::unexpected(matches.error());
    Json list = Json::array();
    for (const cat::Match &match : *matches)
        list.push_back(toJson(match));
    return Json{{"query", query->text.text}, {"matches", list}}.dump() + "\n";
}

Result<std::string> fragmentsLine(const cat::UnitWords &words, const std::string &line, std::size_t number, const Options &options)
{
    if (auto good = checkTextLine(line, standardInput, number); !good)
        return std::unexpected(good.error());
    const Result<cat::Query> query = queryFromLine(line, inputLine(number));
    if (!query)
        return std::unexpected(query.error());
    const Result<std::vector<cat::Fragment>> found = cat::fragments(words, query->text, options.limit);
    if (!found)
        return std::unexpected(found.error());
    Json list = Json::array();
    for (const cat::Fragment &fragment : *found)
        list.push_back(toJson(fragment, query->text));
    return Json{{"query", query->text.text}, {"fragments", list}}.dump() + "\n";
}

/// One answer a line as soon as the line is there: whoever asks may wait for it before asking again.
template <typename Answer>
int answerLines(Answer answer)
{
    std::string line;
    for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
        if (line.ends_with('\r'))
            line.pop_back();
        std::string_view text = line;
        if (number == 1)
            takeByteOrderMark(text);
        const Result<std::string> answered = answer(std::string(text), number);
        if (!answered)
            return report(answered.error());
        if (auto written = writeOutput("-", *answered); !written)
            return report(written.error());
    }
    return std::cin.bad() ? report({ErrorCode::Unreadable, standardInput, "cannot be read", {}}) : static_cast<int>(Done);
}

int lookup(cat::Memory &memory, const Options &options, const Invocation &)
{
    return answerLines([&](const std::string &line, std::size_t number) { return answerLine(memory, line, number, options); });
}

int showFragments(cat::Memory &memory, const Options &options, const Invocation &)
{
    const Result<cat::MemoryWords> words = cat::MemoryWords::open(memory);
    if (!words)
        return report(words.error());
    return answerLines([&](const std::string &line, std::size_t number) { return fragmentsLine(*words, line, number, options); });
}

int showStatistics(cat::Memory &memory, const Options &, const Invocation &invocation)
{
    const Result<cat::MemoryStatistics> statistics = memory.statistics();
    if (!statistics)
        return report(statistics.error());
    const auto &[units, distinctSources, removed, earlierVersions, approved, used, fileBytes] = *statistics;
    if (invocation.json) {
        const Json json{{"from", memory.sourceLanguage()},
                        {"to", memory.targetLanguage()},
                        {"units", units},
                        {"distinct_sources", distinctSources},
                        {"removed", removed},
                        {"earlier_versions", earlierVersions},
                        {"approved", approved},
                        {"used", used},
                        {"bytes", fileBytes},
                        {"uuid", memory.uuid()}};
        std::printf("%s\n", json.dump().c_str());
    } else {
        std::printf("%s to %s\n%zu units, %zu different sources, %zu approved, %zu used, %zu earlier versions, %zu removed, %ju bytes\n", memory.sourceLanguage().c_str(),
                    memory.targetLanguage().c_str(), units, distinctSources, approved, used, earlierVersions, removed, fileBytes);
    }
    return Done;
}

int showHistory(cat::Memory &memory, const Options &options, const Invocation &invocation)
{
    const Result<std::vector<cat::UnitVersion>> versions = memory.history(options.text);
    if (!versions)
        return report(versions.error());
    if (versions->empty())
        return report({ErrorCode::NotFound, memory.path().string(), "has no unit \"%1\", and never had one that was edited", {options.text}});
    std::string lines;
    for (const cat::UnitVersion &version : *versions) {
        if (invocation.json)
            lines += toJson(version).dump() + "\n";
        else
            lines += version.unit.id + "\t" + cat::toNotation(version.unit.source) + "\t" + cat::toNotation(version.unit.target) + "\n";
    }
    const Result<void> written = writeOutput("-", lines);
    return written ? Done : report(written.error());
}

int check(cat::Memory &memory, const Options &, const Invocation &invocation)
{
    if (auto sound = memory.check(); !sound)
        return report(sound.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"sound", true}}.dump().c_str());
    else
        std::printf("%s: sound\n", memory.path().c_str());
    return Done;
}

CLI::App *addAction(CLI::App &memory, const char *name, const char *description, Access access, Action action, std::shared_ptr<Options> options,
                    Invocation &invocation)
{
    return addMemoryAction(memory, name, description, access, invocation, [action, options, &invocation](cat::Memory &opened) { return action(opened, *options, invocation); });
}

void addCreate(CLI::App &memory, const std::shared_ptr<Options> &options, Invocation &invocation)
{
    auto *command = memory.add_subcommand("create", "Make an empty memory");
    command->add_option("FILE", options->file, "The memory to make")->required();
    command->add_option("--from", options->from, "Source language")->required()->check(languageTag())->type_name("TAG");
    command->add_option("--to", options->to, "Target language")->required()->check(languageTag())->type_name("TAG");
    command->callback([options, &invocation] { invocation.run = [options, &invocation] { return create(*options, invocation); }; });
}

}  // namespace

void addMemoryCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *memory = root.add_subcommand("memory", "Translation memories: fill, look up, exchange");
    memory->require_subcommand(1);
    addCreate(*memory, options, invocation);
    auto *importCommand = addAction(*memory, "import", "Add the units of a file: all or, on an error, none", Access::Write, importFile, options, invocation);
    auto *exportCommand = addAction(*memory, "export", "Write all units as TMX 1.4b, CSV or TSV", Access::Read, exportFile, options, invocation);
    addExchangeOptions(*importCommand, *exportCommand, options->exchange);
    addAction(*memory, "add", "Add standard input: source TAB target, one unit a line; all or, on an error, none", Access::Write, add, options, invocation);
    auto *lookupCommand = addAction(*memory, "lookup", "Answer each line of standard input, a text or {\"text\":…, \"previous\":…, \"next\":…}, with one line of JSON",
                                    Access::Read, lookup, options, invocation);
    lookupCommand->add_option("--threshold", options->threshold, "Lowest score to show, in percent")->check(wholeNumber(1, 102))->capture_default_str();
    lookupCommand->add_flag("--approved-only", options->approvedOnly, "Leave out units that nobody has approved");
    lookupCommand->add_option("--limit", options->limit, "Most matches for one query")->check(wholeNumber(1, 1000))->capture_default_str();
    auto *fragmentsCommand = addAction(*memory, "fragments", "Stretches of each line of standard input that the memory knows, and what they likely are there, as JSON",
                                       Access::Read, showFragments, options, invocation);
    fragmentsCommand->add_option("--limit", options->limit, "Most fragments for one query")->check(wholeNumber(1, 1000))->capture_default_str();
    addMemoryConcordance(*memory, invocation);
    addMemoryHygiene(*memory, invocation);
    addMemoryAlignment(*memory, invocation);
    addMemorySharing(*memory, invocation);
    addAction(*memory, "stats", "Languages, units and size", Access::Read, showStatistics, options, invocation);
    addAction(*memory, "history", "What a unit is and was, the oldest version first", Access::Read, showHistory, options, invocation)
        ->add_option("ID", options->text, "The unit's id, as lookup shows it")
        ->required();
    addAction(*memory, "check", "Check structure, indexes and every unit", Access::Read, check, options, invocation);
}

}  // namespace interlinear::cli
