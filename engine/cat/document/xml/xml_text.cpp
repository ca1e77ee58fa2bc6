#include "engine/cat/document/xml/xml_text.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace interlinear::cat {

namespace {

struct Entity {
    std::string_view name;
    std::string_view text;
};

constexpr std::array entities{Entity{"amp", "&"}, Entity{"lt", "<"}, Entity{"gt", ">"}, Entity{"quot", "\""}, Entity{"apos", "'"}};

/// Of what stands between "&#" and ";"; nothing for what is no character.
std::optional<std::string> numberedCharacter(std::string_view number)
{
    const int base = number.starts_with('x') || number.starts_with('X') ? 16 : 10;
    number.remove_prefix(base == 16 ? 1 : 0);
    std::uint32_t character = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), character, base);
    std::string text = utf8Of(character);
    if (error != std::errc() || end != number.data() + number.size() || character == 0 || text.empty())
        return std::nullopt;
    return text;
}

/// Of what stands between "&" and ";".
std::optional<std::string> referenced(std::string_view name)
{
    if (name.starts_with('#'))
        return numberedCharacter(name.substr(1));
    for (const Entity &entity : entities) {
        if (entity.name == name)
            return std::string(entity.text);
    }
    return std::nullopt;
}

/// Calls `plain(begin, end)` and `reference(begin, end, character or nothing)` for the pieces of the raw text.
template <typename Plain, typename Reference>
void forEachPiece(std::string_view raw, const Plain &plain, const Reference &reference)
{
    std::size_t at = 0;
    while (at < raw.size()) {
        const std::size_t begin = std::min(raw.find('&', at), raw.size());
        if (begin > at)
            plain(at, begin);
        if (begin == raw.size())
            return;
        const std::size_t semicolon = raw.find(';', begin);
        if (semicolon == std::string_view::npos) {
            plain(begin, raw.size());
            return;
        }
        reference(begin, semicolon + 1, referenced(raw.substr(begin + 1, semicolon - begin - 1)));
        at = semicolon + 1;
    }
}

/// A control character other than tab and line ends, or U+FFFE and U+FFFF, of which this is the length; 0 for what XML allows.
std::size_t forbiddenLength(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x20 && first != '\t' && first != '\n' && first != '\r')
        return 1;
    return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF") ? 3 : 0;
}

/// Whether a ">" behind this beginning of a text may end what looks like a CDATA section: what the text is put behind may end in "]".
bool mayEndSection(std::string_view before)
{
    return before.substr(before.size() - std::min<std::size_t>(before.size(), 2)).find_first_not_of(']') == std::string_view::npos;
}

std::string escapedXml(std::string_view text, bool inAttribute)
{
    std::string result;
    result.reserve(text.size() + text.size() / 16);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '>' && mayEndSection(text.substr(0, i)))
            result += "&gt;";
        else if (inAttribute && c == '"')
            result += "&quot;";
        else if (c == '\r' || (inAttribute && (c == '\n' || c == '\t')))
            result += c == '\r' ? "&#13;" : c == '\n' ? "&#10;" : "&#9;";
        else if (const std::size_t forbidden = forbiddenLength(text.substr(i)); forbidden > 0) {
            result += "\xEF\xBF\xBD";
            i += forbidden - 1;
        } else {
            result += c;
        }
    }
    return result;
}

}  // namespace

std::string decodedXml(std::string_view raw)
{
    std::string text;
    forEachPiece(
        raw, [&](std::size_t begin, std::size_t end) { text += raw.substr(begin, end - begin); },
        [&](std::size_t begin, std::size_t end, const std::optional<std::string> &character) {
            text += character ? std::string_view(*character) : raw.substr(begin, end - begin);
        });
    return text;
}

std::string xmlText(std::string_view text)
{
    return escapedXml(text, false);
}

std::string xmlAttribute(std::string_view text)
{
    return escapedXml(text, true);
}

std::string xmlValue(std::string_view text)
{
    std::string escaped = xmlAttribute(text);
    for (std::size_t at = escaped.find('\''); at != std::string::npos; at = escaped.find('\'', at + 5))
        escaped.replace(at, 1, "&#39;");
    return escaped;
}

std::string xmlSection(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t forbidden = forbiddenLength(text.substr(i));
        if (text[i] == '\r')
            result += text.substr(i + 1).starts_with('\n') ? "" : "\n";
        else if (text[i] == '>' && result.ends_with("]]"))
            result += "]]><![CDATA[>";
        else if (forbidden > 0)
            result += "\xEF\xBF\xBD";
        else
            result += text[i];
        i += forbidden > 0 ? forbidden - 1 : 0;
    }
    return result;
}

void addXmlText(InlineRun &run, std::string_view raw, std::size_t begin)
{
    forEachPiece(
        raw, [&](std::size_t from, std::size_t to) { run.addVerbatim(raw.substr(from, to - from), {begin + from, begin + to}); },
        [&](std::size_t from, std::size_t to, const std::optional<std::string> &character) {
            const std::string_view reference = raw.substr(from, to - from);
            if (character) {
                run.addDecoded(*character, {begin + from, begin + to});
                return;
            }
            const int id = run.content.tags.empty() ? 1 : std::ranges::max(run.content.tags, {}, &InlineTag::id).id + 1;
            run.addTag({id, TagKind::Standalone, 0, std::string(reference), std::string(reference)}, {begin + from, begin + to});
        });
}

}  // namespace interlinear::cat
