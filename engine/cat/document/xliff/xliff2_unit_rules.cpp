#include "engine/cat/document/xliff/xliff2_unit_rules.h"

#include "engine/cat/document/xliff/xliff2_schema.h"

#include <map>
#include <tuple>

namespace interlinear::cat {

namespace {

using Broken = std::optional<BrokenRule>;

std::string quoted(std::string_view text)
{
    return "\"" + std::string(text) + "\"";
}

std::string tagName(const Xliff2Code &code)
{
    return "<" + std::string(code.name) + ">";
}

bool isNo(const Xliff2Code &code, std::string_view attribute)
{
    return code.value(attribute) == "no";
}

bool isFixed(const Xliff2Code &code)
{
    return isNo(code, "canReorder") || code.value("canReorder") == "firstNo";
}

// The rules of one unit, each a function that says what is wrong.
class UnitRules {
public:
    explicit UnitRules(const Xliff2Unit &unit) : m_unit(unit)
    {
        m_finished = std::ranges::all_of(unit.parts, &Xliff2Part::hasTarget);
        for (const Xliff2Code &code : unit.codes) {
            if (code.has("id"))
                (code.inTarget ? m_targets : m_sources).try_emplace(code.value("id"), &code);
            if (code.has("startRef"))
                m_ends.try_emplace({code.name, code.inTarget, code.value("startRef")}, &code);
        }
    }

    Broken check() const
    {
        if (auto broken = partIds())
            return broken;
        if (auto broken = orders())
            return broken;
        std::set<std::string_view> seen[2];
        for (const Xliff2Code &code : m_unit.codes) {
            for (const auto rule : {&UnitRules::sourceOfId, &UnitRules::endCode, &UnitRules::startCode, &UnitRules::annotation, &UnitRules::dataReferences,
                                    &UnitRules::pairs, &UnitRules::copies, &UnitRules::types, &UnitRules::reordering, &UnitRules::removal, &UnitRules::kept}) {
                if (auto broken = (this->*rule)(code))
                    return broken;
            }
            if (code.has("id") && !seen[code.inTarget].insert(code.value("id")).second)
                return BrokenRule{code.byte, "id", "the id " + quoted(code.value("id")) + " of " + tagName(code) + " stands twice in this unit"};
        }
        return std::nullopt;
    }

private:
    Broken partIds() const
    {
        std::set<std::string_view> ids;
        for (const Xliff2Part &part : m_unit.parts) {
            if (part.id.empty())
                continue;
            if (!ids.insert(part.id).second || m_sources.contains(part.id))
                return BrokenRule{part.byte, "id", "the id " + quoted(part.id) + " stands twice in this unit"};
            if (const auto found = m_targets.find(part.id); found != m_targets.end())
                return BrokenRule{found->second->byte, "id", "the id " + quoted(part.id) + " of a code is that of a part of this unit"};
        }
        return std::nullopt;
    }

    // Explicit and implicit positions together are all the numbers from 1 to N.
    Broken orders() const
    {
        std::set<std::size_t> taken;
        for (std::size_t i = 0; i < m_unit.parts.size(); ++i) {
            const Xliff2Part &part = m_unit.parts[i];
            const std::size_t order = part.order > 0 ? part.order : i + 1;
            if (order > m_unit.parts.size())
                return BrokenRule{part.byte, "order",
                                  "the order " + std::to_string(order) + " is past the " + std::to_string(m_unit.parts.size())
                                      + " parts of this unit"};
            if (!taken.insert(order).second)
                return BrokenRule{part.byte, "order", "the place " + std::to_string(order) + " is taken twice by the targets of this unit"};
        }
        return std::nullopt;
    }

    // A code of a target that has the id of one in the source is that code.
    Broken sourceOfId(const Xliff2Code &code) const
    {
        if (!code.inTarget || !code.has("id"))
            return std::nullopt;
        const auto source = m_sources.find(code.value("id"));
        const auto family = [](std::string_view name) { return name == "sc" ? "pc" : name == "sm" ? "mrk" : name; };
        if (source == m_sources.end() || family(source->second->name) == family(code.name))
            return std::nullopt;
        return BrokenRule{code.byte, "id",
                          tagName(code) + " has the id " + quoted(code.value("id")) + ", which is that of a " + tagName(*source->second)
                              + " in the source"};
    }

