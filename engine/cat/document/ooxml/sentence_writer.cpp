#include "engine/cat/document/ooxml/sentence_writer.h"

#include "engine/cat/document/ooxml/sentence_parts.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interlinear::cat::ooxml {

namespace {

constexpr std::array<std::string_view, 5> elementsInRuns{"tab", "ptab", "br", "cr", "sym"};
constexpr std::array<std::string_view, 3> innerProperties{"sdtPr", "sdtEndPr", "r"};

/// An element around runs that is open where we are. Those of the source have numbers from 0, those that the target opens have others.
struct Level {
    int number = 0;
    std::string open;
    std::string close;
};

bool sameLevel(const Level &a, const Level &b)
{
    return a.number == b.number || ((a.number < 0) != (b.number < 0) && a.open == b.open);
}

/// What the Open tag's code says: the element, which may be missing, and the look, which may too.
struct PairCode {
    std::string element;
    std::string look;
    bool hasLook = false;
};

PairCode parsedPair(std::string_view code)
{
    XmlCursor cursor(code);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        if (cursor.token().localName() == "rPr")
            return {std::string(code.substr(0, cursor.token().span.begin)), std::string(code.substr(cursor.token().span.begin)), true};
        if (std::ranges::find(innerProperties, cursor.token().localName()) != innerProperties.end())
            skipElement(cursor);
    }
    return {std::string(code), {}, false};
}

struct OpenPair {
    int id = 0;
    bool isElement = false;
    bool written = false;
    std::size_t format = 0;
};

class SentenceWriter {
public:
    SentenceWriter(const TaggedText &target, ByteSpan span, const Paragraph &paragraph, const std::string &text, RunFormats &formats)
        : m_target(target), m_paragraph(paragraph), m_formats(formats), m_parts(partsWithin(paragraph, span, text, formats)), m_span(span)
    {
    }

    std::string written()
    {
        if (m_parts.parts.empty())
            return {};
        begin(*m_parts.parts.front().atom);
        beginWithin(m_parts.parts.front());
        writeMarks(AtomKind::Opening);
        std::size_t copied = 0;
        for (std::size_t i = 0; i < m_target.tags.size(); ++i) {
            writeText(std::string_view(m_target.text).substr(copied, m_target.tags[i].offset - copied));
            copied = m_target.tags[i].offset;
            writeTag(i);
        }
        writeText(std::string_view(m_target.text).substr(copied));
        writeMarks(AtomKind::Closing);
        end(*m_parts.parts.back().atom);
        return std::move(m_out);
    }

private:
    // --- where the stretch begins and ends ---

    std::vector<Level> levelsOf(std::size_t innermost) const
    {
        std::vector<Level> levels;
        for (std::size_t container = innermost; container != none; container = m_paragraph.containers[container].parent)
            levels.push_back({static_cast<int>(container), m_paragraph.containers[container].open, m_paragraph.containers[container].close});
        std::ranges::reverse(levels);
        return levels;
    }

    void begin(const Atom &first)
    {
        m_levels = levelsOf(first.container);
        m_place = first.place;
        m_format = first.format;
        m_keepsSpace = first.keepsSpace;
        if (first.cdata)
            m_out += "]]>";
        m_wanted = m_levels;
        for (const SentencePart &part : m_parts.parts) {
            const std::vector<Level> others = levelsOf(part.atom->container);
            const auto [end, ignored] = std::ranges::mismatch(m_wanted, others, sameLevel);
            m_wanted.erase(end, m_wanted.end());
        }
    }

    void end(const Atom &last)
    {
        m_wanted = levelsOf(last.container);
        const bool losesSpace = m_place == Place::InText && !m_keepsSpace && (last.keepsSpace || !m_space.empty());
        if (losesSpace)
            closeRun();
        if (last.placeBehind == Place::BetweenRuns)
            goBetweenRuns();
        else
            goIntoRun(last.formatBehind);
        if (last.placeBehind == Place::InText)
            goIntoText();
        else
            leaveText();
        if (last.cdata)
            m_out += "<![CDATA[";
    }

    // The ends of pairs that a translator cut in two stand alone: before the end of one, the text is still in it.
    void beginWithin(const SentencePart &first)
    {
        m_base = m_parts.base;
        for (const InlineTag &tag : m_target.tags) {
            if (tag.kind != TagKind::Standalone || (!tag.code.empty() && !closesContainer(tag.code)))
                continue;
            m_base = first.format;
            if (!tag.code.empty())
                m_wanted = m_levels;
        }
    }

    // --- from place to place ---

    std::string element(std::string_view name) const { return m_paragraph.prefix + std::string(name); }

    void leaveText()
    {
        if (m_place != Place::InText)
            return;
        if (!m_space.empty()) {
            m_out += "</" + element("t") + "></" + element("r") + ">";
            openRun(m_format);
            openText();
            m_out += std::exchange(m_space, {});
        }
        m_out += "</" + element("t") + ">";
        m_place = Place::InRun;
    }

