#include "app/cli/unit_selection_options.h"

#include "app/cli/option_checks.h"

#include <chrono>
#include <cstdio>

namespace interlinear::cli {

namespace {

/// The beginning of a day, in milliseconds since 1970 UTC.
std::optional<std::int64_t> dayMs(const std::string &date)
{
    int year = 0, end = 0;
    unsigned month = 0, day = 0;
    if (std::sscanf(date.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &end) != 3 || static_cast<std::size_t>(end) != date.size())
        return std::nullopt;
    const std::chrono::year_month_day calendar{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!calendar.ok())
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::sys_days(calendar).time_since_epoch()).count();
}

CLI::Validator dayOption()
{
    return CLI::Validator([](const std::string &date) { return dayMs(date) ? std::string() : "is '" + date + "'; expected a day such as 2026-01-31"; }, "DAY");
}

}  // namespace

void PatternOptions::addTo(CLI::App &command)
{
    auto *words = command.add_flag("--words", m_words, "All of its words, whole, in any order");
    auto *wildcard = command.add_flag("--wildcard", m_wildcard, "Whole words; * is any part of a word, ? one character")->excludes(words);
    command.add_flag("--regex", m_regex, "A regular expression of ICU")->excludes(words)->excludes(wildcard);
    command.add_flag("--case", m_case, "Upper and lower case differ");
    command.add_flag("--ignore-diacritics", m_ignoreDiacritics, "e is é");
}

cat::PatternText PatternOptions::pattern(const std::string &text) const
{
    cat::PatternText pattern;
    pattern.text = text;
    pattern.kind = m_words ? cat::PatternKind::Words : m_wildcard ? cat::PatternKind::Wildcard : m_regex ? cat::PatternKind::Regex : cat::PatternKind::Substring;
    pattern.counting = {m_case, !m_ignoreDiacritics};
    return pattern;
}

void FilterOptions::addTo(CLI::App &command)
{
    command.add_option("--author", m_author, "Only units of this author");
    command.add_option("--document", m_document, "Only units of this document");
    command.add_option("--origin", m_origin, "Only units of this origin")->check(oneOf({"human", "post-edited", "machine", "imported"}));
    command.add_flag("--approved", m_approved, "Only approved units");
    command.add_option("--property", m_property, "Only units with this property, or with this value of it")->type_name("NAME[=VALUE]");
    command.add_option("--since", m_since, "Only units changed on this day (UTC) or later")->check(dayOption());
    command.add_option("--before", m_before, "Only units changed before this day (UTC)")->check(dayOption());
}

cat::UnitFilter FilterOptions::filter() const
{
    cat::UnitFilter filter;
    filter.author = m_author;
    filter.document = m_document;
    filter.origin = m_origin ? cat::originFromName(*m_origin) : std::nullopt;
    filter.approved = m_approved ? std::optional(true) : std::nullopt;
    filter.changedFromMs = m_since ? dayMs(*m_since) : std::nullopt;
    filter.changedBeforeMs = m_before ? dayMs(*m_before) : std::nullopt;
    if (m_property) {
        const std::size_t equals = m_property->find('=');
        filter.property.emplace().name = m_property->substr(0, equals);
        if (equals != std::string::npos)
            filter.property->value = m_property->substr(equals + 1);
    }
    return filter;
}

}  // namespace interlinear::cli
