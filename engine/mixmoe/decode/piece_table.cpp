#include "engine/mixmoe/decode/piece_table.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr std::string_view wordMark = "▁";

// "<0xAB>", the piece of one byte.
std::string byteOf(std::string_view piece)
{
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    return std::string(1, static_cast<char>(digit(piece[3]) * 16 + digit(piece[4])));
}

std::string withSpaces(std::string_view piece)
{
    std::string text;
    while (!piece.empty()) {
        const std::size_t length = piece.starts_with(wordMark) ? wordMark.size() : 1;
        text += length == 1 ? piece.front() : ' ';
        piece.remove_prefix(length);
    }
    return text;
}

bool isControlCharacter(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

PieceTable readPieceTable(const Tokenizer &tokenizer)
{
    PieceTable table;
    table.end = tokenizer.endToken();
    for (TokenId id = 0; id < tokenizer.vocabSize(); ++id) {
        const std::string piece = tokenizer.piece(id);
        const bool silent = tokenizer.isControl(id) || piece == "<unk>";
        table.silent.push_back(silent);
        table.marked.push_back(piece.starts_with(wordMark));
        table.surface.push_back(silent ? std::string() : tokenizer.isByte(id) ? byteOf(piece) : withSpaces(piece));
    }
    return table;
}

std::string_view shownText(const PieceTable &table, TokenId token, bool atStart)
{
    const auto index = static_cast<std::size_t>(token);
    return std::string_view(table.surface[index]).substr(atStart && table.marked[index] ? 1 : 0);
}

std::vector<TokenId> neverGenerated(const PieceTable &table, std::span<const TokenId> sourceTokens, std::string_view source)
{
    const std::vector<std::string> reserved = reservedPieces();
    const auto strange = [&](TokenId id) {
        const std::string &surface = table.surface[static_cast<std::size_t>(id)];
        if (surface.size() > 1 && surface.front() == '<' && std::ranges::find(reserved, surface) != reserved.end())
            return std::ranges::find(sourceTokens, id) == sourceTokens.end();
        return std::ranges::any_of(surface, [&](char c) { return isControlCharacter(c) && source.find(c) == std::string_view::npos; });
    };
    std::vector<TokenId> never;
    for (TokenId id = 0; id < static_cast<TokenId>(table.surface.size()); ++id) {
        if (id != table.end && (table.silent[static_cast<std::size_t>(id)] || strange(id)))
            never.push_back(id);
    }
    return never;
}

}  // namespace interlinear::mixmoe
