#include "engine/cat/document/archive.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace interlinear::cat {

namespace {

constexpr std::string_view compoundFile("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");   // what old Office files, and protected ones, begin with
constexpr zip_uint64_t largestPart = 256U << 20U;
constexpr zip_uint32_t compression = 6;   // zlib's own choice; libzip's is 9, which takes a third more time for a fortieth less
constexpr zip_uint64_t largePart = 16U << 20U;
constexpr zip_uint64_t greatestGrowth = 250;   // of a large part, from how it is compressed: mark-up that repeats itself stays below 60

struct FileClose {
    void operator()(zip_file_t *file) const { zip_fclose(file); }
};

std::unexpected<Error> notAnArchive(const std::string &name, zip_error_t &error)
{
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    return fail(ErrorCode::BadFormat, name, "cannot be opened as the zip archive that it should be (%1); save it again in its program", reason);
}

/// Null with the error set.
zip_t *openInMemory(zip_source_t *source, int flags, zip_error_t &error)
{
    zip_t *archive = zip_open_from_source(source, flags, &error);
    if (!archive)
        zip_source_free(source);
    return archive;
}

// A source that is written to: libzip frees the memory of one that it only borrows when it keeps its beginning (seen in 1.7.3), so that it gets its own; an empty one it
// would never free.
zip_source_t *ownedSource(std::string_view bytes, zip_error_t &error)
{
    if (bytes.empty())
        return zip_source_buffer_create(nullptr, 0, 0, &error);
    void *copy = std::malloc(bytes.size());
    if (!copy) {
        zip_error_set(&error, ZIP_ER_MEMORY, 0);
        return nullptr;
    }
    std::memcpy(copy, bytes.data(), bytes.size());
    zip_source_t *source = zip_source_buffer_create(copy, bytes.size(), 1, &error);
    if (!source)
        std::free(copy);
    return source;
}

Result<std::string> allOf(zip_source_t *source, const std::string &name)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(source, &stat) < 0 || zip_source_open(source) < 0)
        return fail(ErrorCode::EngineFailure, name, "the archive could not be put together (%1)", zip_error_strerror(zip_source_error(source)));
    std::string bytes(stat.size, '\0');
    const zip_int64_t got = zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    if (got != static_cast<zip_int64_t>(bytes.size()))
        return fail(ErrorCode::EngineFailure, name, "the archive could not be put together; there may not be enough memory");
    return bytes;
}

/// Puts the archive together, unless something before went wrong.
Result<std::string> closedArchive(zip_t *archive, bool complete, zip_source_t *source, const std::string &name)
{
    if (!complete || zip_close(archive) != 0) {
        const std::string reason = zip_strerror(archive);
        zip_discard(archive);
        return fail(ErrorCode::EngineFailure, name, "the archive could not be put together (%1)", reason);
    }
    return allOf(source, name);
}

std::unexpected<Error> damaged(const std::string &name, const std::string &part)
{
    return fail(ErrorCode::BadFormat, name, "is damaged in its part \"%1\"; take it from a backup, or let its program repair it", part);
}

bool isEncrypted(zip_t *archive, zip_uint64_t index)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    return zip_stat_index(archive, index, 0, &stat) == 0 && (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE;
}

// Whether it begins where the directory says and is as long as that, without which no changed archive can be written. All of them have so many bytes: parts that lie over each
// other would take long to read, and no program writes them.
bool isWhereItShouldBe(zip_t *archive, zip_uint64_t index, zip_uint64_t &bytesOfParts)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive, index, 0, &stat) != 0 || stat.comp_size > bytesOfParts)
        return false;
    bytesOfParts -= stat.comp_size;
    const std::unique_ptr<zip_file_t, FileClose> file(zip_fopen_index(archive, index, ZIP_FL_COMPRESSED));
    std::array<char, 1 << 16> bytes;
    zip_uint64_t left = stat.comp_size;
    for (zip_int64_t got = 1; file && got > 0 && left > 0; left -= static_cast<zip_uint64_t>(std::max<zip_int64_t>(got, 0)))
        got = zip_fread(file.get(), bytes.data(), bytes.size());
    return file && left == 0;
}

}  // namespace

void Archive::Close::operator()(zip *archive) const
{
    zip_discard(archive);
}

