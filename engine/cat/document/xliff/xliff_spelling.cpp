#include "engine/cat/document/xliff/xliff_spelling.h"

#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xliff/xliff_states.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <map>

namespace interlinear::cat {

namespace {

// "]]>" cannot stand in a CDATA section.
std::string cdata(std::string_view text)
{
    std::string section = "<![CDATA[";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find("]]>", at), text.size());
        section += text.substr(at, end - at);
        section += end < text.size() ? "]]]]><![CDATA[>" : "";
        at = end + (end < text.size() ? 3 : 0);
    }
    return section + "]]>";
}

// The tag's bytes with an id of its own; what has no data of its own says whose copy it is.
std::string copied(const InlineTag &tag, const std::string &key, const std::string &id)
{
    if (tag.kind == TagKind::Close)
        return tag.code.starts_with("</") ? tag.code : changedTag(tag.code, {{"startRef", id}});
    XmlCursor cursor(tag.code);
    cursor.next();
    const std::string start(cursor.raw());
    std::vector<XliffAttributeChange> changes{{"id", id}};
    if (start.find("dataRef") == std::string::npos)
        changes.push_back({"copyOf", key});
    return changedTag(start, changes) + tag.code.substr(start.size());
}

bool isSpace(const InlineTag &tag)
{
    return tag.kind == TagKind::Standalone && isBlankXml(tag.code);
}

std::string spaceReference(std::string_view bytes)
{
    return bytes.starts_with('\t') ? "&#x9;" : "&#xA;";
}

// Tags before the first and from the last on are white space with nothing outside of them.
struct Edges {
    std::size_t first = 0;
    std::size_t last = 0;
};

Edges edgesOf(const TaggedText &target)
{
    Edges edges{0, target.tags.size()};
    while (edges.first < edges.last && isSpace(target.tags[edges.first]) && target.tags[edges.first].offset == 0)
        ++edges.first;
    while (edges.last > edges.first && isSpace(target.tags[edges.last - 1]) && target.tags[edges.last - 1].offset == target.text.size())
        --edges.last;
    return edges;
}

bool fitsCdata(const TaggedText &target, bool hasAllCharacters)
{
    const auto needsReference = [&](unsigned char c) { return c < ' ' || (c >= 0x80 && !hasAllCharacters); };
    return target.tags.empty() && std::ranges::none_of(target.text, needsReference)
        && target.text.find("\xEF\xBF\xBE") == std::string::npos && target.text.find("\xEF\xBF\xBF") == std::string::npos;
}

}  // namespace

std::string XliffSpeller::spelled(const TaggedText &target, const XliffContent &source, XliffSpace space)
{
    if (source.cdata && fitsCdata(target, m_file.hasAllCharacters))
        return cdata(target.text);
    std::map<std::pair<int, TagKind>, const XliffCode *> codes;   // of the first tag with that id
    for (std::size_t i = 0; i < source.codes.size() && m_file.version2; ++i)
        codes.try_emplace({source.text.tags[i].id, source.text.tags[i].kind}, &source.codes[i]);
    std::map<std::pair<int, TagKind>, int> count;
    std::map<int, std::vector<std::string>> ids;   // of open copies; empty for what is no copy
    const Edges edges = space == XliffSpace::Preserve ? edgesOf(target) : Edges{target.tags.size(), 0};
    std::string bytes;
    std::size_t at = 0;
    for (const InlineTag &tag : target.tags) {
        const auto number = static_cast<std::size_t>(&tag - target.tags.data());
        bytes += text(std::string_view(target.text).substr(at, tag.offset - at));
        at = tag.offset;
        const auto code = codes.find({tag.id, tag.kind});
        const bool again = ++count[{tag.id, tag.kind}] > 1 && code != codes.end() && code->second->element;
        std::string id;
        if (tag.kind != TagKind::Close)
            id = again ? freshId(code->second->key) : std::string();
        if (tag.kind == TagKind::Open) {
            ids[tag.id].push_back(id);
        } else if (tag.kind == TagKind::Close && !ids[tag.id].empty()) {
            id = ids[tag.id].back();
            ids[tag.id].pop_back();
        }
        if (isSpace(tag) && (number < edges.first || number >= edges.last))
            bytes += spaceReference(tag.code);
        else
            bytes += id.empty() ? tag.code : copied(tag, code->second->key, id);
    }
    return bytes + text(std::string_view(target.text).substr(at));
}

std::string XliffSpeller::text(std::string_view characters) const
{
    std::string bytes;
    while (!characters.empty()) {
        const auto control = std::ranges::find_if(characters, [](char c) { return static_cast<unsigned char>(c) < ' '; });
        const auto plain = static_cast<std::size_t>(control - characters.begin());
        bytes += xmlText(characters.substr(0, plain));
        if (control != characters.end())
            bytes += controlCharacter(*control);
        characters.remove_prefix(std::min(plain + 1, characters.size()));
    }
    return bytes;
}

std::string XliffSpeller::controlCharacter(char character) const
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto code = static_cast<unsigned char>(character);
    if (character == '\n' || character == '\t' || character == '\r')
        return "&#" + std::to_string(code) + ";";
    if (!m_file.version2 || character == '\0')
        return xmlText({&character, 1});
    return "<" + std::string(m_file.prefix) + "cp hex=\"00" + digits[code / 16U] + digits[code % 16U] + "\"/>";
}

std::string XliffSpeller::freshId(const std::string &key)
{
    const std::string_view unit = m_file.text.substr(m_unit.all.begin, m_unit.all.length());
    for (int number = 2;; ++number) {
        std::string id = key + "-" + std::to_string(number);
        const bool used = unit.find("\"" + id + "\"") != std::string_view::npos || unit.find("'" + id + "'") != std::string_view::npos;
        if (!used && m_taken.insert(id).second)
            return id;
    }
}

}  // namespace interlinear::cat
