// interlinear-cli project: a translation project without the window.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"
#include "app/cli/project_action.h"
#include "app/cli/project_memories.h"
#include "app/cli/project_pretranslation.h"
#include "app/cli/project_review.h"
#include "app/cli/project_segments.h"
#include "app/cli/rules_options.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/project/document_rules.h"
#include "engine/cat/project/project.h"
#include "engine/core/files.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;
using cat::Access;

struct Options {
    std::string folder, out;
    cat::ProjectSettings settings;
    std::string memory;
    std::vector<std::string> files;
    RulesOptions rules;
    PretranslationOptions pretranslation;
    int threshold = 100;
};

using Action = int (*)(cat::Project &, const Options &, const Invocation &);

int create(const Options &options, const Invocation &invocation)
{
    if (auto differ = checkLanguagesDiffer(options.settings.sourceLanguage, options.settings.targetLanguage); !differ)
        return report(differ.error());
    cat::ProjectSettings settings = options.settings;
    if (!options.memory.empty())
        settings.memory = std::filesystem::absolute(options.memory).lexically_normal();
    if (!settings.segmentation.empty() && settings.segmentation != "line")
        settings.segmentation = std::filesystem::absolute(settings.segmentation).lexically_normal().string();
    if (const auto rules = cat::documentRules(settings, options.folder); !rules)
        return report(rules.error());
    std::error_code ignored;
    const bool newMemory = !options.memory.empty() && !std::filesystem::exists(settings.memory, ignored);
    const Result<cat::Project> project = cat::Project::create(options.folder, settings);
    if (!project)
        return report(project.error());
    if (newMemory)
        std::fprintf(stderr, "interlinear-cli: %s: was not there and is a new, empty memory now\n", options.memory.c_str());
    if (invocation.json)
        std::printf("%s\n", Json{{"folder", options.folder}, {"memory", project->memoryPath().string()}}.dump().c_str());
    return Done;
}

/// Adds what can be added; a file that cannot is said, and the exit code is its own.
int add(cat::Project &project, const Options &options, const Invocation &invocation)
{
    const Result<std::optional<cat::DocumentRules>> rules = chosenRules(options.rules);
    if (!rules)
        return report(rules.error());
    int code = Done;
    for (const std::string &file : options.files) {
        Result<cat::ProjectDocument> added = project.addDocument(file, *rules);
        if (!added) {
            if (added.error().code == ErrorCode::Unsupported)
                added.error().code = ErrorCode::BadFormat;   // a format that nobody reads is bad input
            code = report(added.error());
            continue;
        }
        if (invocation.json)
            std::printf("%s\n", Json{{"document", added->name}, {"path", added->path.string()}, {"segments", added->segments}, {"done", added->done}}.dump().c_str());
        else
            std::printf("%s: %zu segments, %zu confirmed\n", added->name.c_str(), added->segments, added->done);
    }
    return code;
}

/// To the folder, but never over the file that the document was read from.
Result<void> exportOne(const cat::Project &project, const cat::ProjectDocument &document, const Options &options)
{
    const std::filesystem::path file = std::filesystem::path(options.out) / document.name;
    std::error_code notThere;
    if (std::filesystem::equivalent(file, document.path, notThere))
        return fail(ErrorCode::InvalidArgument, file.string(), "is the original document; choose another folder with --out");
    const Result<cat::PartialExport> exported = project.exportDocument(document.id);
    if (!exported)
        return std::unexpected(exported.error());
    for (const Error &refused : exported->refused)
        std::fprintf(stderr, "interlinear-cli: %s; the source stays there\n", refused.sentence().c_str());
    return writeFileAtomically(file, exported->bytes);
}

int exportAll(cat::Project &project, const Options &options, const Invocation &invocation)
{
    const auto documents = project.documents();
    if (!documents)
        return report(documents.error());
    std::error_code problem;
    std::filesystem::create_directories(options.out, problem);
    if (problem)
        return report(failFromErrno(problem.value(), true, options.out).error());
    for (const cat::ProjectDocument &document : *documents) {
        if (auto exported = exportOne(project, document, options); !exported)
            return report(exported.error());
        const std::string file = (std::filesystem::path(options.out) / document.name).string();
        if (invocation.json)
            std::printf("%s\n", Json{{"document", document.name}, {"file", file}}.dump().c_str());
        else
            std::printf("%s\n", file.c_str());
    }
    return Done;
}

int pretranslateAll(cat::Project &project, const Options &options, const Invocation &invocation)
{
    PretranslationOptions wanted = options.pretranslation;
    wanted.thresholdPerMille = options.threshold * 10;
    const Result<PretranslationReport> report = pretranslate(project, wanted);
    if (!report)
        return cli::report(report.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"memory", report->fromMemory}, {"machine", report->fromModel}, {"cut", report->cut}}.dump().c_str());
    else
        std::printf("%zu segments from the memory, %zu by the model\n", report->fromMemory, report->fromModel);
    return report->cut == 0 ? Done : Failed;
}

/// "2025-03-02T14:05:09Z"
std::string utc(std::int64_t ms)
{
    const std::time_t seconds = ms / 1000;
    std::tm time{};
    gmtime_r(&seconds, &time);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &time);
    return text;
}

