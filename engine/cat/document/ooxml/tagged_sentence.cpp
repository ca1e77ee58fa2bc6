#include "engine/cat/document/ooxml/tagged_sentence.h"

#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>

namespace interlinear::cat::ooxml {

namespace {

struct OpenTag {
    std::size_t container = none;   // none: a pair for the format alone
    std::size_t format = 0;
    InlineTag close;
};

class SentenceTagger {
public:
    SentenceTagger(const SentenceParts &sentence, const Paragraph &paragraph, const std::string &text, const RunFormats &formats)
        : m_sentence(sentence), m_paragraph(paragraph), m_text(text), m_formats(formats)
    {
        m_run.kind = paragraph.kind;
    }

    InlineRun tagged()
    {
        const std::vector<std::size_t> formats = formatsAhead();
        for (std::size_t i = 0; i < m_sentence.parts.size(); ++i)
            take(m_sentence.parts[i], formats[i]);
        while (!m_open.empty())
            close();
        return std::move(m_run);
    }

private:
    // Of each part, or for an Item that of the text behind it, so that a pair goes on over it only when it goes on behind it.
    std::vector<std::size_t> formatsAhead() const
    {
        const std::vector<SentencePart> &parts = m_sentence.parts;
        std::vector<std::size_t> formats(parts.size(), none);
        for (std::size_t i = parts.size(); i-- > 0;) {
            if (parts[i].atom->kind == AtomKind::Text)
                formats[i] = parts[i].format;
            else if (i + 1 < parts.size() && parts[i + 1].containers == parts[i].containers)
                formats[i] = formats[i + 1];
        }
        return formats;
    }

    void take(const SentencePart &part, std::size_t format)
    {
        const std::size_t wanted = part.containers.size() - m_sentence.around.size();
        std::size_t kept = 0;
        while (kept < wanted && kept < m_open.size() && m_open[kept].container == part.containers[m_sentence.around.size() + kept])
            ++kept;
        const bool pairGoesOn = m_open.size() == wanted + 1 && kept == wanted && m_open.back().container == none && m_open.back().format == format;
        while (m_open.size() > kept + (pairGoesOn ? 1 : 0))
            close();
        for (std::size_t i = kept; i < wanted; ++i)
            openContainer(part.containers[m_sentence.around.size() + i], part.span.begin);
        const bool isText = part.atom->kind == AtomKind::Text;
        if (isText && !pairGoesOn && format != baseHere())
            openFormat(format, part.span.begin);
        if (isText)
            addCharacters(part, m_text, m_run);
        else
            m_run.addTag({++m_lastId, TagKind::Standalone, 0, part.atom->code, part.atom->display, part.atom->may}, part.span);
        m_end = part.span.end;
    }

    std::size_t baseHere() const { return m_open.empty() ? m_sentence.base : m_open.back().format; }

    void openContainer(std::size_t index, std::size_t at)
    {
        const Container &container = m_paragraph.containers[index];
        const auto found = m_sentence.formats.find(index);
        const std::size_t format = found == m_sentence.formats.end() ? baseHere() : found->second;
        const std::string look = format == baseHere() ? std::string() : rawOf(format);
        const int id = ++m_lastId;
        m_run.addTag({id, TagKind::Open, 0, container.open + look, container.display}, {at, at});
        m_open.push_back({index, format, {id, TagKind::Close, 0, container.close, container.display}});
    }

    void openFormat(std::size_t format, std::size_t at)
    {
        const std::string display = m_formats.described(format, baseHere());
        constexpr TagPermissions free{.remove = true, .copy = true};
        const int id = ++m_lastId;
        m_run.addTag({id, TagKind::Open, 0, rawOf(format), display, free}, {at, at});
        m_open.push_back({none, format, {id, TagKind::Close, 0, {}, display, free}});
    }

    // A run without properties has none to show; an empty element says so.
    std::string rawOf(std::size_t format) const
    {
        return m_formats[format].raw.empty() ? "<" + m_paragraph.prefix + "rPr/>" : m_formats[format].raw;
    }

    void close()
    {
        m_run.addTag(m_open.back().close, {m_end, m_end});
        m_open.pop_back();
    }

    const SentenceParts &m_sentence;
    const Paragraph &m_paragraph;
    const std::string &m_text;
    const RunFormats &m_formats;
    InlineRun m_run;
    std::vector<OpenTag> m_open;
    std::size_t m_end = 0;   // of the part before
    int m_lastId = 0;
};

}  // namespace

InlineRun taggedSentence(const SentenceParts &sentence, const Paragraph &paragraph, const std::string &text, const RunFormats &formats)
{
    return SentenceTagger(sentence, paragraph, text, formats).tagged();
}

void addCharacters(const SentencePart &part, const std::string &text, InlineRun &run)
{
    const std::string_view raw = std::string_view(text).substr(part.span.begin, part.span.length());
    if (!part.atom->decoded.empty())
        run.addDecoded(part.atom->decoded, part.span);
    else if (part.atom->cdata)
        run.addVerbatim(raw, part.span);
    else
        addXmlText(run, raw, part.span.begin);
}

}  // namespace interlinear::cat::ooxml
