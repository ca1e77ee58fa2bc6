// The options of every command that runs a model, and what they open.
//
//   auto engine = std::make_shared<EngineOptions>();
//   addEngineOptions(*command, *engine);
//   Result<OpenedEngine> opened = openEngine(*engine, {"en", "de"});
#pragma once

#include "app/cli/command.h"
#include "engine/mixmoe/model/find_model.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/runtime.h"
#include "engine/mixmoe/serve/device.h"

#include <initializer_list>
#include <memory>
#include <string>

namespace interlinear::cli {

struct EngineOptions {
    std::string model;                  ///< folder; empty: the one that findModel() finds
    mixmoe::RuntimeSettings runtime;
};

struct OpenedEngine {
    std::shared_ptr<const mixmoe::Model> model;
    std::unique_ptr<mixmoe::Runtime> runtime;
};

/// Adds --model, --device, --precision and --threads.
void addEngineOptions(CLI::App &command, EngineOptions &options);

Result<OpenedEngine> openEngine(const EngineOptions &options, const mixmoe::Languages &languages);

/// Puts the model's languages in place of tags, "de" of "de-AT". UnknownLanguage, with the languages that the model has, when it lacks one.
Result<void> toLanguagesOf(const mixmoe::ModelConfig &config, std::initializer_list<std::string *> tags);

}  // namespace interlinear::cli
