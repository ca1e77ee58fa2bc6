#include "engine/cat/memory/exchange/language_match.h"
#include "engine/cat/memory/exchange/unit_sink.h"
#include "engine/cat/memory/exchange/xliff_segment.h"
#include "engine/cat/memory/exchange/xml_stream.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::size_t costOfElement = 256;   // so that nobody gives a unit a million notes

/// One <trans-unit> of XLIFF 1.2, or one <unit> of XLIFF 2.
struct Message {
    std::string name;
    std::vector<Property> notes;
    std::map<std::string, std::string, std::less<>> data;
    bool approved = true;
};

/// One <source> with its <target>.
struct Pair {
    std::vector<XliffPiece> source;
    std::vector<XliffPiece> segmentedSource;
    std::vector<XliffPiece> target;
    bool approved = true;
    bool machine = false;
};

class XliffReader : public XmlHandler {
public:
    XliffReader(XmlStream &xml, std::string name, const Languages &languages, UnitSink &sink)
        : m_xml(xml), m_name(std::move(name)), m_languages(languages), m_sink(sink)
    {
    }

    void startElement(std::string_view name, XmlAttributes attributes) override
    {
        ++m_level;
        if (m_passOverTo)
            return;
        if (m_text)
            startInText(name, attributes);
        else if (m_note)
            return;
        else
            start(name, attributes);
    }

    void endElement(std::string_view name) override
    {
        --m_level;
        if (m_passOverTo) {
            if (m_level == *m_passOverTo)
                m_passOverTo.reset();
        } else if (m_text) {
            endInText(name);
        } else if (m_note) {
            if (m_level == m_noteLevel)
                m_note = nullptr;
        } else {
            end(name);
        }
    }

    void characters(std::string_view text) override
    {
        if (m_passOverTo || (!m_text && !m_note) || !spend(text.size()))
            return;
        if (m_text)
            m_segment.characters(text);
        else
            *m_note += text;
    }

private:
    void start(std::string_view name, XmlAttributes attributes)
    {
        if (m_level == 1 && name != "xliff") {
            m_xml.stop({ErrorCode::BadFormat, m_name, "begins with <%1>; an XLIFF file begins with <xliff>", {std::string(name)}});
        } else if (name == "xliff") {
            m_fileLanguages = {std::string(attributes.value("srcLang")), std::string(attributes.value("trgLang"))};
        } else if (name == "file") {
            startFile(attributes);
        } else if (name == "trans-unit" || name == "unit") {
            startMessage(attributes);
        } else if (name == "alt-trans" || name == "ignorable" || name == "bin-unit" || name == "glossary" || name == "matches" || name == "context-group") {
            m_passOverTo = m_level - 1;
        } else if (m_messageLevel > 0 && spend(costOfElement)) {
            startInMessage(name, attributes);
        }
    }

    void startFile(XmlAttributes attributes)
    {
        m_document = attributes.value("original");
        for (const auto &[name, language] : {std::pair("source-language", &m_fileLanguages.source), std::pair("target-language", &m_fileLanguages.target)}) {
            if (const std::string_view value = attributes.value(name); !value.empty())
                *language = value;
        }
    }

    void startMessage(XmlAttributes attributes)
    {
        m_messageLevel = m_level;
        m_offset = m_xml.offset();
        m_spent = 0;
        m_message = {};
        m_pair = {};
        std::string_view name = attributes.value("resname").empty() ? attributes.value("name") : attributes.value("resname");
        if (name.empty() && attributes.value("id").find_first_not_of("0123456789") != std::string_view::npos)
            name = attributes.value("id");
        m_message.name = name;
        m_message.approved = attributes.value("approved") != "no";
        m_segment.setData(&m_message.data);
        spend(name.size());
    }

    void startInMessage(std::string_view name, XmlAttributes attributes)
    {
        if (name == "segment") {
            m_pair = {};
            m_pair.approved = attributes.value("state") != "initial";
        } else if (name == "source") {
            m_text = &m_pair.source;
        } else if (name == "seg-source") {
            m_text = &m_pair.segmentedSource;
        } else if (name == "target") {
            m_text = &m_pair.target;
            noteState(attributes);
        } else if (name == "note") {
            m_message.notes.push_back({Property::Kind::Note, "", ""});
            m_note = &m_message.notes.back().value;
        } else if (name == "data") {
            m_note = &m_message.data[std::string(attributes.value("id"))];
        }
        m_noteLevel = m_level - 1;
    }

    void noteState(XmlAttributes attributes)
    {
        const std::string_view state = attributes.value("state");
        if (state == "new" || state.starts_with("needs-"))
            m_pair.approved = false;
        const std::string_view qualifier = attributes.value("state-qualifier");
        m_pair.machine = qualifier == "mt-suggestion" || qualifier == "leveraged-mt";
    }

    void startInText(std::string_view name, XmlAttributes attributes)
    {
        if (spend(costOfElement))
            m_segment.startElement(name, attributes);
    }

    void endInText(std::string_view name)
    {
        if (m_level != m_noteLevel) {
            m_segment.endElement(name);
            return;
        }
        *m_text = m_segment.take();
        m_text = nullptr;
    }

