// What the codes and annotations of one unit of XLIFF 2 must be to each other.
//
//   Xliff2Unit unit; … unit.codes.push_back(code);
//   if (const auto problem = brokenRule(unit)) report(problem->byte, problem->rule, problem->sentence);
#pragma once

#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// An inline element. Views are of the file's text; what rules compare has no references, or is no id.
struct Xliff2Code {
    std::string_view name;
    std::vector<XmlAttribute> attributes;
    std::size_t byte = 0;
    std::size_t part = 0;          ///< of the unit, from 0
    bool inTarget = false;
    std::size_t parent = 0;        ///< 1 + index of the code around it; 0 for none
    std::size_t previous = 0;      ///< 1 + index of the code before it in the same parent that is no annotation; 0 for none

    /// As it is written; empty where there is none.
    std::string_view value(std::string_view attribute) const
    {
        const auto found = std::ranges::find(attributes, attribute, &XmlAttribute::name);
        return found == attributes.end() ? std::string_view() : found->raw;
    }
    bool has(std::string_view attribute) const { return std::ranges::find(attributes, attribute, &XmlAttribute::name) != attributes.end(); }
    bool isCode() const { return name == "ph" || name == "pc" || name == "sc" || name == "ec"; }
};

/// A segment or an ignorable.
struct Xliff2Part {
    std::size_t byte = 0;
    std::string_view id;
    bool segment = false;
    bool hasTarget = false;
    std::size_t order = 0;      ///< 0 for none
    std::string_view state;
};

struct Xliff2Unit {
    std::size_t byte = 0;
    std::string_view id;
    std::string_view file;
    std::vector<Xliff2Part> parts;
    std::vector<Xliff2Code> codes;
    std::set<std::string_view> data;
    std::set<std::string_view> notes;
};

struct BrokenRule {
    std::size_t byte = 0;
    std::string_view rule;      ///< the attribute or section of the standard
    std::string sentence;
};

std::optional<BrokenRule> brokenRule(const Xliff2Unit &unit);

/// Of a reference that begins with "#"; a fragment identifier has its selectors in order, with known prefixes.
bool isFragment(std::string_view reference);

}  // namespace interlinear::cat
