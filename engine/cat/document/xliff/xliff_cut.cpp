#include "engine/cat/document/xliff/xliff_cut.h"

#include "engine/cat/document/splice.h"
#include "engine/cat/document/xliff/xliff_element.h"
#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

class LetterWalk {
public:
    LetterWalk(const XliffFile &file, ByteSpan content, std::size_t from, const XliffNames &names, std::size_t wanted)
        : m_file(file), m_names(names), m_cursor(file.text.substr(0, content.end), content.begin), m_content(content), m_from(from), m_wanted(wanted)
    {
    }

    LettersPassed run()
    {
        while (m_passed.letters < m_wanted && m_cursor.next())
            token();
        if (m_passed.letters == m_wanted && m_cut)
            m_passed.gap = gapAround(m_file, m_content, behindClosingTags(*m_cut));
        return m_passed;
    }

private:
    void token()
    {
        switch (m_cursor.token().kind) {
        case XmlKind::Text:
            characters(m_cursor.token().span);
            break;
        case XmlKind::CData:
            count(lettersIn(m_cursor.raw()), m_cursor.token().span.end);
            break;
        case XmlKind::Start:
            start();
            break;
        default:
            break;
        }
    }

    void start()
    {
        const XliffInline element = inlineOf(m_file, m_cursor, m_names);
        if (element.shape == XliffShape::Pair)
            return;
        const ByteSpan all = skipElement(m_cursor);
        if (element.shape == XliffShape::Character)
            count(lettersIn(element.character), all.end);
    }

    // Together, and then the file stands at that byte.
    void count(std::size_t letters, std::size_t end)
    {
        if (end <= m_from || letters == 0)
            return;
        m_cut = m_passed.letters + letters <= m_wanted ? std::optional(end) : std::nullopt;
        m_passed.letters = std::min(m_passed.letters + letters, m_wanted);
    }

    void characters(ByteSpan text)
    {
        for (std::size_t at = std::max(text.begin, m_from); at < text.end && m_passed.letters < m_wanted;) {
            const bool reference = m_file.text[at] == '&';
            const std::string_view rest = m_file.text.substr(at, text.end - at);
            const std::string_view raw = rest.substr(0, reference ? std::min(rest.find(';'), rest.size() - 1) + 1 : firstCodePoint(rest).length);
            const std::string character = reference ? decodedXml(raw) : std::string(raw);
            const std::size_t end = at + raw.size();
            count(reference && raw.size() > 1 && character == raw ? 0 : lettersIn(character), end);   // a reference that nobody knows is a tag
            at = end;
        }
    }

    // A tag that closes goes with what is before it, and so does white space in front of it.
    std::size_t behindClosingTags(std::size_t at) const
    {
        XmlCursor cursor(m_file.text.substr(0, m_content.end), at);
        std::size_t end = at;
        while (cursor.next()) {
            const XmlToken token = cursor.token();
            const bool blank = token.kind == XmlKind::Text && lettersIn(cursor.raw()) == 0;
            if (token.kind == XmlKind::End)
                end = token.span.end;
            else if (token.kind == XmlKind::Start && inlineOf(m_file, cursor, m_names).shape == XliffShape::Closes)
                end = skipElement(cursor).end;
            else if (!blank)
                break;
        }
        return end;
    }

    const XliffFile &m_file;
    const XliffNames &m_names;
    XmlCursor m_cursor;
    ByteSpan m_content;
    std::size_t m_from;
    std::size_t m_wanted;
    std::optional<std::size_t> m_cut;
    LettersPassed m_passed;
};

// The attribute as it is written, under another name.
std::string renamed(const XliffFile &file, const XmlAttribute &attribute, std::string_view name)
{
    const std::size_t nameEnd = static_cast<std::size_t>(attribute.name.data() - file.text.data()) + attribute.name.size();
    return " " + std::string(name) + std::string(file.text.substr(nameEnd, attribute.span.end - nameEnd));
}

std::string withoutEnding(std::string_view name, std::string_view ending)
{
    return std::string(name.substr(0, name.size() - ending.size()));
}

std::string opening(const XliffFile &file, std::string_view name, const std::vector<XmlAttribute> &attributes)
{
    std::string tag = "<" + std::string(file.prefix) + (name == "pc" ? "sc" : "sm");
    for (const XmlAttribute &attribute : attributes) {
        if (name == "mrk" || !attribute.name.ends_with("End"))
            tag += renamed(file, attribute, attribute.name.ends_with("Start") ? withoutEnding(attribute.name, "Start") : std::string(attribute.name));
    }
    if (name == "pc" && rawValueOf(attributes, "canOverlap").empty())
        tag += " canOverlap=\"no\"";   // what <pc> says by saying nothing
    return tag + "/>";
}

