#include "engine/training/data/corpus.h"

#include "engine/core/files.h"
#include "engine/core/utf8.h"

#include <lzma.h>

namespace interlinear::training {

namespace {

Result<std::string> decompressXz(const std::string &packed, const std::string &where)
{
    lzma_stream stream = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&stream, UINT64_MAX, LZMA_CONCATENATED) != LZMA_OK)
        return fail(ErrorCode::EngineFailure, where, "the xz decoder cannot start");
    stream.next_in = reinterpret_cast<const std::uint8_t *>(packed.data());
    stream.avail_in = packed.size();

    std::string text;
    std::string buffer(1 << 20, '\0');
    lzma_ret status = LZMA_OK;
    while (status == LZMA_OK) {
        stream.next_out = reinterpret_cast<std::uint8_t *>(buffer.data());
        stream.avail_out = buffer.size();
        status = lzma_code(&stream, LZMA_FINISH);
        text.append(buffer, 0, buffer.size() - stream.avail_out);
    }
    lzma_end(&stream);
    if (status != LZMA_STREAM_END)
        return fail(ErrorCode::BadFormat, where, "is no whole xz file; it breaks off after %1 bytes of text", text.size());
    return text;
}

Result<std::string> readText(const std::filesystem::path &file)
{
    Result<std::string> bytes = readFile(file);
    if (bytes && file.extension() == ".xz")
        bytes = decompressXz(*bytes, file.string());
    if (!bytes)
        return bytes;
    if (const auto bad = firstInvalidUtf8(*bytes))
        return notUtf8(file.string(), *bytes, *bad);
    return bytes;
}

}  // namespace

Result<std::vector<std::string>> readSentences(const std::filesystem::path &file)
{
    const Result<std::string> text = readText(file);
    if (!text)
        return std::unexpected(text.error());
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text->size()) {
        const std::size_t end = std::min(text->find('\n', begin), text->size());
        lines.push_back(text->substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

Result<std::vector<SentencePair>> readPairs(const std::filesystem::path &file)
{
    const Result<std::vector<std::string>> lines = readSentences(file);
    if (!lines)
        return std::unexpected(lines.error());
    std::vector<SentencePair> pairs;
    pairs.reserve(lines->size());
    for (const std::string &line : *lines) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos || line.find('\t', tab + 1) != std::string::npos)
            return fail(ErrorCode::BadFormat, file.string() + ":" + std::to_string(pairs.size() + 1), "expected two columns with one tab between them");
        pairs.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
    return pairs;
}

}  // namespace interlinear::training
