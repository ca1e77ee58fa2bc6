// What the translator has typed, as the search must obey it: tokens up to the last space, then characters that the next pieces must spell.
//
//   Result<ForcedPrefix> prefix = forcePrefix(tokenizer, table, "Guten Mor", room);
//   prefix->tokens;                                          // ▁Guten
//   prefix->spelling;                                        // {" Mor", false}: "▁Morgen" fits, so does "▁M"
//   std::vector<TokenId> banned = misspelling(prefix->spelling, table, neverGenerated);
//   spelling = afterPiece(spelling, table, token);
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/text/piece_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// The characters still to be spelled.
struct Spelling {
    std::string rest;
    bool atStart = true;   ///< nothing is written yet: a piece's leading space does not show
    bool endsWord = false; ///< no word character may follow the rest, not even when it is spelled

    bool open() const { return !rest.empty() || endsWord; }
};

struct ForcedPrefix {
    std::vector<TokenId> tokens;
    Spelling spelling;
};

/// room: tokens that the model still reads. OutOfRange when the prefix needs more; InvalidArgument when the vocabulary cannot write it.
/// A rest that could outgrow the room when spelled letter by letter is forced as tokens too. endsWord: as of Spelling.
Result<ForcedPrefix> forcePrefix(const Tokenizer &tokenizer, const PieceTable &table, std::string_view prefix, std::size_t room, bool endsWord = false);

/// The tokens that do not continue an open spelling. A banned token is allowed where it spells only what was typed; the end token where nothing is left to spell.
std::vector<TokenId> misspelling(const Spelling &spelling, const PieceTable &table, const std::vector<TokenId> &banned);

Spelling afterPiece(const Spelling &spelling, const PieceTable &table, TokenId token);

}  // namespace interlinear::mixmoe
