// From a file to segments and back to a file.
//
//   Result<Document> document = readDocument("guide.md", "en");
//   std::vector<std::optional<TaggedText>> targets(document->segments.size());
//   targets[0] = TaggedText{"Willkommen"};
//   Result<std::string> bytes = exportDocument(*document, targets);   // everything but segment 0 as it was
#pragma once

#include "engine/cat/document/document.h"
#include "engine/core/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// Reads a file in the format that its extension names. Unsupported for another extension, NotUtf8 with the place of the first bad byte,
/// and what readFile() reports. An empty file is a document without segments. The language is a BCP 47 tag, and its rules find the sentences.
Result<Document> readDocument(const std::filesystem::path &path, const std::string &language);

/// As readDocument(), from bytes in the format of that id; the name is what errors call it.
Result<Document> parseDocument(std::string bytes, const std::string &formatId, const std::string &language, const std::string &name);

/// The document's file with the targets in place, one a segment. A missing target, one of white space only, and one equal to the source leave the
/// source bytes as they are, so that without any the file comes back byte for byte. White space at a target's ends is dropped.
/// InvalidArgument, naming the segment, for a target whose tags are not exactly those of the source, properly nested, or whose tags stand
/// where the format cannot express them. A tag's code is taken from the source; the target needs its id, kind and offset.
Result<std::string> exportDocument(const Document &document, const std::vector<std::optional<TaggedText>> &targets);

struct PartialExport {
    std::string bytes;
    std::vector<Error> refused;   ///< one a target that was left out, naming its segment
};

/// As exportDocument(), but a target that it would refuse is left out: its source stays.
Result<PartialExport> exportWhatFits(const Document &document, const std::vector<std::optional<TaggedText>> &targets);

}  // namespace interlinear::cat
