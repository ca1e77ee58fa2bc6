// Reading and writing the safetensors container: a length, a JSON header, and the tensors' bytes.
//
//   Result<TensorFile> file = readSafetensors("model.safetensors");
//   const Tensor *embed = file->find("embed.weight");        // fp32 in memory, whatever the file held
//   writeSafetensors("out.safetensors", file->tensors, StoredType::BFloat16, {{"format", "pt"}});
//
// Format: little-endian u64 header length, header, data; offsets relative to the data. F32, BF16 and F16 are read.
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

struct Tensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;          ///< row-major, product of the shape
    bool operator==(const Tensor &) const = default;
};

using TensorMap = std::map<std::string, Tensor>;

enum class StoredType { Float32, BFloat16 };

struct TensorFile {
    TensorMap tensors;
    std::map<std::string, std::string> metadata;
    const Tensor *find(const std::string &name) const;
};

/// Reads one file. Truncation, overlapping or out-of-range tensors, a header longer than the file, unknown types and shapes
/// that disagree with their bytes are errors that name the tensor and the numbers. Never allocates more than the file holds, twice over.
Result<TensorFile> readSafetensors(const std::filesystem::path &file);

/// Writes atomically, tensors in name order, so that equal tensors give equal bytes. BFloat16 rounds to nearest even.
Result<void> writeSafetensors(const std::filesystem::path &file, const TensorMap &tensors, StoredType type,
                              const std::map<std::string, std::string> &metadata = {});

/// Round to nearest even, and back.
std::uint16_t toBFloat16(float value);
float fromBFloat16(std::uint16_t bits);

}  // namespace interlinear::mixmoe
