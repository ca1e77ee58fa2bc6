#include "engine/mixmoe/model/safetensors.h"

#include "engine/core/files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace interlinear::mixmoe {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t lengthBytes = 8;
constexpr std::uint64_t longestHeader = 100'000'000;   // the limit of the format's own reader

struct Entry {
    std::string name;
    std::string type;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0, end = 0;
};

std::uint64_t readLittleEndian64(const char *bytes)
{
    std::uint64_t value = 0;
    for (int i = 7; i >= 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

std::uint16_t readLittleEndian16(const char *bytes)
{
    return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[0]) | static_cast<unsigned char>(bytes[1]) << 8);
}

std::uint32_t readLittleEndian32(const char *bytes)
{
    return static_cast<std::uint32_t>(readLittleEndian16(bytes)) | static_cast<std::uint32_t>(readLittleEndian16(bytes + 2)) << 16;
}

float fromFloat16(std::uint16_t bits)
{
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
    const std::uint32_t exponent = (bits >> 10) & 0x1FU;
    const std::uint32_t fraction = bits & 0x3FFU;
    if (exponent == 0) {
        const float value = static_cast<float>(fraction) * 0x1p-24F;
        return sign ? -value : value;
    }
    const std::uint32_t wideExponent = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | wideExponent << 23 | fraction << 13);
}

std::optional<std::uint64_t> elementSize(const std::string &type)
{
    if (type == "F32")
        return 4;
    if (type == "BF16" || type == "F16")
        return 2;
    return std::nullopt;
}

bool isUnsigned(const Json &value)
{
    return value.is_number_unsigned();
}

Result<Entry> parseEntry(const std::string &name, const Json &json, const std::string &where)
{
    const bool wellFormed = json.is_object() && json.contains("dtype") && json["dtype"].is_string() && json.contains("shape") && json["shape"].is_array()
        && std::all_of(json["shape"].begin(), json["shape"].end(), isUnsigned) && json.contains("data_offsets") && json["data_offsets"].is_array()
        && json["data_offsets"].size() == 2 && isUnsigned(json["data_offsets"][0]) && isUnsigned(json["data_offsets"][1]);
    if (!wellFormed)
        return fail(ErrorCode::BadFormat, where, "the header's entry for tensor \"%1\" lacks a dtype, a shape of whole numbers or two data_offsets", name);
    Entry entry{name, json["dtype"].get<std::string>(), json["shape"].get<std::vector<std::int64_t>>(), json["data_offsets"][0].get<std::uint64_t>(),
                json["data_offsets"][1].get<std::uint64_t>()};
    return entry;
}

Result<void> checkEntry(const Entry &entry, std::uint64_t dataSize, const std::string &where)
{
    const auto size = elementSize(entry.type);
    if (!size)
        return fail(ErrorCode::BadFormat, where, "tensor \"%1\" has type %2; expected F32, BF16 or F16", entry.name, entry.type);
    if (entry.begin > entry.end || entry.end > dataSize)
        return fail(ErrorCode::OutOfRange, where, "tensor \"%1\" lies at bytes %2 to %3 of the data, but the file has %4 bytes of data; is it cut off?", entry.name,
                    entry.begin, entry.end, dataSize);
    std::uint64_t count = 1;
    for (const std::int64_t extent : entry.shape) {
        if (extent < 0 || (extent > 0 && count > dataSize / static_cast<std::uint64_t>(extent)))
            return fail(ErrorCode::OutOfRange, where, "tensor \"%1\" has a shape larger than the file", entry.name);
        count *= static_cast<std::uint64_t>(extent);
    }
    if (count * *size != entry.end - entry.begin)
        return fail(ErrorCode::BadFormat, where, "tensor \"%1\" needs %2 bytes for its shape, but its offsets span %3", entry.name, count * *size, entry.end - entry.begin);
    return {};
}

Result<void> checkOverlap(std::vector<Entry> entries, const std::string &where)
{
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
    for (std::size_t i = 1; i < entries.size(); ++i) {
        if (entries[i].begin < entries[i - 1].end)
            return fail(ErrorCode::BadFormat, where, "tensors \"%1\" and \"%2\" overlap at byte %3 of the data", entries[i - 1].name, entries[i].name, entries[i].begin);
    }
    return {};
}

