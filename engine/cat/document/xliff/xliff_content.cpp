#include "engine/cat/document/xliff/xliff_content.h"

#include "engine/cat/document/xliff/phrase_marks.h"
#include "engine/cat/document/xliff/xliff_element.h"
#include "engine/cat/document/xliff/xliff_pairs.h"
#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xliff/xliff_space.h"
#include "engine/cat/document/xml/xml_text.h"

namespace interlinear::cat {

namespace {

class ContentReader {
public:
    ContentReader(const XliffFile &file, ByteSpan content, const XliffNames &names)
        : m_file(file), m_names(names), m_cursor(file.text.substr(0, content.end), content.begin)
    {
    }

    XliffContent read()
    {
        bool plain = false;
        while (m_cursor.next()) {
            switch (m_cursor.token().kind) {
            case XmlKind::Text:
                plain = true;
                addText(m_cursor.raw());
                break;
            case XmlKind::CData:
                m_content.cdata = true;
                m_content.text.text += m_cursor.raw();
                break;
            case XmlKind::Start:
                plain = true;
                start();
                break;
            case XmlKind::End:
                end();
                break;
            default:
                break;
            }
        }
        m_content.cdata = m_content.cdata && !plain;
        return std::move(m_content);
    }

private:
    void addText(std::string_view raw)
    {
        std::size_t begin = 0;
        for (std::size_t at = 0; m_file.dialect == XliffDialect::Phrase && at < raw.size();) {
            at = std::min(raw.find_first_of("{&", at), raw.size());
            const std::optional<PhraseMark> mark = phraseMarkAt(raw.substr(at));
            if (!mark) {
                ++at;
                continue;
            }
            addCharacters(raw.substr(begin, at - begin));
            addPhraseMark(*mark, std::string(raw.substr(at, mark->length)));
            at = begin = at + mark->length;
        }
        addCharacters(raw.substr(begin));
    }

    void addPhraseMark(const PhraseMark &mark, std::string bytes)
    {
        const bool half = mark.kind != TagKind::Standalone;
        XliffCode code{.key = (half ? "half " : "mark ") + std::string(mark.name), .soft = half, .closes = mark.kind == TagKind::Close};
        addTag(mark.kind, std::move(bytes), std::move(code), std::string(mark.name));
    }

    void addCharacters(std::string_view raw)
    {
        std::string &text = m_content.text.text;
        for (std::size_t at = 0; at < raw.size();) {
            const std::size_t ampersand = std::min(raw.find('&', at), raw.size());
            text += raw.substr(at, ampersand - at);
            const std::size_t semicolon = raw.find(';', ampersand);
            if (ampersand == raw.size() || semicolon == std::string_view::npos)
                return;
            addReference(raw.substr(ampersand, semicolon + 1 - ampersand));
            at = semicolon + 1;
        }
    }

    void addReference(std::string_view reference)
    {
        const std::string character = decodedXml(reference);
        if (character == "\n" || character == "\r" || character == "\t")
            addSpaceTag(m_content, character == "\t" ? '\t' : '\n', reference);
        else if (character == reference)
            addTag(TagKind::Standalone, std::string(reference), {.element = false}, std::string(reference));
        else
            m_content.text.text += character;
    }

    void addTag(TagKind kind, std::string bytes, XliffCode code, std::string display, TagPermissions may = {}, int id = 0)
    {
        m_content.text.tags.push_back({id, kind, m_content.text.text.size(), std::move(bytes), std::move(display), may});
        m_content.codes.push_back(std::move(code));
    }

    void start()
    {
        XliffInline element = inlineOf(m_file, m_cursor, m_names);
        if (!element.note.empty())
            m_content.notes.push_back(element.note);
        switch (element.shape) {
        case XliffShape::Pair:
            return openPair(std::move(element));
        case XliffShape::Character:
            m_content.text.text += element.character;
            skipElement(m_cursor);
            return;
        case XliffShape::Opens:
        case XliffShape::Closes:
        case XliffShape::Alone:
            break;
        }
        const TagKind kind = element.shape == XliffShape::Opens ? TagKind::Open : element.shape == XliffShape::Closes ? TagKind::Close : TagKind::Standalone;
        const std::size_t begin = m_cursor.token().span.begin;
        const std::string inner = textOfElement(m_cursor, m_file.text);
        if (!inner.empty() && m_file.dialect != XliffDialect::Sdl)
            element.display = codeName(inner);
        addTag(kind, std::string(m_file.text.substr(begin, m_cursor.token().span.end - begin)), std::move(element.code), std::move(element.display),
               element.may);
    }

    // An element without content is written with an end, so that a target may put something in.
    void openPair(XliffInline element)
    {
        const std::string name(m_cursor.token().name);
        std::string bytes(m_cursor.raw());
        const int id = ++m_pairs;
        if (m_cursor.token().selfClosing)
            bytes = bytes.substr(0, bytes.size() - 2) + ">";
        addTag(TagKind::Open, std::move(bytes), element.code, element.display, element.may, id);
        if (m_cursor.token().selfClosing)
            addTag(TagKind::Close, "</" + name + ">", element.code, element.display, element.may, id);
        else
            m_open.push_back(m_content.text.tags.size() - 1);
    }

    void end()
    {
        if (m_open.empty())
            return;
        const std::size_t open = m_open.back();
        m_open.pop_back();
        const InlineTag tag = m_content.text.tags[open];
        addTag(TagKind::Close, std::string(m_cursor.raw()), m_content.codes[open], tag.display, tag.may, tag.id);
    }

    const XliffFile &m_file;
    const XliffNames &m_names;
    XmlCursor m_cursor;
    XliffContent m_content;
    std::vector<std::size_t> m_open;   // tags of open pairs
    int m_pairs = 0;
};

XliffContent contentOf(const XliffFile &file, ByteSpan content, XliffSpace space, const XliffNames &names, const XliffContent *source)
{
    XliffContent result = ContentReader(file, content, names).read();
    trimSpace(result);
    settleSpace(result, file.version2 && space == XliffSpace::Unsaid ? XliffSpace::Default : space);
    pairUp(result, source);
    return result;
}

}  // namespace

XliffContent sourceContent(const XliffFile &file, ByteSpan content, XliffSpace space, const XliffNames &names)
{
    return contentOf(file, content, space, names, nullptr);
}

XliffContent targetContent(const XliffFile &file, ByteSpan content, XliffSpace space, const XliffNames &names, const XliffContent &source)
{
    XliffContent target = contentOf(file, content, space, names, &source);
    linkTags(target, source);
    return target;
}

}  // namespace interlinear::cat
