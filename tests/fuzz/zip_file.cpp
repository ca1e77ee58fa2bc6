#include "tests/fuzz/zip_file.h"

#include <zlib.h>

#include <cstdlib>
#include <string_view>

namespace interlinear::fuzz {

namespace {

constexpr std::uint16_t versionNeeded = 20;

void put16(std::string &bytes, std::size_t number)
{
    bytes += static_cast<char>(number & 0xFF);
    bytes += static_cast<char>((number >> 8) & 0xFF);
}

void put32(std::string &bytes, std::size_t number)
{
    put16(bytes, number & 0xFFFF);
    put16(bytes, number >> 16);
}

std::uint32_t checksumOf(std::string_view bytes, std::uint32_t before = 0)
{
    return static_cast<std::uint32_t>(crc32(before, reinterpret_cast<const Bytef *>(bytes.data()), static_cast<uInt>(bytes.size())));
}

// From version to the lengths of name and extra field: the same in both headers.
std::string described(const ZipEntry &entry)
{
    std::string bytes;
    put16(bytes, versionNeeded);
    put16(bytes, entry.encrypted ? 1 : 0);
    put16(bytes, entry.inflated ? 8 : 0);
    put32(bytes, 0x21);   // 1 January 1980
    put32(bytes, entry.inflated ? entry.checksum : checksumOf(entry.content));
    put32(bytes, entry.content.size());
    put32(bytes, entry.inflated.value_or(static_cast<std::uint32_t>(entry.content.size())));
    put16(bytes, entry.name.size());
    put16(bytes, 0);
    return bytes;
}

std::string deflated(std::string_view bytes, int flush)
{
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        std::abort();
    std::string result(deflateBound(&stream, bytes.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, flush);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

}  // namespace

std::string zipFile(const std::vector<ZipEntry> &entries)
{
    std::string files;
    std::string directory;
    for (const ZipEntry &entry : entries) {
        put32(directory, 0x02014B50);
        put16(directory, versionNeeded);
        directory += described(entry);
        directory.append(10, '\0');   // comment, disk, attributes
        put32(directory, files.size());
        directory += entry.name;
        put32(files, 0x04034B50);
        files += described(entry) + entry.name + entry.content;
    }
    std::string end;
    put32(end, 0x06054B50);
    put32(end, 0);
    put16(end, entries.size());
    put16(end, entries.size());
    put32(end, directory.size());
    put32(end, files.size());
    put16(end, 0);
    return files + directory + end;
}

ZipEntry bomb(const std::string &name, const std::string &head, const std::string &block, std::size_t times, const std::string &tail)
{
    // A full flush lets each compressed piece stand alone, so that one may be repeated.
    const std::string piece = deflated(block, Z_FULL_FLUSH);
    ZipEntry entry{name, deflated(head, Z_FULL_FLUSH), 0, checksumOf(head)};
    const auto sumOfBlock = checksumOf(block);
    for (std::size_t i = 0; i < times; ++i) {
        entry.content += piece;
        entry.checksum = static_cast<std::uint32_t>(crc32_combine(entry.checksum, sumOfBlock, static_cast<z_off_t>(block.size())));
    }
    entry.content += deflated(tail, Z_FINISH);
    entry.checksum = checksumOf(tail, entry.checksum);
    entry.inflated = static_cast<std::uint32_t>(head.size() + times * block.size() + tail.size());
    return entry;
}

}  // namespace interlinear::fuzz
