#include "engine/mixmoe/runtime/cpu/packed_file.h"

#include "engine/core/files.h"
#include "engine/mixmoe/runtime/cpu/thread_pool.h"

#include <nlohmann/json.hpp>
#include <xxhash.h>

#include <bit>
#include <chrono>
#include <fstream>

namespace interlinear::mixmoe {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::string_view formatName = "interlinear packed weights";
constexpr int formatVersion = 2;   // of the layout in the arena too
constexpr std::size_t headBytes = 4096;
constexpr std::size_t pieceBytes = std::size_t{16} << 20;
constexpr auto longUnused = std::chrono::days(30);

std::string hashOf(std::span<const std::byte> contents, int threads)
{
    std::vector<XXH64_hash_t> pieces((contents.size() + pieceBytes - 1) / pieceBytes);
    ThreadPool(threads).run(pieces.size(), [&](std::size_t piece) {
        const auto part = contents.subspan(piece * pieceBytes, std::min(pieceBytes, contents.size() - piece * pieceBytes));
        pieces[piece] = XXH3_64bits(part.data(), part.size());
    });
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(XXH3_64bits(pieces.data(), pieces.size() * sizeof pieces[0])));
    return digits;
}

/// What the first page says; all but the hash is known beforehand to who looks for the file.
Json headFor(const std::string &fingerprint, const PackedLayout &layout, std::size_t bytes)
{
    return {{"format", formatName},
            {"version", formatVersion},
            {"model", fingerprint},
            {"weights", nameOf(layout.type)},
            {"embedding_rows", layout.halfRows ? "bf16" : "fp32"},
            {"byte_order", std::endian::native == std::endian::little ? "little" : "big"},
            {"bytes", bytes}};
}

Result<Json> readHead(const fs::path &file)
{
    std::error_code problem;
    if (!fs::exists(file, problem))
        return fail(ErrorCode::NotFound, file.string(), "is not there");
    std::string text(headBytes, '\0');
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(text.data(), static_cast<std::streamsize>(text.size())))
        return fail(ErrorCode::Damaged, file.string(), "is shorter than its first page");
    Json head = Json::parse(text, nullptr, false);
    if (!head.is_object())
        return fail(ErrorCode::Damaged, file.string(), "does not say in its first page what it holds");
    return head;
}

void removeLongUnused(const fs::path &folder)
{
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        std::error_code ignored;
        const bool ours = entry->path().filename().string().find(".weights") != std::string::npos;   // also what a program that was killed had begun
        if (ours && fs::file_time_type::clock::now() - entry->last_write_time(ignored) > longUnused && !ignored)
            fs::remove(entry->path(), ignored);
    }
}

}  // namespace

fs::path packedFile(const fs::path &cache, const std::string &fingerprint, WeightType type)
{
    return cache / "packed" / (fingerprint.substr(0, 32) + '-' + nameOf(type) + ".weights");
}

Result<void> writePackedFile(const fs::path &file, const std::string &fingerprint, const PackedModel &packed)
{
    std::error_code ignored;   // opening the file says what is wrong
    fs::create_directories(file.parent_path(), ignored);
    removeLongUnused(file.parent_path());
    const std::span<const std::byte> contents = packed.arena.contents();
    Json head = headFor(fingerprint, packed.layout, contents.size());
    head["hash"] = hashOf(contents, 1);
    std::string page = head.dump();
    page.resize(headBytes, ' ');
    Result<FileWriter> writer = FileWriter::open(file);
    if (!writer)
        return std::unexpected(writer.error());
    if (auto written = writer->write(page); !written)
        return written;
    if (auto written = writer->write({reinterpret_cast<const char *>(contents.data()), contents.size()}); !written)
        return written;
    return writer->commit();
}

Result<PackedModel> readPackedFile(const fs::path &file, const std::string &fingerprint, const ModelConfig &config, WeightType type, int threads)
{
    Result<Json> head = readHead(file);
    if (!head)
        return std::unexpected(head.error());
    const PackedLayout layout{type, head->value("embedding_rows", Json()) == "bf16"};
    const std::size_t bytes = packedBytes(config, layout);
    Json expected = headFor(fingerprint, layout, bytes);
    expected["hash"] = head->value("hash", Json());
    if (*head != expected)
        return fail(ErrorCode::WrongModel, file.string(), "holds %1; %2 was expected", head->dump(-1, ' ', false, Json::error_handler_t::replace), expected.dump(-1, ' ', false, Json::error_handler_t::replace));
    Result<WeightArena> arena = WeightArena::map(file, headBytes, bytes);
    if (!arena)
        return std::unexpected(arena.error());
    if (Json(hashOf(arena->contents(), threads)) != expected["hash"])
        return fail(ErrorCode::Damaged, file.string(), "its bytes do not have the hash that its first page says");
    std::error_code ignored;
    fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);   // in use
    return unpackedFrom(std::move(*arena), config, layout);
}

}  // namespace interlinear::mixmoe
