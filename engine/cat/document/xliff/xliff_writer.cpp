#include "engine/cat/document/xliff/xliff.h"

#include "engine/cat/document/target_text.h"
#include "engine/cat/document/xliff/xliff2_written_unit.h"
#include "engine/cat/document/xliff/xliff_content.h"
#include "engine/cat/document/xliff/xliff_cut.h"
#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xliff/xliff_sequences.h"
#include "engine/cat/document/xliff/xliff_spelling.h"
#include "engine/cat/document/xliff/xliff_states.h"
#include "engine/cat/document/xliff/xliff_units.h"

#include <algorithm>
#include <map>

namespace interlinear::cat {

namespace {

// The replacements of one unit, by the number of the place.
using Changes = std::map<std::size_t, const Replacement *>;

class UnitWriter {
public:
    UnitWriter(const XliffFile &file, bool hasStates, const XliffUnit &unit, const Changes &changes, std::vector<Splice> &splices)
        : m_file(file), m_hasStates(hasStates), m_unit(unit), m_changes(changes), m_splices(splices), m_speller(file, unit)
    {
    }

    void write()
    {
        const std::size_t first = m_splices.size();
        if (m_unit.segmented && (!m_unit.target || isEmpty(m_unit.target->content)))
            writeSegmentedTarget();
        else
            for (const auto &[number, change] : m_changes)
                writePlace(number, *change);
        writeStates();
        std::stable_sort(m_splices.begin() + static_cast<std::ptrdiff_t>(first), m_splices.end(),
                         [](const Splice &a, const Splice &b) { return a.span.begin < b.span.begin; });
    }

private:
    std::string_view textOf(ByteSpan span) const { return m_file.text.substr(span.begin, span.length()); }
    bool isEmpty(ByteSpan content) const { return isBlankXml(textOf(content)); }

    void put(ByteSpan span, std::string bytes)
    {
        if (textOf(span) != bytes)
            m_splices.push_back({span, std::move(bytes)});
    }

    // With the white space that the file has around the text.
    std::string contentFor(const XliffPlace &place, const Replacement &change)
    {
        if (isBlank(change.target))
            return {};
        const XliffContent source = sourceContent(m_file, place.source, place.space, *m_unit.names);
        XliffContent frame = place.target ? targetContent(m_file, place.target->content, place.space, *m_unit.names, source) : source;
        if (frame.empty())
            frame = source;
        return frame.before + m_speller.spelled(change.target, source, place.space) + frame.behind;
    }

    // An element of this content; the start tag may be one without an end.
    std::string filled(std::string_view startTag, const std::string &content) const
    {
        const std::string name(startTag.substr(1, startTag.find_first_of(" \t\r\n/>") - 1));
        std::string open(startTag);
        if (open.ends_with("/>"))
            open = open.substr(0, open.size() - 2) + ">";
        return open + content + "</" + name + ">";
    }

    void fill(const XliffElement &element, const std::string &content)
    {
        if (element.startTag == element.all)
            put(element.all, filled(targetTag(element), content));
        else
            put(element.content, content);
    }

    void writePlace(std::size_t number, const Replacement &change)
    {
        const XliffPlace &place = m_unit.places[number];
        const std::string content = contentFor(place, change);
        if (place.target && content.empty() && m_file.version2)
            takeAway(place);
        else if (place.target)
            fill(*place.target, content);
        else if (m_unit.segmented)
            insertMark(number, content);
        else if (!content.empty())
            insertTarget(place.targetSpot, content);
    }

    // With the white space before. A target that has an order keeps its element; the standard wants the codes in it that may not be deleted.
    void takeAway(const XliffPlace &place)
    {
        if (textOf(place.target->startTag).find("order") != std::string_view::npos) {
            const XliffContent source = sourceContent(m_file, place.source, place.space, *m_unit.names);
            std::string codes;
            for (const InlineTag &tag : source.text.tags)
                codes += tag.may.remove ? "" : tag.code;
            return fill(*place.target, codes);
        }
        std::size_t begin = place.target->all.begin;
        while (isBlankXml(textOf({begin - 1, begin})))
            --begin;
        m_splices.push_back({{begin, place.target->all.end}, ""});
    }

    // "\n      <target>", as its source is indented.
    void insertTarget(std::size_t spot, const std::string &content)
    {
        const std::size_t unit = m_unit.startTag.begin;
        const std::string_view before = m_file.text.substr(unit, spot - unit);
        const std::size_t tag = before.rfind("<" + std::string(m_file.prefix) + "source");
        const std::size_t behind = before.find_last_not_of(" \t", tag - 1) + 1;
        const bool ownLine = before[behind - 1] == '\n';
        const std::size_t lineEnd = behind - (before.substr(0, behind).ends_with("\r\n") ? 2 : 1);
        const std::string indent = ownLine ? std::string(before.substr(lineEnd, tag - lineEnd)) : std::string();
        m_splices.push_back({{spot, spot}, indent + filled(newTargetTag(), content)});
    }

