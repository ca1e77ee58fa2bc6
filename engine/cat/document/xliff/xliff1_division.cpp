#include "engine/cat/document/xliff/xliff_cut.h"
#include "engine/cat/document/xliff/xliff_pieces.h"
#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xliff/xliff_states.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::string_view textOf(const XliffFile &file, ByteSpan span)
{
    return file.text.substr(span.begin, span.length());
}

// The <mrk> around the place's source.
ByteSpan markOf(const XliffFile &file, const XliffPlace &place)
{
    return {file.text.rfind('<', place.source.begin - 1), file.text.find('>', place.source.end) + 1};
}

// What lies between the two, as far as it is white space.
std::optional<std::string> spaceBetween(const XliffFile &file, std::size_t begin, std::size_t end)
{
    const std::string_view text = begin <= end ? file.text.substr(begin, end - begin) : std::string_view("x");
    return lettersIn(text) == 0 ? std::optional(std::string(text)) : std::nullopt;
}

// One that may hold something.
std::string opened(std::string tag)
{
    return tag.ends_with("/>") ? tag.substr(0, tag.size() - 2) + ">" : tag;
}

bool hasSegSource(const XliffFile &file, const XliffUnit &unit)
{
    XmlCursor cursor(file.text.substr(0, unit.all.end), unit.startTag.begin);
    cursor.next();
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        if (coreName(file, cursor) == "seg-source")
            return true;
        skipElement(cursor);
    }
    return false;
}

class UnitDivision {
public:
    UnitDivision(const XliffFile &file, const XliffUnit &unit, const XliffPieces &pieces, XliffRedivision &redivision)
        : m_file(file), m_unit(unit), m_pieces(pieces), m_redivision(redivision), m_ids(file, unit)
    {
    }

    void write()
    {
        nameGroups();
        const std::size_t first = m_redivision.splices.size();
        if (m_unit.segmented)
            writeMarks();
        else
            makeMarks();
        // The target may stand in front of what Trados says of the segments, or behind it.
        std::vector<Splice> &splices = m_redivision.splices;
        std::stable_sort(splices.begin() + static_cast<std::ptrdiff_t>(first) + 1, splices.end(), [](const Splice &a, const Splice &b) { return a.span.begin < b.span.begin; });
    }

private:
    const XliffPiece &piece(std::size_t index) const { return m_pieces.pieces[index]; }
    const XliffPlace &placeOf(std::size_t index) const { return m_unit.places[piece(index).place]; }
    std::string gapBehind(std::size_t index) const { return std::string(textOf(m_file, {piece(index).span.end, piece(index + 1).span.begin})); }

    // Each group's mid.
    void nameGroups()
    {
        for (std::size_t i = 0; i < m_pieces.groups.size(); ++i) {
            const XliffGroup &group = m_pieces.groups[i];
            const std::string_view id = placeOf(group.first).id;
            m_mids.push_back(!m_unit.segmented ? std::to_string(i + 1) : piece(group.first).begins ? std::string(id) : m_ids.freshBeside(id));
        }
    }

    std::string named(std::string_view markTag, std::size_t group) const { return opened(changedTag(markTag, {{"mid", m_mids[group]}})); }

    void land(const XliffGroup &group, std::size_t offset)
    {
        if (group.segment)
            m_redivision.landings.push_back({group.segment, m_redivision.splices.size(), offset});
    }

    std::string sourceOf(const XliffGroup &group) const
    {
        std::string content;
        for (std::size_t i = group.first; i <= group.last; ++i) {
            content += piece(i).source;
            if (i < group.last)
                content += m_pieces.isCutBehind(i) ? gapBehind(i) : std::string(textOf(m_file, {markOf(m_file, placeOf(i)).end, markOf(m_file, placeOf(i + 1)).begin}));
        }
        return content;
    }

    void writeMarks()
    {
        std::string text;
        for (std::size_t i = 0; i < m_pieces.groups.size(); ++i) {
            const XliffGroup &group = m_pieces.groups[i];
            const ByteSpan mark = markOf(m_file, placeOf(group.first));
            if (group.first > 0)
                text += m_pieces.isCutBehind(group.first - 1) ? gapBehind(group.first - 1)
                                                              : std::string(textOf(m_file, {markOf(m_file, placeOf(group.first - 1)).end, mark.begin}));
            const std::string_view tag = textOf(m_file, {mark.begin, placeOf(group.first).source.begin});
            if (!m_pieces.isChanged(group)) {
                land(group, text.size() + tag.size());
                text += textOf(m_file, mark);
                continue;
            }
            text += named(tag, i);
            land(group, text.size());
            text += sourceOf(group) + "</" + std::string(m_file.prefix) + "mrk>";
        }
        const ByteSpan all{markOf(m_file, m_unit.places.front()).begin, markOf(m_file, m_unit.places.back()).end};
        m_redivision.splices.push_back({all, std::move(text)});
        for (std::size_t i = 0; i < m_pieces.groups.size();)
            i = writeTargets(i);
        for (std::size_t place = 0; m_unit.definitions && place < m_unit.places.size(); ++place)
            writeDefinitions(place);
    }

    // Of the groups from there on that share places; the first one behind them.
    std::size_t writeTargets(std::size_t first)
    {
        std::size_t last = first;
        while (m_pieces.isCutBehind(m_pieces.groups[last].last))
            ++last;
        std::vector<std::size_t> present;   // pieces whose places have a target, which stays with them
        for (std::size_t i = m_pieces.groups[first].first; i <= m_pieces.groups[last].last; ++i) {
            if (piece(i).begins && placeOf(i).target)
                present.push_back(i);
        }
        const bool changed = last > first || m_pieces.isChanged(m_pieces.groups[first]);
        if (changed && !present.empty()) {
            std::string text;
            for (std::size_t i = first; i <= last; ++i)
                text += (i > first ? gapBehind(m_pieces.groups[i].first - 1) : std::string()) + targetMark(i, present);
            m_redivision.splices.push_back({{placeOf(present.front()).target->all.begin, placeOf(present.back()).target->all.end}, std::move(text)});
        }
        return last + 1;
    }

