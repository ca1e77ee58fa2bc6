#include "engine/cat/document/locale_name.h"
#include "engine/cat/document/matching_tags.h"
#include "engine/cat/document/placeholders.h"
#include "engine/cat/document/po/po.h"
#include "engine/cat/document/po/po_catalog.h"
#include "engine/cat/document/po/po_format.h"
#include "engine/cat/document/po/po_string.h"
#include "engine/cat/document/po/po_units.h"
#include "engine/cat/document/target_text.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

// Comments of one kind, its lines joined; each run of lines of the other kinds begins a new text.
std::vector<std::string> commentsOf(const PoEntry &entry, std::string_view kinds)
{
    std::vector<std::string> notes;
    char last = '\0';
    for (const PoComment &comment : entry.comments) {
        const bool wanted = kinds.find(comment.kind) != std::string_view::npos && !comment.text.empty();
        if (wanted && comment.kind == last)
            notes.back().append("\n").append(comment.text);
        else if (wanted)
            notes.emplace_back(comment.text);
        last = wanted ? comment.kind : '\0';
    }
    return notes;
}

// "#| msgid \"old\"", which may go on for lines, as "previous msgid: old".
std::vector<std::string> previousOf(const PoEntry &entry)
{
    std::vector<std::string> notes;
    for (const PoComment &comment : entry.comments) {
        if (comment.kind != '|')
            continue;
        const std::size_t open = std::min(comment.text.find('"'), comment.text.size());
        const std::size_t close = comment.text.rfind('"');
        if (const std::string_view keyword = trimmed(comment.text.substr(0, open)); !keyword.empty())
            notes.push_back("previous " + std::string(keyword) + ": ");
        if (close != std::string_view::npos && close > open && !notes.empty())
            notes.back() += poText(comment.text, {{open, close + 1}, {{open + 1, close}}});
    }
    return notes;
}

std::string referencesOf(const PoEntry &entry)
{
    std::string references;
    for (const PoComment &comment : entry.comments) {
        if (comment.kind == ':' && !comment.text.empty())
            references.append(references.empty() ? "" : " ").append(comment.text);
    }
    return references;
}

std::string contextOf(std::string_view text, const PoEntry &entry)
{
    const std::string references = referencesOf(entry);
    if (!entry.context)
        return references;
    return poText(text, *entry.context) + (references.empty() ? std::string() : " (" + references + ")");
}

class PoReader {
public:
    PoReader(std::string_view text, const PoCatalog &catalog)
        : m_text(text), m_catalog(catalog), m_rule(parsePluralRule(poHeaderField(text, catalog, "Plural-Forms")))
    {
    }

    std::vector<Segment> read()
    {
        std::vector<Segment> segments;
        for (PoUnit &unit : poUnits(m_text, m_catalog, m_rule))
            segments.push_back(segmentOf(std::move(unit)));
        return segments;
    }

private:
    Segment segmentOf(PoUnit unit) const
    {
        const PoEntry &entry = m_catalog.entries[unit.entry];
        Segment segment;
        segment.paragraph = unit.entry;
        segment.kind = BlockKind::Entry;
        segment.facts = factsOf(entry, unit);
        segment.source = std::move(unit.source);
        if (unit.form >= entry.translations.size()) {
            const std::size_t end = entry.translations.back().span.end;
            segment.span = {end, end};
            return segment;
        }
        const PoString &translation = entry.translations[unit.form];
        segment.span = translation.span;
        segment.target = targetOf(entry, translation, segment.source);
        return segment;
    }

    std::optional<FileTarget> targetOf(const PoEntry &entry, const PoString &translation, const TaggedText &source) const
    {
        const InlineRun run = withPlaceholders(poRun(m_text, translation), poFormatOf(entry).styles, poSpelled);
        if (isBlank(run.content))
            return std::nullopt;
        const bool fuzzy = entry.hasFlag("fuzzy");
        return FileTarget{matchedWith(source, run.content), fuzzy ? TranslationState::Draft : TranslationState::Translated, fuzzy};
    }

    SegmentFacts factsOf(const PoEntry &entry, const PoUnit &unit) const
    {
        SegmentFacts facts;
        facts.context = contextOf(m_text, entry);
        facts.notes = commentsOf(entry, " .");
        for (const std::string_view flag : entry.flags()) {
            if (flag.starts_with("range:"))
                facts.notes.emplace_back(flag);
        }
        std::ranges::move(previousOf(entry), std::back_inserter(facts.notes));
        if (entry.plural) {
            facts.id = "msgstr[" + std::to_string(unit.form) + "]";
            facts.notes.push_back(unit.ofPlural ? "msgid: " + poText(m_text, entry.id) : "msgid_plural: " + poText(m_text, *entry.plural));
            if (m_rule)
                facts.notes.push_back(m_rule->exampleText(unit.form));
        }
        return facts;
    }

    std::string_view m_text;
    const PoCatalog &m_catalog;
    std::optional<PluralRule> m_rule;
};

}  // namespace

Result<Reading> readPo(const Document &document, const ReadContext &)
{
    const Result<PoCatalog> catalog = parsePoCatalog(document.text);
    if (!catalog)
        return std::unexpected(catalog.error());
    return Reading{PoReader(document.text, *catalog).read(), {}, languageTagOf(poHeaderField(document.text, *catalog, "Language"))};
}

std::string encodingOfPo(std::string_view bytes)
{
    constexpr std::string_view name = "charset=";
    const std::size_t type = bytes.find("Content-Type:");
    const std::size_t charset = type == std::string_view::npos ? type : bytes.find(name, type);
    if (charset == std::string_view::npos || charset - type > 200)
        return {};
    const std::size_t begin = charset + name.size();
    const std::string_view encoding = bytes.substr(begin, std::min(bytes.find_first_of("\\\"; \t\r\n", begin), bytes.size()) - begin);
    return encoding == "CHARSET" ? std::string() : std::string(encoding);
}

}  // namespace interlinear::cat