Tensor readValues(const Entry &entry, const char *data)
{
    const std::uint64_t size = *elementSize(entry.type);
    const std::size_t count = (entry.end - entry.begin) / size;
    Tensor tensor{entry.shape, std::vector<float>(count)};
    const char *bytes = data + entry.begin;
    for (std::size_t i = 0; i < count; ++i, bytes += size) {
        if (entry.type == "F32")
            tensor.values[i] = std::bit_cast<float>(readLittleEndian32(bytes));
        else
            tensor.values[i] = entry.type == "BF16" ? fromBFloat16(readLittleEndian16(bytes)) : fromFloat16(readLittleEndian16(bytes));
    }
    return tensor;
}

void append(std::string &bytes, std::uint64_t value, int count)
{
    for (int i = 0; i < count; ++i)
        bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

const Tensor *TensorFile::find(const std::string &name) const
{
    const auto found = tensors.find(name);
    return found == tensors.end() ? nullptr : &found->second;
}

std::uint16_t toBFloat16(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U)
        return static_cast<std::uint16_t>(bits >> 16 | 0x40U);   // a NaN stays one
    return static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16);
}

float fromBFloat16(std::uint16_t bits)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

Result<TensorFile> readSafetensors(const std::filesystem::path &file)
{
    const std::string where = file.string();
    const Result<std::string> bytes = readFile(file);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (bytes->size() < lengthBytes)
        return fail(ErrorCode::BadFormat, where, "has %1 bytes; a safetensors file begins with 8 bytes of header length", bytes->size());
    const std::uint64_t headerLength = readLittleEndian64(bytes->data());
    if (headerLength > longestHeader || headerLength > bytes->size() - lengthBytes)
        return fail(ErrorCode::BadFormat, where, "announces a header of %1 bytes, but has %2 bytes in all; it is cut off or no safetensors file", headerLength, bytes->size());

    const Json header = Json::parse(bytes->data() + lengthBytes, bytes->data() + lengthBytes + headerLength, nullptr, false);
    if (header.is_discarded() || !header.is_object())
        return fail(ErrorCode::BadFormat, where, "the header at byte 8 is no JSON object");

    TensorFile result;
    std::vector<Entry> entries;
    const std::uint64_t dataSize = bytes->size() - lengthBytes - headerLength;
    for (const auto &[name, json] : header.items()) {
        if (name == "__metadata__") {
            for (const auto &[key, value] : json.items())
                result.metadata[key] = value.is_string() ? value.get<std::string>() : value.dump();
            continue;
        }
        Result<Entry> entry = parseEntry(name, json, where);
        if (!entry)
            return std::unexpected(entry.error());
        if (auto valid = checkEntry(*entry, dataSize, where); !valid)
            return std::unexpected(valid.error());
        entries.push_back(std::move(*entry));
    }
    if (auto disjoint = checkOverlap(entries, where); !disjoint)
        return std::unexpected(disjoint.error());
    const char *data = bytes->data() + lengthBytes + headerLength;
    for (const Entry &entry : entries)
        result.tensors[entry.name] = readValues(entry, data);
    return result;
}

Result<void> writeSafetensors(const std::filesystem::path &file, const TensorMap &tensors, StoredType type, const std::map<std::string, std::string> &metadata)
{
    const std::uint64_t size = type == StoredType::Float32 ? 4 : 2;
    Json header = Json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const auto &[name, tensor] : tensors) {
        const std::uint64_t end = offset + tensor.values.size() * size;
        header[name] = {{"dtype", type == StoredType::Float32 ? "F32" : "BF16"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.append((lengthBytes - text.size() % lengthBytes) % lengthBytes, ' ');   // the data begins at a multiple of 8

    std::string bytes;
    bytes.reserve(lengthBytes + text.size() + offset);
    append(bytes, text.size(), 8);
    bytes += text;
    for (const auto &[name, tensor] : tensors) {
        for (const float value : tensor.values) {
            if (type == StoredType::Float32)
                append(bytes, std::bit_cast<std::uint32_t>(value), 4);
            else
                append(bytes, toBFloat16(value), 2);
        }
    }
    return writeFileAtomically(file, bytes);
}

}  // namespace interlinear::mixmoe
