// One paragraph of Office Open XML as a flat list: its texts, what stands between them, and the elements around its runs. Word, slides, drawings, charts and
// strings of sheets come in this one shape.
//
//   forEachParagraph(document.text, part, formats, [&](const Paragraph &paragraph) {
//       for (const Atom &atom : paragraph.atoms) show(document.text.substr(atom.span.begin, atom.span.length()));
//   });
#pragma once

#include "engine/cat/document/segment.h"
#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <string>
#include <vector>

namespace interlinear::cat::ooxml {

inline constexpr std::size_t none = static_cast<std::size_t>(-1);

/// How the mark-up of a paragraph spells text.
enum class Dialect {
    Word,      ///< runs of any content; xml:space where white space counts
    Drawing,   ///< runs of one text each
    Sheet,     ///< runs of one text each, or one text alone; xml:space where white space counts
    Header,    ///< of a sheet: one text with codes that begin with "&"
    Plain,     ///< the text of an element
    Value      ///< the value of an attribute
};

/// Where in the mark-up something begins or ends.
enum class Place { InText, InRun, BetweenRuns };

enum class AtomKind {
    Text,
    Item,           ///< what stands for itself: a line break, a note's number, a picture
    Opening,        ///< the mark that begins a bookmark or the reach of a comment: not shown, kept
    Closing,        ///< the mark that ends one
    Boundary,       ///< what no segment reaches across: a page break, a text box
    FieldBegin,
    FieldCode,
    FieldSeparator,
    FieldEnd
};

struct Atom {
    AtomKind kind = AtomKind::Text;
    ByteSpan span;                         ///< in Document::text
    Place place = Place::InText;
    Place placeBehind = Place::InText;
    std::size_t format = 0;                ///< of the run it begins in
    std::size_t formatBehind = 0;
    std::size_t container = none;          ///< the innermost
    std::string code;                      ///< of an Item or a mark: what to write for it
    std::string display;                   ///< of an Item
    std::string decoded;                   ///< of a Text that the file spells by an element: its characters
    TagPermissions may = {};
    bool loose = false;                    ///< an Item that belongs to no sentence when it stands at its end
    bool keepsSpace = false;               ///< of a Text: its element says so
    bool cdata = false;
    std::vector<ByteSpan> values;          ///< of an Item: attributes in it that are texts for a reader, such as the description of a picture
};

/// An element around runs.
struct Container {
    std::size_t parent = none;
    std::string open;
    std::string close;
    std::string display;
    bool shown = true;                     ///< as a pair of tags; others vanish when their text is written anew
};

struct Paragraph {
    Dialect dialect = Dialect::Word;
    std::string prefix;                    ///< of its elements, with the colon
    BlockKind kind = BlockKind::Paragraph;
    std::string style;                     ///< of Word: the id of its style
    bool inList = false;                   ///< of Word: numbered or with a bullet by itself
    SegmentFacts facts;
    std::size_t index = 0;                 ///< in its part, empty ones counted
    bool runless = false;                  ///< one text without a run around it
    std::vector<Container> containers;
    std::vector<Atom> atoms;
};

}  // namespace interlinear::cat::ooxml
