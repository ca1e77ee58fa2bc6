#include "engine/cat/document/xliff/xliff_cut.h"
#include "engine/cat/document/xliff/xliff_pieces.h"
#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xliff/xliff_states.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

using Attributes = std::vector<XmlAttribute>;

// A <segment> or <ignorable>.
struct Part {
    bool segment = false;
    ByteSpan startTag;
    ByteSpan all;
    XliffElement source;
    std::optional<XliffElement> target;
    Attributes attributes;
};

Part partAt(const XliffFile &file, XmlCursor &cursor)
{
    Part part{.segment = coreName(file, cursor) == "segment", .startTag = cursor.token().span, .all = {}, .source = {}, .target = {}, .attributes = cursor.attributes()};
    const std::size_t depth = cursor.depth();
    while (cursor.next() && !(cursor.token().kind == XmlKind::End && cursor.depth() == depth)) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        const std::string_view name = coreName(file, cursor);
        if (name == "source")
            part.source = elementAt(cursor);
        else if (name == "target")
            part.target = elementAt(cursor);
        else
            skipElement(cursor);
    }
    part.all = {part.startTag.begin, cursor.token().span.end};
    return part;
}

std::vector<Part> partsOf(const XliffFile &file, const XliffUnit &unit)
{
    std::vector<Part> parts;
    XmlCursor cursor(file.text.substr(0, unit.all.end), unit.startTag.begin);
    cursor.next();
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        const std::string_view name = coreName(file, cursor);
        if ((name == "segment" || name == "ignorable") && !cursor.token().selfClosing)
            parts.push_back(partAt(file, cursor));
        else
            skipElement(cursor);
    }
    return parts;
}

std::size_t partOfPlace(const std::vector<Part> &parts, const XliffPlace &place)
{
    return static_cast<std::size_t>(std::ranges::lower_bound(parts, place.source.begin, {}, [](const Part &part) { return part.source.content.begin; }) - parts.begin());
}

// What says so nearest around the segment at that byte.
std::string_view whoForbids(const XliffFile &file, std::size_t segment)
{
    std::vector<std::pair<std::string_view, std::string_view>> around;   // name and canResegment of the elements there
    XmlCursor cursor(file.text, file.root.begin);
    while (cursor.next() && cursor.token().span.begin <= segment) {
        if (cursor.token().kind == XmlKind::End && !around.empty())
            around.pop_back();
        if (cursor.token().kind != XmlKind::Start || cursor.token().selfClosing)
            continue;
        const std::string_view name = coreName(file, cursor);
        const bool says = name == "file" || name == "group" || name == "unit" || name == "segment";
        around.emplace_back(name, says ? rawValueOf(cursor.attributes(), "canResegment") : std::string_view());
    }
    const auto nearest = std::find_if(around.rbegin(), around.rend(), [](const auto &element) { return !element.second.empty(); });
    return nearest != around.rend() && nearest->second == "no" ? nearest->first : std::string_view();
}

class UnitDivision {
public:
    UnitDivision(const XliffFile &file, const XliffUnit &unit, const XliffPieces &pieces)
        : m_file(file), m_unit(unit), m_pieces(pieces), m_parts(partsOf(file, unit)), m_ids(file, unit)
    {
    }

    void write(XliffRedivision &redivision)
    {
        const std::vector<XliffPiece> &pieces = m_pieces.pieces;
        for (const XliffGroup &group : m_pieces.groups) {
            if (group.first > 0)
                m_text += m_pieces.isCutBehind(group.first - 1) ? ignorable(group.first - 1)
                                                                : between(part(group.first - 1).all.end, part(group.first).all.begin);
            if (m_pieces.isChanged(group))
                segment(group);
            else
                unchanged(group);
            if (group.segment)
                redivision.landings.push_back({group.segment, redivision.splices.size(), m_source});
        }
        redivision.splices.push_back({{part(0).all.begin, part(pieces.size() - 1).all.end}, std::move(m_text)});
    }

private:
    std::size_t partNumber(std::size_t piece) const { return partOfPlace(m_parts, m_unit.places[m_pieces.pieces[piece].place]); }
    const Part &part(std::size_t piece) const { return m_parts[partNumber(piece)]; }
    std::string between(std::size_t begin, std::size_t end) const { return std::string(m_file.text.substr(begin, end - begin)); }
    std::string textOf(ByteSpan span) const { return between(span.begin, span.end); }
    std::string end(std::string_view name) const { return "</" + std::string(m_file.prefix) + std::string(name) + ">"; }

