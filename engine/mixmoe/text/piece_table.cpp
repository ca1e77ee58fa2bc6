#include "engine/mixmoe/text/piece_table.h"

#include <algorithm>
#include <iterator>

namespace interlinear::mixmoe {

namespace {

constexpr std::string_view wordMark = "▁";

// "<0xAB>", the piece of one byte.
std::string byteOf(std::string_view piece)
{
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    return std::string(1, static_cast<char>(digit(piece[3]) * 16 + digit(piece[4])));
}

bool isControlCharacter(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool isTagPiece(const std::string &surface, const std::vector<std::string> &reserved)
{
    return surface.size() > 1 && surface.front() == '<' && std::ranges::find(reserved, surface) != reserved.end();
}

}  // namespace

PieceTable readPieceTable(const Tokenizer &tokenizer)
{
    const std::vector<std::string> reserved = reservedPieces();
    PieceTable table;
    table.end = tokenizer.endToken();
    for (TokenId id = 0; id < tokenizer.vocabSize(); ++id) {
        const std::string piece = tokenizer.piece(id);
        const bool silent = tokenizer.isControl(id) || piece == "<unk>";
        table.silent.push_back(silent);
        table.marked.push_back(piece.starts_with(wordMark));
        table.surface.push_back(silent ? std::string() : tokenizer.isByte(id) ? byteOf(piece) : withSpaces(piece));
        if (id != table.end && (silent || isTagPiece(table.surface.back(), reserved) || std::ranges::any_of(table.surface.back(), isControlCharacter)))
            table.restricted.push_back(id);
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
    const auto lacked = [&](TokenId id) {
        const std::string &surface = table.surface[static_cast<std::size_t>(id)];
        const bool isTag = surface.size() > 1 && std::ranges::none_of(surface, isControlCharacter);
        return isTag ? std::ranges::find(sourceTokens, id) == sourceTokens.end()
                     : std::ranges::any_of(surface, [&](char c) { return isControlCharacter(c) && source.find(c) == std::string_view::npos; });
    };
    std::vector<TokenId> never;
    std::ranges::copy_if(table.restricted, std::back_inserter(never), [&](TokenId id) { return table.silent[static_cast<std::size_t>(id)] || lacked(id); });
    return never;
}

}  // namespace interlinear::mixmoe
