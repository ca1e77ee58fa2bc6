#include "engine/core/markup.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace interlinear {

namespace {

bool isAsciiAlpha(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

bool isAsciiDigit(char character)
{
    return character >= '0' && character <= '9';
}

/// Length of a "%…" placeholder at the place, 0 if there is none.
std::size_t percentLength(std::string_view text, std::size_t at)
{
    std::size_t end = at + 1;
    if (end < text.size() && text[end] == '(') {
        const std::size_t close = text.find(')', end);
        if (close == std::string_view::npos)
            return 0;
        end = close + 1;
    }
    while (end < text.size() && (isAsciiDigit(text[end]) || std::string_view("$.-+#*").contains(text[end])))
        ++end;
    while (end < text.size() && std::string_view("hlzjt").contains(text[end]))
        ++end;
    const bool whole = end < text.size() && std::string_view("diouxXeEfgGcspn@").contains(text[end]);
    const bool goesOn = whole && end + 1 < text.size() && isAsciiAlpha(text[end + 1]) && end == at + 1;
    return whole && !goesOn ? end + 1 - at : 0;
}

/// Length of "{name}", "{ $name }", "${name}" or of "{name," where plural forms in the text's own language follow; 0 if there is none.
std::size_t braceLength(std::string_view text, std::size_t at)
{
    const std::size_t open = text[at] == '$' ? at + 1 : at;
    if (open >= text.size() || text[open] != '{')
        return 0;
    const auto isName = [](char character) { return isAsciiAlpha(character) || isAsciiDigit(character) || std::string_view("_.$-").contains(character); };
    const std::size_t name = std::min(text.find_first_not_of(' ', open + 1), text.size());
    std::size_t end = name;
    while (end < text.size() && isName(text[end]))
        ++end;
    const std::size_t close = std::min(text.find_first_not_of(' ', end), text.size() - 1);
    const bool whole = (text[close] == '}' && close > open) || (text[close] == ',' && end > name);
    return whole ? close + 1 - at : 0;
}

/// The tag at the place as "<name>", "</name>" or "<name/>"; its length in the text, or 0, goes to length.
std::string tagAt(std::string_view text, std::size_t at, std::size_t &length)
{
    length = 0;
    std::size_t name = at + 1;
    const bool closing = name < text.size() && text[name] == '/';
    name += closing ? 1 : 0;
    std::size_t end = name;
    while (end < text.size() && (isAsciiAlpha(text[end]) || isAsciiDigit(text[end]) || std::string_view(":_-").contains(text[end])))
        ++end;
    const std::size_t close = text.find_first_of("<>", end);
    const bool whole = end > name && close != std::string_view::npos && text[close] == '>' && (close == end || text[end] == ' ' || text[end] == '/');
    if (!whole)
        return {};
    length = close + 1 - at;
    return std::string(closing ? "</" : "<") + std::string(text.substr(name, end - name)) + (text[close - 1] == '/' ? "/>" : ">");
}

/// A tag as text, and where it stands.
struct TextTag {
    std::string tag;   ///< without attributes
    std::size_t begin = 0, length = 0;
};

std::vector<TextTag> textTags(std::string_view text)
{
    std::vector<TextTag> found;
    for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
        std::size_t length = 0;
        std::string tag = tagAt(text, at, length);
        if (length > 0)
            found.push_back({std::move(tag), at, length});
        at += std::max<std::size_t>(length, 1);
    }
    return found;
}

/// Of each tag the place of its partner, or its own. Pairs are nested.
std::vector<std::size_t> partnersOf(const std::vector<TextTag> &tags)
{
    std::vector<std::size_t> partners(tags.size()), open;
    std::iota(partners.begin(), partners.end(), 0);
    for (std::size_t i = 0; i < tags.size(); ++i) {
        if (!tags[i].tag.starts_with("</")) {
            open.push_back(i);
            continue;
        }
        const auto partner = std::find_if(open.rbegin(), open.rend(), [&](std::size_t at) { return "</" + tags[at].tag.substr(1) == tags[i].tag; });
        if (partner == open.rend())
            continue;
        partners[i] = *partner;
        partners[*partner] = i;
        open.erase(std::prev(partner.base()), open.end());
    }
    return partners;
}

}  // namespace

std::vector<std::string> placeholdersOf(std::string_view text)
{
    std::vector<std::string> found;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 0;
        if (text[at] == '%')
            length = percentLength(text, at);
        else if (text[at] == '{' || text[at] == '$')
            length = braceLength(text, at);
        if (length > 0)
            found.emplace_back(text.substr(at, length));
        at += std::max<std::size_t>(length, 1);
    }
    std::ranges::sort(found);
    return found;
}

std::vector<std::string> tagsOf(std::string_view text)
{
    std::vector<std::string> found;
    for (TextTag &tag : textTags(text))
        found.push_back(std::move(tag.tag));
    std::ranges::sort(found);
    return found;
}

TaggedText withTagsInline(std::string_view text)
{
    const std::vector<TextTag> tags = textTags(text);
    const std::vector<std::size_t> partners = partnersOf(tags);
    TaggedText inlined;
    std::size_t at = 0;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        const auto [tag, begin, length] = tags[i];
        inlined.text += text.substr(at, begin - at);
        const TagKind kind = partners[i] == i ? TagKind::Standalone : partners[i] > i ? TagKind::Open : TagKind::Close;
        const int id = static_cast<int>(std::min(i, partners[i])) + 1;
        inlined.tags.push_back({.id = id, .kind = kind, .offset = inlined.text.size(), .code = std::string(text.substr(begin, length)), .display = tag});
        at = begin + length;
    }
    inlined.text += text.substr(at);
    return inlined;
}

std::string withTagsAsText(const TaggedText &text)
{
    std::string written;
    std::size_t at = 0;
    for (const InlineTag &tag : text.tags) {
        written += text.text.substr(at, tag.offset - at) + tag.code;
        at = tag.offset;
    }
    return written + text.text.substr(at);
}

}  // namespace interlinear
