#include "engine/training/data/corpus.h"

#include "engine/core/files.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/model/sha256.h"
#include "engine/training/data/tmx.h"

#include <lzma.h>

#include <algorithm>

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
    Result<std::string> bytes = readUnpacked(file);
    if (!bytes)
        return bytes;
    if (const auto bad = firstInvalidUtf8(*bytes))
        return notUtf8(file.string(), *bytes, *bad);
    return bytes;
}

std::string place(const std::filesystem::path &file, std::size_t line)
{
    return file.string() + ":" + std::to_string(line);
}

/// Lines without their ends, "\r\n" included.
std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = text.substr(begin, end - begin);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        begin = end + 1;
    }
    return lines;
}

std::vector<std::string_view> fieldsOf(std::string_view line)
{
    std::vector<std::string_view> fields;
    for (;;) {
        const std::size_t tab = line.find('\t');
        fields.push_back(line.substr(0, tab));
        if (tab == std::string_view::npos)
            return fields;
        line.remove_prefix(tab + 1);
    }
}

std::unexpected<Error> unevenColumns(const std::string &where, std::size_t found, std::size_t expected)
{
    return fail(ErrorCode::BadFormat, where, "has %1 columns; expected %2 with one tab between each two; mend the line or leave it out", found, expected);
}

/// Which columns of a table the languages are, by its header.
Result<std::vector<std::size_t>> columnsByHeader(const std::vector<std::string_view> &header, const std::vector<std::string> &languages, const std::string &where)
{
    std::vector<std::size_t> columns;
    for (const std::string &language : languages) {
        const auto found = std::ranges::find(header, language);
        if (found == header.end())
            return fail(ErrorCode::BadFormat, where, "has no column \"%1\"; expected a header line of language codes", language);
        columns.push_back(static_cast<std::size_t>(found - header.begin()));
    }
    return columns;
}

Result<CorpusTable> tableOfLines(std::string bytes, const std::filesystem::path &file, CorpusKind kind, const std::vector<std::string> &languages)
{
    CorpusTable table{.columns = languages.size(), .cells = {}, .lines = {}, .incomplete = 0, .text = std::make_shared<const std::string>(std::move(bytes))};
    const std::vector<std::string_view> lines = linesOf(*table.text);
    std::vector<std::size_t> chosen{0, 1};
    std::size_t width = languages.size(), line = 0;
    if (kind == CorpusKind::Multi) {
        const std::vector<std::string_view> header = lines.empty() ? std::vector<std::string_view>() : fieldsOf(lines[line++]);
        const auto columns = columnsByHeader(header, languages, place(file, 1));
        if (!columns)
            return std::unexpected(columns.error());
        chosen = *columns;
        width = header.size();
    }
    for (; line < lines.size(); ++line) {
        const std::vector<std::string_view> fields = kind == CorpusKind::Text ? std::vector{lines[line]} : fieldsOf(lines[line]);
        if (fields.size() != width)
            return unevenColumns(place(file, line + 1), fields.size(), width);
        table.lines.push_back(static_cast<std::uint32_t>(line + 1));
        for (std::size_t column = 0; column < table.columns; ++column)
            table.cells.push_back(fields[chosen[column]]);
    }
    return table;
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
        const std::vector<std::string_view> fields = fieldsOf(line);
        if (fields.size() != 2)
            return unevenColumns(place(file, pairs.size() + 1), fields.size(), 2);
        pairs.push_back({std::string(fields[0]), std::string(fields[1])});
    }
    return pairs;
}

Result<CorpusTable> readTable(const std::filesystem::path &file, CorpusKind kind, const std::vector<std::string> &languages)
{
    Result<std::string> bytes = readUnpacked(file);
    if (!bytes)
        return std::unexpected(bytes.error());
    return kind == CorpusKind::Tmx ? tableOfTmx(*bytes, file.string(), languages) : tableOfLines(std::move(*bytes), file, kind, languages);
}

Result<std::vector<DocumentPair>> readDocuments(const std::filesystem::path &file, const std::string &first, const std::string &second)
{
    const Result<CorpusTable> table = readTable(file, CorpusKind::Multi, {"id", first, second});
    if (!table)
        return std::unexpected(table.error());
    std::vector<DocumentPair> pairs;
    std::string_view document;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string_view id = table->cell(row, 0), one = table->cell(row, 1), two = table->cell(row, 2);
        if (one.empty() || two.empty()) {
            document = {};
            continue;
        }
        if (firstInvalidUtf8(one) || firstInvalidUtf8(two))
            return fail(ErrorCode::NotUtf8, place(file, table->lines[row]), "is not UTF-8; mend the line or leave it out");
        const std::string_view belongsTo = id.substr(0, id.rfind('.'));
        pairs.push_back({.pair = {std::string(one), std::string(two)}, .beginsDocument = belongsTo != document});
        document = belongsTo;
    }
    return pairs;
}

Result<std::string> readUnpacked(const std::filesystem::path &file)
{
    Result<std::string> bytes = readFile(file);
    return bytes && file.extension() == ".xz" ? decompressXz(*bytes, file.string()) : bytes;
}

Result<std::string> sha256OfFile(const std::filesystem::path &file)
{
    const Result<std::string> bytes = readFile(file);
    if (!bytes)
        return bytes;
    mixmoe::Sha256 hash;
    hash.add(*bytes);
    return hash.hex();
}

}  // namespace interlinear::training
