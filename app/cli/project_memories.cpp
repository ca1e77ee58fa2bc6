#include "app/cli/project_memories.h"

#include "app/cli/option_checks.h"
#include "app/cli/project_action.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;
using cat::Access;

struct Options {
    std::string memory;
    int penalty = 0;
    std::string approvedOnly;
};

using Action = int (*)(cat::Project &, const Options &, const Invocation &);

std::filesystem::path pathOf(const Options &options)
{
    return std::filesystem::absolute(options.memory).lexically_normal();
}

void printMemory(const std::filesystem::path &path, bool written, int penaltyPerMille, const Invocation &invocation)
{
    if (invocation.json)
        std::printf("%s\n", Json{{"memory", path.string()}, {"access", written ? "write" : "read"}, {"penalty", penaltyPerMille / 10.0}}.dump().c_str());
    else
        std::printf("%s\t%s\t%g\n", path.c_str(), written ? "write" : "read", penaltyPerMille / 10.0);
}

int list(cat::Project &project, const Options &, const Invocation &invocation)
{
    if (!project.memoryPath().empty())
        printMemory(project.memoryPath(), true, 0, invocation);
    else
        std::fprintf(stderr, "interlinear-cli: %s: confirmed work goes to no memory\n", project.folder().c_str());
    for (const cat::ReferenceMemory &reference : project.references())
        printMemory(project.folder() / reference.path, false, reference.penaltyPerMille, invocation);
    return Done;
}

int add(cat::Project &project, const Options &options, const Invocation &)
{
    const Result<void> added = project.addReference({pathOf(options), options.penalty * 10});
    return added ? static_cast<int>(Done) : report(added.error());
}

int removeOne(cat::Project &project, const Options &options, const Invocation &)
{
    const Result<void> removed = project.removeReference(pathOf(options));
    return removed ? static_cast<int>(Done) : report(removed.error());
}

int write(cat::Project &project, const Options &options, const Invocation &)
{
    const Result<void> chosen = options.memory.empty() ? project.writeToNone() : project.writeTo(pathOf(options));
    return chosen ? static_cast<int>(Done) : report(chosen.error());
}

int approvedOnly(cat::Project &project, const Options &options, const Invocation &)
{
    const Result<void> set = project.setApprovedOnly(options.approvedOnly == "yes");
    return set ? static_cast<int>(Done) : report(set.error());
}

CLI::App *addAction(CLI::App &parent, const char *name, const char *description, Access access, Action action, std::shared_ptr<Options> options,
                    Invocation &invocation)
{
    return addProjectAction(parent, name, description, access, invocation,
                            [action, options, &invocation](cat::Project &opened) { return action(opened, *options, invocation); });
}

}  // namespace

void addProjectMemories(CLI::App &project, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *memory = project.add_subcommand("memory", "The memories that the project looks up in: its own, which confirmed work goes to, and others to read from");
    memory->require_subcommand(1);
    addAction(*memory, "list", "One a line: file, write or read, penalty in percent", Access::Read, list, options, invocation);
    auto *addCommand = addAction(*memory, "add", "Look up in one more memory, without writing to it; again: with another penalty", Access::Write, add, options, invocation);
    auto *removeCommand = addAction(*memory, "remove", "Look up in it no more; the file stays", Access::Write, removeOne, options, invocation);
    auto *writeCommand = addAction(*memory, "write", "Confirmed work goes to this memory from now on; the one before stays, to look up in", Access::Write, write,
                                   options, invocation);
    writeCommand->add_option("FILE", options->memory, "The memory; without it confirmed work goes to none, and waits in the project");
    auto *approvedCommand = addAction(*memory, "approved-only", "Whether lookups in all of them leave out units that nobody has approved", Access::Write,
                                      approvedOnly, options, invocation);
    approvedCommand->add_option("ANSWER", options->approvedOnly, "yes or no")->required()->check(CLI::IsMember({"yes", "no"}))->type_name("yes|no");
    for (auto *command : {addCommand, removeCommand})
        command->add_option("FILE", options->memory, "The memory")->required();
    addCommand->add_option("--penalty", options->penalty, "What its matches lose, in percent")->check(wholeNumber(0, 100))->type_name("N")->capture_default_str();
}

}  // namespace interlinear::cli
