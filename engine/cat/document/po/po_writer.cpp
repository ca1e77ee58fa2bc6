#include "engine/cat/document/matching_tags.h"
#include "engine/cat/document/outer_breaks.h"
#include "engine/cat/document/placeholders.h"
#include "engine/cat/document/po/po.h"
#include "engine/cat/document/po/po_catalog.h"
#include "engine/cat/document/po/po_format.h"
#include "engine/cat/document/po/po_layout.h"
#include "engine/cat/document/po/po_string.h"
#include "engine/cat/document/po/po_units.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

// Whether the characters that the notation doubles are so in the source, too; there are entries with the wrong flag.
bool keepsNotation(const TaggedText &source, const PoFormat &format)
{
    return !format.doubled.empty() && source.text.find_first_of(format.doubled) == std::string::npos;
}

// Placeholders that only the other text of a plural entry has: a translator may want one, as in "%d file" for "one file".
std::vector<std::string> placeholdersElsewhere(std::string_view text, const PoEntry &entry, const PoUnit &unit)
{
    std::vector<std::string> found;
    if (!entry.plural)
        return found;
    for (const InlineTag &tag : withPlaceholders(poRun(text, unit.ofPlural ? entry.id : *entry.plural), poFormatOf(entry).styles, poSpelled).content.tags) {
        if (std::ranges::find(unit.source.tags, tag.display, &InlineTag::display) == unit.source.tags.end())
            found.push_back(tag.display);
    }
    return found;
}

// Spells a target with the codes of its tags.
class TargetSpeller {
public:
    TargetSpeller(const TaggedText &source, const PoFormat &format, std::vector<std::string> typeable)
        : m_source(source), m_format(format), m_typeable(std::move(typeable)), m_doubles(keepsNotation(source, format))
    {
    }

    std::string spelled(const TaggedText &target) const
    {
        const bool numbers = m_format.numbersArguments && !keepsOrder(target);
        std::string result;
        std::size_t at = 0;
        for (const InlineTag &tag : target.tags) {
            result += spelledText(std::string_view(target.text).substr(at, tag.offset - at));
            at = tag.offset;
            result += numbers && argumentsInOrder(tag.display) > 0 ? poSpelled(numberedDirective(tag.display, argumentOf(tag))) : tag.code;
        }
        return result + spelledText(std::string_view(target.text).substr(at));
    }

private:
    std::string spelledText(std::string_view text) const
    {
        std::string doubled;
        while (!text.empty()) {
            const auto typed = std::ranges::find_if(m_typeable, [text](const std::string &placeholder) { return text.starts_with(placeholder); });
            const std::size_t length = typed == m_typeable.end() ? 1 : typed->size();
            const bool twice = length == 1 && m_doubles && m_format.doubled.find(text.front()) != std::string_view::npos;
            doubled += text.substr(0, length);
            doubled.append(twice ? 1 : 0, text.front());
            text.remove_prefix(length);
        }
        return poSpelled(doubled);
    }

    // Which of the source's arguments the directive takes.
    std::size_t argumentOf(const InlineTag &directive) const
    {
        std::size_t argument = 1;
        for (const InlineTag &tag : m_source.tags) {
            if (tag.id == directive.id)
                break;
            argument += argumentsInOrder(tag.display);
        }
        return argument;
    }

    // Whether the directives without numbers take the same arguments as in the source.
    bool keepsOrder(const TaggedText &target) const
    {
        std::size_t next = 1;
        for (const InlineTag &tag : target.tags) {
            const std::size_t taken = argumentsInOrder(tag.display);
            if (taken > 0 && argumentOf(tag) != next)
                return false;
            next += taken;
        }
        return true;
    }

    const TaggedText &m_source;
    const PoFormat &m_format;
    std::vector<std::string> m_typeable;
    bool m_doubles;
};

// Whether the entry's program finds the target's placeholders in the spelled text, and none that the source has not.
bool readsBack(const std::string &spelled, const TaggedText &target, const TaggedText &source, const PoFormat &format)
{
    const InlineRun run = withPlaceholders(poRun(spelled, {{0, spelled.size()}, {{0, spelled.size()}}}), format.styles, poSpelled);
    const bool mayHoldOthers = format.flag.empty() || !format.doubled.empty();
    return (mayHoldOthers || !hasStrangeTag(source, run.content)) && keepsTags(source, target, run.content);
}

