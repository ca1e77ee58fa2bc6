// Documents as rows of the table `document`, and what a list of documents shows.
//
//   Result<std::int64_t> id = keepDocument(database, path, document, rules);
//   Result<Document> again = readStoredDocument(database, *id, "en");
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/document/document.h"
#include "engine/cat/document/rules.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

struct ProjectDocument {
    std::int64_t id = 0;
    std::string name;             ///< the file's name; "guide (2).md" for a second one of that name
    std::filesystem::path path;   ///< where it was read, absolute
    std::size_t segments = 0;
    std::size_t done = 0;         ///< of the segments, see isDone()

    bool operator==(const ProjectDocument &) const = default;
};

/// Told now and then, on the caller's thread, how much of a document is kept; false stops that, and nothing of it is kept.
using KeepProgress = std::function<bool(std::size_t done, std::size_t all)>;

/// In the order of adding.
Result<std::vector<ProjectDocument>> readDocuments(const Database &database);
/// NotFound for an id of none.
Result<ProjectDocument> readDocumentEntry(const Database &database, std::int64_t id);

/// A document's file as the project keeps it.
struct StoredFile {
    std::string path, format, bytes;
    DocumentRules rules;   ///< of this document alone
};

/// NotFound for an id of none.
Result<StoredFile> readStoredFile(const Database &database, std::int64_t id);

/// The document as it was read, with the segments that it has in the project; the language is that of its sources.
Result<Document> readStoredDocument(const Database &database, std::int64_t id, const std::string &language);

/// The rules of the document that was read from the path; those that say nothing where there is none.
Result<DocumentRules> storedRules(const Database &database, const std::filesystem::path &path);

/// The id of the document that was read from the path.
Result<std::optional<std::int64_t>> documentAt(const Database &database, const std::filesystem::path &path);

/// Stores a document that was read from the path by these rules, or brings the stored one of that path to its content, and says its id. What a translator split or
/// joined stays so in a new version of the file, see dividedAsBefore(). Cancelled when the progress says so.
Result<std::int64_t> keepDocument(const Database &database, const std::filesystem::path &path, Document document, const DocumentRules &rules,
                                  const KeepProgress &progress = {});

}  // namespace interlinear::cat
