// interlinear-cli help: what --help says of a command.
#include "app/cli/command.h"

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

int printHelp(const CLI::App &root, const std::vector<std::string> &words)
{
    const CLI::App *command = &root;
    std::string name = root.get_name();
    for (const std::string &word : words) {
        const std::vector<const CLI::App *> named = command->get_subcommands([&](const CLI::App *sub) { return sub->check_name(word); });
        if (named.empty()) {
            std::fprintf(stderr, "interlinear-cli: '%s' is no command of %s; see %s --help\n", word.c_str(), name.c_str(), name.c_str());
            return WrongUsage;
        }
        command = named.front();
        name += ' ' + word;
    }
    std::fputs(command->get_formatter()->make_help(command, name, CLI::AppFormatMode::Normal).c_str(), stdout);
    return Done;
}

}  // namespace

void addHelpCommand(CLI::App &root, Invocation &invocation)
{
    auto words = std::make_shared<std::vector<std::string>>();
    CLI::App *command = root.add_subcommand("help", "What a command does, as its --help says it: help translate, help routing totals");
    command->add_option("COMMAND", *words, "The command; all of them if not given")->type_name("WORD");
    command->callback([&root, &invocation, words] { invocation.run = [&root, words] { return printHelp(root, *words); }; });
}

}  // namespace interlinear::cli
