// Zip archives byte by byte, sound ones and such as no program should write.
//
//   zipFile({{"word/document.xml", xml}, {"../../evil", "x"}});
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::fuzz {

struct ZipEntry {
    std::string name;
    std::string content;                        ///< as it lies in the archive: compressed where `inflated` is set
    std::optional<std::uint32_t> inflated = {};   ///< the size that the content grows to
    std::uint32_t checksum = 0;                 ///< of what it grows to; that of an entry that is stored is made
    bool encrypted = false;                     ///< only says so
};

std::string zipFile(const std::vector<ZipEntry> &entries);

/// An entry of the head, `times` times the block, and the tail: as small as it is large.
ZipEntry bomb(const std::string &name, const std::string &head, const std::string &block, std::size_t times, const std::string &tail);

}  // namespace interlinear::fuzz