    void closeRun()
    {
        leaveText();
        if (m_place == Place::InRun)
            m_out += "</" + element("r") + ">";
        m_place = Place::BetweenRuns;
    }

    void openRun(std::size_t format)
    {
        m_out += "<" + element("r") + ">" + m_formats[format].raw;
        m_format = format;
        m_place = Place::InRun;
    }

    void openText()
    {
        m_out += "<" + element("t") + (m_paragraph.dialect == Dialect::Drawing ? ">" : " xml:space=\"preserve\">");
        m_place = Place::InText;
        m_keepsSpace = true;
    }

    // To the elements around runs that are wanted.
    void goToLevels()
    {
        const auto [here, wanted] = std::ranges::mismatch(m_levels, m_wanted, sameLevel);
        if (here != m_levels.end() || wanted != m_wanted.end()) {
            closeRun();
            for (auto level = m_levels.rbegin(); level != std::make_reverse_iterator(here); ++level)
                m_out += level->close;
            for (auto level = wanted; level != m_wanted.end(); ++level)
                m_out += level->open;
        }
        m_levels = m_wanted;
        for (OpenPair &pair : m_open)
            pair.written = true;
    }

    void goBetweenRuns()
    {
        goToLevels();
        closeRun();
    }

    void goIntoRun(std::size_t format)
    {
        goToLevels();
        // A run of a drawing or a sheet holds one text.
        const bool another = m_place == Place::InRun && m_paragraph.dialect != Dialect::Word;
        if (m_place != Place::BetweenRuns && (m_format != format || another))
            closeRun();
        if (m_place == Place::BetweenRuns)
            openRun(format);
    }

    void goIntoText()
    {
        if (m_place == Place::InRun)
            openText();
    }

    // --- what is written ---

    std::size_t formatHere() const { return m_open.empty() ? m_base : m_open.back().format; }

    void writeText(std::string_view text)
    {
        if (text.empty())
            return;
        goIntoRun(formatHere());
        if (m_place == Place::InText && !m_keepsSpace && text.front() == ' ') {
            closeRun();
            openRun(formatHere());
        }
        if (m_paragraph.dialect == Dialect::Word)
            writeWithHyphens(onOneLine(text));
        else
            writeCharacters(onOneLine(text));
    }

    // Word has elements for two kinds of hyphens, and fonts without their characters.
    void writeWithHyphens(const std::string &text)
    {
        std::size_t copied = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const std::string_view rest = std::string_view(text).substr(at);
            const bool noBreak = rest.starts_with("\u2011");
            if (!noBreak && !rest.starts_with("\u00AD"))
                continue;
            writeCharacters(std::string_view(text).substr(copied, at - copied));
            leaveText();
            m_out += "<" + element(noBreak ? "noBreakHyphen" : "softHyphen") + "/>";
            copied = at + (noBreak ? 3 : 2);
            at = copied - 1;
        }
        writeCharacters(std::string_view(text).substr(copied));
    }

    void writeCharacters(std::string_view text)
    {
        if (text.empty())
            return;
        goIntoText();
        m_out += std::exchange(m_space, {});
        const std::size_t inner = m_keepsSpace ? text.size() : text.find_last_not_of(' ') + 1;
        m_out += xmlText(text.substr(0, inner));
        m_space = text.substr(inner);
    }

    void writeTag(std::size_t index)
    {
        const InlineTag &tag = m_target.tags[index];
        if (tag.kind == TagKind::Open)
            open(index);
        else if (tag.kind == TagKind::Close)
            close();
        else
            writeItem(tag.code);
    }

    void open(std::size_t index)
    {
        const InlineTag &tag = m_target.tags[index];
        const PairCode code = parsedPair(tag.code);
        const std::size_t format = code.hasLook ? m_formats.idOf(code.look) : formatHere();
        m_open.push_back({tag.id, !code.element.empty(), false, format});
        if (code.element.empty())
            return;
        const auto isEnd = [&](const InlineTag &other) { return other.id == tag.id && other.kind == TagKind::Close; };
        const auto end = std::find_if(m_target.tags.begin() + static_cast<std::ptrdiff_t>(index), m_target.tags.end(), isEnd);
        m_wanted.push_back({--m_lastNumber, code.element, end == m_target.tags.end() ? std::string() : end->code});
    }

    void close()
    {
        const OpenPair pair = m_open.back();
        if (pair.isElement && !pair.written)
            goBetweenRuns();
        m_open.pop_back();
        if (pair.isElement)
            m_wanted.pop_back();
    }

    bool closesContainer(const std::string &code) const
    {
        return std::ranges::find(m_paragraph.containers, code, &Container::close) != m_paragraph.containers.end();
    }

    // Whether the tag is one end of a pair that was cut.
    bool writeCutEnd(const std::string &code)
    {
        const bool closes = closesContainer(code);
        if (closes || code.empty()) {
            m_base = m_parts.base;
            if (closes && m_open.empty() && !m_wanted.empty())
                m_wanted.pop_back();
            return true;
        }
        const PairCode pair = parsedPair(code);
        const auto container = std::ranges::find(m_paragraph.containers, pair.element, &Container::open);
        if (!pair.element.empty() && container == m_paragraph.containers.end())
            return false;
        if (!pair.element.empty() && m_open.empty())
            m_wanted.push_back({--m_lastNumber, container->open, container->close});
        if (pair.hasLook)
            m_base = m_formats.idOf(pair.look);
        return true;
    }

    void writeItem(const std::string &code)
    {
        if (writeCutEnd(code))
            return;
        if (!code.starts_with('<')) {
            goIntoRun(formatHere());
            goIntoText();
            m_out += std::exchange(m_space, {}) + code;
            return;
        }
        XmlCursor cursor(code);
        cursor.next();
        if (m_paragraph.dialect == Dialect::Word && std::ranges::find(elementsInRuns, cursor.token().localName()) != elementsInRuns.end()) {
            goIntoRun(formatHere());
            leaveText();
        } else {
            goBetweenRuns();
        }
        m_out += code;
    }

    void writeMarks(AtomKind kind)
    {
        const std::vector<Atom> &atoms = m_paragraph.atoms;
        auto atom = std::ranges::partition_point(atoms, [&](const Atom &other) { return other.span.begin < m_span.begin; });
        for (; atom != atoms.end() && atom->span.end <= m_span.end; ++atom) {
            if (atom->kind != kind)
                continue;
            goBetweenRuns();
            m_out += atom->code;
        }
    }

    const TaggedText &m_target;
    const Paragraph &m_paragraph;
    RunFormats &m_formats;
    SentenceParts m_parts;
    ByteSpan m_span;
    std::string m_out;
    std::vector<Level> m_levels;    // open where we are
    std::vector<Level> m_wanted;    // those that the next content stands in
    Place m_place = Place::InText;
    std::size_t m_format = 0;       // of the run that is open
    std::size_t m_base = 0;         // of text outside all pairs
    bool m_keepsSpace = false;      // of the text that is open
    std::string m_space;            // at the end of a text that would lose it there
    std::vector<OpenPair> m_open;
    int m_lastNumber = 0;
};

