#include "tests/fuzz/archive_samples.h"

#include "engine/cat/document/archive.h"
#include "engine/core/utf8.h"
#include "tests/fuzz/zip_file.h"

#include <algorithm>
#include <string_view>

namespace interlinear::fuzz {

namespace {

constexpr std::string_view before = "\n=== ";
constexpr std::string_view behind = " ===\n";
constexpr std::size_t largestPart = 100'000;

bool isText(const std::string &part)
{
    return part.size() < largestPart && !firstInvalidUtf8(part) && part.find('\0') == std::string::npos;
}

std::vector<ZipEntry> entriesOf(std::string_view flat)
{
    std::vector<ZipEntry> entries;
    for (std::size_t at = flat.find(before); at != std::string_view::npos;) {
        const std::size_t name = at + before.size();
        const std::size_t nameEnd = std::min(flat.size(), flat.find(behind, name));
        const std::size_t content = std::min(flat.size(), nameEnd + behind.size());
        at = flat.find(before, content);
        entries.push_back({std::string(flat.substr(name, nameEnd - name)), std::string(flat.substr(content, at - content))});
        entries.back().name.resize(std::min<std::size_t>(entries.back().name.size(), 0xFFFF));
    }
    return entries;
}

ZipEntry &entryOf(std::vector<ZipEntry> &entries, const std::string &name)
{
    return *std::ranges::find(entries, name, &ZipEntry::name);
}

// The part grows to that many times the element, within its root.
std::string grown(std::vector<ZipEntry> entries, const std::string &part, const std::string &element, std::size_t bytes)
{
    ZipEntry &entry = entryOf(entries, part);
    const std::size_t end = entry.content.rfind("</");
    std::string block;
    while (block.size() < (1U << 20U))
        block += element;
    entry = bomb(part, entry.content.substr(0, end), block, bytes / block.size(), entry.content.substr(end));
    return zipFile(entries);
}

template <typename Change>
std::string changed(std::vector<ZipEntry> entries, Change change)
{
    change(entries);
    return zipFile(entries);
}

}  // namespace

std::string flattened(const std::string &archive)
{
    std::string flat;
    const Result<cat::Archive> opened = cat::Archive::open(archive, "sample");
    if (!opened)
        return flat;
    for (const std::string &name : opened->partNames()) {
        if (const Result<std::string> part = opened->part(name); part && isText(*part))
            flat += std::string(before) + name + std::string(behind) + *part;
    }
    return flat;
}

std::string packed(const std::string &flat)
{
    return zipFile(entriesOf(flat));
}

std::vector<std::string> hostileArchives(const std::string &flat, const std::string &part)
{
    using Entries = std::vector<ZipEntry>;
    const Entries entries = entriesOf(flat);
    std::vector<std::string> files;
    for (const std::size_t megabytes : {60, 250, 300, 3000}) {
        files.push_back(grown(entries, part, " ", megabytes << 20U));
        files.push_back(grown(entries, part, "<a>b</a>", megabytes << 20U));
    }
    files.push_back(changed(entries, [](Entries &all) {
        for (ZipEntry &entry : all)
            entry.encrypted = true;
    }));
    files.push_back(changed(entries, [&](Entries &all) { entryOf(all, part).encrypted = true; }));
    files.push_back(changed(entries, [](Entries &all) { all.insert(all.end(), all.begin(), all.end()); }));
    files.push_back(changed(entries, [&](Entries &all) { all.insert(all.begin(), {part, "<other/>"}); }));
    for (const std::string &name : {std::string("../../../../tmp/evil"), std::string("/etc/passwd"), std::string("C:\\evil"), std::string(), std::string(1, '\0'),
                                    std::string("a\0b", 3), std::string(60'000, 'a'), std::string("\xFF\xFE")}) {
        files.push_back(changed(entries, [&](Entries &all) { all.insert(all.begin(), {name, "x"}); }));
        files.push_back(changed(entries, [&](Entries &all) { entryOf(all, part).name = name; }));
    }
    for (const std::uint32_t size : {0U, 1U, 1U << 20U, 0xFFFFFFFEU}) {
        files.push_back(changed(entries, [&](Entries &all) { entryOf(all, part).inflated = size; }));
        files.push_back(changed(entries, [&](Entries &all) {
            entryOf(all, part) = bomb(part, "<a>", "b", 1000, "</a>");
            entryOf(all, part).inflated = size;
        }));
    }
    files.push_back(changed(entries, [](Entries &all) {
        for (int i = 0; i < 65'000; ++i)
            all.push_back({"a" + std::to_string(i), ""});
    }));
    files.push_back(packed(flat) + "trailing");
    files.push_back("leading" + packed(flat));
    files.push_back(packed(flat) + packed(flat));
    return files;
}

}  // namespace interlinear::fuzz
