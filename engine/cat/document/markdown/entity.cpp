#include "engine/cat/document/markdown/entity.h"

#include "engine/core/utf8.h"

#include <md4c-html.h>

#include <array>
#include <utility>

namespace interlinear::cat::markdown {

namespace {

std::string withoutHtmlEscapes(std::string_view html)
{
    constexpr std::array<std::pair<std::string_view, char>, 4> escapes{{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}}};
    std::string text;
    while (!html.empty()) {
        std::size_t length = 1;
        char character = html.front();
        for (const auto &[escape, meaning] : escapes) {
            if (html.starts_with(escape)) {
                length = escape.size();
                character = meaning;
            }
        }
        text += character;
        html.remove_prefix(length);
    }
    return text;
}

}  // namespace

// md4c has the table of names inside its HTML renderer: a paragraph of the entity alone shows what it means.
std::string decodedEntity(std::string_view entity)
{
    constexpr std::string_view opening = "<p>";
    constexpr std::string_view closing = "</p>\n";
    std::string html;
    const auto append = [](const MD_CHAR *text, MD_SIZE size, void *self) { static_cast<std::string *>(self)->append(text, size); };
    const int status = md_html(entity.data(), static_cast<MD_SIZE>(entity.size()), append, &html, 0, 0);
    if (status != 0 || !html.starts_with(opening) || !html.ends_with(closing))
        return std::string(entity);
    const std::string text = withoutHtmlEscapes(std::string_view(html).substr(opening.size(), html.size() - opening.size() - closing.size()));
    return firstInvalidUtf8(text) ? "\xEF\xBF\xBD" : text;   // half of a surrogate pair, by its number
}

}  // namespace interlinear::cat::markdown
