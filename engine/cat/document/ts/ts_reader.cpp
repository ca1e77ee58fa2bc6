#include "engine/cat/document/matching_tags.h"
#include "engine/cat/document/outer_breaks.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/document/ts/qt_plurals.h"
#include "engine/cat/document/ts/ts.h"
#include "engine/cat/document/ts/ts_messages.h"
#include "engine/cat/document/ts/ts_text.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

class TsReader {
public:
    TsReader(std::string_view text, const TsCatalog &catalog) : m_text(text), m_catalog(catalog), m_rule(qtPluralRule(catalog.language)) {}

    std::vector<Segment> read()
    {
        std::vector<Segment> segments;
        for (std::size_t i = 0; i < m_catalog.messages.size(); ++i) {
            const TsMessage &message = m_catalog.messages[i];
            const std::optional<Segment> source = wholeSegment(withoutOuterBreaks(tsRun(m_text, message.source)), i);
            if (message.gone || !source || !hasLetterOrDigit(source->source.text))
                continue;
            for (const TsPlace &place : message.places)
                segments.push_back(segmentOf(message, place, *source));
        }
        return segments;
    }

private:
    Segment segmentOf(const TsMessage &message, const TsPlace &place, Segment segment) const
    {
        segment.span = place.element;
        segment.facts = factsOf(message, place);
        const bool forOneNumber = message.numerus && m_rule && m_rule->isForOneNumber(place.form);
        for (InlineTag &tag : segment.source.tags)   // "one file" needs no number
            tag.may.remove |= forOneNumber && tag.display.ends_with('n');
        const InlineRun run = withoutOuterBreaks(tsRun(m_text, place.content));
        if (!place.missing && !isBlank(run.content))
            segment.target = FileTarget{matchedWith(segment.source, run.content), message.unfinished ? TranslationState::Draft : TranslationState::Translated};
        return segment;
    }

    SegmentFacts factsOf(const TsMessage &message, const TsPlace &place) const
    {
        SegmentFacts facts;
        facts.id = message.id;
        facts.context = message.context;
        if (!message.locations.empty())
            facts.context += facts.context.empty() ? message.locations : " (" + message.locations + ")";
        facts.notes = message.notes;
        if (message.numerus)
            facts.notes.push_back("numerusform " + std::to_string(place.form + 1) + (m_rule ? ": " + m_rule->exampleText(place.form) : std::string()));
        if (place.variants > 1)
            facts.notes.push_back("lengthvariant " + std::to_string(place.variant + 1) + " of " + std::to_string(place.variants));
        return facts;
    }

    std::string_view m_text;
    const TsCatalog &m_catalog;
    std::optional<PluralRule> m_rule;
};

}  // namespace

Result<Reading> readTs(const Document &document, const ReadContext &)
{
    if (document.text.empty())
        return Reading{};
    if (const Result<void> checked = checkWellFormed(document.text); !checked)
        return std::unexpected(checked.error());
    const TsCatalog catalog = tsMessages(document.text);
    if (!catalog.isTs)
        return fail(ErrorCode::BadFormat, "line 1", "the outermost element is not TS, as it is in a file of Qt Linguist");
    return Reading{TsReader(document.text, catalog).read(), catalog.sourceLanguage, catalog.language};
}

bool isTs(std::string_view beginning)
{
    const std::string_view head = beginning.substr(0, 4096);
    const std::size_t first = head.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    return first != std::string_view::npos && head[first] == '<' && head.find("<TS") != std::string_view::npos;
}

}  // namespace interlinear::cat
