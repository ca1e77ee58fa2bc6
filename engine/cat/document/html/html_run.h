// One paragraph of a page as it is collected: texts and mark-up between two elements that part text.
//
//   HtmlRun run(text);
//   run.addText({3, 8}, Space::Collapses);
//   run.addOpen("b", {8, 11});
//   …
//   const InlineRun inlineRun = run.taken(BlockKind::Paragraph);   // few tags: those around all of it, and lost ends at its ends, are left outside
#pragma once

#include "engine/cat/document/html/html_cursor.h"
#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/outer_pieces.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat::html {

enum class Space { Collapses, Stays };

class HtmlRun {
public:
    /// The text must outlive it.
    explicit HtmlRun(std::string_view text) : m_text(text) {}

    void addText(ByteSpan span, Space space);
    void addOpen(const std::string &element, ByteSpan span);
    void addClose(const std::string &element, ByteSpan span);
    /// What stands for itself; the display is empty for what nobody sees.
    void addKept(std::string display, ByteSpan span, bool showsWord);
    void addBreak(ByteSpan span);
    /// An element without content, such as a picture, of which one attribute is a text.
    void addDescribed(const std::string &element, ByteSpan span, const HtmlAttribute &attribute);

    /// Whether the last thing in it is a forced line break.
    bool endsInBreak() const;

    /// What was collected; it is empty after that.
    InlineRun taken(BlockKind kind);

private:
    enum class PieceKind { Text, Open, Close, Kept, Break, Described };
    struct Piece {
        PieceKind kind = PieceKind::Text;
        ByteSpan span;
        std::string name = {};            // of the element, or the display
        Space space = Space::Collapses;
        bool showsWord = false;
        std::size_t partner = 0;          // of Open and Close: index of the other end; 0 with paired false
        bool paired = false;
        ByteSpan value = {};              // of Described
        bool quoted = false;
    };

    void pairUp();
    bool isBlank(const Piece &piece) const;
    PieceShape shapeOf(const Piece &piece) const;
    void append(const Piece &piece, std::size_t index, std::size_t first, std::size_t end, InlineRun &run) const;
    void appendDescribed(const Piece &piece, int id, InlineRun &run) const;

    std::string_view m_text;
    std::vector<Piece> m_pieces;
};

/// The value of an attribute as a paragraph.
InlineRun attributeRun(std::string_view text, ByteSpan value);

}  // namespace interlinear::cat::html
