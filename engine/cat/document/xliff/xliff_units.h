// The units of an XLIFF file, one after the other, with the places of all that is read and written.
//
//   XliffFile file = *xliffFile(text);                      // version and dialect, by the root
//   forEachXliffUnit(file, [&](const XliffUnit &unit) { …; return true; });
//
// The text has been checked: it is well-formed, and begins with <xliff>. Views and spans are of that text.
#pragma once

#include "engine/cat/document/segment.h"
#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// How white space counts (xml:space).
enum class XliffSpace { Unsaid, Default, Preserve };

/// What else a tool says in the file, by the namespace of the root.
enum class XliffDialect { None, Sdl, MemoQ, Phrase };

struct XliffFile {
    std::string_view text;
    std::string version;              ///< "1.2", "2.0"
    bool version2 = false;
    XliffDialect dialect = XliffDialect::None;
    std::string_view prefix;          ///< of the core elements, with its colon; mostly empty
    std::string_view dialectPrefix;   ///< of the dialect's attributes, with its colon
    ByteSpan root;                    ///< the start tag of <xliff>
    bool hasAllCharacters = true;     ///< its encoding needs no references
};

struct XliffElement {
    ByteSpan startTag;
    ByteSpan content;   ///< empty, behind the start tag, where that is all there is
    ByteSpan all;
};

/// One segment.
struct XliffPlace {
    std::string_view id;                    ///< of <segment>, or mid of its mrk; may be empty
    ByteSpan source;                        ///< content
    XliffSpace space = XliffSpace::Unsaid;
    std::optional<XliffElement> target;     ///< its <target>, or its mrk in the <target> of the unit
    std::optional<ByteSpan> statement;      ///< the start tag of what states its state: <segment>, <target>, <sdl:seg>, <trans-unit> of memoQ and Phrase
    std::size_t targetSpot = 0;             ///< where a <target> goes when there is none
};

/// What tags are called: of a file in SDLXLIFF, of a unit in XLIFF 2, by id. And what comments of SDLXLIFF say, by theirs, which is no number.
using XliffNames = std::map<std::string, std::string, std::less<>>;

struct XliffUnit {
    std::string file;                        ///< name or id of the file around it, different for each
    std::string id;                          ///< different for each unit of a file
    ByteSpan startTag;
    ByteSpan all;
    bool translate = true;
    std::string context;
    std::vector<std::string> notes;
    std::optional<LengthLimit> limit;
    BlockKind kind = BlockKind::Paragraph;
    bool segmented = false;                  ///< by mrk elements
    std::optional<XliffElement> source;      ///< of 1.2: <seg-source> where that is segmented, else <source>
    std::optional<XliffElement> target;      ///< of 1.2
    std::optional<XliffElement> definitions; ///< <sdl:seg-defs>
    const XliffNames *names = nullptr;       ///< what the file's tags or the unit's original data are called
    std::vector<XliffPlace> places;          ///< rising
};

/// BadFormat for another root than <xliff> and for a version that is not known.
Result<XliffFile> xliffFile(std::string_view text);

struct XliffLanguages {
    std::string source;
    std::string target;
};

/// Those of the root or, in 1.2, of the first file.
XliffLanguages xliffLanguages(const XliffFile &file);

/// Whether to go on.
using XliffVisitor = std::function<bool(const XliffUnit &)>;

void forEachXliffUnit(const XliffFile &file, const XliffVisitor &visit);

}  // namespace interlinear::cat