    // Behind the mark before it, or in front of all; with the white space that the source has between the two.
    void insertMark(std::size_t number, const std::string &content)
    {
        std::size_t spot = m_unit.target->content.begin;
        for (std::size_t i = 0; i < number; ++i)
            spot = m_unit.places[i].target ? m_unit.places[i].target->all.end : spot;
        const std::string mark = filled(markTag(m_unit.places[number]), content);
        const bool first = spot == m_unit.target->content.begin;
        m_splices.push_back({{spot, spot}, first ? mark + gapBehind(number) : gapBehind(number - 1) + mark});
    }

    // White space between the mark and the next.
    std::string gapBehind(std::size_t number) const
    {
        if (number + 1 >= m_unit.places.size())
            return {};
        const std::size_t begin = m_file.text.find('>', m_unit.places[number].source.end) + 1;
        const std::string_view next = markTag(m_unit.places[number + 1]);
        const auto end = static_cast<std::size_t>(next.data() - m_file.text.data());
        const std::string_view gap = begin <= end ? textOf({begin, end}) : std::string_view();
        return lettersIn(gap) == 0 ? std::string(gap) : std::string();
    }

    std::string_view markTag(const XliffPlace &place) const
    {
        const std::size_t begin = m_file.text.rfind('<', place.source.begin - 1);
        return textOf({begin, place.source.begin});
    }

    // As the source is segmented.
    void writeSegmentedTarget()
    {
        const ByteSpan source = m_unit.source->content;
        std::string content;
        std::size_t at = source.begin;
        for (std::size_t i = 0; i < m_unit.places.size(); ++i) {
            const XliffPlace &place = m_unit.places[i];
            const auto change = m_changes.find(i);
            content += textOf({at, place.source.begin});
            content += change == m_changes.end() ? std::string() : contentFor(place, *change->second);
            at = place.source.end;
        }
        content += textOf({at, source.end});
        if (m_unit.target)
            put(m_unit.target->all, filled(targetTag(*m_unit.target), content));
        else
            insertTarget(m_unit.places.front().targetSpot, content);
    }

    // What the targets of the unit say together. While one is missing nothing, or that the unit is not translated where it says that it is.
    std::optional<TranslationState> stateOfUnit() const
    {
        std::optional<TranslationState> least;
        for (std::size_t i = 0; i < m_unit.places.size(); ++i) {
            const auto change = m_changes.find(i);
            if (change == m_changes.end() && (!m_unit.places[i].target || isEmpty(m_unit.places[i].target->content)))
                return saysTranslated() ? std::optional(TranslationState::New) : std::nullopt;
            const TranslationState state = change == m_changes.end() ? statusOf(m_file, m_unit, m_unit.places[i]).target.state : stateOf(*change->second);
            least = std::min(least.value_or(state), state);
        }
        return least;
    }

    bool saysTranslated() const
    {
        return std::ranges::any_of(m_unit.places, [&](const XliffPlace &place) {
            return place.target && !isEmpty(place.target->content) && statusOf(m_file, m_unit, place).target.state > TranslationState::Translated;
        });
    }

    static TranslationState stateOf(const Replacement &change)
    {
        return isBlank(change.target) ? TranslationState::New : change.state.value_or(TranslationState::Translated);
    }

    bool isStated() const
    {
        return m_hasStates || std::ranges::any_of(m_changes, [&](const auto &change) {
            return change.second->state && !isBlank(change.second->target) && (m_file.version2 || *change.second->state != TranslationState::Translated);
        });
    }

    // <target> of 1.2 says its state itself.
    std::vector<XliffAttributeChange> targetChanges(std::string_view startTag) const
    {
        const std::optional<TranslationState> state = stateOfUnit();
        const bool says = !m_file.version2 && m_file.dialect == XliffDialect::None && state;
        if (!says)
            return {};
        std::vector<XliffAttributeChange> changes = stateChanges(m_file, startTag, *state);
        if (!isStated())
            std::erase_if(changes, [](const XliffAttributeChange &change) { return change.name == "state"; });
        return changes;
    }

    std::string newTargetTag() const
    {
        const std::string tag = "<" + std::string(m_file.prefix) + "target>";
        return changedTag(tag, targetChanges(tag));
    }

    std::string targetTag(const XliffElement &element) const
    {
        const bool isTarget = m_unit.target && m_unit.target->startTag == element.startTag;
        return isTarget ? changedTag(textOf(element.startTag), targetChanges(textOf(element.startTag))) : std::string(textOf(element.startTag));
    }

