#include "tests/support/tiny_tokenizer.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <cstdio>

namespace interlinear::tests {

using mixmoe::Piece;
using mixmoe::TokenId;

namespace {

const std::string spaceMark = "▁";

std::string bytePiece(unsigned char byte)
{
    char text[8];
    std::snprintf(text, sizeof text, "<0x%02X>", byte);
    return text;
}

// Spaces as "▁", with for each byte of the result the byte of the text that it stands for.
struct Marked {
    std::string text;
    std::vector<std::size_t> origin;   // one more than bytes
};

Marked marked(std::string_view text)
{
    Marked result{spaceMark, std::vector<std::size_t>(spaceMark.size(), 0)};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view part = text[i] == ' ' ? std::string_view(spaceMark) : text.substr(i, 1);
        result.text += part;
        result.origin.insert(result.origin.end(), part.size(), i);
    }
    result.origin.push_back(text.size());
    return result;
}

// A stray byte becomes U+FFFD.
std::string repaired(std::string text)
{
    while (const auto bad = firstInvalidUtf8(text))
        text.replace(*bad, 1, "\xEF\xBF\xBD");
    return text;
}

}  // namespace

TinyTokenizer::TinyTokenizer(std::vector<std::string> controls, std::vector<std::string> pieces)
    : m_pieces(std::move(controls)), m_controlCount(static_cast<TokenId>(m_pieces.size()))
{
    m_pieces.insert(m_pieces.end(), pieces.begin(), pieces.end());
    for (std::size_t id = 0; id < m_pieces.size(); ++id) {
        m_ids.emplace(m_pieces[id], static_cast<TokenId>(id));
        m_serialized += m_pieces[id] + '\n';
        if (!isControl(static_cast<TokenId>(id)) && !isByte(static_cast<TokenId>(id)))
            m_longest = std::max(m_longest, m_pieces[id].size());
    }
}

std::vector<std::string> TinyTokenizer::controls(const std::vector<std::string> &languages)
{
    std::vector<std::string> symbols = mixmoe::controlSymbols(languages);
    symbols.insert(symbols.begin(), "</s>");
    return symbols;
}

std::shared_ptr<const TinyTokenizer> TinyTokenizer::standard()
{
    std::vector<std::string> pieces = mixmoe::reservedPieces();
    for (const char *word : {"▁", "▁Guten", "▁Morgen", "▁Good", "▁morning", "▁the", "▁house", "▁Haus", "▁das", "▁is", "▁ist", "ing", "en", "sch", "er", "▁M", "Mor"})
        pieces.push_back(word);
    for (char letter = 'a'; letter <= 'z'; ++letter)
        pieces.push_back(std::string(1, letter));
    for (char letter = 'A'; letter <= 'Z'; ++letter)
        pieces.push_back(std::string(1, letter));
    for (const char *mark : {".", ",", "!", "?", "ä", "ö", "ü", "ß", "-", "'"})
        pieces.push_back(mark);
    for (int byte = 0; byte < 256; ++byte)
        pieces.push_back(bytePiece(static_cast<unsigned char>(byte)));
    return std::make_shared<const TinyTokenizer>(controls({"de", "en"}), std::move(pieces));
}

std::vector<Piece> TinyTokenizer::encode(std::string_view text) const
{
    std::vector<Piece> pieces;
    if (text.empty())
        return pieces;
    const Marked source = marked(text);
    const auto span = [&](std::size_t begin, std::size_t end) { return ByteSpan{source.origin[begin], source.origin[end]}; };
    for (std::size_t at = 0; at < source.text.size();) {
        std::size_t length = std::min(m_longest, source.text.size() - at);
        while (length > 0 && (!idOf(source.text.substr(at, length)) || isControl(*idOf(source.text.substr(at, length)))))
            --length;
        if (length > 0) {
            pieces.push_back({*idOf(source.text.substr(at, length)), span(at, at + length)});
            at += length;
            continue;
        }
        const std::size_t character = std::min(utf8CharacterLength(source.text, at), source.text.size() - at);
        for (std::size_t i = 0; i < character; ++i) {
            const bool last = i + 1 == character;
            if (const auto byte = idOf(bytePiece(static_cast<unsigned char>(source.text[at + i]))))
                pieces.push_back({*byte, last ? span(at, at + character) : span(at, at)});
        }
        at += character;
    }
    return pieces;
}

std::string TinyTokenizer::decode(std::span<const TokenId> ids) const
{
    std::string text;
    bool atStart = true;
    for (const TokenId id : ids) {
        if (isControl(id))
            continue;
        std::string piece = m_pieces.at(static_cast<std::size_t>(id));
        if (isByte(id))
            piece = std::string(1, static_cast<char>(std::stoi(piece.substr(3, 2), nullptr, 16)));
        else if (atStart && piece.starts_with(spaceMark))
            piece.erase(0, spaceMark.size());
        atStart = false;
        for (std::size_t mark = piece.find(spaceMark); mark != std::string::npos; mark = piece.find(spaceMark))
            piece.replace(mark, spaceMark.size(), " ");
        text += piece;
    }
    return repaired(text);
}

bool TinyTokenizer::isByte(TokenId id) const
{
    const std::string &piece = m_pieces.at(static_cast<std::size_t>(id));
    return piece.size() == 6 && piece.starts_with("<0x") && piece.ends_with(">");
}

std::optional<TokenId> TinyTokenizer::languageToken(std::string_view language) const
{
    return idOf("<" + std::string(language) + ">");
}

std::optional<TokenId> TinyTokenizer::directionToken(std::string_view language) const
{
    return idOf("<to:" + std::string(language) + ">");
}

std::optional<TokenId> TinyTokenizer::idOf(const std::string &piece) const
{
    const auto found = m_ids.find(piece);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace interlinear::tests
