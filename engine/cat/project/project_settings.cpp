#include "engine/cat/project/project_settings.h"

#include "engine/core/files.h"
#include "engine/core/utf8.h"

#include <nlohmann/json.hpp>

namespace interlinear::cat {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char *formatName = "interlinear-project";
constexpr int formatVersion = 1;
constexpr int mostPenaltyPerMille = 1000;

Result<std::string> textOf(const Json &json, const char *key, const std::string &where)
{
    const auto entry = json.find(key);
    if (entry == json.end() || !entry->is_string() || entry->get_ref<const std::string &>().empty())
        return fail(ErrorCode::BadFormat, where, "\"%1\" is missing or empty; expected a text", key);
    return entry->get<std::string>();
}

Result<void> checkName(const std::filesystem::path &file)
{
    if (firstInvalidUtf8(file.string()))
        return fail(ErrorCode::NotUtf8, file.string(), "is a file name that is not UTF-8; rename the file");
    return {};
}

/// null: none is written.
Result<std::string> memoryOf(const Json &json, const std::string &where)
{
    const auto entry = json.find("memory");
    return entry != json.end() && entry->is_null() ? Result<std::string>() : textOf(json, "memory", where);
}

/// None in settings that do not speak of them.
Result<std::vector<ReferenceMemory>> referencesOf(const Json &json, const std::string &where)
{
    std::vector<ReferenceMemory> references;
    const Json list = json.value("references", Json::array());
    for (const Json &entry : list) {
        const bool shaped = entry.is_object() && entry.value("path", Json()).is_string() && entry.value("penaltyPerMille", Json(0)).is_number_integer();
        const std::int64_t penalty = shaped ? entry.value("penaltyPerMille", std::int64_t(0)) : -1;
        if (penalty < 0 || penalty > mostPenaltyPerMille)
            return fail(ErrorCode::BadFormat, where, "\"references\" holds an entry that is none; expected {\"path\": a text, \"penaltyPerMille\": 0 to %1}", mostPenaltyPerMille);
        references.push_back({entry["path"].get<std::string>(), static_cast<int>(penalty)});
    }
    return references;
}

/// False in settings that do not speak of it.
Result<bool> approvedOnlyOf(const Json &json, const std::string &where)
{
    const Json approvedOnly = json.value("approvedOnly", Json(false));
    if (!approvedOnly.is_boolean())
        return fail(ErrorCode::BadFormat, where, "\"approvedOnly\" is neither true nor false");
    return approvedOnly.get<bool>();
}

Result<void> checkFormat(const Json &json, const std::string &where)
{
    const bool ours = json.is_object() && json.value("format", Json()) == formatName && json.value("version", Json()).is_number_integer();
    if (!ours)
        return fail(ErrorCode::BadFormat, where, "is no project file; expected a JSON object with \"format\": \"%1\" and a \"version\"", formatName);
    const auto version = json["version"].get<std::int64_t>();
    if (version > formatVersion) {
        return fail(ErrorCode::NewerVersion, where, "was written by a later version of the program (format %1; this one knows up to %2); update the program", version,
                    formatVersion);
    }
    return {};
}

}  // namespace

Result<ProjectSettings> readProjectSettings(const std::filesystem::path &path)
{
    const Result<std::string> text = readTextFile(path);
    if (!text)
        return std::unexpected(text.error());
    const Json json = Json::parse(*text, nullptr, false);
    if (auto ours = checkFormat(json, path.string()); !ours)
        return std::unexpected(ours.error());
    const Result<std::string> source = textOf(json, "sourceLanguage", path.string());
    const Result<std::string> target = textOf(json, "targetLanguage", path.string());
    const Result<std::string> memory = memoryOf(json, path.string());
    for (const Result<std::string> *value : {&source, &target, &memory}) {
        if (!*value)
            return std::unexpected(value->error());
    }
    Result<std::vector<ReferenceMemory>> references = referencesOf(json, path.string());
    if (!references)
        return std::unexpected(references.error());
    const Result<bool> approvedOnly = approvedOnlyOf(json, path.string());
    if (!approvedOnly)
        return std::unexpected(approvedOnly.error());
    ProjectSettings settings{*source, *target, *memory, std::move(*references)};
    settings.approvedOnly = *approvedOnly;
    if (json.contains("segmentation")) {
        const Result<std::string> segmentation = textOf(json, "segmentation", path.string());
        if (!segmentation)
            return std::unexpected(segmentation.error());
        settings.segmentation = *segmentation;
    }
    if (!json.contains("termbase"))
        return settings;
    const Result<std::string> termbase = textOf(json, "termbase", path.string());
    if (!termbase)
        return std::unexpected(termbase.error());
    settings.termbase = *termbase;
    return settings;
}

Result<void> writeProjectSettings(const std::filesystem::path &path, const ProjectSettings &settings)
{
    if (auto named = checkName(settings.memory); !named)
        return named;
    if (auto named = checkName(settings.termbase); !named)
        return named;
    if (auto named = checkName(settings.segmentation); !named)
        return named;
    Json references = Json::array();
    for (const ReferenceMemory &reference : settings.references) {
        if (auto named = checkName(reference.path); !named)
            return named;
        references.push_back({{"path", reference.path.string()}, {"penaltyPerMille", reference.penaltyPerMille}});
    }
    Json json{{"format", formatName},
              {"version", formatVersion},
              {"sourceLanguage", settings.sourceLanguage},
              {"targetLanguage", settings.targetLanguage},
              {"memory", settings.memory.empty() ? Json() : Json(settings.memory.string())},
              {"termbase", settings.termbase.string()}};
    if (!references.empty())
        json["references"] = std::move(references);
    if (settings.approvedOnly)
        json["approvedOnly"] = true;
    if (!settings.segmentation.empty())
        json["segmentation"] = settings.segmentation;
    return writeFileAtomically(path, json.dump(2) + "\n");
}

}  // namespace interlinear::cat
