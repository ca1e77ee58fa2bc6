// What each token of a vocabulary writes, and which tokens a translation must never contain.
//
//   const PieceTable &table = tokenizer.pieceTable();
//   table.surface[id];                                    // " Haus" for "▁Haus", one byte for a byte piece, nothing for control tokens
//   std::vector<TokenId> banned = neverGenerated(table, promptTokens, sourceText);
#pragma once

#include "engine/mixmoe/text/tokenizer.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

struct PieceTable {
    std::vector<std::string> surface;   ///< bytes that the token adds behind other text
    std::vector<char> marked;           ///< begins with "▁", which shows as a space except at the start of a text
    std::vector<char> silent;           ///< control tokens and the unknown piece: nothing that a text may hold
    std::vector<TokenId> restricted;    ///< silent ones other than the end, pieces of tags, and those with a control character; rising
    TokenId end = 0;
};

/// Looks at every piece: milliseconds. Tokenizer::pieceTable() does so once.
PieceTable readPieceTable(const Tokenizer &tokenizer);

/// What the token writes; at the start of a text without the space of its mark. The table must outlive the view.
std::string_view shownText(const PieceTable &table, TokenId token, bool atStart);

/// Silent tokens other than the end token; tag pieces that the source lacks; pieces with a control character (below U+0020, or U+007F) that
/// the source lacks. Rising ids.
std::vector<TokenId> neverGenerated(const PieceTable &table, std::span<const TokenId> sourceTokens, std::string_view source);

}  // namespace interlinear::mixmoe