    void end(std::string_view name)
    {
        if (name == "segment" && m_messageLevel > 0) {
            givePair();
        } else if (m_messageLevel > 0 && m_level == m_messageLevel - 1) {
            if (name == "trans-unit")
                givePair();
            m_messageLevel = 0;
        }
    }

    /// Whether the message may grow by so much. One that is too large is dropped, and read over to its end.
    bool spend(std::size_t bytes)
    {
        m_spent += bytes;
        if (m_spent <= largestUnit)
            return true;
        m_sink.skip(m_xml.line(), "is larger than " + std::to_string(largestUnit) + " bytes");
        m_passOverTo = m_messageLevel - 1;
        m_messageLevel = 0;
        m_text = nullptr;
        m_note = nullptr;
        m_segment.take();
        m_message = {};
        m_pair = {};
        return false;
    }

    void givePair()
    {
        const Pair pair = std::exchange(m_pair, {});
        const std::int64_t line = m_xml.line();
        if (const auto character = m_xml.forbiddenCharacter(m_offset)) {
            m_sink.skip(line, "holds the character " + *character + ", which XML does not allow");
            return;
        }
        const std::optional<bool> reversed = isReversed();
        if (!reversed) {
            m_sink.skip(line, "is in " + m_fileLanguages.source + " and " + m_fileLanguages.target + "; expected " + m_languages.source + " and "
                                  + m_languages.target);
            return;
        }
        const std::vector<XliffPiece> &sources = pair.target.size() == 1 && pair.target.front().id.empty() ? pair.source : pair.segmentedSource;
        if (pair.target.empty() || std::ranges::all_of(pair.target, [](const XliffPiece &piece) { return piece.text.text.empty(); })) {
            m_sink.skip(line, "has no target text");
            return;
        }
        for (const XliffPiece &target : pair.target) {
            const auto source = std::ranges::find(sources, target.id, &XliffPiece::id);
            if (source == sources.end() || source->text.text.empty() || target.text.text.empty())
                m_sink.skip(line, "has no " + std::string(target.text.text.empty() ? "target" : "source") + " text in segment " + target.id);
            else
                give(unitOf(*source, target, pair, *reversed), *reversed, line);
        }
    }

    /// Nothing when the file is in other languages than the memory.
    std::optional<bool> isReversed() const
    {
        const auto fits = [](const std::string &wanted, const std::string &offered) {
            return offered.empty() || languageFit(wanted, offered) != LanguageFit::None;
        };
        if (fits(m_languages.source, m_fileLanguages.source) && fits(m_languages.target, m_fileLanguages.target))
            return false;
        if (fits(m_languages.target, m_fileLanguages.source) && fits(m_languages.source, m_fileLanguages.target))
            return true;
        return std::nullopt;
    }

    Unit unitOf(const XliffPiece &source, const XliffPiece &target, const Pair &pair, bool reversed) const
    {
        const auto language = [](const std::string &memory, const std::string &file) { return file.empty() ? std::string() : unitLanguage(memory, file); };
        Unit unit;
        unit.source = reversed ? target.text : source.text;
        unit.target = reversed ? source.text : target.text;
        unit.sourceLanguage = language(m_languages.source, reversed ? m_fileLanguages.target : m_fileLanguages.source);
        unit.targetLanguage = language(m_languages.target, reversed ? m_fileLanguages.source : m_fileLanguages.target);
        unit.document = m_document;
        unit.contextId = m_message.name;
        unit.approved = m_message.approved && pair.approved;
        unit.origin = pair.machine ? Origin::Machine : Origin::Imported;
        unit.properties = m_message.notes;
        return unit;
    }

    void give(Unit unit, bool reversed, std::int64_t line)
    {
        if (reversed)
            m_sink.otherDirection(m_fileLanguages.source);
        if (!m_sink.take(std::move(unit), line))
            m_xml.stop({ErrorCode::Cancelled, m_name, "is read no further", {}});
    }

    XmlStream &m_xml;
    std::string m_name;
    const Languages &m_languages;
    UnitSink &m_sink;
    Languages m_fileLanguages;
    std::string m_document;
    std::size_t m_level = 0;                          // of elements around the place
    std::optional<std::size_t> m_passOverTo;          // the level at which reading goes on
    std::size_t m_messageLevel = 0;                   // 0 outside
    std::size_t m_noteLevel = 0;                      // around the text or note
    std::int64_t m_offset = 0;                        // where the message begins
    std::size_t m_spent = 0;                          // on the message, in bytes
    Message m_message;
    Pair m_pair;
    XliffSegmentReader m_segment;
    std::vector<XliffPiece> *m_text = nullptr;        // what the text at the place becomes
    std::string *m_note = nullptr;                    // the note or data at the place
};

}  // namespace

Result<void> readXliff(TextInput &input, const Languages &languages, UnitSink &sink)
{
    XmlStream xml(input);
    XliffReader reader(xml, input.name(), languages, sink);
    return xml.read(reader);
}

}  // namespace interlinear::cat
