#include "engine/mixmoe/model/find_model.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

namespace interlinear::mixmoe {

namespace {

bool holdsModel(const std::filesystem::path &folder)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(folder / "config.json", ignored);
}

std::optional<std::filesystem::path> firstModelIn(const std::filesystem::path &place)
{
    std::error_code ignored;
    std::vector<std::filesystem::path> models;
    for (const auto &entry : std::filesystem::directory_iterator(place, ignored)) {
        if (holdsModel(entry.path()))
            models.push_back(entry.path());
    }
    const auto first = std::min_element(models.begin(), models.end());
    return first == models.end() ? std::nullopt : std::optional(*first);
}

}  // namespace

Result<std::filesystem::path> findModel()
{
    std::error_code ignored;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const char *chosen = std::getenv("INTERLINEAR_MODEL");
    return findModel(program.parent_path(), chosen ? chosen : "");
}

Result<std::filesystem::path> findModel(const std::filesystem::path &programFolder, const std::filesystem::path &chosen)
{
    if (!chosen.empty()) {
        if (!holdsModel(chosen))
            return fail(ErrorCode::NotFound, chosen.string(), "holds no model: INTERLINEAR_MODEL must name a folder with a config.json");
        return chosen;
    }
    const std::filesystem::path places[] = {(programFolder / "../../../resources/models").lexically_normal(),
                                            (programFolder / "../share/interlinear/models").lexically_normal()};
    for (const std::filesystem::path &place : places) {
        if (const auto model = firstModelIn(place))
            return *model;
    }
    return fail(ErrorCode::NotFound, "", "no model was found in %1 or %2; name one with --model or INTERLINEAR_MODEL", places[0].string(), places[1].string());
}

}  // namespace interlinear::mixmoe
