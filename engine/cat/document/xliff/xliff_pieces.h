// The pieces that the places of a unit are cut into, and which of them make up a segment together.
//
//   const Result<XliffPieces> pieces = piecesOfUnit(file, unit, segments);
//   for (const XliffGroup &group : pieces->groups) if (pieces->isChanged(group)) write(group);
#pragma once

#include "engine/cat/document/splice.h"
#include "engine/cat/document/xliff/xliff_units.h"
#include "engine/core/result.h"

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct XliffPiece {
    std::size_t place = 0;   ///< of the unit
    ByteSpan span;           ///< in the file
    std::string source;      ///< its content, with tags for those that are cut
    bool begins = true;      ///< the first of its place
    bool whole = true;       ///< the only one of its place
};

/// Pieces from first to last are one segment.
struct XliffGroup {
    std::size_t first = 0;
    std::size_t last = 0;
    const Segment *segment = nullptr;   ///< the one that was asked for; null for another one
};

struct XliffPieces {
    std::vector<XliffPiece> pieces;
    std::vector<XliffGroup> groups;

    bool isChanged(const XliffGroup &group) const { return group.first != group.last || !pieces[group.first].whole; }
    /// Whether the piece and the next are of one place.
    bool isCutBehind(std::size_t piece) const { return piece + 1 < pieces.size() && pieces[piece].place == pieces[piece + 1].place; }
    /// Whether the piece's place begins with it, and not its group.
    bool isTakenIn(const XliffGroup &group, std::size_t piece) const { return piece != group.first && pieces[piece].begins; }
};

/// The segments lie in the unit, and rise. InvalidArgument for what cannot be cut there.
Result<XliffPieces> piecesOfUnit(const XliffFile &file, const XliffUnit &unit, std::span<const Segment> segments);

/// Ids of a unit: "s1-2", "s1-3" beside "s1".
class XliffIds {
public:
    XliffIds(const XliffFile &file, const XliffUnit &unit);

    std::string freshBeside(std::string_view id);

private:
    std::set<std::string, std::less<>> m_taken;
};

/// Where in the splices the content of a segment's source begins.
struct XliffLanding {
    const Segment *segment = nullptr;
    std::size_t splice = 0;
    std::size_t offset = 0;   ///< in the splice's bytes
};

struct XliffRedivision {
    std::vector<Splice> splices;   ///< rising
    std::vector<XliffLanding> landings;
};

/// White space in front of the element, where it is alone in its line or behind another element; else nothing.
std::string indentBefore(const XliffFile &file, std::size_t element);

void redivideUnit1(const XliffFile &file, const XliffUnit &unit, const XliffPieces &pieces, XliffRedivision &redivision);
void redivideUnit2(const XliffFile &file, const XliffUnit &unit, const XliffPieces &pieces, XliffRedivision &redivision);

/// Whether the places from first to last may be cut or joined; InvalidArgument with the reason.
Result<void> mayRedivide1(const XliffFile &file, const XliffUnit &unit, std::size_t first, std::size_t last);
Result<void> mayRedivide2(const XliffFile &file, const XliffUnit &unit, std::size_t first, std::size_t last);

}  // namespace interlinear::cat
