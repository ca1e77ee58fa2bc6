// The options that say what to look for in a memory and in which units.
//
//   PatternOptions pattern;
//   pattern.addTo(*command);             // --words, --wildcard, --regex, --case, --ignore-diacritics
//   FilterOptions filter;
//   filter.addTo(*command);              // --author, --document, --origin, --approved, --property, --since, --before
//   query.pattern = pattern.pattern(text);
//   query.filter = filter.filter();
#pragma once

#include "app/cli/command.h"

#include "engine/cat/memory/search/text_pattern.h"
#include "engine/cat/memory/search/unit_filter.h"

#include <cstdint>
#include <optional>
#include <string>

namespace interlinear::cli {

class PatternOptions {
public:
    void addTo(CLI::App &command);
    cat::PatternText pattern(const std::string &text) const;

private:
    bool m_words = false, m_wildcard = false, m_regex = false, m_case = false, m_ignoreDiacritics = false;
};

class FilterOptions {
public:
    void addTo(CLI::App &command);
    cat::UnitFilter filter() const;

private:
    std::optional<std::string> m_author, m_document, m_origin, m_property, m_since, m_before;
    bool m_approved = false;
};

}  // namespace interlinear::cli