// "&" begins a code in a header of a sheet.
std::string doubledAmpersands(std::string_view text)
{
    std::string result;
    for (const char c : text)
        result += c == '&' ? "&&" : std::string(1, c);
    return result;
}

// Whether it ends in the code of a size: an ampersand that is not doubled, and digits.
bool endsInSize(std::string_view header, std::string_view ampersand)
{
    const std::size_t size = header.find_last_not_of("0123456789") + 1;
    const bool digits = size < header.size();
    header = header.substr(0, size);
    bool single = false;
    for (; header.ends_with(ampersand); single = !single)
        header.remove_suffix(ampersand.size());
    return digits && single;
}

// A number behind the code of a size would be part of it: Excel sets a space between them.
std::string partedFromSize(std::string_view before, std::string_view ampersand, std::string text)
{
    const bool number = !text.empty() && text.front() >= '0' && text.front() <= '9';
    return number && endsInSize(before, ampersand) ? ' ' + text : text;
}

std::string writtenPlain(const TaggedText &target, const Paragraph &paragraph, std::string_view before, bool cdata)
{
    const auto spelled = [&](std::string_view text) {
        return paragraph.dialect == Dialect::Header ? doubledAmpersands(onOneLine(text)) : onOneLine(text);
    };
    const bool header = paragraph.dialect == Dialect::Header;
    std::string plain;
    std::size_t copied = 0;
    const auto write = [&](std::size_t end) {
        std::string part = spelled(std::string_view(target.text).substr(copied, end - copied));
        plain += header ? partedFromSize(plain, "&", std::move(part)) : part;
        copied = end;
    };
    for (const InlineTag &tag : target.tags) {
        write(tag.offset);
        plain += tag.code;
    }
    write(target.text.size());
    if (header)
        plain = partedFromSize(before, "&amp;", std::move(plain));
    const std::string escaped = paragraph.dialect == Dialect::Value ? xmlValue(plain) : xmlText(plain);
    return cdata ? "]]>" + escaped + "<![CDATA[" : escaped;
}

}  // namespace

std::string writtenSentence(const TaggedText &target, ByteSpan span, const Paragraph &paragraph, const std::string &text, RunFormats &formats)
{
    if (!paragraph.runless)
        return SentenceWriter(target, span, paragraph, text, formats).written();
    const SentenceParts parts = partsWithin(paragraph, span, text, formats);
    return writtenPlain(target, paragraph, std::string_view(text).substr(0, span.begin), !parts.parts.empty() && parts.parts.front().atom->cdata);
}

}  // namespace interlinear::cat::ooxml
