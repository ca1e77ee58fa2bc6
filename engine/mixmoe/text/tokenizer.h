// SentencePiece for prompts: ids out of text, text out of ids, and the exact place of every piece.
//
//   Result<std::shared_ptr<const Tokenizer>> tokenizer = Tokenizer::load("tokenizer.model");
//   for (const Piece &piece : (*tokenizer)->encode("Grüße 👍")) use(piece.id, piece.span);
//   (*tokenizer)->languageToken("de");     // begins German text
//   (*tokenizer)->directionToken("de");    // announces that German will follow
//
// The vocabulary is trained with the identity rule, so that spans are those of the text as given; line ends and inline tags have pieces of their own.
#pragma once

#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

using TokenId = std::int32_t;

struct PieceTable;

struct Piece {
    TokenId id = 0;
    ByteSpan span;     ///< in the text that was encoded; of a character in several byte pieces only the last has a span
};

class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    static Result<std::shared_ptr<const Tokenizer>> load(const std::filesystem::path &file);
    /// The same from the bytes of such a file.
    static Result<std::shared_ptr<const Tokenizer>> fromBytes(std::string bytes, const std::string &where);

    virtual int vocabSize() const = 0;
    virtual std::vector<Piece> encode(std::string_view text) const = 0;
    /// The text of the ids; control tokens vanish. Bytes that form no character become U+FFFD.
    virtual std::string decode(std::span<const TokenId> ids) const = 0;
    /// The piece as it stands in the vocabulary, for instance "▁Haus".
    virtual std::string piece(TokenId id) const = 0;
    virtual bool isControl(TokenId id) const = 0;
    /// A byte-fallback piece.
    virtual bool isByte(TokenId id) const = 0;

    virtual TokenId endToken() const = 0;
    virtual std::optional<TokenId> languageToken(std::string_view language) const = 0;    ///< "<de>"
    virtual std::optional<TokenId> directionToken(std::string_view language) const = 0;   ///< "<to:de>"
    /// The bytes of tokenizer.model.
    virtual const std::string &serialized() const = 0;

    /// What each piece writes (piece_table.h): read at the first call and kept. Any thread.
    const PieceTable &pieceTable() const;

private:
    mutable std::once_flag m_tableIsRead;
    mutable std::shared_ptr<const PieceTable> m_table;
};

/// What a piece writes: its marks of words as spaces.
std::string withSpaces(std::string_view piece);

/// The control symbols of a vocabulary for these languages, in their order: "<de>" …, then "<to:de>" ….
std::vector<std::string> controlSymbols(std::span<const std::string> languages);

/// Pieces that stand for themselves: line end, and "<1>" "</1>" "<1/>" up to 9 for inline tags.
std::vector<std::string> reservedPieces();

}  // namespace interlinear::mixmoe
