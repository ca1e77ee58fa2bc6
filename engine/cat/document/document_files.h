// From a file to segments and back to a file.
//
//   Result<Document> document = readDocument("guide.md", "en");
//   Targets targets(document->segments.size());
//   targets[0] = TaggedText{"Willkommen"};
//   Result<std::string> bytes = exportDocument(*document, targets);   // everything but segment 0 as it was
#pragma once

#include "engine/cat/document/document.h"
#include "engine/cat/document/rules.h"
#include "engine/core/result.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::cat {

/// Reads a file in the format that its extension names, and among formats of one extension the one that its first bytes speak for. Unsupported for another
/// extension, NotUtf8 with the place of the first bad byte for what is no text, BadFormat with the place for what breaks the rules of its format, and what
/// readFile() reports. An empty file is a document without segments. The language is a BCP 47 tag, and its rules find the sentences; a bilingual file that
/// names another one as its source is read as it says. BadFormat too for a file whose text, or whose number of segments, does not fit into a gigabyte of memory.
Result<Document> readDocument(const std::filesystem::path &path, const std::string &language, const DocumentRules &rules = {});

/// A first look, while readDocument() goes on: the segments with which the file begins, at most so many. Formats whose files are large (text, Markdown, XLIFF)
/// check no more of the file than these lie in; the segments are those that readDocument() gives, and the text is complete.
Result<Document> readBeginning(const std::filesystem::path &path, const std::string &language, std::size_t segments, const DocumentRules &rules = {});

/// As readDocument(), from the bytes of a file in the format of that id; the name is what errors call it.
Result<Document> parseDocument(std::string bytes, const std::string &formatId, const std::string &language, const std::string &name,
                               const DocumentRules &rules = {});

/// The document without its segments: name, format, text, encoding, parts, archive. Errors as parseDocument().
Result<Document> openDocument(std::string bytes, const std::string &formatId, const std::string &language, const std::string &name,
                              const DocumentRules &rules = {});

/// The file as it was read, byte for byte.
Result<std::string> fileBytes(const Document &document);

/// What a segment's place in the file is to hold.
struct SegmentTarget {
    TaggedText text;
    std::optional<TranslationState> state;   ///< nothing: what the format writes for a translation that is there

    SegmentTarget(TaggedText target, std::optional<TranslationState> is = {}) : text(std::move(target)), state(is) {}
};

/// One a segment.
using Targets = std::vector<std::optional<SegmentTarget>>;

/// The document's file with the targets in place. A missing target, and one that says what the file says already, leave its bytes as they are, so that without
/// any the file comes back byte for byte. In a file of one language so do a target of white space only and one equal to the source; in a bilingual one an empty
/// target takes the translation away. White space at a target's ends is dropped.
/// InvalidArgument, naming the segment, for a target whose tags are not those that the source asks for (withCodesOf()), or whose tags stand where the format
/// cannot express them; BadFormat, naming the segment, for a character that the file's encoding lacks. A tag's code is taken from the source; the target needs its id, kind and offset.
Result<std::string> exportDocument(const Document &document, const Targets &targets);

struct PartialExport {
    std::string bytes;
    std::vector<Error> refused;   ///< one a target that was left out, naming its segment
};

/// As exportDocument(), but a target that it would refuse is left out: the file keeps what it has there.
Result<PartialExport> exportWhatFits(const Document &document, const Targets &targets);

}  // namespace interlinear::cat