    const Xliff2Code *startOf(const Xliff2Code &end, std::string_view name) const
    {
        const auto &codes = end.inTarget ? m_targets : m_sources;
        const auto found = codes.find(end.value("startRef"));
        return found != codes.end() && found->second->name == name && found->second->value("isolated") != "yes" ? found->second : nullptr;
    }

    const Xliff2Code *endOf(const Xliff2Code &start, std::string_view name) const
    {
        const auto found = m_ends.find({name, start.inTarget, start.value("id")});
        return found == m_ends.end() ? nullptr : found->second;
    }

    bool maybeLater(const Xliff2Code &code) const { return code.inTarget && !m_finished; }

    Broken endCode(const Xliff2Code &code) const
    {
        if (code.name == "em") {
            const Xliff2Code *start = startOf(code, "sm");
            if ((!start && !maybeLater(code)) || (start && start > &code))
                return BrokenRule{code.byte, "startRef",
                                  "<em> refers to " + quoted(code.value("startRef")) + ", and no <sm> with this id stands before it in the unit"};
        }
        if (code.name != "ec")
            return std::nullopt;
        if (code.value("isolated") == "yes") {
            if (!code.has("id") || code.has("startRef"))
                return BrokenRule{code.byte, "isolated", "an isolated <ec> has an id and no startRef"};
            return std::nullopt;
        }
        if (!code.has("startRef") || code.has("id"))
            return BrokenRule{code.byte, "startRef", "an <ec> that is not isolated has a startRef and no id"};
        if (code.has("dir"))
            return BrokenRule{code.byte, "dir", "only an isolated <ec> has a dir"};
        const Xliff2Code *start = startOf(code, "sc");
        if ((!start && !maybeLater(code)) || (start && start > &code))
            return BrokenRule{code.byte, "isolated",
                              "<ec> refers to " + quoted(code.value("startRef"))
                                  + ", and no <sc> with this id that is not isolated stands before it in the unit"};
        return std::nullopt;
    }

    Broken startCode(const Xliff2Code &code) const
    {
        if (code.name == "sm" && !endOf(code, "em") && !maybeLater(code))
            return BrokenRule{code.byte, "startRef", "<sm> " + quoted(code.value("id")) + " has no <em> in this unit"};
        if (code.name != "sc")
            return std::nullopt;
        const Xliff2Code *end = endOf(code, "ec");
        if (code.value("isolated") == "yes") {
            if (end)
                return BrokenRule{code.byte, "isolated", "<sc> " + quoted(code.value("id")) + " is isolated, and its <ec> stands in the same unit"};
            return std::nullopt;
        }
        if (!end)
            return maybeLater(code)
                ? Broken()
                : BrokenRule{code.byte, "isolated", "<sc> " + quoted(code.value("id")) + " is not isolated, and has no <ec> in this unit"};
        return sameHints(code, *end);
    }

    static Broken sameHints(const Xliff2Code &start, const Xliff2Code &end)
    {
        for (const std::string_view hint : {"canCopy", "canDelete", "canOverlap", "canReorder"}) {
            const auto valueIn = [&](const Xliff2Code &code) { return code.has(hint) ? code.value(hint) : std::string_view("yes"); };
            const std::string_view expected = valueIn(start) == "firstNo" ? "no" : valueIn(start);
            if (valueIn(end) != expected)
                return BrokenRule{end.byte, hint,
                                  std::string(hint) + " of <ec> is " + quoted(valueIn(end)) + "; its <sc> " + quoted(start.value("id")) + " wants "
                                      + quoted(expected)};
        }
        return std::nullopt;
    }

    Broken annotation(const Xliff2Code &code) const
    {
        if (code.name != "mrk" && code.name != "sm")
            return std::nullopt;
        const std::string_view ref = code.value("ref");
        if (code.value("type") == "comment") {
            if (code.has("value") == code.has("ref"))
                return BrokenRule{code.byte, "Comment Annotation", tagName(code) + " that comments has either a value or a ref"};
            if (code.has("ref") && !refersToNote(ref))
                return BrokenRule{code.byte, "ref", "the ref " + quoted(ref) + " of a comment names no note of this unit"};
        }
        if (code.has("ref") && ref.starts_with('#') && !isFragment(ref))
            return BrokenRule{code.byte, "Fragment Identification", "the ref " + quoted(ref) + " is no fragment identifier"};
        return std::nullopt;
    }

