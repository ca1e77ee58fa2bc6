#include "engine/cat/memory/repair/repair.h"

#include "engine/cat/memory/repair/number_order.h"
#include "engine/cat/memory/repair/placeables.h"

#include <algorithm>
#include <string_view>

namespace interlinear::cat {

namespace {

using Placeables = std::vector<Placeable>;

struct Reading {
    const TaggedText &text;
    std::string language;
    const PlaceableReader &reader;
    Placeables placeables;

    explicit Reading(const LanguageText &of) : text(of.text), language(of.language), reader(placeableReader(of.language)), placeables(reader.read(of.text.text)) {}

    std::string_view textOf(const Placeable &placeable) const { return std::string_view(text.text).substr(placeable.span.begin, placeable.span.length()); }
    /// The text before the placeable of that number; the last one is the text behind all.
    std::string_view gap(std::size_t number) const
    {
        const std::size_t begin = number == 0 ? 0 : placeables[number - 1].span.end;
        const std::size_t end = number == placeables.size() ? text.text.size() : placeables[number].span.begin;
        return std::string_view(text.text).substr(begin, end - begin);
    }
    Between between(const Placeable &a, const Placeable &b) const { return {std::string_view(text.text).substr(a.span.end, b.span.begin - a.span.end), language}; }
};

/// What a placeable of the source becomes.
struct Change {
    const Placeable *from;
    const Placeable *to;
};

/// Where an offset of one text lies in another with the same gaps. Nothing inside a placeable.
std::optional<std::size_t> moved(std::size_t offset, const Placeables &from, const Placeables &to)
{
    const auto next = std::ranges::find_if(from, [&](const Placeable &each) { return each.span.end > offset; });
    if (next != from.end() && next->span.begin < offset)
        return std::nullopt;
    const auto before = static_cast<std::size_t>(next - from.begin());
    return before == 0 ? offset : offset - from[before - 1].span.end + to[before - 1].span.end;
}

bool sameTagsBetween(const Reading &source, const Reading &query)
{
    const auto samePlace = [&](const InlineTag &a, const InlineTag &b) {
        return a.kind == b.kind && a.code == b.code && moved(a.offset, source.placeables, query.placeables) == b.offset;
    };
    return std::ranges::equal(source.text.tags, query.text.tags, samePlace);
}

bool differInPlaceablesOnly(const Reading &source, const Reading &query)
{
    if (source.placeables.size() != query.placeables.size())
        return false;
    for (std::size_t i = 0; i <= source.placeables.size(); ++i) {
        if (source.gap(i) != query.gap(i) || (i < source.placeables.size() && source.placeables[i].kind != query.placeables[i].kind))
            return false;
    }
    return sameTagsBetween(source, query);
}

bool say(const Placeable &a, const Placeable &b)
{
    return a.kind == b.kind && a.value == b.value;
}

/// All that say the same in the source, in the order in which they stand.
using Changes = std::vector<Change>;

/// One for each value that changes.
std::vector<Changes> changesOf(const Reading &source, const Reading &query)
{
    std::vector<Changes> all;
    for (std::size_t i = 0; i < source.placeables.size(); ++i) {
        const Change change{&source.placeables[i], &query.placeables[i]};
        const auto known = std::ranges::find_if(all, [&](const Changes &each) { return say(*each.front().from, *change.from); });
        (known == all.end() ? all.emplace_back() : *known).push_back(change);
    }
    std::erase_if(all, [](const Changes &changes) { return std::ranges::all_of(changes, [](const Change &change) { return say(*change.from, *change.to); }); });
    return all;
}

/// Nothing but digits and marks, and not as ISO 8601 has it.
bool hidesItsOrder(std::string_view date, const std::string &value)
{
    const auto isMark = [](char c) { return static_cast<unsigned char>(c) < 0x80 && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); };
    return date != value && std::ranges::all_of(date, isMark);
}

bool dayAndMonthAreTheSame(const Placeable &date)
{
    const std::size_t size = date.value.size();
    return date.kind == Placeable::Kind::Date && size >= 7 && date.value.substr(size - 2) == date.value.substr(size - 5, 2);
}

class TargetRepair {
public:
    TargetRepair(const Reading &source, const Reading &target, const Reading &query) : m_source(source), m_target(target), m_query(query) {}

    std::optional<Repair> make(const std::vector<Changes> &all)
    {
        for (const Changes &changes : all) {
            if (!plan(changes))
                return std::nullopt;
        }
        std::ranges::sort(m_plan, {}, [](const Planned &planned) { return planned.at->span.begin; });
        return write();
    }

private:
    struct Planned {
        const Placeable *at;
        std::string after;
    };