bool beginsLine(std::string_view space)
{
    return space.starts_with("\\n");
}

bool endsLine(std::string_view space)
{
    return space.ends_with("\\n");
}

// Writes the replacements of one entry.
class EntryWriter {
public:
    EntryWriter(std::string_view text, const PoEntry &entry, const PoLayout &layout, Written &written)
        : m_text(text), m_entry(entry), m_layout(layoutOfEntry(text, entry, layout)), m_splices(written.splices), m_misread(written.misread)
    {
    }

    void write(const std::vector<std::pair<const PoUnit *, const Replacement *>> &replacements)
    {
        writeFuzzy(replacements);
        const std::size_t present = m_entry.translations.size();
        std::string missing;
        std::size_t form = present;
        for (const auto &[unit, replacement] : replacements) {
            const std::string spelled = spelledTarget(*unit, *replacement);
            if (unit->form < present) {
                const ByteSpan span = m_entry.translations[unit->form].span;
                m_splices.push_back({span, laidOut(spelled, m_layout, columnOf(span.begin))});
                continue;
            }
            for (; form < unit->form; ++form)
                missing += newForm(form, {});
            missing += newForm(form++, spelled);
        }
        const std::size_t end = m_entry.translations.back().span.end;
        if (!missing.empty())
            m_splices.push_back({{end, end}, missing});
    }

private:
    std::size_t columnOf(std::size_t at) const
    {
        const std::size_t lineEnd = m_text.substr(0, at).find_last_of("\r\n");
        return at - (lineEnd == std::string_view::npos ? 0 : lineEnd + 1);
    }

    std::string newForm(std::size_t form, std::string_view spelled) const
    {
        const std::string keyword = "msgstr[" + std::to_string(form) + "] ";
        return m_layout.lineEnd + keyword + laidOut(spelled, m_layout, keyword.size());
    }

    std::string spelledTarget(const PoUnit &unit, const Replacement &replacement)
    {
        const TaggedText inner = withoutOuterBreaks(replacement.target);
        if (inner.empty())
            return {};
        const std::string source = poRaw(m_text, poSource(m_entry, unit));
        const std::string there = unit.form < m_entry.translations.size() ? poRaw(m_text, m_entry.translations[unit.form]) : std::string();
        PoOuterSpace space = poOuterSpace(source);
        const PoOuterSpace own = poOuterSpace(there);
        const bool isBlank = own.before.size() == there.size();
        if (!isBlank && beginsLine(own.before) == beginsLine(space.before) && endsLine(own.behind) == endsLine(space.behind))
            space = own;
        const TargetSpeller speller(unit.source, poFormatOf(m_entry), placeholdersElsewhere(m_text, m_entry, unit));
        const std::string spelled = speller.spelled(inner);
        if (!readsBack(spelled, inner, unit.source, poFormatOf(m_entry)))
            m_misread.push_back(replacement.segment);
        return std::string(space.before) + spelled + std::string(space.behind);
    }

    static bool isPartial(const std::vector<bool> &forms) { return std::ranges::count(forms, true) > 0 && std::ranges::count(forms, false) > 0; }

    // Whether programs are to show the msgid yet: a form is a draft or lacks while others are there, or one that is not replaced was not good. An entry that
    // lacked forms has none of its own to say so.
    bool staysDraft(const std::vector<std::pair<const PoUnit *, const Replacement *>> &replacements) const
    {
        std::vector<bool> had(std::max(m_entry.translations.size(), replacements.back().first->form + 1), false);
        for (std::size_t form = 0; form < m_entry.translations.size(); ++form)
            had[form] = !poText(m_text, m_entry.translations[form]).empty();
        std::vector<bool> has = had;
        for (const auto &[unit, replacement] : replacements) {
            has[unit->form] = !replacement->target.empty();
            if (has[unit->form] && replacement->state && *replacement->state < TranslationState::Translated)
                return true;
        }
        const bool fuzzy = m_entry.hasFlag("fuzzy");
        const bool becomesPartial = isPartial(has) && (fuzzy || !isPartial(had));
        return becomesPartial || (fuzzy && std::ranges::count(had, false) == 0 && replacements.size() < had.size());
    }