    // "#n=1", "#f=f1/u=u1/n=1".
    bool refersToNote(std::string_view ref) const
    {
        const std::string unit = "u=" + std::string(m_unit.id) + "/n=";
        const std::string around[] = {"#n=", "#" + unit, "#f=" + std::string(m_unit.file) + "/" + unit};
        for (const std::string &begin : around) {
            for (const std::string &form : {begin, "#/" + begin.substr(1)}) {
                if (ref.starts_with(form) && m_unit.notes.contains(ref.substr(form.size())))
                    return true;
            }
        }
        return false;
    }

    Broken dataReferences(const Xliff2Code &code) const
    {
        for (const std::string_view attribute : {"dataRef", "dataRefStart", "dataRefEnd"}) {
            if (code.has(attribute) && !m_unit.data.contains(code.value(attribute)))
                return BrokenRule{code.byte, attribute, std::string(attribute) + " is " + quoted(code.value(attribute)) + ", which is no <data> of this unit"};
        }
        return std::nullopt;
    }

    Broken pairs(const Xliff2Code &code) const
    {
        constexpr std::pair<std::string_view, std::string_view> both[]
            = {{"dataRefStart", "dataRefEnd"}, {"subFlowsStart", "subFlowsEnd"}, {"equivStart", "equivEnd"}};
        for (const auto &[start, end] : both) {
            if (code.has(start) != code.has(end))
                return BrokenRule{code.byte, start, tagName(code) + " has only one of " + std::string(start) + " and " + std::string(end)};
        }
        return std::nullopt;
    }

    Broken copies(const Xliff2Code &code) const
    {
        if (!code.has("copyOf"))
            return std::nullopt;
        const auto hasData = [](const Xliff2Code &any) { return any.has("dataRef") || any.has("dataRefStart") || any.has("dataRefEnd"); };
        const auto source = m_sources.find(code.value("copyOf"));
        const auto target = m_targets.find(code.value("copyOf"));
        const Xliff2Code *base = source != m_sources.end() ? source->second : target != m_targets.end() ? target->second : nullptr;
        if (!base || !base->isCode())
            return BrokenRule{code.byte, "copyOf", "copyOf is " + quoted(code.value("copyOf")) + ", which is no code of this unit"};
        if (hasData(code) || hasData(*base))
            return BrokenRule{code.byte, "copyOf", "copyOf is only for codes without original data"};
        if (isNo(*base, "canCopy"))
            return BrokenRule{code.byte, "copyOf", "the code " + quoted(code.value("copyOf")) + " may not be copied"};
        return std::nullopt;
    }

    Broken types(const Xliff2Code &code) const
    {
        if (!code.has("subType"))
            return std::nullopt;
        const std::string_view sub = code.value("subType");
        if (!code.has("type"))
            return BrokenRule{code.byte, "subType", tagName(code) + " has a subType and no type"};
        const bool known = sub == "xlf:i" || sub == "xlf:u" || sub == "xlf:lb" || sub == "xlf:pb" || sub == "xlf:b";
        const bool fits = !sub.starts_with("xlf:") || (known && code.value("type") == "fmt") || (sub == "xlf:var" && code.value("type") == "ui");
        if (!fits)
            return BrokenRule{code.byte, "subType", "the subType " + quoted(sub) + " does not go with the type " + quoted(code.value("type"))};
        return std::nullopt;
    }

    // A sequence begins with firstNo; what follows in it is no.
    Broken reordering(const Xliff2Code &code) const
    {
        if (!isFixed(code))
            return std::nullopt;
        if (!isNo(code, "canCopy") || !isNo(code, "canDelete"))
            return BrokenRule{code.byte, "canReorder", tagName(code) + " may not be reordered; then canCopy and canDelete must be no"};
        if (!isNo(code, "canReorder") || (maybeLater(code) && code.previous == 0 && code.parent == 0))
            return std::nullopt;
        const Xliff2Code *before = neighbour(code);
        if (!before || !isFixed(*before))
            return BrokenRule{code.byte, "canReorder",
                              tagName(code) + " has canReorder=\"no\"; the code before it must be of its sequence, which begins with firstNo"};
        return std::nullopt;
    }