    void writeStates()
    {
        if (m_file.version2 || m_file.dialect == XliffDialect::Sdl) {
            for (const auto &[number, change] : m_changes)
                writeStatement(m_unit.places[number], *change);
            return;
        }
        const std::optional<TranslationState> state = stateOfUnit();
        if (!state)
            return;
        std::vector<XliffAttributeChange> changes = approvalChanges(textOf(m_unit.startTag), *state);
        if (m_file.dialect != XliffDialect::None)
            changes = stateChanges(m_file, textOf(m_unit.startTag), *state);
        put(m_unit.startTag, changedTag(textOf(m_unit.startTag), changes));
        const bool ownTag = m_unit.target && m_unit.target->startTag != m_unit.target->all && !(m_unit.segmented && isEmpty(m_unit.target->content));
        if (ownTag)
            put(m_unit.target->startTag, targetTag(*m_unit.target));
    }

    void writeStatement(const XliffPlace &place, const Replacement &change)
    {
        if (place.statement) {
            if (m_file.dialect == XliffDialect::Sdl || isStated())
                put(*place.statement, changedTag(textOf(*place.statement), stateChanges(m_file, textOf(*place.statement), stateOf(change))));
        } else if (m_unit.definitions && m_unit.definitions->startTag != m_unit.definitions->all) {
            const std::size_t end = m_unit.definitions->content.end;
            const std::string tag = "<" + std::string(m_file.dialectPrefix) + ":seg id=\"" + std::string(place.id) + "\"/>";
            m_splices.push_back({{end, end}, changedTag(tag, stateChanges(m_file, tag, stateOf(change)))});
        }
    }

    const XliffFile &m_file;
    bool m_hasStates;
    const XliffUnit &m_unit;
    const Changes &m_changes;
    std::vector<Splice> &m_splices;
    XliffSpeller m_speller;
};

// The changes of places that hold one end of a code, or else all.
void blameHalfCodes(const XliffFile &file, const XliffUnit &unit, const Changes &changes, std::vector<std::size_t> &misread)
{
    const auto holdsHalf = [&](const auto &change) {
        const ByteSpan source = unit.places[change.first].source;
        const std::string_view text = file.text.substr(source.begin, source.length());
        return text.find("startRef") != std::string_view::npos || text.find("<" + std::string(file.prefix) + "s") != std::string_view::npos;
    };
    const bool any = std::ranges::any_of(changes, holdsHalf);
    for (const auto &change : changes) {
        if (!any || holdsHalf(change))
            misread.push_back(change.second->segment);
    }
}

// XLIFF 2 demands a target language of a file with targets; one that names none says that it is not determined.
void writeTargetLanguage(const XliffFile &file, const std::string &language, std::vector<Splice> &splices)
{
    const std::string_view root = file.text.substr(file.root.begin, file.root.length());
    if (file.version2 && xliffLanguages(file).target.empty())
        splices.push_back({file.root, changedTag(root, {{"trgLang", language.empty() ? std::string("und") : language}})});
}

}  // namespace

Result<Written> writeXliff(const Document &document, const std::vector<Replacement> &replacements)
{
    Result<XliffFile> file = xliffFile(document.text);
    if (!file)
        return std::unexpected(file.error());
    file->hasAllCharacters = document.encoding.starts_with("UTF-");
    Written written;
    writeTargetLanguage(*file, document.targetLanguage, written.splices);
    const bool hasStates = usesStates(*file);
    auto next = replacements.begin();
    forEachXliffUnit(*file, [&](const XliffUnit &unit) {
        Changes changes;
        for (std::size_t number = 0; number < unit.places.size() && next != replacements.end(); ++number) {
            if (document.segments[next->segment].span == unit.places[number].source)
                changes[number] = &*next++;
        }
        if (changes.empty())
            return true;
        for (const auto &[number, change] : changes) {
            const XliffPlace &place = unit.places[number];
            if (file->version2 && !change->target.tags.empty()
                && !keepsSequences(change->target, sourceContent(*file, place.source, place.space, *unit.names)))
                written.misread.push_back(change->segment);
        }
        const std::size_t first = written.splices.size();
        UnitWriter(*file, hasStates, unit, changes, written.splices).write();
        if (file->version2 && !keepsUnitRules(*file, unit, std::span(written.splices).subspan(first)))
            blameHalfCodes(*file, unit, changes, written.misread);
        return true;
    });
    std::ranges::sort(written.misread);
    const auto twice = std::ranges::unique(written.misread);
    written.misread.erase(twice.begin(), twice.end());
    return written;
}

}  // namespace interlinear::cat
