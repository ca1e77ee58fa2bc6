#include "engine/mixmoe/model/find_model.h"

#include "engine/mixmoe/model/config.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <set>

namespace interlinear::mixmoe {

namespace {

using Path = std::filesystem::path;

bool holdsModel(const Path &folder)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(folder / "config.json", ignored);
}

/// One without languages where it cannot be read: loading the model will say why.
ModelConfig configOf(const Path &folder)
{
    return readModelConfig(folder / "config.json").value_or(ModelConfig());
}

std::vector<Path> modelsIn(const Path &place)
{
    std::error_code ignored;
    std::vector<Path> models;
    for (std::filesystem::directory_iterator entry(place, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
        if (holdsModel(entry->path()))
            models.push_back(entry->path());
    }
    std::ranges::sort(models);
    return models;
}

std::array<Path, 2> placesFor(const Path &programFolder)
{
    return {(programFolder / "../../../resources/models").lexically_normal(), (programFolder / "../share/interlinear/models").lexically_normal()};
}

/// Of the first place that has any.
std::vector<Path> modelsFor(const Path &programFolder)
{
    for (const Path &place : placesFor(programFolder)) {
        if (std::vector<Path> models = modelsIn(place); !models.empty())
            return models;
    }
    return {};
}

Path thisProgramsFolder()
{
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

Path chosenByEnvironment()
{
    const char *chosen = std::getenv("INTERLINEAR_MODEL");
    return chosen ? chosen : "";
}

}  // namespace

Result<Path> findModel(const Languages &languages)
{
    return findModel(thisProgramsFolder(), chosenByEnvironment(), languages);
}

Result<Path> findModel(const Path &programFolder, const Path &chosen, const Languages &languages)
{
    if (!chosen.empty()) {
        if (!holdsModel(chosen))
            return fail(ErrorCode::NotFound, chosen.string(), "holds no model: INTERLINEAR_MODEL must name a folder with a config.json");
        return chosen;
    }
    const std::vector<Path> models = modelsFor(programFolder);
    if (models.empty()) {
        const auto places = placesFor(programFolder);
        return fail(ErrorCode::NotFound, "", "no model was found in %1 or %2; name one with --model or INTERLINEAR_MODEL", places[0].string(), places[1].string());
    }
    const auto fitting = languages.empty() ? models.begin() : std::ranges::find_if(models, [&](const Path &folder) { return configOf(folder).knows(languages); });
    return fitting == models.end() ? models.front() : *fitting;
}

std::vector<Path> modelFolders()
{
    return modelFolders(thisProgramsFolder(), chosenByEnvironment());
}

std::vector<Path> modelFolders(const Path &programFolder, const Path &chosen)
{
    return chosen.empty() ? modelsFor(programFolder) : std::vector{chosen};
}

bool modelKnows(const Languages &languages)
{
    return modelKnows(thisProgramsFolder(), chosenByEnvironment(), languages);
}

bool modelKnows(const Path &programFolder, const Path &chosen, const Languages &languages)
{
    const Result<Path> folder = findModel(programFolder, chosen, languages);
    return folder && configOf(*folder).knows(languages);
}

Languages languagesOfModels()
{
    return languagesOfModels(thisProgramsFolder(), chosenByEnvironment());
}

Languages languagesOfModels(const Path &programFolder, const Path &chosen)
{
    std::set<std::string> all;
    for (const Path &folder : modelFolders(programFolder, chosen))
        std::ranges::copy(configOf(folder).languages, std::inserter(all, all.end()));
    return {all.begin(), all.end()};
}

}  // namespace interlinear::mixmoe
