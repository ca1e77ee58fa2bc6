#include "engine/cat/document/odf/elements.h"

#include <algorithm>
#include <array>

namespace interlinear::cat::odf {

namespace {

constexpr std::array<std::string_view, 6> pairs{"text:span", "text:a", "text:meta", "text:meta-field", "text:placeholder", "text:text-input"};
constexpr std::array<std::string_view, 2> characterPairs{"text:placeholder", "text:text-input"};
constexpr std::array<std::string_view, 6> markBeginnings{"text:bookmark", "text:reference-mark", "text:toc-mark", "text:user-index-mark",
                                                         "text:alphabetical-index-mark", "text:change"};
constexpr std::array<std::string_view, 12> plainTexts{"svg:title", "svg:desc", "table:title", "table:desc", "text:index-title-template", "presentation:header-decl",
                                                      "presentation:footer-decl", "presentation:date-time-decl", "dc:title", "dc:subject", "dc:description", "meta:keyword"};
constexpr std::array<std::string_view, 9> leftOut{"office:styles", "office:automatic-styles", "office:font-face-decls", "office:scripts", "office:settings",
                                                   "office:binary-data", "text:tracked-changes", "table:tracked-changes", "table:dde-links"};

bool isOneOf(std::string_view name, const auto &names)
{
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool isParagraph(std::string_view element)
{
    return element == "text:p" || element == "text:h";
}

bool isInnerText(std::string_view element)
{
    return element == "text:note" || element == "office:annotation" || element.starts_with("draw:") || element.starts_with("dr3d:");
}

bool isPair(std::string_view element)
{
    return isOneOf(element, pairs);
}

bool holdsCharactersOnly(std::string_view element)
{
    return isOneOf(element, characterPairs);
}

bool isMark(std::string_view element)
{
    if (element == "office:annotation-end")
        return true;
    return !element.ends_with("-ref") && std::ranges::any_of(markBeginnings, [&](std::string_view beginning) { return element.starts_with(beginning); });
}

bool isPlainText(std::string_view element)
{
    return isOneOf(element, plainTexts);
}

bool isLeftOut(std::string_view element)
{
    return isOneOf(element, leftOut);
}

}  // namespace interlinear::cat::odf