std::string closing(const XliffFile &file, std::string_view name, const std::vector<XmlAttribute> &attributes)
{
    constexpr std::string_view ofBoth[] = {"canCopy", "canDelete", "canOverlap", "type", "subType"};
    std::string tag = "<" + std::string(file.prefix) + (name == "pc" ? "ec" : "em");
    for (const XmlAttribute &attribute : attributes) {
        if (attribute.name == "id")
            tag += renamed(file, attribute, "startRef");
        else if (name == "mrk")
            continue;
        else if (attribute.name == "canReorder")
            tag += attribute.raw == "firstNo" ? " canReorder=\"no\"" : renamed(file, attribute, attribute.name);
        else if (attribute.name.ends_with("End"))
            tag += renamed(file, attribute, withoutEnding(attribute.name, "End"));
        else if (std::ranges::find(ofBoth, attribute.name) != std::end(ofBoth))
            tag += renamed(file, attribute, attribute.name);
    }
    if (name == "pc" && rawValueOf(attributes, "canOverlap").empty())
        tag += " canOverlap=\"no\"";
    return tag + "/>";
}

struct OpenElement {
    ByteSpan startTag;
    std::string_view name;
    std::vector<XmlAttribute> attributes;
};

// The tags of cut elements, each to be put in place of the one there.
Result<std::vector<Splice>> cutTags(const XliffFile &file, ByteSpan content, const std::vector<ByteSpan> &gaps)
{
    std::vector<Splice> splices;
    std::vector<OpenElement> open;
    XmlCursor cursor(file.text.substr(0, content.end), content.begin);
    while (cursor.next()) {
        const XmlToken &token = cursor.token();
        if (token.kind == XmlKind::Start && !token.selfClosing)
            open.push_back({token.span, coreName(file, cursor), cursor.attributes()});
        if (token.kind != XmlKind::End || open.empty())
            continue;
        const OpenElement element = std::move(open.back());
        open.pop_back();
        const bool cut = std::ranges::any_of(gaps, [&](ByteSpan gap) { return element.startTag.end <= gap.begin && gap.end <= token.span.begin; });
        if (!cut)
            continue;
        if (!file.version2 || (element.name != "pc" && element.name != "mrk"))
            return fail(ErrorCode::InvalidArgument, {}, "the tag %1 begins in one half and ends in the other, which this file cannot express", "<" + std::string(token.name) + ">");
        splices.push_back({element.startTag, opening(file, element.name, element.attributes)});
        splices.push_back({token.span, closing(file, element.name, element.attributes)});
    }
    std::ranges::sort(splices, {}, [](const Splice &splice) { return splice.span.begin; });
    return splices;
}

}  // namespace

std::size_t lettersIn(std::string_view text)
{
    return withoutWhiteSpace(text).size();
}

LettersPassed passLetters(const XliffFile &file, ByteSpan content, std::size_t from, const XliffNames &names, std::size_t wanted)
{
    return LetterWalk(file, content, from, names, wanted).run();
}

ByteSpan gapAround(const XliffFile &file, ByteSpan content, std::size_t byte)
{
    return {byte - trailingWhiteSpace(file.text.substr(content.begin, byte - content.begin)),
            byte + leadingWhiteSpace(file.text.substr(byte, content.end - byte))};
}

Result<std::vector<std::string>> piecesOf(const XliffFile &file, ByteSpan content, const std::vector<ByteSpan> &gaps)
{
    const Result<std::vector<Splice>> tags = cutTags(file, content, gaps);
    if (!tags)
        return std::unexpected(tags.error());
    std::vector<std::string> pieces;
    auto next = tags->begin();
    std::size_t begin = content.begin;
    for (std::size_t i = 0; i <= gaps.size(); ++i) {
        const std::size_t end = i < gaps.size() ? gaps[i].begin : content.end;
        std::vector<Splice> inside;
        for (; next != tags->end() && next->span.end <= end; ++next)
            inside.push_back({{next->span.begin - begin, next->span.end - begin}, next->bytes});
        pieces.push_back(spliced(file.text.substr(begin, end - begin), inside));
        begin = i < gaps.size() ? gaps[i].end : end;
    }
    return pieces;
}

}  // namespace interlinear::cat