    /// Whether it stands there as the source says it, or letter for letter.
    bool standsFor(const Placeable &inTarget, const Placeable &from) const { return say(inTarget, from) || m_target.textOf(inTarget) == m_source.textOf(from); }

    bool plan(const Changes &changes)
    {
        std::vector<const Placeable *> places;
        for (const Placeable &each : m_target.placeables) {
            if (standsFor(each, *changes.front().from))
                places.push_back(&each);
        }
        if (places.size() != changes.size() || std::ranges::any_of(changes, [&](const Change &change) { return couldBeEither(change); }))
            return false;
        const bool toOne = std::ranges::all_of(changes, [&](const Change &change) { return say(*change.to, *changes.front().to); });
        if (!toOne && !standInOrder(changes, places))
            return false;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (say(*changes[i].from, *changes[i].to))
                continue;
            std::optional<std::string> after = written(changes[i], *places[i]);
            if (!after)
                return false;
            m_plan.push_back({places[i], std::move(*after)});
        }
        return true;
    }

    bool couldBeEither(const Change &change) const
    {
        return dayAndMonthAreTheSame(*change.from) && !dayAndMonthAreTheSame(*change.to) && hidesItsOrder(m_source.textOf(*change.from), change.from->value);
    }

    /// Whether the first place is that of the first change, and so on.
    bool standInOrder(const Changes &changes, const std::vector<const Placeable *> &places) const
    {
        for (std::size_t i = 1; i < places.size(); ++i) {
            if (!keepsOrder(m_source.between(*changes[i - 1].from, *changes[i].from), m_target.between(*places[i - 1], *places[i])))
                return false;
        }
        return true;
    }

    std::optional<std::string> written(const Change &change, const Placeable &place) const
    {
        if (!say(place, *change.from) || (place.kind == Placeable::Kind::Number && isTakenOver(change, place)))
            return std::string(m_query.textOf(*change.to));
        Placeable value = *change.to;
        value.grouped = change.from->grouped == place.grouped ? value.grouped : place.grouped;
        return m_target.reader.write(value, place, m_target.text.text);
    }

    /// A number with a separator that the target has letter for letter is copied, not written anew: who wrote it meant it.
    bool isTakenOver(const Change &change, const Placeable &place) const
    {
        const bool separated = change.from->grouped || change.from->value.find('.') != std::string::npos;
        return separated && m_target.textOf(place) == m_source.textOf(*change.from);
    }

    std::optional<Repair> write() const
    {
        Repair repair;
        const std::string &text = m_target.text.text;
        std::size_t end = 0;
        for (const Planned &planned : m_plan) {
            const ByteSpan span = planned.at->span;
            repair.target.text.append(text, end, span.begin - end);
            const std::size_t begin = repair.target.text.size();
            repair.target.text += planned.after;
            repair.replacements.push_back({{begin, repair.target.text.size()}, text.substr(span.begin, span.length()), planned.after});
            end = span.end;
        }
        repair.target.text.append(text, end);
        return placeTags(repair) && readsAsMeant(repair) ? std::optional(std::move(repair)) : std::nullopt;
    }

    bool placeTags(Repair &repair) const
    {
        Placeables before, after;
        for (std::size_t i = 0; i < m_plan.size(); ++i) {
            before.push_back(*m_plan[i].at);
            after.push_back({.span = repair.replacements[i].span});
        }
        for (InlineTag tag : m_target.text.tags) {
            const std::optional<std::size_t> place = moved(tag.offset, before, after);
            if (!place)
                return false;
            tag.offset = *place;
            repair.target.tags.push_back(std::move(tag));
        }
        return true;
    }

    /// Whether the new target has placeables where the old one has them, and what was written is one of them.
    bool readsAsMeant(const Repair &repair) const
    {
        const Placeables now = m_target.reader.read(repair.target.text);
        return now.size() == m_target.placeables.size() && std::ranges::all_of(repair.replacements, [&](const RepairedStretch &replacement) {
            return std::ranges::find(now, replacement.span, &Placeable::span) != now.end();
        });
    }

    const Reading &m_source;
    const Reading &m_target;
    const Reading &m_query;
    std::vector<Planned> m_plan;
};

}  // namespace

std::optional<Repair> repair(const LanguageText &source, const LanguageText &target, const LanguageText &query)
{
    const Reading ofSource(source), ofQuery(query);
    if (!differInPlaceablesOnly(ofSource, ofQuery))
        return std::nullopt;
    const std::vector<Changes> changes = changesOf(ofSource, ofQuery);
    if (changes.empty())
        return std::nullopt;
    const Reading ofTarget(target);
    return TargetRepair(ofSource, ofTarget, ofQuery).make(changes);
}

}  // namespace interlinear::cat
