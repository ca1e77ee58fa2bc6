// The text of one side of a segment: UTF-8 plus inline tags at byte offsets. Grid, memory, documents and engine share this type.
//
//   TaggedText text{"Press Enter now.", {{1, TagKind::Open, 6, "**"}, {1, TagKind::Close, 11, "**"}}};
//   text.isWellFormed();        // offsets in order and on characters, pairs closed
//   text.withoutTags();         // "Press Enter now."
//   sameTags(source, target);   // every tag of the source exactly once in the target
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <vector>

namespace interlinear {

enum class TagKind { Open, Close, Standalone };

/// What may be done to a tag beside leaving it where it is. Both ends of a pair have the same.
struct TagPermissions {
    bool remove = false;               ///< the target may lack it
    bool copy = false;                 ///< the target may hold it more than once
    bool move = true;                  ///< it may change places with others that may; those that may not keep the order of the source

    auto operator<=>(const TagPermissions &) const = default;
};

struct InlineTag {
    int id = 0;                        ///< from 1; an Open and its Close share it
    TagKind kind = TagKind::Standalone;
    std::size_t offset = 0;            ///< bytes into the text; the tag stands before the character there
    std::string code;                  ///< what the file has at this place, for instance "**" or "](https://example.org)"
    std::string display;               ///< what a chip shows beside the number; may be empty
    TagPermissions may = {};

    auto operator<=>(const InlineTag &) const = default;
};

struct TaggedText {
    std::string text;
    std::vector<InlineTag> tags;       ///< in the order in which they stand

    bool empty() const { return text.empty() && tags.empty(); }
    /// The characters alone.
    const std::string &withoutTags() const { return text; }
    /// Offsets rise, lie on character boundaries, and every Open has its Close behind it, properly nested.
    bool isWellFormed() const;

    bool operator==(const TaggedText &) const = default;
};

/// What a reader takes a tag for.
enum class TagReading { Nothing, Space, Word };

/// A forced line break ("<br>" too), and what is shown as "↵" or "⇥", reads as a space. The ends of a pair, other mark-up and the number of a footnote ("[^1]") read as nothing;
/// what else stands alone, such as code, a picture or an automatic link, as a word.
TagReading readingOf(const InlineTag &tag);

/// Whether the tag stands for nothing but white space of the file, as a forced line break of Markdown does; "<br>" is mark-up.
bool standsForSpace(const InlineTag &tag);

/// Whether both hold the same tags (id and kind), each the same number of times, in any order.
bool sameTags(const TaggedText &a, const TaggedText &b);

/// The tags of the source that the target lacks, in the order of the source, whether it may or not.
std::vector<InlineTag> missingTags(const TaggedText &source, const TaggedText &target);

}  // namespace interlinear