Json toJson(const cat::SegmentContent &content)
{
    cat::TargetOrigin origin = content.origin;
    const std::string unitId = std::exchange(origin.unitId, {});
    return {{"target", content.target.text},
            {"notation", cat::toNotation(content.target)},
            {"state", cat::stateName(content.state)},
            {"origin", cat::originText(origin)},
            {"unit_id", unitId}};
}

std::string historyLine(const cat::HistoryEntry &entry, const std::string &document, std::size_t number, const Invocation &invocation)
{
    if (invocation.json) {
        return Json{{"document", document}, {"segment", number},            {"id", entry.segment},          {"at_ms", entry.atMs},
                    {"author", entry.author}, {"before", toJson(entry.before)}, {"after", toJson(entry.after)}}
                   .dump()
            + "\n";
    }
    return utc(entry.atMs) + "\t" + document + ":" + (number ? std::to_string(number) : "-") + "\t" + entry.author + "\t" + cat::stateName(entry.before.state) + " to "
        + cat::stateName(entry.after.state) + "\t" + cat::toNotation(entry.before.target) + "\t" + cat::toNotation(entry.after.target) + "\n";
}

/// The lines of one document; a segment that has gone from it has the number 0.
Result<std::string> historyOf(const cat::Project &project, const cat::ProjectDocument &document, const Invocation &invocation)
{
    const auto segments = project.segments(document.id);
    if (!segments)
        return std::unexpected(segments.error());
    const auto entries = project.historyOfDocument(document.id);
    if (!entries)
        return std::unexpected(entries.error());
    std::map<std::int64_t, std::size_t> numbers;
    for (const cat::ProjectSegment &segment : *segments)
        numbers.emplace(segment.id, numbers.size() + 1);
    std::string lines;
    for (const cat::HistoryEntry &entry : *entries) {
        const auto number = numbers.find(entry.segment);
        lines += historyLine(entry, document.name, number == numbers.end() ? 0 : number->second, invocation);
    }
    return lines;
}

int showHistory(cat::Project &project, const Options &, const Invocation &invocation)
{
    const auto documents = project.documents();
    if (!documents)
        return report(documents.error());
    std::string lines;
    for (const cat::ProjectDocument &document : *documents) {
        const Result<std::string> history = historyOf(project, document, invocation);
        if (!history)
            return report(history.error());
        lines += *history;
    }
    const Result<void> written = writeOutput("-", lines);
    return written ? Done : report(written.error());
}

CLI::App *addAction(CLI::App &parent, const char *name, const char *description, Access access, Action action, std::shared_ptr<Options> options,
                    Invocation &invocation)
{
    return addProjectAction(parent, name, description, access, invocation,
                            [action, options, &invocation](cat::Project &opened) { return action(opened, *options, invocation); });
}

void addCreate(CLI::App &project, const std::shared_ptr<Options> &options, Invocation &invocation)
{
    auto *command = project.add_subcommand("create", "Make an empty project");
    command->add_option("DIR", options->folder, "The folder to make")->required();
    command->add_option("--from", options->settings.sourceLanguage, "Source language")->required()->check(languageTag())->type_name("TAG");
    command->add_option("--to", options->settings.targetLanguage, "Target language")->required()->check(languageTag())->type_name("TAG");
    command->add_option("--memory", options->memory, "Translation memory to work with, made if it is not there; else the project has its own")->type_name("FILE");
    command->add_option("--segmentation", options->settings.segmentation, "Rules (SRX) that cut documents into segments, or 'line': each line is one; else the program's own")
        ->type_name("FILE");
    command->callback([options, &invocation] { invocation.run = [options, &invocation] { return create(*options, invocation); }; });
}

void addPretranslate(CLI::App &project, const std::shared_ptr<Options> &options, Invocation &invocation)
{
    auto *command = addAction(project, "pretranslate", "Fill what is open and empty: from the memory, else by the model", Access::Write, pretranslateAll, options,
                              invocation);
    command->add_option("--threshold", options->threshold, "Score from which a match of the memory is taken, in percent")
        ->check(wholeNumber(1, 102))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--beam", options->pretranslation.beamSize, "Hypotheses that are followed; 1: the best token each time")
        ->check(wholeNumber(1, 64))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--batch", options->pretranslation.batchSize, "Hypotheses that are decoded together; 0: as many as suit the device")
        ->check(wholeNumber(0, 1024))
        ->type_name("N")
        ->capture_default_str();
    addEngineOptions(*command, options->pretranslation.engine);
}

}  // namespace

void addProjectCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *project = root.add_subcommand("project", "Translation projects: documents, their state and history");
    project->require_subcommand(1);
    addCreate(*project, options, invocation);
    auto *addCommand = addAction(*project, "add", "Read documents into the project, or what has changed in them: what was translated, split or joined stays", Access::Write, add, options, invocation);
    addCommand->add_option("FILES", options->files, "Documents")->required();
    addRulesOptions(*addCommand, options->rules);
    addPretranslate(*project, options, invocation);
    auto *exportCommand = addAction(*project, "export", "Write every document with its translations in place", Access::Read, exportAll, options, invocation);
    exportCommand->add_option("--out", options->out, "Folder to write to")->required()->type_name("DIR");
    addProjectMemories(*project, invocation);
    addProjectSegments(*project, invocation);
    addProjectReview(*project, invocation);
    addAction(*project, "history", "Who changed what, and when: one change a line", Access::Read, showHistory, options, invocation);
}

}  // namespace interlinear::cli
