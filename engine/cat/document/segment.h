// One segment of a document: what is translated, and what its file says of it.
//
//   for (const Segment &segment : document.segments) {
//       show(segment.source.text, segment.facts.notes);
//       if (segment.target) show(segment.target->text.text);   // a bilingual file holds translations already
//   }
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// What a paragraph is in its document; the innermost structure counts.
enum class BlockKind {
    Paragraph,
    Heading,
    ListItem,
    Quote,
    TableCell,
    Attribute,   ///< a text beside the page: title, description of a picture, document property
    Note,        ///< footnote, endnote, comment, speaker's note
    Entry,       ///< one entry of a list of messages, with a key or an id
    Subtitle
};

/// How far a translation is, in the file's own words mapped once: XLIFF 2 has just these (initial is New); PO's fuzzy, TS's unfinished and XLIFF 1.2's
/// needs-… are Draft; XLIFF 1.2's signed-off is Reviewed.
enum class TranslationState { New, Draft, Translated, Reviewed, Final };

/// The translation that a bilingual file holds.
struct FileTarget {
    TaggedText text;              ///< its tags have the ids of the source's
    TranslationState state = TranslationState::New;
    bool needsWork = false;       ///< marked so by somebody: fuzzy, rejected, a failed check
    bool machine = false;         ///< the file says that a machine wrote it
    bool propagated = false;      ///< the file says that it is a repetition's

    bool operator==(const FileTarget &) const = default;
};

/// The longest text that the place of a segment can hold.
struct LengthLimit {
    enum class Unit { Characters, Bytes, Pixels };

    std::size_t most = 0;
    Unit unit = Unit::Characters;

    bool operator==(const LengthLimit &) const = default;
};

/// What a file says about a segment beside its text.
struct SegmentFacts {
    std::string id;                     ///< in the file's own words: key, resname, unit id, cell; may be empty
    std::string context;                ///< where it stands: msgctxt, context name, path of keys, time; may be empty
    std::vector<std::string> notes;     ///< for translators, in the order of the file
    std::optional<LengthLimit> limit;
    bool locked = false;                ///< to be seen, not to be changed

    bool operator==(const SegmentFacts &) const = default;
};

/// Where bytes of a source's text come from in Document::text: one from one where both lengths are equal; else all from all, and they cannot be cut.
struct TextOrigin {
    std::size_t text = 0;
    std::size_t length = 0;
    std::size_t file = 0;
    std::size_t fileLength = 0;

    bool operator==(const TextOrigin &) const = default;
};

struct Segment {
    TaggedText source;          ///< one line without white space at its ends; soft line breaks are spaces, escapes and entities are decoded
    ByteSpan span;              ///< in Document::text: what a target replaces; spans rise and do not overlap
    std::size_t paragraph = 0;  ///< from 0; the sentences of one paragraph share it
    BlockKind kind = BlockKind::Paragraph;
    std::optional<FileTarget> target = {};   ///< nothing in a file of one language, and where a bilingual file has no translation
    SegmentFacts facts = {};
    std::vector<TextOrigin> textOrigins = {};   ///< of all of the source, rising; empty where a reader does not know
    std::vector<ByteSpan> tagOrigins = {};      ///< in Document::text, one a tag of the source; empty where a reader does not know
    bool redivided = false;                     ///< part of a segment of the file, or several joined: what is written of an XLIFF file has a place of its own for it

    /// Whether a translator sees the same: the origins do not count.
    bool operator==(const Segment &other) const
    {
        return source == other.source && span == other.span && paragraph == other.paragraph && kind == other.kind && target == other.target
            && facts == other.facts && redivided == other.redivided;
    }
};

/// "paragraph", "heading", "list-item", "quote", "table-cell", "attribute", "note", "entry", "subtitle".
const char *blockKindName(BlockKind kind);

/// "new", "draft", "translated", "reviewed", "final".
const char *translationStateName(TranslationState state);

/// "characters", "bytes", "pixels".
const char *lengthUnitName(LengthLimit::Unit unit);

}  // namespace interlinear::cat
