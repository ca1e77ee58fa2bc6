// What of a paragraph's mark-up no translation needs: pairs around all of it, and at its ends what nobody misses there.
//
//   // <b> <img> Text <i/></b>, of which the picture is loose
//   innerPieces({{PieceRole::Open, 4}, {PieceRole::Loose}, {PieceRole::Seen}, {PieceRole::Loose}, {PieceRole::Close, 0}});   // {2, 3}: the text
#pragma once

#include <cstddef>
#include <vector>

namespace interlinear::cat {

enum class PieceRole {
    Seen,    ///< text, or what a reader takes for a word
    Loose,   ///< stays in the file beside a sentence as well as in it: white space, an anchor, an end of a pair without the other
    Open,
    Close
};

struct PieceShape {
    PieceRole role = PieceRole::Seen;
    std::size_t partner = 0;   ///< of Open and Close: index of the other
};

struct PieceRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The pieces that make the paragraph's text; an empty range where nothing is seen.
PieceRange innerPieces(const std::vector<PieceShape> &pieces);

}  // namespace interlinear::cat
