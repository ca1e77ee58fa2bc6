// A zip archive in memory: office documents are such.
//
//   Result<Archive> archive = Archive::open(bytes, "letter.docx");
//   Result<std::string> body = archive->part("word/document.xml");
//   Result<std::string> fresh = newArchive({{"word/document.xml", body}}, "letter.docx");
//   Result<std::string> changed = withParts(bytes, {{"word/document.xml", newBody}}, "letter.docx");   // every other part keeps its bytes, compressed as they were
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct zip;

namespace interlinear::cat {

class Archive {
public:
    /// The bytes must outlive it. BadFormat for what is no zip archive, is damaged, or is encrypted.
    static Result<Archive> open(std::string_view bytes, const std::string &name);

    /// In the order of the archive.
    const std::vector<std::string> &partNames() const { return m_names; }
    bool has(std::string_view name) const;
    /// NotFound; BadFormat for a part that is encrypted, damaged, or grows to over 256 MiB.
    Result<std::string> part(const std::string &name) const;

private:
    struct Close {
        void operator()(zip *archive) const;
    };

    Archive() = default;

    std::unique_ptr<zip, Close> m_zip;
    std::vector<std::string> m_names;
    std::string m_name;
};

struct ChangedPart {
    std::string name;
    std::string content;
};

/// An archive of these parts, in their order. EngineFailure where libzip gives up.
Result<std::string> newArchive(const std::vector<ChangedPart> &parts, const std::string &name);

/// The archive with these parts changed, in their places and compressed as before. EngineFailure where libzip gives up.
Result<std::string> withParts(std::string_view bytes, const std::vector<ChangedPart> &parts, const std::string &name);

}  // namespace interlinear::cat
