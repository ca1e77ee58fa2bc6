// Packed weights kept as a file, so that the next start maps them instead of reading and packing the model again.
//
//   const std::filesystem::path file = packedFile(userCacheFolder(), model->fingerprint, WeightType::Int8);
//   writePackedFile(file, model->fingerprint, packed);
//   Result<PackedModel> again = readPackedFile(file, model->fingerprint, model->config, WeightType::Int8);
//
// A page that says in JSON what follows, then the arena as it lies in memory, the same on every machine of the same byte order. A file that was cut, changed or written
// by another version is an Error, never wrong weights: all bytes are checked against their hash (XXH3, several pieces at a time) before they are used. Pages are
// shared by all programs that map them. Files are replaced, never written over; those that no program has opened for a month go when another one is written.
#pragma once

#include "engine/mixmoe/runtime/cpu/packed_model.h"

#include <filesystem>
#include <string>

namespace interlinear::mixmoe {

/// Where the weights of a model are kept in a cache folder.
std::filesystem::path packedFile(const std::filesystem::path &cache, const std::string &fingerprint, WeightType type);

/// Makes the folder where it is missing. Errors as of writeFileAtomically().
Result<void> writePackedFile(const std::filesystem::path &file, const std::string &fingerprint, const PackedModel &packed);

/// NotFound; Damaged when the file is not what was written; WrongModel when it is of another model, type or version. threads: that check it.
Result<PackedModel> readPackedFile(const std::filesystem::path &file, const std::string &fingerprint, const ModelConfig &config, WeightType type, int threads);

}  // namespace interlinear::mixmoe
