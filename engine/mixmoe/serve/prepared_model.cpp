#include "engine/mixmoe/serve/prepared_model.h"

#include "engine/core/cache_folder.h"
#include "engine/core/files.h"
#include "engine/mixmoe/runtime/cpu/packed_file.h"

#include <new>

namespace interlinear::mixmoe {

namespace {

// Nothing is packed for a place that cannot be written.
bool keep(const Model &model, WeightType type, const std::filesystem::path &file)
{
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    if (!FileWriter::open(file))
        return false;
    try {
        return writePackedFile(file, model.fingerprint, packModel(model, type)).has_value();
    } catch (const std::bad_alloc &) {
        return false;
    }
}

// What was kept of the folder, as long as that stays as it is until its config and vocabulary are read.
std::shared_ptr<const Model> keptHead(const std::filesystem::path &cache, const std::filesystem::path &folder, Precision precision)
{
    const std::optional<ModelNote> note = readModelNote(cache, folder);
    const Result<std::shared_ptr<const Model>> head = note ? loadModelHead(folder, *note) : Result<std::shared_ptr<const Model>>(nullptr);
    std::error_code ignored;
    if (!head || !*head || !std::filesystem::exists(packedFile(cache, note->fingerprint, weightsFor(precision, **head)), ignored))
        return nullptr;
    return readModelNote(cache, folder) == note ? *head : nullptr;
}

}  // namespace

Result<std::shared_ptr<const Model>> prepareModel(const std::filesystem::path &folder, const RuntimeSettings &settings)
{
    const std::filesystem::path cache = userCacheFolder();
    if (std::shared_ptr<const Model> head = keptHead(cache, folder, settings.precision))
        return head;
    const std::string state = folderState(folder);
    Result<std::shared_ptr<const Model>> model = loadModel(folder);
    if (!model || cache.empty() || !isFoldable((*model)->config.moe.fourierMode))
        return model;
    const WeightType type = weightsFor(settings.precision, **model);
    if (!keep(**model, type, packedFile(cache, (*model)->fingerprint, type)))
        return model;
    const ModelNote note{(*model)->fingerprint, losslessWeights(**model) == WeightType::Bf16};
    writeModelNote(cache, folder, state, note);
    return headOf(**model, note);
}

}  // namespace interlinear::mixmoe