    void unchanged(const XliffGroup &group)
    {
        const Part &whole = part(group.first);
        m_source = m_text.size() + whole.source.content.begin - whole.all.begin;
        m_text += textOf(whole.all);
    }

    std::string gapBehind(std::size_t piece) const { return between(m_pieces.pieces[piece].span.end, m_pieces.pieces[piece + 1].span.begin); }

    // White space where a segment was cut, between the parts; nothing where there is none.
    std::string ignorable(std::size_t piece) const
    {
        const std::string indent = indentBefore(m_file, part(piece).all.begin);
        const std::string gap = gapBehind(piece);
        if (gap.empty())
            return indent;
        const std::string start = "<" + std::string(m_file.prefix) + "ignorable>";
        return indent + start + textOf(part(piece).source.startTag) + gap + end("source") + end("ignorable") + indent;
    }

    // Of the ignorable parts between the piece's segment and the next one: what their sources hold, or their targets.
    std::string joint(std::size_t piece, bool target) const
    {
        if (m_pieces.isCutBehind(piece))
            return gapBehind(piece);
        std::string content;
        for (std::size_t i = partNumber(piece) + 1; i < partNumber(piece + 1); ++i)
            content += textOf(target && m_parts[i].target ? m_parts[i].target->content : m_parts[i].source.content);
        return content;
    }

    std::string sourceOf(const XliffGroup &group) const
    {
        std::string content;
        for (std::size_t i = group.first; i <= group.last; ++i)
            content += m_pieces.pieces[i].source + (i < group.last ? joint(i, false) : std::string());
        return content;
    }

    bool joinsTranslations(const XliffGroup &group) const
    {
        for (std::size_t i = group.first; i <= group.last; ++i) {
            if (!m_pieces.pieces[i].whole || !part(i).target)
                return false;
        }
        return true;
    }

    // Where that is not one translation behind the other, the source stands for the segment's own until it is written: it has all codes that a target may not lack.
    std::optional<std::string> targetOf(const XliffGroup &group) const
    {
        if (!joinsTranslations(group))
            return group.segment && group.segment->target ? std::optional(sourceOf(group)) : std::nullopt;
        std::string content;
        for (std::size_t i = group.first; i <= group.last; ++i)
            content += textOf(part(i).target->content) + (i < group.last ? joint(i, true) : std::string());
        return content;
    }

    std::string targetTag(const XliffGroup &group) const
    {
        for (std::size_t i = group.first; i <= group.last; ++i) {
            if (!part(i).target)
                continue;
            std::string tag = textOf(part(i).target->startTag);
            return tag.ends_with("/>") ? tag.substr(0, tag.size() - 2) + ">" : tag;
        }
        return "<" + std::string(m_file.prefix) + "target>";
    }

    bool mixesSpace(const XliffGroup &group) const
    {
        const auto preserves = [&](std::size_t piece) { return m_unit.places[m_pieces.pieces[piece].place].space == XliffSpace::Preserve; };
        for (std::size_t i = group.first + 1; i <= group.last; ++i) {
            if (preserves(i) != preserves(group.first))
                return true;
        }
        return false;
    }

    // The piece whose segment's state is the earliest.
    std::size_t earliest(const XliffGroup &group) const
    {
        const auto state = [&](std::size_t piece) { return statusOf(m_file, m_unit, m_unit.places[m_pieces.pieces[piece].place]).target.state; };
        std::size_t found = group.first;
        for (std::size_t i = group.first + 1; i <= group.last; ++i)
            found = state(i) < state(found) ? i : found;
        return found;
    }

