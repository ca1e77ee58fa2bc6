#include "engine/cat/document/ts/ts_messages.h"

#include "engine/cat/document/locale_name.h"
#include "engine/cat/document/ts/qt_plurals.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace interlinear::cat {

namespace {

class CatalogReader {
public:
    explicit CatalogReader(std::string_view text) : m_text(text), m_cursor(text) {}

    TsCatalog read()
    {
        while (m_cursor.next()) {
            if (m_cursor.token().kind != XmlKind::Start)
                continue;
            const std::string_view name = m_cursor.token().name;
            if (m_cursor.depth() == 0)
                readRoot();
            else if (name == "context")
                m_context.clear();
            else if (name == "name")
                m_context = textOfElement();
            else if (name == "message")
                readMessage();
        }
        return std::move(m_catalog);
    }

private:
    void readRoot()
    {
        m_catalog.isTs = m_cursor.token().name == "TS";
        m_catalog.language = languageTagOf(m_cursor.attributeText("language"));
        m_catalog.sourceLanguage = languageTagOf(m_cursor.attributeText("sourcelanguage"));
        const std::optional<PluralRule> rule = qtPluralRule(m_catalog.language);
        m_forms = rule ? rule->count() : 0;
    }

    // On a Start, to its End.
    ByteSpan contentOfElement()
    {
        const XmlToken start = m_cursor.token();
        const ByteSpan element = skipElement(m_cursor);
        return start.selfClosing ? ByteSpan{element.end, element.end} : ByteSpan{start.span.end, m_cursor.token().span.begin};
    }

    std::string textOfElement()
    {
        const ByteSpan content = contentOfElement();
        return decodedXml(m_text.substr(content.begin, content.length()));
    }

    void readMessage()
    {
        TsMessage message;
        message.context = m_context;
        message.id = m_cursor.attributeText("id");
        message.numerus = m_cursor.attributeText("numerus") == "yes";
        if (m_cursor.token().selfClosing)
            return;
        const std::size_t depth = m_cursor.depth();
        while (m_cursor.next() && !(m_cursor.token().kind == XmlKind::End && m_cursor.depth() == depth)) {
            if (m_cursor.token().kind == XmlKind::Start)
                readPart(message);
        }
        m_catalog.messages.push_back(std::move(message));
    }

    void readPart(TsMessage &message)
    {
        const std::string_view name = m_cursor.token().name;
        if (name == "source")
            message.source = contentOfElement();
        else if (name == "translation" && message.translation.empty())
            readTranslation(message);
        else if (name == "location")
            addLocation(message);
        else if (name == "comment" || name == "extracomment" || name == "translatorcomment")
            addNote(message, textOfElement());
        else if (name == "oldsource" || name == "oldcomment")
            addNote(message, std::string(name) + ": " + textOfElement());
        else
            skipElement(m_cursor);
    }

    static void addNote(TsMessage &message, std::string note)
    {
        if (!note.empty())
            message.notes.push_back(std::move(note));
    }

    // A file name or a line that is left out is that of the location before; "+12" counts from the last line of the file.
    void addLocation(TsMessage &message)
    {
        if (const std::string file = m_cursor.attributeText("filename"); !file.empty())
            m_file = file;
        const std::string line = m_cursor.attributeText("line");
        long number = 0;
        std::from_chars(line.data() + (line.starts_with('+') ? 1 : 0), line.data() + line.size(), number);
        long &last = m_lines[m_file];
        last = (line.starts_with('+') || line.starts_with('-') ? last : 0) + number;
        message.locations += (message.locations.empty() ? "" : " ") + m_file + (line.empty() ? std::string() : ":" + std::to_string(last));
    }

    void readTranslation(TsMessage &message)
    {
        if (const auto type = m_cursor.attribute("type")) {
            message.type = type->span;
            message.unfinished = type->raw == "unfinished";
            message.gone = type->raw == "vanished" || type->raw == "obsolete";
        }
        std::size_t form = 0;
        readPlaces(message, form);
        if (!message.numerus)
            return;
        const TsPlace all = message.places.back();
        if (form == 0)   // the translation has no forms yet
            message.places.clear();
        if (form == 0 && all.content.begin == all.element.end)   // nor room for them
            return;
        const std::size_t end = message.places.empty() ? all.content.begin : all.element.end;
        for (; form < m_forms; ++form)
            message.places.push_back({{end, end}, {end, end}, form, 0, 1, true});
    }

    // On a <translation>, <numerusform> or <lengthvariant>: to its end.
    void readPlaces(TsMessage &message, std::size_t &form)
    {
        const XmlToken start = m_cursor.token();
        const std::size_t depth = m_cursor.depth();
        const std::size_t before = message.places.size();
        std::size_t variants = 0;
        TsPlace place{start.span, {start.span.end, start.span.end}, form};
        while (!start.selfClosing && m_cursor.next() && !(m_cursor.token().kind == XmlKind::End && m_cursor.depth() == depth)) {
            const std::string_view name = m_cursor.token().kind == XmlKind::Start ? m_cursor.token().name : std::string_view();
            if (name == "numerusform" && start.name == "translation") {
                readPlaces(message, form);
                ++form;
            } else if (name == "lengthvariant" && start.name != "lengthvariant") {
                readPlaces(message, form);
                message.places.back().variant = variants++;
            } else if (!name.empty()) {
                skipElement(m_cursor);
            }
        }
        place.element.end = m_cursor.token().span.end;
        place.content.end = start.selfClosing ? place.content.begin : m_cursor.token().span.begin;
        if (start.name == "translation")
            message.translation = place.element;
        for (std::size_t i = before; variants > 0 && i < message.places.size(); ++i)
            message.places[i].variants = variants;
        if (message.places.size() == before)
            message.places.push_back(place);
    }

    std::string_view m_text;
    XmlCursor m_cursor;
    TsCatalog m_catalog;
    std::string m_context;
    std::size_t m_forms = 0;
    std::string m_file;
    std::map<std::string, long> m_lines;
};

}  // namespace

TsCatalog tsMessages(std::string_view text)
{
    return CatalogReader(text).read();
}

}  // namespace interlinear::cat
