// What a command lets its user say about reading a document: keys, columns, encoding.
//
//   RulesOptions rules;
//   addRulesOptions(*command, rules);                        // --keys, --source-column, --encoding, …, or all of them in a file: --document-rules
//   Result<std::optional<cat::DocumentRules>> chosen = chosenRules(rules);
#pragma once

#include "engine/cat/document/rules.h"
#include "engine/core/result.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cli {

struct RulesOptions {
    std::string file;
    std::vector<std::string> keys, skippedKeys;
    std::string header;
    cat::DocumentRules rules;

    bool operator==(const RulesOptions &) const = default;
};

/// The options live as long as the command.
void addRulesOptions(CLI::App &command, RulesOptions &options);

/// Those of the file, and instead of any of them what its own option says; nothing where the command line says nothing.
Result<std::optional<cat::DocumentRules>> chosenRules(const RulesOptions &options);

}  // namespace interlinear::cli
