// A vocabulary in memory that follows the rules of the real one: dummy prefix, "▁" for a space, pieces for line ends and tags, byte fall-back.
//
//   auto tokenizer = TinyTokenizer::standard();                      // letters, some words, bytes
//   auto small = std::make_shared<TinyTokenizer>(TinyTokenizer::controls({"de", "en"}), std::vector<std::string>{"▁", "a", "b"});
//   tokenizer->encode("Guten Tag");                                  // longest piece first
#pragma once

#include "engine/mixmoe/text/tokenizer.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace interlinear::tests {

class TinyTokenizer final : public mixmoe::Tokenizer {
public:
    /// Ids in the order given: controls first ("</s>" among them), then text pieces; "<0xAB>" is a byte.
    TinyTokenizer(std::vector<std::string> controls, std::vector<std::string> pieces);

    /// "</s>", then the controls of the languages.
    static std::vector<std::string> controls(const std::vector<std::string> &languages);
    /// English and German, letters and marks, some words, line end and tag pieces, all bytes.
    static std::shared_ptr<const TinyTokenizer> standard();

    int vocabSize() const override { return static_cast<int>(m_pieces.size()); }
    std::vector<mixmoe::Piece> encode(std::string_view text) const override;
    std::string decode(std::span<const mixmoe::TokenId> ids) const override;
    std::string piece(mixmoe::TokenId id) const override { return m_pieces.at(static_cast<std::size_t>(id)); }
    bool isControl(mixmoe::TokenId id) const override { return id < m_controlCount; }
    bool isByte(mixmoe::TokenId id) const override;
    mixmoe::TokenId endToken() const override { return m_ids.at("</s>"); }
    std::optional<mixmoe::TokenId> languageToken(std::string_view language) const override;
    std::optional<mixmoe::TokenId> directionToken(std::string_view language) const override;
    const std::string &serialized() const override { return m_serialized; }

private:
    std::optional<mixmoe::TokenId> idOf(const std::string &piece) const;

    std::vector<std::string> m_pieces;
    std::map<std::string, mixmoe::TokenId, std::less<>> m_ids;
    mixmoe::TokenId m_controlCount = 0;
    std::size_t m_longest = 0;
    std::string m_serialized;
};

}  // namespace interlinear::tests
