#include "engine/cat/memory/exchange/tmx_unit.h"

#include "engine/cat/memory/exchange/language_match.h"
#include "engine/cat/memory/exchange/tmx_date.h"
#include "engine/cat/memory/exchange/unit_properties.h"

#include <QUuid>

#include <algorithm>
#include <array>
#include <charconv>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostPairs = 16;

using Variants = std::vector<const TmxVariant *>;

/// Those that serve a language, and those that would, were it not for the others.
struct Serving {
    Variants taken;
    Variants left;
};

Serving variantsIn(const std::string &language, const std::vector<TmxVariant> &variants)
{
    Variants same;
    Variants similar;
    for (const TmxVariant &variant : variants) {
        const LanguageFit fit = languageFit(language, variant.language);
        if (fit == LanguageFit::Same)
            same.push_back(&variant);
        else if (fit == LanguageFit::Variant)
            similar.push_back(&variant);
    }
    return same.empty() ? Serving{similar, {}} : Serving{same, similar};
}

std::string languagesOf(const Variants &variants)
{
    std::string list;
    for (std::size_t i = 0; i < std::min<std::size_t>(variants.size(), 10); ++i)
        list += (list.empty() ? "" : ", ") + (variants[i]->language.empty() ? std::string("none") : variants[i]->language);
    return list.empty() ? "none" : variants.size() > 10 ? list + ", …" : list;
}

std::string languagesOf(const std::vector<TmxVariant> &variants)
{
    Variants all;
    for (const TmxVariant &variant : variants)
        all.push_back(&variant);
    return languagesOf(all);
}

const std::string *valueOf(std::string_view name, const std::vector<Property> &attributes)
{
    const auto found = std::ranges::find(attributes, name, &Property::name);
    return found == attributes.end() ? nullptr : &found->value;
}

std::int64_t numberOf(std::string_view digits)
{
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return problem == std::errc() && end == digits.data() + digits.size() && number > 0 ? number : 0;
}

/// "" when it is no UUID.
std::string uuid(const std::string &text)
{
    if (text.size() < 36 || text.size() > 38)
        return {};
    const QUuid id(QString::fromStdString(text));
    return id.isNull() ? std::string() : id.toString(QUuid::WithoutBraces).toStdString();
}

/// The attributes that are fields of a unit; the others of the <tu> stay with it.
void takeAttributes(Unit &unit, const std::vector<Property> &ofUnit, const TmxVariant &source, const TmxVariant &target)
{
    const auto value = [&](std::string_view name) {
        for (const std::vector<Property> *attributes : {&ofUnit, &target.attributes, &source.attributes}) {
            if (const std::string *found = valueOf(name, *attributes); found && !found->empty())
                return *found;
        }
        return std::string();
    };
    unit.author = value("changeid");
    if (unit.author.empty())
        unit.author = value("creationid");
    unit.createdMs = msOfTmxDate(value("creationdate"));
    unit.changedMs = msOfTmxDate(value("changedate"));
    unit.usedMs = msOfTmxDate(value("lastusagedate"));
    unit.useCount = numberOf(value("usagecount"));
    constexpr std::array taken{"creationdate", "changedate", "lastusagedate", "usagecount", "changeid", "tuid"};
    for (const Property &attribute : ofUnit) {
        if (std::ranges::find(taken, attribute.name) == taken.end())
            unit.properties.push_back(attribute);
        else if (attribute.name == "tuid" && uuid(attribute.value).empty())
            unit.properties.push_back({Property::Kind::Property, "x-tuid", attribute.value});
    }
    if (const std::string creator = value("creationid"); !creator.empty() && !valueOf("creationid", ofUnit))
        unit.properties.push_back({Property::Kind::Attribute, "creationid", creator});
}

void addNew(std::vector<Property> &properties, const std::vector<Property> &more)
{
    for (const Property &property : more) {
        if (std::ranges::find(properties, property) == properties.end())
            properties.push_back(property);
    }
}

