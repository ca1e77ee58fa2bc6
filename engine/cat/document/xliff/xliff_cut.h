// Where the content of a source is cut in two, and what its pieces are.
//
//   const LettersPassed passed = passLetters(file, place.source, place.source.begin, names, 12);
//   passed.gap;                                            // the white space behind the twelfth letter; a closing tag there stays before it
//   piecesOf(file, place.source, {*passed.gap});           // {"Press <sc id=\"1\" canOverlap=\"no\"/>Enter.", "Wait.<ec startRef=\"1\" canOverlap=\"no\"/>"}
//
// Letters are bytes of the text that are no white space: these are the same in the file and in the text that is made of it.
#pragma once

#include "engine/cat/document/xliff/xliff_units.h"
#include "engine/core/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

std::size_t lettersIn(std::string_view text);

struct LettersPassed {
    std::size_t letters = 0;       ///< as many as were wanted, or all there are
    std::optional<ByteSpan> gap;   ///< behind them, in the file; nothing where there are fewer, and where the place cannot be cut
};

/// Letters of the content count from that byte of the file on; the gap lies between two tokens, or in a text.
LettersPassed passLetters(const XliffFile &file, ByteSpan content, std::size_t from, const XliffNames &names, std::size_t wanted);

/// The white space around the byte of the content that is not beyond a tag.
ByteSpan gapAround(const XliffFile &file, ByteSpan content, std::size_t byte);

/// What lies between the gaps, which rise: one more than there are gaps. An element that a gap cuts becomes one that opens and one that closes, as XLIFF 2 has them: <pc> is
/// <sc> and <ec>, <mrk> is <sm> and <em>. InvalidArgument for an element that has no such form.
Result<std::vector<std::string>> piecesOf(const XliffFile &file, ByteSpan content, const std::vector<ByteSpan> &gaps);

}  // namespace interlinear::cat
