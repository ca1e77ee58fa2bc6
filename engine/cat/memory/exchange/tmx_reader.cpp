#include "engine/cat/memory/exchange/language_match.h"
#include "engine/cat/memory/exchange/tmx_unit.h"
#include "engine/cat/memory/exchange/unit_sink.h"
#include "engine/cat/memory/exchange/xml_stream.h"

#include <optional>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::size_t costOfProperty = 1024;   // so that nobody gives a unit a hundred thousand

/// Collects one <tu> after the other.
class TmxReader : public XmlHandler {
public:
    TmxReader(XmlStream &xml, std::string name, const Languages &languages, UnitSink &sink)
        : m_xml(xml), m_name(std::move(name)), m_languages(languages), m_sink(sink)
    {
    }

    void startElement(std::string_view name, XmlAttributes attributes) override
    {
        ++m_level;
        if (m_passOverTo)
            return;
        switch (m_place) {
        case Place::Start: return startFile(name, attributes);
        case Place::File: return startInFile(name, attributes);
        case Place::Unit: return startInUnit(name, attributes);
        case Place::Variant: return startInVariant(name, attributes);
        case Place::Segment: return startInSegment(name, attributes);
        case Place::Property: return startInProperty(name, attributes);
        }
    }

    void endElement(std::string_view) override
    {
        --m_level;
        if (!m_passOverTo)
            end();
        else if (m_level == *m_passOverTo)
            m_passOverTo.reset();
    }

    void characters(std::string_view text) override
    {
        if (m_passOverTo || (m_place != Place::Segment && m_place != Place::Property) || !spend(text.size()))
            return;
        if (m_place == Place::Segment)
            m_segment.characters(text);
        else
            m_properties->back().value += text;
    }

private:
    enum class Place { Start, File, Unit, Variant, Segment, Property };

    void startFile(std::string_view name, XmlAttributes)
    {
        if (name != "tmx") {
            m_xml.stop({ErrorCode::BadFormat, m_name, "begins with <%1>; a TMX file begins with <tmx>", {std::string(name)}});
            return;
        }
        m_place = Place::File;
    }

    void startInFile(std::string_view name, XmlAttributes attributes)
    {
        if (name == "header") {
            m_fileSource = attributes.value("srclang");
        } else if (name == "tu") {
            m_place = Place::Unit;
            m_unitLevel = m_level;
            m_offset = m_xml.offset();
            m_unit = {};
            m_spent = 0;
            m_unit.attributes = keptAttributes(attributes);
        }
    }

    void startInUnit(std::string_view name, XmlAttributes attributes)
    {
        if (name == "tuv") {
            if (!spend(sizeof(TmxVariant)))
                return;
            const std::string_view language = attributes.value("xml:lang");
            m_unit.variants.emplace_back().language = language.empty() ? attributes.value("lang") : language;
            m_place = Place::Variant;
            if (auto kept = keptAttributes(attributes); m_place == Place::Variant)
                m_unit.variants.back().attributes = std::move(kept);
        } else {
            startProperty(name, attributes, m_unit.properties);
        }
    }

    void startInVariant(std::string_view name, XmlAttributes attributes)
    {
        if (name == "seg")
            m_place = Place::Segment;
        else
            startProperty(name, attributes, m_unit.variants.back().properties);
    }

    void startInSegment(std::string_view name, XmlAttributes attributes)
    {
        std::size_t bytes = sizeof(InlineTag);
        attributes.forEach([&](std::string_view attribute, std::string_view value) { bytes += attribute.size() + value.size(); });
        if (!spend(bytes))
            return;
        m_segment.startElement(name, attributes);
    }

    void startInProperty(std::string_view, XmlAttributes) { ++m_depth; }