    // The code before it in the same element, else the one around it, else the last one of a part before.
    const Xliff2Code *neighbour(const Xliff2Code &code) const
    {
        if (code.previous > 0)
            return &m_unit.codes[code.previous - 1];
        if (code.parent > 0)
            return &m_unit.codes[code.parent - 1];
        for (const Xliff2Code *other = &code; other > m_unit.codes.data();) {
            --other;
            if (other->isCode() && other->inTarget == code.inTarget)
                return other;
        }
        return nullptr;
    }

    const Xliff2Code *inTargetOf(const Xliff2Code &code) const
    {
        if (const auto end = m_ends.find({"ec", true, code.value("startRef")}); code.name == "ec" && end != m_ends.end())
            return end->second;
        const auto found = m_targets.find(code.value(code.has("id") ? "id" : "startRef"));
        return found == m_targets.end() ? nullptr : found->second;
    }

    Broken removal(const Xliff2Code &code) const
    {
        if (code.inTarget || !code.isCode() || !isNo(code, "canDelete") || !m_unit.parts[code.part].hasTarget || inTargetOf(code))
            return std::nullopt;
        return BrokenRule{code.byte, "canDelete", tagName(code) + " " + quoted(code.value("id")) + " may not be deleted, and the target lacks it"};
    }

    // What follows another one of its sequence in the source does so in the target.
    Broken kept(const Xliff2Code &code) const
    {
        if (code.inTarget || !isNo(code, "canReorder") || !m_unit.parts[code.part].hasTarget)
            return std::nullopt;
        const Xliff2Code *target = inTargetOf(code);
        const Xliff2Code *before = neighbour(code);
        const Xliff2Code *targetBefore = target ? neighbour(*target) : nullptr;
        if (!target || !before || before->part != code.part)
            return std::nullopt;
        const bool inside = code.previous == 0;
        const bool same = targetBefore && targetBefore == inTargetOf(*before) && inside == (target->previous == 0);
        if (!same)
            return BrokenRule{target->byte, "canReorder",
                              tagName(*target) + " does not follow the code that it follows in the source; it may not be reordered"};
        return std::nullopt;
    }

    const Xliff2Unit &m_unit;
    bool m_finished = true;
    std::map<std::string_view, const Xliff2Code *> m_sources, m_targets;   // by id
    std::map<std::tuple<std::string_view, bool, std::string_view>, const Xliff2Code *> m_ends;   // by name, side and startRef
};

}  // namespace

std::optional<BrokenRule> brokenRule(const Xliff2Unit &unit)
{
    return UnitRules(unit).check();
}

bool isFragment(std::string_view reference)
{
    constexpr std::string_view modules[] = {"gls", "mtc", "mda", "res", "ctr", "slr", "val", "its", "itsm", "fs", "pgs", "tbx"};
    reference.remove_prefix(1);
    if (reference.starts_with('/'))
        reference.remove_prefix(1);
    int last = -1;   // f, g, u, then one leaf
    while (true) {
        const std::string_view selector = reference.substr(0, reference.find('/'));
        const std::size_t equals = selector.find('=');
        const std::string_view prefix = equals == std::string_view::npos ? std::string_view() : selector.substr(0, equals);
        const std::string_view id = equals == std::string_view::npos ? selector : selector.substr(equals + 1);
        const bool leaf = equals == std::string_view::npos || prefix == "n" || prefix == "d" || prefix == "t"
            || std::ranges::find(modules, prefix) != std::end(modules);
        const int rank = prefix == "f" ? 0 : prefix == "g" ? 1 : prefix == "u" ? 2 : leaf ? 3 : -1;
        if (rank <= last || !fitsKind(id, XliffValue::Id))
            return false;
        last = rank;
        if (selector.size() == reference.size())
            return true;
        reference.remove_prefix(selector.size() + 1);
    }
}

}  // namespace interlinear::cat
