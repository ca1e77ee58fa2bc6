// A text as a search reads it: without its case or its diacritics where they do not count, and knowing which of its bytes come from where.
//
//   const FoldedText folded("Straße", {.letterCase = false});
//   folded.text();                                 // "strasse"
//   folded.original({4, 7});                       // {4, 7}: "ße", for no character is cut in two
//
// Characters are taken apart first (Unicode's canonical decomposition, Hangul left whole), so that é is é however it is written.
#pragma once

#include "engine/core/spans.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// What counts when two texts are held against each other.
struct TextDifferences {
    bool letterCase = false;
    bool diacritics = true;   ///< accents of letters, points of Hebrew and Arabic; the vowels of Indic and Thai script count always

    bool operator==(const TextDifferences &) const = default;
};

class FoldedText {
public:
    /// The text must be UTF-8; it may go away afterwards.
    FoldedText(std::string_view text, const TextDifferences &counting);

    const std::string &text() const { return m_text; }
    /// The characters of the original that a stretch of text() comes from.
    ByteSpan original(ByteSpan folded) const;

private:
    void append(std::string_view piece, ByteSpan origin);

    std::string m_text;
    std::vector<std::uint32_t> m_begins, m_ends;   // [byte of m_text]: of its character in the original; empty when both are byte for byte
};

/// Whether a word could end and another begin at this byte of a text: not between two letters, digits or marks of a script that puts spaces between words.
bool isWordEdge(std::string_view text, std::size_t at);

/// Whether a mark that belongs to the character before stands at this byte.
bool isCombiningMark(std::string_view text, std::size_t at);

}  // namespace interlinear::cat
