#include "tests/unit/cat/document/rendered_page.h"

#include "engine/cat/document/markdown/front_matter.h"

#include <md4c-html.h>

#include <algorithm>
#include <array>
#include <utility>

namespace {

constexpr std::array<std::pair<char, std::string_view>, 4> escapes{{{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}}};

constexpr std::string_view spaces[] = {" ", "\t", "\n", "\r", "\v", "\f", "\u00A0", "\u3000"};

std::string fromHtml(std::string_view html)
{
    std::string text;
    while (!html.empty()) {
        const auto found = std::find_if(escapes.begin(), escapes.end(), [&](const auto &escape) { return html.starts_with(escape.second); });
        text += found == escapes.end() ? html.front() : found->first;
        html.remove_prefix(found == escapes.end() ? 1 : found->second.size());
    }
    return text;
}

// The value of the attribute in the tag.
std::string_view valueIn(std::string_view tag, std::string_view attribute)
{
    const std::size_t at = tag.find(attribute);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = tag.substr(at + attribute.size());
    return rest.substr(0, rest.find('"'));
}

}  // namespace

std::string renderedHtml(std::string_view markdown)
{
    std::string html;
    const auto append = [](const MD_CHAR *text, MD_SIZE size, void *self) { static_cast<std::string *>(self)->append(text, size); };
    constexpr unsigned dialect = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
    md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &html, dialect, MD_HTML_FLAG_SKIP_UTF8_BOM);
    return html;
}

std::string asHtml(std::string_view text)
{
    std::string html;
    for (const char c : text) {
        const auto found = std::find_if(escapes.begin(), escapes.end(), [c](const auto &escape) { return escape.first == c; });
        html += found == escapes.end() ? std::string_view(&c, 1) : found->second;
    }
    return html;
}

std::string withoutSpace(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const auto space = std::find_if(std::begin(spaces), std::end(spaces), [&](std::string_view candidate) { return text.starts_with(candidate); });
        if (space == std::end(spaces))
            result += text.front();
        text.remove_prefix(space == std::end(spaces) ? 1 : space->size());
    }
    return result;
}

std::string visibleText(std::string_view markdown)
{
    // To a renderer front matter is Markdown, and could open a block that swallows the page.
    const std::string html = renderedHtml(markdown.substr(interlinear::cat::markdown::frontMatterEnd(markdown, 0)));
    std::string text;
    std::string titles;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] != '<') {
            text += html[at++];
            continue;
        }
        const std::size_t end = std::min(html.find('>', at), html.size() - 1) + 1;
        const std::string_view tag = std::string_view(html).substr(at, end - at);
        text += tag.starts_with("<img ") ? valueIn(tag, " alt=\"") : std::string_view();
        titles += valueIn(tag, " title=\"");
        at = end;
    }
    return withoutSpace(fromHtml(text + titles));
}
