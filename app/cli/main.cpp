// interlinear-cli: everything the workbench does, without a display. One file per command.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"

#include <cstdio>

int main(int argc, char **argv)
{
    using namespace interlinear::cli;
    CLI::App app("Interlinear on the command line: translate, train, look up, score", "interlinear-cli");
    app.set_version_flag("--version", INTERLINEAR_VERSION);
    app.require_subcommand(1);
    app.fallthrough();

    Invocation invocation;
    app.add_flag("--json", invocation.json, "Machine-readable results on stdout");
    addTranslateCommand(app, invocation);
    addModelCommand(app, invocation);
    addCorpusCommand(app, invocation);
    addTrainCommand(app, invocation);
    addExperimentCommand(app, invocation);
    addEvaluateCommand(app, invocation);
    addPerplexityCommand(app, invocation);
    addMemoryCommand(app, invocation);
    addTermsCommand(app, invocation);
    addSegmentCommand(app, invocation);
    addDocumentCommand(app, invocation);
    addProjectCommand(app, invocation);
    addRoutingCommand(app, invocation);
    addPlotCommand(app, invocation);
    addHelpCommand(app, invocation);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        if (error.get_exit_code() == 0) {   // --help, --version
            app.exit(error);
            return withResultsOut(Done);
        }
        std::fprintf(stderr, "interlinear-cli: %s\n", usageSentence(app, error).c_str());
        return WrongUsage;
    }
    return withResultsOut(invocation.run ? invocation.run() : static_cast<int>(WrongUsage));
}