    std::string targetMark(std::size_t index, const std::vector<std::size_t> &present) const
    {
        const XliffGroup &group = m_pieces.groups[index];
        std::string content;
        const XliffElement *before = nullptr;
        for (const std::size_t i : present) {
            if (i < group.first || i > group.last)
                continue;
            const XliffElement &target = *placeOf(i).target;
            content += before ? textOf(m_file, {before->all.end, target.all.begin}) : std::string_view();
            content += textOf(m_file, target.content);
            before = &target;
        }
        const XliffPlace &place = placeOf(group.first);
        const ByteSpan tag = place.target ? place.target->startTag : ByteSpan{markOf(m_file, place).begin, place.source.begin};
        return named(textOf(m_file, tag), index) + content + "</" + std::string(m_file.prefix) + "mrk>";
    }

    // One <sdl:seg> for each segment that begins in the place.
    void writeDefinitions(std::size_t place)
    {
        if (!m_unit.places[place].statement)
            return;
        XmlCursor cursor(m_file.text, m_unit.places[place].statement->begin);
        cursor.next();
        const ByteSpan all = elementAt(cursor).all;
        const std::string_view tag = textOf(m_file, *m_unit.places[place].statement);
        const std::string_view rest = textOf(m_file, all).substr(tag.size());
        std::string text;
        bool changed = false;
        for (std::size_t i = 0; i < m_pieces.groups.size(); ++i) {
            const XliffGroup &group = m_pieces.groups[i];
            for (std::size_t p = group.first; p <= group.last; ++p)
                changed = changed || (piece(p).place == place && m_pieces.isChanged(group));
            if (piece(group.first).place == place)
                text += changedTag(tag, {{"id", m_mids[i]}}) + std::string(rest);
        }
        if (changed)
            m_redivision.splices.push_back({all, std::move(text)});
    }

    // <seg-source> behind <source>, and marks in the target.
    void makeMarks()
    {
        const XliffPlace &place = m_unit.places.front();
        const std::string prefix(m_file.prefix);
        const std::string indent = indentBefore(m_file, m_file.text.rfind("<" + prefix + "source", place.source.begin));
        std::string text = indent + "<" + prefix + "seg-source>";
        std::string target;
        for (std::size_t i = 0; i < m_pieces.groups.size(); ++i) {
            const XliffGroup &group = m_pieces.groups[i];
            const std::string gap = i > 0 ? gapBehind(group.first - 1) : std::string();
            const std::string mark = "<" + prefix + "mrk mtype=\"seg\" mid=\"" + m_mids[i] + "\">";
            text += gap + mark;
            land(group, text.size());
            text += sourceOf(group) + "</" + prefix + "mrk>";
            target += gap + mark + (i == 0 && place.target ? std::string(textOf(m_file, place.target->content)) : std::string()) + "</" + prefix + "mrk>";
        }
        m_redivision.splices.push_back({{place.targetSpot, place.targetSpot}, text + "</" + prefix + "seg-source>"});
        if (place.target && !isBlankXml(textOf(m_file, place.target->content)))
            m_redivision.splices.push_back({place.target->content, std::move(target)});
    }

    const XliffFile &m_file;
    const XliffUnit &m_unit;
    const XliffPieces &m_pieces;
    XliffRedivision &m_redivision;
    XliffIds m_ids;
    std::vector<std::string> m_mids;
};

Result<void> marksFollow(const XliffFile &file, const XliffUnit &unit, std::size_t first, std::size_t last)
{
    const XliffElement *before = nullptr;
    for (std::size_t i = first; i <= last; ++i) {
        if (i < last && !spaceBetween(file, markOf(file, unit.places[i]).end, markOf(file, unit.places[i + 1]).begin))
            return fail(ErrorCode::InvalidArgument, {}, "something stands between the two segments that no translation may replace");
        const std::optional<XliffElement> &target = unit.places[i].target;
        if (target && before && !spaceBetween(file, before->all.end, target->all.begin))
            return fail(ErrorCode::InvalidArgument, {}, "the translations of the two segments do not follow each other in the file");
        before = target ? &*target : before;
    }
    return {};
}

}  // namespace

void redivideUnit1(const XliffFile &file, const XliffUnit &unit, const XliffPieces &pieces, XliffRedivision &redivision)
{
    UnitDivision(file, unit, pieces, redivision).write();
}

Result<void> mayRedivide1(const XliffFile &file, const XliffUnit &unit, std::size_t first, std::size_t last)
{
    if (file.dialect == XliffDialect::MemoQ || file.dialect == XliffDialect::Phrase)
        return fail(ErrorCode::InvalidArgument, {}, "%1 wants one translation back for each segment of its file; they can be neither split nor joined",
                    file.dialect == XliffDialect::MemoQ ? "memoQ" : "Phrase");
    if (unit.segmented)
        return marksFollow(file, unit, first, last);
    if (file.dialect == XliffDialect::Sdl || hasSegSource(file, unit))
        return fail(ErrorCode::InvalidArgument, {}, "the file divides this text otherwise than its translation; it cannot be split");
    if (file.version != "1.2")
        return fail(ErrorCode::InvalidArgument, {}, "XLIFF before 1.2 has one segment in each unit; it cannot be split");
    return {};
}

}  // namespace interlinear::cat
