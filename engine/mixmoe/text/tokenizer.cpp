#include "engine/mixmoe/text/tokenizer.h"

#include "engine/core/files.h"
#include "engine/mixmoe/text/piece_table.h"

#include <sentencepiece_processor.h>

#include <algorithm>

namespace interlinear::mixmoe {

const PieceTable &Tokenizer::pieceTable() const
{
    std::call_once(m_tableIsRead, [this] { m_table = std::make_shared<const PieceTable>(readPieceTable(*this)); });
    return *m_table;
}

std::string withSpaces(std::string_view piece)
{
    constexpr std::string_view wordMark = "▁";
    std::string text;
    while (!piece.empty()) {
        const std::size_t length = piece.starts_with(wordMark) ? wordMark.size() : 1;
        text += length == 1 ? piece.front() : ' ';
        piece.remove_prefix(length);
    }
    return text;
}

namespace {

class SentencePieceTokenizer final : public Tokenizer {
public:
    explicit SentencePieceTokenizer(std::string serialized) : m_serialized(std::move(serialized)) {}

    Result<void> load(const std::string &where)
    {
        if (const auto status = m_processor.LoadFromSerializedProto(m_serialized); !status.ok())
            return fail(ErrorCode::BadFormat, where, "is no SentencePiece vocabulary; the tokenizer.model of this model was expected");
        if (m_processor.eos_id() < 0)
            return fail(ErrorCode::WrongModel, where, "has no end-of-sentence piece; expected one trained for this program");
        readPlainPieces();
        return {};
    }

    int vocabSize() const override { return m_processor.GetPieceSize(); }

    std::vector<Piece> encode(std::string_view text) const override
    {
        const auto encoded = m_processor.EncodeAsImmutableProto(text);
        std::vector<Piece> pieces;
        pieces.reserve(encoded.pieces_size());
        for (const auto &piece : encoded.pieces())
            pieces.push_back({static_cast<TokenId>(piece.id()), {piece.begin(), piece.end()}});
        return pieces;
    }

    std::string decode(std::span<const TokenId> ids) const override
    {
        const bool plain = std::ranges::all_of(ids, [&](TokenId id) { return inRange(id) && !m_plain[static_cast<std::size_t>(id)].empty(); });
        if (ids.empty() || !plain || m_plain[static_cast<std::size_t>(ids.front())] == " ")
            return m_processor.DecodeIds(std::vector<int>(ids.begin(), ids.end()));
        std::string text;
        for (const TokenId id : ids)
            text += m_plain[static_cast<std::size_t>(id)];
        return text.front() == ' ' ? text.substr(1) : text;   // the mark of the first word
    }
    std::string piece(TokenId id) const override { return inRange(id) ? m_processor.IdToPiece(id) : std::string(); }
    bool isControl(TokenId id) const override { return !inRange(id) || m_processor.IsControl(id); }
    bool isByte(TokenId id) const override { return inRange(id) && m_processor.IsByte(id); }
    TokenId endToken() const override { return m_processor.eos_id(); }
    std::optional<TokenId> languageToken(std::string_view language) const override { return control("<" + std::string(language) + ">"); }
    std::optional<TokenId> directionToken(std::string_view language) const override { return control("<to:" + std::string(language) + ">"); }
    const std::string &serialized() const override { return m_serialized; }

private:
    // What pieces of nothing but text write: SentencePiece takes twenty times as long to put them together.
    void readPlainPieces()
    {
        for (TokenId id = 0; id < vocabSize(); ++id) {
            const std::string &piece = m_processor.IdToPiece(id);
            const bool isPlain = !m_processor.IsControl(id) && !m_processor.IsUnknown(id) && !m_processor.IsUnused(id) && !m_processor.IsByte(id) && !piece.contains(' ');
            m_plain.push_back(isPlain ? withSpaces(piece) : std::string());
        }
        if (!decodesPlainly())
            m_plain.assign(m_plain.size(), std::string());
    }

    // Other vocabularies may show the mark of the first word, or write other characters than their pieces have: each character is tried, for all pieces take long.
    bool decodesPlainly() const
    {
        const auto marked = std::ranges::find_if(m_plain, [](const std::string &text) { return text.size() > 1 && text.front() == ' '; });
        if (marked == m_plain.end())
            return false;
        std::vector<int> ids{static_cast<int>(marked - m_plain.begin())};
        std::string text = marked->substr(1);
        for (std::size_t id = 0; id < m_plain.size(); ++id) {
            if (std::ranges::count_if(m_plain[id], [](char c) { return (c & 0xC0) != 0x80; }) != 1)
                continue;
            ids.push_back(static_cast<int>(id));
            text += m_plain[id];
        }
        return m_processor.DecodeIds(ids) == text;
    }

    bool inRange(TokenId id) const { return id >= 0 && id < m_processor.GetPieceSize(); }

    std::optional<TokenId> control(const std::string &piece) const
    {
        const int id = m_processor.PieceToId(piece);
        return m_processor.IsControl(id) ? std::optional<TokenId>(id) : std::nullopt;
    }

    std::string m_serialized;
    sentencepiece::SentencePieceProcessor m_processor;
    std::vector<std::string> m_plain;   // by id; empty: the processor knows
};

}  // namespace

Result<std::shared_ptr<const Tokenizer>> Tokenizer::load(const std::filesystem::path &file)
{
    Result<std::string> bytes = readFile(file);
    if (!bytes)
        return std::unexpected(bytes.error());
    return fromBytes(std::move(*bytes), file.string());
}

Result<std::shared_ptr<const Tokenizer>> Tokenizer::fromBytes(std::string bytes, const std::string &where)
{
    auto tokenizer = std::make_shared<SentencePieceTokenizer>(std::move(bytes));
    if (auto loaded = tokenizer->load(where); !loaded)
        return std::unexpected(loaded.error());
    return tokenizer;
}

std::vector<std::string> controlSymbols(std::span<const std::string> languages)
{
    std::vector<std::string> symbols;
    for (const std::string &language : languages)
        symbols.push_back("<" + language + ">");
    for (const std::string &language : languages)
        symbols.push_back("<to:" + language + ">");
    return symbols;
}

std::vector<std::string> reservedPieces()
{
    std::vector<std::string> pieces{"\n"};
    for (char digit = '1'; digit <= '9'; ++digit) {
        const std::string number(1, digit);
        pieces.insert(pieces.end(), {"<" + number + ">", "</" + number + ">", "<" + number + "/>"});
    }
    return pieces;
}

}  // namespace interlinear::mixmoe
