// What every command of interlinear-cli shares: where it hangs in the command line, and how it answers.
//
//   void addEvaluateCommand(CLI::App &root, Invocation &invocation)
//   {
//       auto *command = root.add_subcommand("evaluate", "Score translations against references");
//       command->callback([&invocation, options] { invocation.run = [&invocation, options] { return evaluate(*options, invocation); }; });
//   }
//
// Results go to stdout, progress and errors to stderr. An error is one line: place, what, what was expected.
#pragma once

#include "engine/core/result.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cli {

enum ExitCode { Done = 0, Failed = 1, WrongUsage = 2, BadInput = 3 };

struct Invocation {
    bool json = false;                 ///< --json: machine-readable results
    std::function<int()> run;          ///< set by the chosen command's callback; returns an ExitCode
};

/// Prints the sentence to stderr; BadInput for content, format and language errors, Failed for the rest.
int report(const Error &error);

/// All of stdin, or the file; "-" is stdin.
Result<std::string> readInput(const std::string &path);
/// What messages call an input: the path, or "standard input" for "-".
std::string inputName(const std::string &path);
/// To stdout, or atomically to the file; "-" or "" is stdout.
Result<void> writeOutput(const std::string &path, std::string_view text);
/// InvalidArgument when the output would take the place of one of the inputs.
Result<void> checkOutput(const std::string &out, const std::vector<std::string> &inputs);
/// InvalidArgument for two languages that are one.
Result<void> checkLanguagesDiffer(const std::string &from, const std::string &to);
/// The exit code, once all that was printed has left the program: Failed, with a sentence, when it could not.
int withResultsOut(int exitCode);

/// A line on stderr that redraws itself on a terminal and stays silent elsewhere but for the last call.
class ProgressLine {
public:
    void show(const std::string &text);
    void finish();

private:
    bool m_shown = false;
};

void addTranslateCommand(CLI::App &root, Invocation &invocation);
void addModelCommand(CLI::App &root, Invocation &invocation);
void addCorpusCommand(CLI::App &root, Invocation &invocation);
void addTrainCommand(CLI::App &root, Invocation &invocation);
void addExperimentCommand(CLI::App &root, Invocation &invocation);
void addEvaluateCommand(CLI::App &root, Invocation &invocation);
void addPerplexityCommand(CLI::App &root, Invocation &invocation);
void addMemoryCommand(CLI::App &root, Invocation &invocation);
void addTermsCommand(CLI::App &root, Invocation &invocation);
void addSegmentCommand(CLI::App &root, Invocation &invocation);
void addDocumentCommand(CLI::App &root, Invocation &invocation);
void addProjectCommand(CLI::App &root, Invocation &invocation);
void addRoutingCommand(CLI::App &root, Invocation &invocation);
void addPlotCommand(CLI::App &root, Invocation &invocation);
void addHelpCommand(CLI::App &root, Invocation &invocation);

}  // namespace interlinear::cli
