// Arrays as numpy's .npz: a zip archive with one .npy entry an array, uncompressed, equal bytes for equal arrays.
//
//   NpzArchive archive;
//   archive.add<float>("weight", weights, {layers, tokens, groups});
//   Result<std::string> bytes = archive.finish();
//
// Formats: NEP 1, version 1.0; PKWARE APPNOTE 6.3 without Zip64.
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

class NpzArchive {
public:
    /// Values row-major; their count is the product of the shape. T is float, or an integer of 8, 16 or 32 bits.
    template <typename T>
    void add(std::string_view name, std::span<const T> values, const std::vector<std::size_t> &shape);

    /// The whole file. More than 4 GiB is OutOfRange. Ends the archive.
    Result<std::string> finish();

private:
    void addBytes(std::string_view name, std::string_view type, const std::vector<std::size_t> &shape, std::string_view bytes);

    std::string m_bytes;       // local headers and data so far
    std::string m_directory;   // central directory so far
    std::uint16_t m_entries = 0;
};

}  // namespace interlinear::mixmoe
