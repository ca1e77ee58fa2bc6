#include "engine/cat/document/odf/cell_values.h"
#include "engine/cat/document/odf/elements.h"
#include "engine/cat/document/odf/odf.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <utility>

namespace interlinear::cat {

namespace {

using namespace odf;

std::string_view elementOf(const InlineTag &tag)
{
    XmlCursor cursor(tag.code);
    return cursor.next() && cursor.token().kind == XmlKind::Start ? cursor.token().name : std::string_view();
}

// A link within a link, or anything in an element that holds characters alone.
bool isMisplaced(const TaggedText &target)
{
    std::vector<std::string_view> open;
    for (const InlineTag &tag : target.tags) {
        if (tag.kind == TagKind::Close) {
            open.pop_back();
            continue;
        }
        const std::string_view element = elementOf(tag);
        if (std::ranges::any_of(open, [&](std::string_view outer) { return holdsCharactersOnly(outer) || (outer == "text:a" && element == outer); }))
            return true;
        if (tag.kind == TagKind::Open)
            open.push_back(element);
    }
    return false;
}

// Where the last thing that is seen stands: white space before that is within the sentence.
std::size_t lastSeen(const std::string &text, const std::vector<InlineTag> &tags)
{
    const std::size_t last = text.find_last_not_of(' ');
    std::size_t seen = last == std::string::npos ? 0 : last;
    for (const InlineTag &tag : tags)
        seen = readingOf(tag) == TagReading::Word ? std::max(seen, tag.offset) : seen;
    return seen;
}

class ParagraphSpelling {
public:
    explicit ParagraphSpelling(const TaggedText &target) : m_text(onOneLine(target.text)), m_lastSeen(lastSeen(m_text, target.tags))
    {
        std::size_t at = 0;
        for (const InlineTag &tag : target.tags) {
            writeText(at, tag.offset);
            at = tag.offset;
            writeTag(tag);
        }
        writeText(at, m_text.size());
    }

    std::string taken() { return std::move(m_out); }

private:
    void writeText(std::size_t begin, std::size_t end)
    {
        while (begin < end) {
            const std::size_t word = std::min(m_text.find_first_not_of(' ', begin), end);
            if (word > begin)
                writeSpaces(begin, word);
            const std::size_t space = std::min(m_text.find(' ', word), end);
            m_out += xmlText(std::string_view(m_text).substr(word, space - word));
            m_behindSpace = m_behindSpace && space == word;
            begin = space;
        }
    }

    // Only a space between two things that are seen is read as one; an input field holds nothing but characters.
    void writeSpaces(std::size_t begin, std::size_t end)
    {
        constexpr std::size_t mostSpaces = 8;
        if (m_charactersOnly) {
            m_out.append(end - begin, ' ');
            begin = end;
        } else if (!m_behindSpace && end <= m_lastSeen) {
            m_out += ' ';
            ++begin;
        }
        m_behindSpace = true;
        while (begin < end) {
            const std::size_t count = std::min(end - begin, mostSpaces);
            m_out += count == 1 ? "<text:s/>" : "<text:s text:c=\"" + std::to_string(count) + "\"/>";
            begin += count;
        }
    }

    void writeTag(const InlineTag &tag)
    {
        m_out += tag.code;
        m_behindSpace = m_behindSpace && readingOf(tag) != TagReading::Word;
        m_charactersOnly = tag.kind == TagKind::Open && holdsCharactersOnly(elementOf(tag));
    }

    std::string m_text;
    std::size_t m_lastSeen = 0;
    std::string m_out;
    bool m_behindSpace = true;
    bool m_charactersOnly = false;
};

std::string spelledPlain(const TaggedText &target)
{
    std::string result;
    std::size_t at = 0;
    for (const InlineTag &tag : target.tags) {
        result += xmlText(onOneLine(std::string_view(target.text).substr(at, tag.offset - at))) + tag.code;
        at = tag.offset;
    }
    return result + xmlText(onOneLine(std::string_view(target.text).substr(at)));
}

/// The ends of pairs in some mark-up whose other ends lie outside.
struct OuterEnds {
    std::vector<std::string> closed;   // names
    std::vector<std::string> opened;   // the whole tags
    std::vector<std::string> openedNames;
    bool areNested = true;
};

OuterEnds outerEnds(std::string_view xml)
{
    OuterEnds ends;
    XmlCursor cursor(xml);
    while (cursor.next()) {
        const XmlToken &token = cursor.token();
        if (token.kind == XmlKind::Start && !token.selfClosing) {
            ends.opened.emplace_back(cursor.raw());
            ends.openedNames.emplace_back(token.name);
        } else if (token.kind == XmlKind::End && ends.opened.empty()) {
            ends.closed.emplace_back(token.name);
        } else if (token.kind == XmlKind::End) {
            ends.areNested = ends.areNested && ends.openedNames.back() == token.name;
            ends.opened.pop_back();
            ends.openedNames.pop_back();
        }
    }
    return ends;
}

std::vector<std::string> missing(std::vector<std::string> all, const std::vector<std::string> &present)
{
    for (const std::string &one : present) {
        if (const auto found = std::ranges::find(all, one); found != all.end())
            all.erase(found);
    }
    return all;
}

// Spans that are not shown may begin or end within the sentence: their ends are kept at its ends. Nothing where a pair would be torn.
std::optional<std::string> withOuterEnds(const std::string &spelled, std::string_view before)
{
    const OuterEnds wanted = outerEnds(before);
    const OuterEnds present = outerEnds(spelled);
    std::string result;
    for (const std::string &name : missing(wanted.closed, present.closed))
        result += "</" + name + ">";
    result += spelled;
    for (const std::string &tag : missing(wanted.opened, present.opened))
        result += tag;
    const OuterEnds written = outerEnds(result);
    if (!written.areNested || written.closed != wanted.closed || written.openedNames != wanted.openedNames)
        return std::nullopt;
    return result;
}

std::optional<std::string> spelledParagraph(const Document &document, const Replacement &replacement)
{
    if (isMisplaced(replacement.target))
        return std::nullopt;
    return withOuterEnds(ParagraphSpelling(replacement.target).taken(),
                         std::string_view(document.text).substr(replacement.span.begin, replacement.span.length()));
}

}  // namespace

Result<Written> writeOdf(const Document &document, const std::vector<Replacement> &replacements)
{
    Written written;
    for (const Replacement &replacement : replacements) {
        const bool isPlain = document.segments[replacement.segment].kind == BlockKind::Attribute;
        const std::optional<std::string> spelled = isPlain ? spelledPlain(replacement.target) : spelledParagraph(document, replacement);
        if (spelled)
            written.splices.push_back({replacement.span, *spelled});
        else
            written.misread.push_back(replacement.segment);
    }
    addCellValues(document.text, written.splices);
    return written;
}

}  // namespace interlinear::cat
