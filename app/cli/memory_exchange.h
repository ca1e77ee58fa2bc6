// memory import and export: files of other programs into a memory, and out of it.
//
//   addExchangeOptions(*importCommand, *exportCommand, exchange);
//   return importInto(memory, *exchange, invocation);
#pragma once

#include "app/cli/command.h"
#include "engine/cat/memory/exchange/import.h"

#include <string>

namespace interlinear::cli {

struct ExchangeOptions {
    std::string file;
    bool unapproved = false;
    cat::ImportSettings settings;
};

/// FILE and what else the two commands take.
void addExchangeOptions(CLI::App &importCommand, CLI::App &exportCommand, ExchangeOptions &options);

/// Progress and what was skipped on stderr, the counts on stdout.
int importInto(cat::Memory &memory, const ExchangeOptions &options, const Invocation &invocation);
int exportFrom(cat::Memory &memory, const ExchangeOptions &options, const Invocation &invocation);

}  // namespace interlinear::cli
