// A model folder from outside: whether its files are the ones that its card describes, and its weights plausible.
//
//   Result<FolderCheck> check = checkFolder("resources/models/european");
//   check->filesWithChecksum;      // {"model.safetensors", "tokenizer.model"}; empty: the card lists none
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

struct FolderCheck {
    std::vector<std::string> filesWithChecksum;   ///< those whose SHA-256 is the one in MODEL_CARD.md
};

/// Damaged, with the file and where it can be told the tensor: a file whose SHA-256 is not the one that a line of MODEL_CARD.md names beside it, and a weight
/// that is no finite number or lies far outside all others of its tensor.
Result<FolderCheck> checkFolder(const std::filesystem::path &folder);

}  // namespace interlinear::mixmoe
