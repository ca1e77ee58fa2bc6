// The text of one segment as its inline elements come by, whichever format they are of.
//
//   InlineBuilder segment;
//   segment.text("Press ");
//   segment.tag(TagKind::Open, {.pair = "1", .wantedId = 1}); segment.code("<b>");
//   segment.text("Enter");
//   segment.tag(TagKind::Close, {.pair = "1"}); segment.code("</b>");
//   const TaggedText text = segment.take();
//
// The result is well-formed always: halves of pairs that do not nest are standalone tags.
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

class InlineBuilder {
public:
    struct Tag {
        std::string pair{};      ///< what the two halves of a pair share
        int wantedId = 0;        ///< 0: the next free one
        std::string code{};
        std::string display{};
    };

    void text(std::string_view more) { m_text += more; }
    const std::string &textSoFar() const { return m_text; }
    void tag(TagKind kind, Tag tag);
    /// More code of the last tag.
    void code(std::string_view more) { m_tags.back().tag.code += more; }

    /// An element around text: a pair without a name. They may nest without end.
    void openElement(Tag tag);
    void closeElement(std::string code = {});
    std::size_t openElements() const { return m_openElements.size(); }

    bool empty() const { return m_text.empty() && m_tags.empty(); }
    /// The text and its tags; the builder is empty then.
    TaggedText take();

private:
    struct Raw {
        InlineTag tag;
        std::string pair;
        int wantedId = 0;
        std::size_t partner = 0;   // index of the other half
        bool paired = false;
    };
    void pairTags();
    void assignIds();

    std::string m_text;
    std::vector<Raw> m_tags;
    std::vector<std::string> m_openElements;   // their pairs
    std::size_t m_elements = 0;
};

}  // namespace interlinear::cat
