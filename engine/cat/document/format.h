// What a document format is: a name, its file name extensions, a reader and a writer. A new format is one folder that fills one of these,
// and one line in format.cpp.
//
//   const DocumentFormat *format = formatOfPath("guide.md");   // "Markdown"; nullptr for an extension that no format claims
//   for (const DocumentFormat &format : documentFormats()) offer(format.title, format.extensions);
//
// Readers and writers see Document::text only: what it is in the file, bytes in some encoding or parts of an archive, is the same for all of them and lies in
// document_files.cpp.
#pragma once

#include "engine/cat/document/archive.h"
#include "engine/cat/document/document.h"
#include "engine/cat/document/encoding.h"
#include "engine/cat/document/rules.h"
#include "engine/cat/document/splice.h"
#include "engine/cat/segmentation/sentence_breaker.h"
#include "engine/core/result.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace interlinear::cat {

/// More would not fit into the memory that a document may take.
inline constexpr std::size_t mostSegments = std::size_t{1} << 20U;

/// What a reader works with beside the text.
struct ReadContext {
    SentenceBreaker &breaker;
    const DocumentRules &rules;
    std::size_t enough = mostSegments + 1;   ///< a reader that has as many segments may stop there; below mostSegments the rest need not be right
};

struct Reading {
    std::vector<Segment> segments;
    std::string sourceLanguage = {};   ///< as a bilingual file names them; empty where it does not
    std::string targetLanguage = {};
};

/// A target in place of one segment. Its tags are those of the source, with their codes. In a file of one language it is neither empty nor equal to the source;
/// in a bilingual one it differs from what the file has, or its state does; an empty one takes the file's translation away.
struct Replacement {
    std::size_t segment = 0;   ///< index into Document::segments
    ByteSpan span;             ///< in Document::text: what it replaces; that of the segment, or of all that were joined
    TaggedText target;
    std::optional<TranslationState> state = {};   ///< nothing: translated, or what the file has where only that fits
};

struct Written {
    std::vector<Splice> splices;        ///< of Document::text, rising
    std::vector<std::size_t> misread;   ///< rising: segments whose targets the format would not read back as they are, from where their tags stand
};

/// A text in which some segments are others than those of the file.
struct Redivided {
    std::string text;
    std::vector<std::size_t> begins;   ///< where their spans begin in it
};

/// How a bilingual format gives parts of its segments, and several joined, places of their own.
struct Redivision {
    /// Spans of the two halves before and behind that byte of the source's text. InvalidArgument, with the reason, where it may not be cut.
    Result<std::pair<ByteSpan, ByteSpan>> (*halves)(const Document &document, const Segment &segment, std::size_t offset);

    /// InvalidArgument, with the reason, where the two may not be one segment.
    Result<void> (*mayJoin)(const Document &document, ByteSpan first, ByteSpan second);

    /// With these segments, which rise, in place of those that the text has there.
    Result<Redivided> (*redivided)(const Document &document, std::span<const Segment> segments);
};

struct DocumentFormat {
    std::string_view id;
    std::string_view title;
    std::span<const std::string_view> extensions;   ///< lower case, with the dot

    /// Segments of Document::text, which is valid UTF-8; the document has no segments yet. An Error's place is "line 3", or "word/document.xml, line 3".
    Result<Reading> (*read)(const Document &document, const ReadContext &context);

    /// The splices are for use only when nothing is misread. Replacements rise by segment.
    Result<Written> (*write)(const Document &document, const std::vector<Replacement> &replacements);

    /// Whether a file of a shared extension (".xml", ".ts") is one of this format, by its first bytes as UTF-8; null: every file is.
    bool (*recognises)(std::string_view beginning) = nullptr;

    /// The encoding that the bytes of a text file name; null: they never do.
    std::string (*declaredEncoding)(std::string_view bytes) = nullptr;

    Unencodable unencodable = Unencodable::Refuse;

    /// Of an archive: the parts to read, in the order in which they come. Null for a text file.
    Result<std::vector<std::string>> (*parts)(const Archive &archive) = nullptr;

    /// The text of a file, or of a part, as it is read and written, and back: texts within texts stand behind them there. Null: it is the same. An Error's place
    /// is "line 3".
    Result<std::string> (*unfolded)(std::string_view text) = nullptr;
    std::string (*folded)(std::string_view text) = nullptr;

    /// Whether bytes say by themselves, whatever the extension, that they are of this format; null: they never do.
    bool (*isAnnounced)(std::string_view bytes) = nullptr;

    /// What DocumentRules may choose from: ids of segments, ids with the context before them and a dot between, or columns.
    enum class Choice { Nothing, Keys, KeysInContext, Columns };
    Choice choice = Choice::Nothing;

    bool bilingual = false;   ///< holds source and target side by side: a missing target stays missing

    const Redivision *redivision = nullptr;   ///< of a bilingual format; null: its segments stay as they are
};

std::span<const DocumentFormat> documentFormats();

/// nullptr when no format has this id.
const DocumentFormat *formatById(std::string_view id);

/// What the bytes say; else by the extension, in any case; of several formats, the first that recognises the bytes. nullptr when no format claims it.
const DocumentFormat *formatOfFile(const std::filesystem::path &path, std::string_view bytes);

/// The format that the bytes say they are of, whatever their name; nullptr when they say nothing. 256 bytes are enough.
const DocumentFormat *formatAnnounced(std::string_view bytes);
/// What a file of the format is under these rules: a table whose columns hold source and target is one of pairs.
const DocumentFormat &formatUnder(const DocumentFormat &format, const DocumentRules &rules);

/// Whether any format has this extension, in any case.
bool isKnownExtension(const std::filesystem::path &path);

/// ".txt, .md, .markdown": what isKnownExtension() knows.
std::string knownExtensions();

}  // namespace interlinear::cat
