#include "app/cli/engine_options.h"

#include "app/cli/option_checks.h"
#include "engine/mixmoe/model/find_model.h"
#include "engine/mixmoe/serve/prepared_model.h"

#include <cstdio>
#include <optional>
#include <utility>

namespace interlinear::cli {

using namespace mixmoe;

void addEngineOptions(CLI::App &command, EngineOptions &options)
{
    command.add_option("--model", options.model, "Folder of the model; else INTERLINEAR_MODEL, else the one for these languages that came with the program")->type_name("DIR");
    command.add_option("--device", options.runtime.device, "What computes: auto, cpu or cuda")->type_name("NAME")
        ->transform(choice<Device>({{"auto", Device::Auto}, {"cpu", Device::Cpu}, {"cuda", Device::Cuda}}));
    command.add_option("--precision", options.runtime.precision, "Numbers to compute with: auto, fp32, bf16, int8, or fp8 on a card")
        ->type_name("NAME")
        ->transform(choice<Precision>({{"auto", Precision::Auto}, {"fp32", Precision::Fp32}, {"bf16", Precision::Bf16}, {"int8", Precision::Int8}, {"fp8", Precision::Fp8}}));
    command.add_option("--threads", options.runtime.threads, "Threads; 0: as many as the machine has")->check(wholeNumber(0, 1024))->type_name("N");
}

Result<OpenedEngine> openEngine(const EngineOptions &options, const Languages &languages)
{
    const Result<std::filesystem::path> folder = options.model.empty() ? findModel(languages) : Result<std::filesystem::path>(options.model);
    if (!folder)
        return std::unexpected(folder.error());
    Result<std::shared_ptr<const Model>> model = prepareModel(*folder, options.runtime);
    if (!model)
        return std::unexpected(model.error());
    const ModelConfig &config = (*model)->config;
    if (languages.size() == 2 && config.languageFor(languages[0]) && config.languageFor(languages[1]) && !config.knows(languages))
        std::fprintf(stderr, "Notice: the model \"%s\" was not trained to translate from %s to %s.\n", config.name.c_str(), languages[0].c_str(), languages[1].c_str());
    Result<std::unique_ptr<Runtime>> runtime = openRuntime(*model, options.runtime, [](const Error &why) {
        std::fprintf(stderr, "Notice: the processor takes over: %s\n", why.sentence().c_str());
    });
    if (!runtime)
        return std::unexpected(runtime.error());
    return OpenedEngine{std::move(*model), std::move(*runtime)};
}

Result<void> toLanguagesOf(const ModelConfig &config, std::initializer_list<std::string *> tags)
{
    for (std::string *tag : tags) {
        std::optional<std::string> language = config.languageFor(*tag);
        if (!language) {
            std::string known;
            for (const std::string &code : config.languages)
                known += (known.empty() ? "" : ", ") + code;
            return fail(ErrorCode::UnknownLanguage, "", "the model \"%1\" knows no language \"%2\"; it has %3", config.name, *tag, known);
        }
        *tag = std::move(*language);
    }
    return {};
}

}  // namespace interlinear::cli
