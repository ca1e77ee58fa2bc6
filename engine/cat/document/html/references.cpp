#include "engine/cat/document/html/references.h"

#include "engine/core/utf8.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace interlinear::cat::html {

namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF";
constexpr std::string_view nameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

// "&", what may be a name or a number, and a semicolon.
std::string_view candidateAt(std::string_view raw)
{
    const bool number = raw.starts_with("&#");
    const bool hexNumber = raw.starts_with("&#x") || raw.starts_with("&#X");
    const std::size_t begin = hexNumber ? 3 : number ? 2 : 1;
    constexpr std::size_t longest = 40;   // the longest name has 31 letters
    const std::string_view allowed = hexNumber ? hexadecimal : number ? digits : nameCharacters;
    std::size_t end = std::min(raw.find_first_not_of(allowed, begin), std::min(raw.size(), longest));
    if (end == begin)
        return {};
    end += end < raw.size() && raw[end] == ';' ? 1 : 0;
    return raw.substr(0, end);
}

// A page that holds nothing but this text says what it reads as.
std::string readByGumbo(std::string_view text)
{
    const std::string page = "x" + std::string(text);   // white space at the beginning would be dropped
    const auto destroy = [](GumboOutput *output) { gumbo_destroy_output(&kGumboDefaultOptions, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> output(gumbo_parse_with_options(&kGumboDefaultOptions, page.data(), page.size()), destroy);
    const GumboVector &children = output->root->v.element.children;
    if (children.length == 0)
        return std::string(text);
    const auto *body = static_cast<const GumboNode *>(children.data[children.length - 1]);
    if (body->type != GUMBO_NODE_ELEMENT || body->v.element.children.length == 0)
        return std::string(text);
    const auto *node = static_cast<const GumboNode *>(body->v.element.children.data[0]);
    return node->type == GUMBO_NODE_TEXT ? std::string(node->v.text.text).substr(1) : std::string(text);
}

std::size_t commonEnd(std::string_view a, std::string_view b)
{
    const auto [left, right] = std::ranges::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
    return static_cast<std::size_t>(left - a.rbegin());
}

// A control character other than tab and line ends: HTML forbids them, by number too.
bool isForbidden(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
}

std::string escaped(std::string_view text, bool inAttribute)
{
    std::string result;
    result.reserve(text.size() + text.size() / 16);
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (inAttribute && c == '"')
            result += "&quot;";
        else if (inAttribute && c == '\'')
            result += "&#39;";
        else if (isForbidden(c))
            result += "\xEF\xBF\xBD";
        else
            result += c;
    }
    return result;
}

}  // namespace

Reference referenceAt(std::string_view raw, Where where)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> common{
        {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", "\u00A0"}, {"&apos;", "'"}}};
    for (const auto &[spelling, text] : common) {
        if (raw.starts_with(spelling))
            return {std::string(text), spelling.size()};
    }
    const std::string_view candidate = candidateAt(raw);
    if (candidate.empty())
        return {};
    std::string text = readByGumbo(candidate);
    if (text == candidate)
        return {};
    const std::size_t rest = commonEnd(text, candidate);
    const std::size_t length = candidate.size() - rest;
    const bool open = candidate[length - 1] != ';' && candidate[1] != '#';
    const bool goesOn = length < raw.size() && (raw[length] == '=' || nameCharacters.find(raw[length]) != std::string_view::npos);
    if (where == Where::Attribute && open && goesOn)
        return {};
    text.resize(text.size() - rest);
    if (firstInvalidUtf8(text))   // of a number too large for gumbo to count
        text = "\xEF\xBF\xBD";
    return {std::move(text), length};
}

std::string decodedHtml(std::string_view raw, Where where)
{
    std::string text;
    while (!raw.empty()) {
        const std::size_t plain = std::min(raw.find('&'), raw.size());
        text += raw.substr(0, plain);
        raw.remove_prefix(plain);
        if (raw.empty())
            break;
        const Reference reference = referenceAt(raw, where);
        text += reference.length > 0 ? std::string_view(reference.text) : raw.substr(0, 1);
        raw.remove_prefix(std::max<std::size_t>(reference.length, 1));
    }
    return text;
}

std::string htmlText(std::string_view text)
{
    return escaped(text, false);
}

std::string htmlAttribute(std::string_view text)
{
    return escaped(text, true);
}

}  // namespace interlinear::cat::html