    // A segment without a target is initial, and so is one that is joined with such a segment.
    std::vector<XliffAttributeChange> states(const XliffGroup &group, bool translated) const
    {
        bool all = translated;
        for (std::size_t i = group.first; i <= group.last; ++i)
            all = all && part(i).target;
        const Attributes &attributes = part(earliest(group)).attributes;
        std::vector<XliffAttributeChange> changes;
        for (const char *name : {"state", "subState"}) {
            std::string value = all ? valueOf(attributes, name) : std::string();
            changes.push_back({name, value.empty() ? std::nullopt : std::optional(std::move(value))});
        }
        return changes;
    }

    std::string startTag(const XliffGroup &group, bool translated)
    {
        const Part &first = part(group.first);
        std::vector<XliffAttributeChange> changes = states(group, translated);
        const std::string id = valueOf(first.attributes, "id");
        if (!id.empty() && !m_pieces.pieces[group.first].begins)
            changes.push_back({"id", m_ids.freshBeside(id)});
        for (std::size_t i = group.first + 1; i <= group.last; ++i) {
            for (const XmlAttribute &attribute : part(i).attributes) {
                const std::string name(attribute.name);
                const bool known = name == "id" || !rawValueOf(first.attributes, name).empty() || std::ranges::find(changes, name, &XliffAttributeChange::name) != changes.end();
                if (!known)
                    changes.push_back({name, attribute.text()});
            }
        }
        std::string tag = changedTag(textOf(first.startTag), changes);
        if (translated && group.segment && group.segment->target)
            tag = changedTag(tag, stateChanges(m_file, tag, group.segment->target->state));
        return tag;
    }

    void segment(const XliffGroup &group)
    {
        const Part &first = part(group.first);
        const std::optional<std::string> target = targetOf(group);
        const auto spaced = [&](const std::string &tag) { return mixesSpace(group) ? changedTag(tag, {{"xml:space", "preserve"}}) : tag; };
        m_text += startTag(group, target.has_value()) + indentBefore(m_file, first.source.startTag.begin) + spaced(textOf(first.source.startTag));
        m_source = m_text.size();
        m_text += sourceOf(group) + end("source");
        if (target)
            m_text += indentBefore(m_file, first.target ? first.target->startTag.begin : first.source.startTag.begin) + spaced(targetTag(group)) + *target + end("target");
        m_text += indentBefore(m_file, m_file.text.rfind('<', first.all.end - 1)) + end("segment");
    }

    const XliffFile &m_file;
    const XliffUnit &m_unit;
    const XliffPieces &m_pieces;
    std::vector<Part> m_parts;
    XliffIds m_ids;
    std::string m_text;
    std::size_t m_source = 0;   // where in the text the last segment's source begins
};

}  // namespace

void redivideUnit2(const XliffFile &file, const XliffUnit &unit, const XliffPieces &pieces, XliffRedivision &redivision)
{
    UnitDivision(file, unit, pieces).write(redivision);
}

Result<void> mayRedivide2(const XliffFile &file, const XliffUnit &unit, std::size_t first, std::size_t last)
{
    const std::vector<Part> parts = partsOf(file, unit);
    const std::size_t from = partOfPlace(parts, unit.places[first]);
    const std::size_t to = partOfPlace(parts, unit.places[last]);
    for (std::size_t i = from; i <= to; ++i) {
        const std::string_view blank = file.text.substr(parts[i].source.content.begin, parts[i].source.content.length());
        if (!parts[i].segment && lettersIn(blank) > 0)
            return fail(ErrorCode::InvalidArgument, {}, "something stands between the two segments that no translation may replace");
        if (const std::string_view who = parts[i].segment ? whoForbids(file, parts[i].startTag.begin) : std::string_view(); !who.empty())
            return fail(ErrorCode::InvalidArgument, {}, "the file says canResegment=\"no\" at this %1: its segments may be neither split nor joined", who);
    }
    const auto ordered = [&](const Part &part) {
        return part.target && changedTag(file.text.substr(part.target->startTag.begin, part.target->startTag.length()), {{"order", std::nullopt}}).size() != part.target->startTag.length();
    };
    if (std::ranges::any_of(parts, ordered))
        return fail(ErrorCode::InvalidArgument, {}, "the translations of this paragraph have an order of their own in the file; its segments can be neither split nor joined");
    return {};
}

}  // namespace interlinear::cat