Unit unitOf(const TmxUnit &read, const TmxVariant &source, const TmxVariant &target, const Languages &languages)
{
    Unit unit;
    unit.source = source.text;
    unit.target = target.text;
    unit.sourceLanguage = unitLanguage(languages.source, source.language);
    unit.targetLanguage = unitLanguage(languages.target, target.language);
    unit.approved = true;
    unit.origin = Origin::Imported;
    unit.properties = read.properties;
    addNew(unit.properties, source.properties);
    addNew(unit.properties, target.properties);
    takeKnownProperties(unit);
    if (!source.markup.empty())
        unit.properties.push_back({Property::Kind::Property, std::string(sourceMarkup), source.markup});
    if (!target.markup.empty())
        unit.properties.push_back({Property::Kind::Property, std::string(targetMarkup), target.markup});
    takeAttributes(unit, read.attributes, source, target);
    return unit;
}

bool isNew(const Unit &unit, const std::vector<Unit> &units)
{
    return std::ranges::none_of(units, [&](const Unit &other) { return other.source == unit.source && other.target == unit.target; });
}

std::string whyNone(const Variants &sources, const Variants &targets, const std::vector<TmxVariant> &variants, const Languages &languages)
{
    if (sources.empty() || targets.empty())
        return "has no text in " + (sources.empty() ? languages.source : languages.target) + "; its languages: " + languagesOf(variants);
    const auto isEmpty = [](const TmxVariant *variant) { return variant->text.text.empty(); };
    if (std::ranges::all_of(sources, isEmpty) || std::ranges::all_of(targets, isEmpty))
        return "has no " + std::string(std::ranges::all_of(sources, isEmpty) ? "source" : "target") + " text: a segment is empty or not there";
    return "has the same text for both languages only; its languages: " + languagesOf(variants);
}

std::string whatWasLeft(const Serving &sources, const Serving &targets, std::size_t pairs)
{
    Variants left = sources.left;
    left.insert(left.end(), targets.left.begin(), targets.left.end());
    std::erase_if(left, [&](const TmxVariant *variant) {
        const auto saysTheSame = [&](const TmxVariant *taken) { return taken->text == variant->text; };
        return variant->text.text.empty() || std::ranges::any_of(sources.taken, saysTheSame) || std::ranges::any_of(targets.taken, saysTheSame);
    });
    std::string problem;
    if (!left.empty())
        problem = "has texts in " + languagesOf(left) + " too, which are not taken: those in the languages of the memory are there";
    if (pairs > mostPairs)
        problem += (problem.empty() ? "" : "; ") + ("pairs " + std::to_string(pairs) + " texts; the first " + std::to_string(mostPairs) + " pairs are taken");
    return problem;
}

}  // namespace

TmxUnits unitsFrom(TmxUnit read, const Languages &languages)
{
    const Serving sources = variantsIn(languages.source, read.variants);
    const Serving targets = variantsIn(languages.target, read.variants);
    TmxUnits result;
    std::size_t pairs = 0;
    for (const TmxVariant *source : sources.taken) {
        for (const TmxVariant *target : targets.taken) {
            if (source == target || source->text.text.empty() || target->text.text.empty() || ++pairs > mostPairs)
                continue;
            Unit unit = unitOf(read, *source, *target, languages);
            if (isNew(unit, result.units))
                result.units.push_back(std::move(unit));
        }
    }
    if (const std::string *id = valueOf("tuid", read.attributes); id && result.units.size() == 1)
        result.units.front().id = uuid(*id);
    if (const std::string *language = valueOf("srclang", read.attributes))
        result.sourceLanguage = *language;
    result.problem = result.units.empty() ? whyNone(sources.taken, targets.taken, read.variants, languages) : whatWasLeft(sources, targets, pairs);
    return result;
}

}  // namespace interlinear::cat
