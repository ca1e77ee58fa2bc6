// `interlinear-cli` in a folder of its own, with a model of random weights that every command takes unless another one is named.
//
//   auto cli = commandLineWithTinyModel();
//   cli->run({"translate", "--from", "en", "--to", "de", "--lines"}, "Good morning.\n");   // words that mean nothing
#pragma once

#include "tests/support/program.h"
#include "tests/support/tiny_model.h"

#include <memory>

namespace interlinear::tests {

/// The model is the folder "tiny".
inline std::unique_ptr<Program> commandLineWithTinyModel()
{
    auto cli = std::make_unique<Program>("interlinear-cli");
    writeTinyModel(cli->path("tiny").toStdString());
    cli->setVariable("INTERLINEAR_MODEL", cli->path("tiny"));
    return cli;
}

}  // namespace interlinear::tests
