#include "engine/mixmoe/model/model_note.h"

#include "engine/core/files.h"
#include "engine/mixmoe/model/sha256.h"

#include <nlohmann/json.hpp>

#include <map>
#include <sys/stat.h>

namespace interlinear::mixmoe {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

fs::path fileOf(const fs::path &cache, const fs::path &folder)
{
    std::error_code ignored;
    return cache / "models" / (sha256Of(fs::weakly_canonical(folder, ignored).string()).substr(0, 16) + ".json");
}

}  // namespace

std::string folderState(const fs::path &folder)
{
    std::map<std::string, std::string> files;
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        struct stat status {};
        if (::stat(entry->path().c_str(), &status) != 0)
            return {};
        files[entry->path().filename().string()] = std::to_string(status.st_dev) + ' ' + std::to_string(status.st_ino) + ' ' + std::to_string(status.st_size) + ' '
            + std::to_string(status.st_mtim.tv_sec) + '.' + std::to_string(status.st_mtim.tv_nsec) + ' ' + std::to_string(status.st_ctim.tv_sec) + '.'
            + std::to_string(status.st_ctim.tv_nsec);
    }
    return problem || files.empty() ? std::string() : sha256Of(Json(files).dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::optional<ModelNote> readModelNote(const fs::path &cache, const fs::path &folder)
{
    if (cache.empty())
        return std::nullopt;
    const Result<std::string> text = readFile(fileOf(cache, folder));
    const Json json = text ? Json::parse(*text, nullptr, false) : Json();
    const std::string state = folderState(folder);
    if (state.empty() || !json.is_object() || json.value("state", Json()) != state)
        return std::nullopt;
    const Json fingerprint = json.value("fingerprint", Json()), fit = json.value("weights_fit_bf16", Json());
    if (!fingerprint.is_string() || !fit.is_boolean())
        return std::nullopt;
    return ModelNote{fingerprint.get<std::string>(), fit.get<bool>()};
}

void writeModelNote(const fs::path &cache, const fs::path &folder, const std::string &state, const ModelNote &note)
{
    if (cache.empty() || state.empty() || folderState(folder) != state)
        return;
    const fs::path file = fileOf(cache, folder);
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    static_cast<void>(writeFileAtomically(file, Json{{"state", state}, {"fingerprint", note.fingerprint}, {"weights_fit_bf16", note.weightsFitBf16}}.dump()));
}

}  // namespace interlinear::mixmoe
