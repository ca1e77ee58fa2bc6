#include "engine/cat/document/html/elements.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <unordered_set>

namespace interlinear::cat::html {

namespace {

using Names = std::string_view;
using NameSet = std::unordered_set<std::string_view>;

// " b i " holds "b": lists of names read best as words.
bool lists(Names names, std::string_view name)
{
    for (std::size_t at = names.find(name); at != Names::npos; at = names.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if (!name.empty() && (at == 0 || names[at - 1] == ' ') && (end == names.size() || names[end] == ' '))
            return true;
    }
    return false;
}

NameSet setOf(Names names)
{
    NameSet set;
    for (std::size_t at = 0; at < names.size();) {
        const std::size_t end = std::min(names.find(' ', at), names.size());
        set.insert(names.substr(at, end - at));
        at = end + 1;
    }
    return set;
}

// Those that are asked for of each tag.
const NameSet blocks = setOf("html head body title meta base link address article aside blockquote center details dialog dd dir div dl dt fieldset figcaption "
                             "figure footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav noscript ol optgroup option p "
                             "plaintext pre search section select datalist slot summary table caption colgroup col tbody thead tfoot tr td th template textarea "
                             "ul video audio canvas object map xmp marquee");
const NameSet voids = setOf("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr");
const NameSet opaques = setOf("script style xmp iframe noembed noframes plaintext code svg math");
const NameSet paragraphEnds = setOf("address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
                                    "header hgroup hr li dd dt listing main menu nav ol p plaintext pre search section summary table ul xmp td th tr tbody");

std::string valueOf(const std::vector<HtmlAttribute> &attributes, std::string_view name)
{
    const HtmlAttribute *found = attributeNamed(attributes, name);
    return found ? asciiLowerCase(found->raw) : std::string();
}

bool isTextMeta(const std::vector<HtmlAttribute> &attributes)
{
    constexpr Names names = "description keywords abstract subject application-name apple-mobile-web-app-title dc.title dc.description dc.subject og:title "
                            "og:description og:site_name og:image:alt twitter:title twitter:description twitter:image:alt";
    return lists(names, valueOf(attributes, "name")) || lists(names, valueOf(attributes, "property"));
}

bool isTextValue(std::string_view element, const std::vector<HtmlAttribute> &attributes)
{
    return element == "input" && lists("button submit reset", valueOf(attributes, "type"));
}

}  // namespace

bool isBlock(std::string_view element)
{
    return blocks.contains(element);
}

bool isVoid(std::string_view element)
{
    return voids.contains(element);
}

bool isOpaque(std::string_view element)
{
    return opaques.contains(element);
}

bool showsWord(std::string_view element)
{
    return element == "code" || element == "math";
}

bool labelsDrawing(std::string_view element)
{
    return lists("title desc text tspan textpath mtext", element);
}

std::optional<BlockKind> kindOf(std::string_view element)
{
    if (lists("h1 h2 h3 h4 h5 h6 title", element))
        return BlockKind::Heading;
    if (lists("li dt dd option", element))
        return BlockKind::ListItem;
    if (lists("td th", element))
        return BlockKind::TableCell;
    if (element == "blockquote")
        return BlockKind::Quote;
    return std::nullopt;
}

bool endsBefore(std::string_view open, std::string_view next)
{
    if (open == "p")
        return paragraphEnds.contains(next);
    if (open == "li")
        return next == "li";
    if (open == "dt" || open == "dd")
        return lists("dt dd", next);
    if (open == "td" || open == "th")
        return lists("td th tr tbody thead tfoot", next);
    if (open == "tr")
        return lists("tr tbody thead tfoot", next);
    if (lists("tbody thead tfoot", open))
        return lists("tbody thead tfoot", next);
    if (open == "option")
        return lists("option optgroup", next);
    return open == "optgroup" ? next == "optgroup" : open == "head" && next == "body";
}

bool bounds(std::string_view element, std::string_view ended)
{
    if (lists("html table td th caption template button object", element))
        return element != ended;
    return (lists("ul ol menu", element) && ended == "li") || (element == "dl" && lists("dt dd", ended))
        || (element == "select" && lists("option optgroup", ended));
}

bool isTextAttribute(std::string_view element, const HtmlAttribute &attribute, const std::vector<HtmlAttribute> &attributes)
{
    if (lists("aria-label aria-description aria-placeholder aria-roledescription aria-valuetext", attribute.name))
        return true;
    if (attribute.name == "title")
        return !lists("link style script", element);
    if (attribute.name == "alt")
        return lists("img area input applet", element);
    if (attribute.name == "placeholder")
        return lists("input textarea", element);
    if (attribute.name == "label")
        return lists("option optgroup track menuitem", element);
    if (attribute.name == "summary")
        return element == "table";
    if (attribute.name == "content")
        return element == "meta" && isTextMeta(attributes);
    return attribute.name == "value" && isTextValue(element, attributes);
}

}  // namespace interlinear::cat::html
