// A model made ready for openRuntime(): its weights packed once for a device and kept in the user's cache, so that the next start maps them.
//
//   Result<std::shared_ptr<const Model>> model = prepareModel(folder, settings);
//   Result<std::unique_ptr<Runtime>> runtime = openRuntime(*model, settings);
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/serve/device.h"

#include <filesystem>
#include <memory>

namespace interlinear::mixmoe {

/// Without weights in memory where their packed file lies in userCacheFolder(), after this call at the latest; with them where nothing can be kept (no such folder,
/// a full disk) or the model's router feature cannot be folded. Errors as of loadModel(). Milliseconds when all is kept, else as loadModel() and packing take.
Result<std::shared_ptr<const Model>> prepareModel(const std::filesystem::path &folder, const RuntimeSettings &settings);

}  // namespace interlinear::mixmoe