Result<Archive> Archive::open(std::string_view bytes, const std::string &name)
{
    if (bytes.starts_with(compoundFile))
        return fail(ErrorCode::BadFormat, name,
                    "is protected by a password, or is of an Office before 2007; save it in its program without a password, in today's format");
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (!source)
        return notAnArchive(name, error);
    Archive archive;
    archive.m_zip.reset(openInMemory(source, ZIP_RDONLY, error));
    if (!archive.m_zip)
        return notAnArchive(name, error);
    zip_error_fini(&error);
    archive.m_name = name;
    const zip_int64_t count = zip_get_num_entries(archive.m_zip.get(), 0);
    zip_uint64_t bytesOfParts = bytes.size();
    for (zip_int64_t i = 0; i < count; ++i) {
        const char *part = zip_get_name(archive.m_zip.get(), static_cast<zip_uint64_t>(i), 0);
        archive.m_names.emplace_back(part ? part : "");
        if (isEncrypted(archive.m_zip.get(), static_cast<zip_uint64_t>(i)))
            return fail(ErrorCode::BadFormat, name, "is protected by a password; save it without one");
        if (!isWhereItShouldBe(archive.m_zip.get(), static_cast<zip_uint64_t>(i), bytesOfParts))
            return damaged(name, archive.m_names.back());
    }
    return archive;
}

bool Archive::has(std::string_view name) const
{
    return std::ranges::find(m_names, name) != m_names.end();
}

Result<std::string> Archive::part(const std::string &name) const
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(m_zip.get(), name.c_str(), 0, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE))
        return fail(ErrorCode::NotFound, m_name, "has no part \"%1\", which its kind of file needs; save it again in its program", name);
    if (stat.size > largestPart)
        return fail(ErrorCode::BadFormat, m_name, "has a part \"%1\" of %2 bytes; at most %3 are read", name, stat.size, largestPart);
    if (stat.size > largePart && stat.size / greatestGrowth > stat.comp_size)
        return fail(ErrorCode::BadFormat, m_name, "has a part \"%1\" that grows from %2 to %3 bytes, as only files do that are made to fill the memory", name,
                    stat.comp_size, stat.size);
    const std::unique_ptr<zip_file_t, FileClose> file(zip_fopen(m_zip.get(), name.c_str(), 0));
    std::string content(stat.size, '\0');
    // One byte more tells a part that is longer than it says, and makes libzip check the sum.
    std::string more(1, '\0');
    if (!file || zip_fread(file.get(), content.data(), content.size()) != static_cast<zip_int64_t>(content.size()) || zip_fread(file.get(), more.data(), 1) != 0)
        return damaged(m_name, name);
    return content;
}

Result<std::string> newArchive(const std::vector<ChangedPart> &parts, const std::string &name)
{
    constexpr std::time_t noTime = 315'532'800;   // 1980, where the time of zip archives begins
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = ownedSource({}, error);
    if (!source)
        return notAnArchive(name, error);
    zip_source_keep(source);
    const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> kept(source, zip_source_free);
    zip_t *archive = openInMemory(source, ZIP_TRUNCATE, error);
    if (!archive)
        return notAnArchive(name, error);
    zip_error_fini(&error);

    bool added = true;
    for (const ChangedPart &part : parts) {
        zip_source_t *content = zip_source_buffer(archive, part.content.data(), part.content.size(), 0);
        const zip_int64_t index = content ? zip_file_add(archive, part.name.c_str(), content, ZIP_FL_ENC_UTF_8) : -1;
        added = added && index >= 0 && zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), noTime, 0) == 0;
    }
    return closedArchive(archive, added, kept.get(), name);
}

Result<std::string> withParts(std::string_view bytes, const std::vector<ChangedPart> &parts, const std::string &name)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = ownedSource(bytes, error);
    if (!source)
        return notAnArchive(name, error);
    zip_source_keep(source);   // to be read when the archive has been written to it
    const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> kept(source, zip_source_free);
    zip_t *archive = openInMemory(source, 0, error);
    if (!archive)
        return notAnArchive(name, error);
    zip_error_fini(&error);

    bool replaced = true;
    for (const ChangedPart &part : parts) {
        const zip_int64_t index = zip_name_locate(archive, part.name.c_str(), 0);
        zip_stat_t stat;
        zip_stat_init(&stat);
        zip_source_t *content = zip_source_buffer(archive, part.content.data(), part.content.size(), 0);
        replaced = replaced && index >= 0 && content && zip_stat_index(archive, static_cast<zip_uint64_t>(index), 0, &stat) == 0
            && zip_file_replace(archive, static_cast<zip_uint64_t>(index), content, 0) == 0
            && zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), stat.comp_method, compression) == 0
            && zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), stat.mtime, 0) == 0;
    }
    return closedArchive(archive, replaced, kept.get(), name);
}

}  // namespace interlinear::cat
