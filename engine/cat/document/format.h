// What a document format is: a name, its file name extensions, a reader and a writer. A new format is one folder that fills one of these,
// and one line in format.cpp.
//
//   const DocumentFormat *format = formatOfPath("guide.md");   // "Markdown"; nullptr for an extension that no format claims
//   for (const DocumentFormat &format : documentFormats()) offer(format.title, format.extensions);
#pragma once

#include "engine/cat/document/document.h"
#include "engine/cat/segmentation/sentence_breaker.h"
#include "engine/core/result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// A target in place of one segment. Its tags are those of the source, with their codes; it is neither empty nor equal to the source.
struct Replacement {
    std::size_t segment = 0;   ///< index into Document::segments
    TaggedText target;
};

struct Written {
    std::string bytes;
    std::vector<std::size_t> misread;   ///< rising: segments whose targets the format would not read back as they are, from where their tags stand
};

struct DocumentFormat {
    std::string_view id;
    std::string_view title;
    std::span<const std::string_view> extensions;   ///< lower case, with the dot

    /// Segments of a file's bytes, which are valid UTF-8.
    Result<std::vector<Segment>> (*read)(std::string_view bytes, SentenceBreaker &breaker);

    /// The document's bytes with the replacements, rising by segment, in place. The bytes are for use only when nothing is misread.
    Result<Written> (*write)(const Document &document, const std::vector<Replacement> &replacements);
};

std::span<const DocumentFormat> documentFormats();

/// nullptr when no format has this id.
const DocumentFormat *formatById(std::string_view id);

/// By the extension, in any case; nullptr when no format claims it.
const DocumentFormat *formatOfPath(const std::filesystem::path &path);

/// ".txt, .md, .markdown": what formatOfPath() knows.
std::string knownExtensions();

}  // namespace interlinear::cat