    void writeFuzzy(const std::vector<std::pair<const PoUnit *, const Replacement *>> &replacements)
    {
        const bool fuzzy = m_entry.hasFlag("fuzzy");
        const bool draft = staysDraft(replacements);
        if (draft && !fuzzy)
            addFuzzy();
        if (fuzzy && !draft)
            removeFuzzy();
    }

    void addFuzzy()
    {
        for (const PoComment &comment : m_entry.comments) {
            if (comment.kind == ',') {
                const std::size_t at = comment.line.begin + 2;
                m_splices.push_back({{at, at}, comment.text.empty() ? " fuzzy" : " fuzzy,"});
                return;
            }
        }
        const auto previous = std::ranges::find(m_entry.comments, '|', &PoComment::kind);
        const std::size_t at = previous == m_entry.comments.end() ? m_entry.begin : previous->line.begin;
        m_splices.push_back({{at, at}, "#, fuzzy" + m_layout.lineEnd});
    }

    void removeFuzzy()
    {
        for (const PoComment &comment : m_entry.comments) {
            if (comment.kind == '|')
                m_splices.push_back({comment.line, {}});
            else if (comment.kind == ',')
                removeFuzzyFrom(comment);
        }
    }

    // "#, fuzzy, c-format": the flag and one comma; a line that has no other flag goes as a whole.
    void removeFuzzyFrom(const PoComment &comment)
    {
        const std::string_view line = m_text.substr(comment.line.begin, comment.line.length());
        std::size_t begin = 1;   // of a flag: its comma, which the first one has too
        std::vector<ByteSpan> fuzzy;
        std::size_t others = 0;
        while (begin < line.size()) {
            const std::size_t end = std::min(line.find_first_of(",\r\n", begin + 1), line.size());
            const std::string_view flag = line.substr(begin + 1, end - begin - 1);
            const std::size_t first = flag.find_first_not_of(" \t");
            const std::size_t last = flag.find_last_not_of(" \t");
            if (first != std::string_view::npos)
                flag.substr(first, last + 1 - first) == "fuzzy" ? fuzzy.push_back({begin, begin + 1 + last + 1}) : void(++others);
            begin = end < line.size() && line[end] == ',' ? end : line.size();
        }
        if (fuzzy.empty())
            return;
        if (others == 0) {
            m_splices.push_back({comment.line, {}});
            return;
        }
        for (ByteSpan flag : fuzzy) {   // of the first flag the mark's comma stays, and the one behind goes
            const bool isFirst = flag.begin == 1;
            const std::size_t comma = isFirst ? line.find(',', flag.end) + 1 : flag.end;
            m_splices.push_back({{comment.line.begin + flag.begin + (isFirst ? 1 : 0), comment.line.begin + comma}, {}});
        }
    }

    std::string_view m_text;
    const PoEntry &m_entry;
    PoLayout m_layout;
    std::vector<Splice> &m_splices;
    std::vector<std::size_t> &m_misread;
};

}  // namespace

Result<Written> writePo(const Document &document, const std::vector<Replacement> &replacements)
{
    const Result<PoCatalog> catalog = parsePoCatalog(document.text);
    if (!catalog)
        return std::unexpected(catalog.error());
    const std::vector<PoUnit> units = poUnits(document.text, *catalog, parsePluralRule(poHeaderField(document.text, *catalog, "Plural-Forms")));
    const PoLayout layout = layoutOfCatalog(document.text, *catalog);
    Written written;
    for (auto replacement = replacements.begin(); replacement != replacements.end();) {
        const std::size_t entry = units[replacement->segment].entry;
        std::vector<std::pair<const PoUnit *, const Replacement *>> ofEntry;
        for (; replacement != replacements.end() && units[replacement->segment].entry == entry; ++replacement)
            ofEntry.emplace_back(&units[replacement->segment], &*replacement);
        EntryWriter(document.text, catalog->entries[entry], layout, written).write(ofEntry);
    }
    return written;
}

}  // namespace interlinear::cat
