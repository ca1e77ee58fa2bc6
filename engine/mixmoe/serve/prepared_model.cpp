#include "engine/mixmoe/serve/prepared_model.h"

#include "engine/core/cache_folder.h"
#include "engine/mixmoe/runtime/cpu/packed_file.h"

namespace interlinear::mixmoe {

Result<std::shared_ptr<const Model>> prepareModel(const std::filesystem::path &folder, const RuntimeSettings &settings)
{
    const std::filesystem::path cache = userCacheFolder();
    if (const std::optional<ModelNote> note = readModelNote(cache, folder)) {
        Result<std::shared_ptr<const Model>> head = loadModelHead(folder, *note);
        std::error_code ignored;
        if (!head || std::filesystem::exists(packedFile(cache, note->fingerprint, weightsFor(settings.precision, **head)), ignored))
            return head;
    }
    const std::string state = folderState(folder);
    Result<std::shared_ptr<const Model>> model = loadModel(folder);
    if (!model || cache.empty() || !isFoldable((*model)->config.moe.fourierMode))
        return model;
    const WeightType type = weightsFor(settings.precision, **model);
    const std::filesystem::path file = packedFile(cache, (*model)->fingerprint, type);
    if (!writePackedFile(file, (*model)->fingerprint, packModel(**model, type)))
        return model;
    const ModelNote note{(*model)->fingerprint, losslessWeights(**model) == WeightType::Bf16};
    writeModelNote(cache, folder, state, note);
    return loadModelHead(folder, note);
}

}  // namespace interlinear::mixmoe
