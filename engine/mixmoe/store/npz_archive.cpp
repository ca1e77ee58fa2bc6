#include "engine/mixmoe/store/npz_archive.h"

#include <zlib.h>

#include <bit>
#include <limits>

namespace interlinear::mixmoe {

namespace {

static_assert(std::endian::native == std::endian::little, "the arrays are written as they lie in memory");

template <typename T>
constexpr std::string_view npyType = "";
template <>
constexpr std::string_view npyType<float> = "<f4";
template <>
constexpr std::string_view npyType<std::int32_t> = "<i4";
template <>
constexpr std::string_view npyType<std::int16_t> = "<i2";
template <>
constexpr std::string_view npyType<std::int8_t> = "|i1";
template <>
constexpr std::string_view npyType<std::uint8_t> = "|u1";

template <typename Integer>
void append(std::string &out, Integer value)
{
    for (std::size_t byte = 0; byte < sizeof value; ++byte)
        out += static_cast<char>(value >> (8 * byte) & 0xFF);
}

std::string npyHeader(std::string_view type, const std::vector<std::size_t> &shape)
{
    std::string dictionary = "{'descr': '" + std::string(type) + "', 'fortran_order': False, 'shape': (";
    for (const std::size_t length : shape)
        dictionary += std::to_string(length) + ",";
    dictionary += "), }";
    constexpr std::size_t fixedPart = 10;   // magic, version, length
    const std::size_t padding = 63 - (fixedPart + dictionary.size()) % 64;
    dictionary.append(padding, ' ');
    dictionary += '\n';

    std::string header("\x93NUMPY\x01\x00", 8);
    append(header, static_cast<std::uint16_t>(dictionary.size()));
    return header + dictionary;
}

/// What the local header and the central directory say alike about an entry.
std::string entryFields(std::string_view content, std::string_view fileName)
{
    const auto checksum = crc32_z(0, reinterpret_cast<const Bytef *>(content.data()), content.size());
    const auto size = static_cast<std::uint32_t>(content.size());
    std::string fields;
    append(fields, std::uint16_t{20});       // version needed: 2.0
    append(fields, std::uint16_t{0});        // flags
    append(fields, std::uint16_t{0});        // method: stored
    append(fields, std::uint16_t{0});        // time: 0:00
    append(fields, std::uint16_t{0x21});     // date: 1 January 1980, the first that the format knows
    append(fields, static_cast<std::uint32_t>(checksum));
    append(fields, size);
    append(fields, size);
    append(fields, static_cast<std::uint16_t>(fileName.size()));
    append(fields, std::uint16_t{0});        // extra field
    return fields;
}

}  // namespace

void NpzArchive::addBytes(std::string_view name, std::string_view type, const std::vector<std::size_t> &shape, std::string_view bytes)
{
    const std::string fileName = std::string(name) + ".npy";
    const std::string content = npyHeader(type, shape).append(bytes);
    const std::string fields = entryFields(content, fileName);
    const auto offset = static_cast<std::uint32_t>(m_bytes.size());

    m_bytes.append("PK\x03\x04", 4).append(fields).append(fileName).append(content);

    m_directory.append("PK\x01\x02", 4);
    append(m_directory, std::uint16_t{20});  // version made by
    m_directory += fields;
    append(m_directory, std::uint16_t{0});   // comment
    append(m_directory, std::uint16_t{0});   // disk
    append(m_directory, std::uint16_t{0});   // internal attributes
    append(m_directory, std::uint32_t{0});   // external attributes
    append(m_directory, offset);
    m_directory += fileName;
    ++m_entries;
}

template <typename T>
void NpzArchive::add(std::string_view name, std::span<const T> values, const std::vector<std::size_t> &shape)
{
    addBytes(name, npyType<T>, shape, {reinterpret_cast<const char *>(values.data()), values.size_bytes()});
}

template void NpzArchive::add(std::string_view, std::span<const float>, const std::vector<std::size_t> &);
template void NpzArchive::add(std::string_view, std::span<const std::int32_t>, const std::vector<std::size_t> &);
template void NpzArchive::add(std::string_view, std::span<const std::int16_t>, const std::vector<std::size_t> &);
template void NpzArchive::add(std::string_view, std::span<const std::int8_t>, const std::vector<std::size_t> &);
template void NpzArchive::add(std::string_view, std::span<const std::uint8_t>, const std::vector<std::size_t> &);

Result<std::string> NpzArchive::finish()
{
    const std::size_t size = m_bytes.size() + m_directory.size();
    if (size >= std::numeric_limits<std::uint32_t>::max())
        return fail(ErrorCode::OutOfRange, "", "the arrays take %1 bytes; an npz file holds at most 4 GiB, so export fewer segments", size);

    const auto directoryOffset = static_cast<std::uint32_t>(m_bytes.size());
    m_bytes += m_directory;
    m_bytes.append("PK\x05\x06", 4);
    append(m_bytes, std::uint16_t{0});       // this disk
    append(m_bytes, std::uint16_t{0});       // disk of the directory
    append(m_bytes, m_entries);
    append(m_bytes, m_entries);
    append(m_bytes, static_cast<std::uint32_t>(m_directory.size()));
    append(m_bytes, directoryOffset);
    append(m_bytes, std::uint16_t{0});       // comment
    return std::move(m_bytes);
}

}  // namespace interlinear::mixmoe
