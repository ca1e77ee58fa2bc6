// What the styles of a document say that matters to a translator.
//
//   const Styles common(stylesXml, "office:styles");
//   const Styles styles(contentXml, "office:automatic-styles", &common);
//   const TextStyle *bold = styles.ofText("T1");     // bold->look == "b"
//   styles.kindOfParagraph("P3");                    // BlockKind::Heading, when P3 is made from "Title"
#pragma once

#include "engine/cat/document/segment.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace interlinear::cat::odf {

struct TextStyle {
    std::string look;      ///< "b i", or the name that a user gave: "Strong Emphasis"
    bool plain = false;    ///< says nothing about the look: only the language, or when a text was typed
    bool hidden = false;   ///< text that no reader sees
};

class Styles {
public:
    Styles() = default;
    /// The styles in the element of that name, "office:styles" or "office:automatic-styles", in front of the body of the well-formed text. What it lacks is looked for
    /// among the others, which must outlive it.
    Styles(std::string_view xml, std::string_view within, const Styles *others = nullptr);

    bool empty() const { return m_texts.empty() && m_parents.empty(); }

    /// nullptr for one that the document lacks.
    const TextStyle *ofText(const std::string &name) const;
    /// Nothing for a style of common text.
    std::optional<BlockKind> kindOfParagraph(const std::string &name) const;

private:
    std::map<std::string, TextStyle> m_texts;
    std::map<std::string, std::string> m_parents;   // of styles of paragraphs
    const Styles *m_others = nullptr;
};

}  // namespace interlinear::cat::odf