    void startProperty(std::string_view name, XmlAttributes attributes, std::vector<Property> &into)
    {
        if (name != "note" && name != "prop") {
            m_passOverTo = m_level - 1;
            return;
        }
        if (!spend(costOfProperty + attributes.value("type").size()))
            return;
        into.push_back({name == "note" ? Property::Kind::Note : Property::Kind::Property, name == "note" ? "" : std::string(attributes.value("type")), ""});
        m_properties = &into;
        m_outer = m_place;
        m_place = Place::Property;
    }

    void end()
    {
        switch (m_place) {
        case Place::Start:
        case Place::File:
            break;
        case Place::Unit:
            m_place = Place::File;
            finishUnit();
            break;
        case Place::Variant:
            m_place = Place::Unit;
            break;
        case Place::Segment:
            if (!m_segment.endElement()) {
                m_unit.variants.back().markup = m_segment.markup();
                m_unit.variants.back().text = m_segment.take();
                m_place = Place::Variant;
            }
            break;
        case Place::Property:
            if (m_depth > 0)
                --m_depth;
            else
                m_place = m_outer;
            break;
        }
    }

    /// Whether the unit may grow by so much. One that is too large is dropped, and read over to its end.
    bool spend(std::size_t bytes)
    {
        m_spent += bytes;
        if (m_spent <= largestUnit)
            return true;
        m_sink.skip(m_xml.line(), "is larger than " + std::to_string(largestUnit) + " bytes");
        m_unit = {};
        m_segment = {};
        m_place = Place::File;
        m_passOverTo = m_unitLevel - 1;
        return false;
    }

    std::vector<Property> keptAttributes(XmlAttributes attributes)
    {
        std::size_t bytes = 0;
        std::vector<Property> kept;
        attributes.forEach([&](std::string_view name, std::string_view value) {
            if (name.find(':') != std::string_view::npos || name == "lang")
                return;
            bytes += name.size() + value.size() + sizeof(Property);
            kept.push_back({Property::Kind::Attribute, std::string(name), std::string(value)});
        });
        return spend(bytes) ? kept : std::vector<Property>();
    }

    void finishUnit()
    {
        const std::int64_t line = m_xml.line();
        if (const auto character = m_xml.forbiddenCharacter(m_offset))
            m_sink.skip(line, "holds the character " + *character + ", which XML does not allow");
        else
            giveUnit(line);
    }

    void giveUnit(std::int64_t line)
    {
        TmxUnits units = unitsFrom(std::move(m_unit), m_languages);
        if (!units.problem.empty())
            m_sink.skip(line, std::move(units.problem));
        for (Unit &unit : units.units) {
            const std::string &source = units.sourceLanguage.empty() ? m_fileSource : units.sourceLanguage;
            if (!source.empty() && source != "*all*" && languageFit(m_languages.source, source) == LanguageFit::None)
                m_sink.otherDirection(source);
            if (!m_sink.take(std::move(unit), line)) {
                m_xml.stop({ErrorCode::Cancelled, m_name, "is read no further", {}});
                return;
            }
        }
    }

    XmlStream &m_xml;
    std::string m_name;
    const Languages &m_languages;
    UnitSink &m_sink;
    Place m_place = Place::Start;
    Place m_outer = Place::Start;                  // around the property
    std::size_t m_depth = 0;                       // of elements within the property
    std::size_t m_level = 0;                       // of elements around the place
    std::optional<std::size_t> m_passOverTo;       // the level at which reading goes on
    std::size_t m_unitLevel = 0;
    std::size_t m_spent = 0;                       // on the unit, in bytes
    std::int64_t m_offset = 0;                     // where it begins
    std::string m_fileSource;
    TmxUnit m_unit;
    TmxSegmentReader m_segment;
    std::vector<Property> *m_properties = nullptr;
};

}  // namespace

Result<void> readTmx(TextInput &input, const Languages &languages, UnitSink &sink)
{
    XmlStream xml(input);
    TmxReader reader(xml, input.name(), languages, sink);
    return xml.read(reader);
}

}  // namespace interlinear::cat
