#include "engine/cat/document/po/po_units.h"

#include "engine/cat/document/placeholders.h"
#include "engine/cat/document/po/po_format.h"
#include "engine/cat/document/po/po_string.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

TaggedText sourceOf(std::string_view text, const PoString &string, const PoFormat &format)
{
    std::optional<Segment> segment = wholeSegment(withPlaceholders(poRun(text, string), format.styles, poSpelled), 0);
    if (!segment)
        return {};
    if (format.numbersArguments) {
        for (InlineTag &tag : segment->source.tags)
            tag.may.move = true;
    }
    return std::move(segment->source);
}

std::size_t argumentsOf(const TaggedText &text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text.tags, [](const InlineTag &tag) { return !tag.may.remove; }));
}

class UnitFinder {
public:
    UnitFinder(std::string_view text, const PoCatalog &catalog, const std::optional<PluralRule> &rule) : m_text(text), m_catalog(catalog)
    {
        for (std::size_t form = 0; rule && form < rule->count(); ++form) {
            const std::vector<std::uint64_t> examples = rule->examples(form);
            m_forms.push_back({std::ranges::find(examples, 1U) != examples.end(), examples.size() == 1});
        }
    }

    std::vector<PoUnit> find()
    {
        for (std::size_t i = 0; i < m_catalog.entries.size(); ++i) {
            const PoEntry &entry = m_catalog.entries[i];
            if (isPoHeader(m_text, entry))
                continue;
            if (entry.plural)
                addForms(i);
            else if (TaggedText source = sourceOf(m_text, entry.id, poFormatOf(entry)); hasLetterOrDigit(source.text))
                m_units.push_back({i, 0, false, std::move(source)});
        }
        return std::move(m_units);
    }

private:
    struct Form {
        bool takesOne = false;         // the number 1 takes it
        bool takesOneNumber = false;   // no more than one number takes it
    };

    void addForms(std::size_t index)
    {
        const PoEntry &entry = m_catalog.entries[index];
        const TaggedText singular = sourceOf(m_text, entry.id, poFormatOf(entry));
        const TaggedText plural = sourceOf(m_text, *entry.plural, poFormatOf(entry));
        if (!hasLetterOrDigit(singular.text) || plural.empty())
            return;
        const bool tellsNumber = argumentsOf(singular) >= argumentsOf(plural);
        const std::size_t count = std::max(entry.translations.size(), m_forms.size());
        for (std::size_t form = 0; form < count; ++form) {
            const Form &known = form < m_forms.size() ? m_forms[form] : Form{form == 0, form == 0};
            const bool ofPlural = !known.takesOne || (!known.takesOneNumber && !tellsNumber);
            PoUnit unit{index, form, ofPlural, ofPlural ? plural : singular};
            for (InlineTag &tag : unit.source.tags)   // "one file" needs no number
                tag.may.remove |= known.takesOneNumber;
            m_units.push_back(std::move(unit));
        }
    }

    std::string_view m_text;
    const PoCatalog &m_catalog;
    std::vector<Form> m_forms;
    std::vector<PoUnit> m_units;
};

}  // namespace

std::vector<PoUnit> poUnits(std::string_view text, const PoCatalog &catalog, const std::optional<PluralRule> &rule)
{
    return UnitFinder(text, catalog, rule).find();
}

const PoString &poSource(const PoEntry &entry, const PoUnit &unit)
{
    return unit.ofPlural ? *entry.plural : entry.id;
}

}  // namespace interlinear::cat
