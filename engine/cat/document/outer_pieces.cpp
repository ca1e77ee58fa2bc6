#include "engine/cat/document/outer_pieces.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

// Behind the pair that begins at the piece when it holds nothing to read (an anchor, an icon); else the piece itself.
std::size_t behindEmptyPair(const std::vector<PieceShape> &pieces, std::size_t first, std::size_t end)
{
    const PieceShape &piece = pieces[first];
    if (piece.role != PieceRole::Open || piece.partner >= end)
        return first;
    const auto begin = pieces.begin() + static_cast<std::ptrdiff_t>(first);
    const auto last = pieces.begin() + static_cast<std::ptrdiff_t>(piece.partner);
    const bool isEmpty = std::all_of(begin, last, [](const PieceShape &inner) { return inner.role != PieceRole::Seen; });
    return isEmpty ? piece.partner + 1 : first;
}

}  // namespace

PieceRange innerPieces(const std::vector<PieceShape> &pieces)
{
    PieceRange range{0, pieces.size()};
    for (;;) {
        while (range.begin < range.end && pieces[range.begin].role == PieceRole::Loose)
            ++range.begin;
        while (range.begin < range.end && pieces[range.end - 1].role == PieceRole::Loose)
            --range.end;
        if (range.begin == range.end)
            return range;
        const PieceShape &last = pieces[range.end - 1];
        if (pieces[range.begin].role == PieceRole::Open && pieces[range.begin].partner == range.end - 1) {
            ++range.begin;
            --range.end;
        } else if (const std::size_t behind = behindEmptyPair(pieces, range.begin, range.end); behind > range.begin) {
            range.begin = behind;
        } else if (last.role == PieceRole::Close && last.partner > range.begin && behindEmptyPair(pieces, last.partner, range.end) == range.end) {
            range.end = last.partner;
        } else {
            return range;
        }
    }
}

}  // namespace interlinear::cat
