// Which units somebody is interested in, by what is known about them.
//
//   UnitFilter filter;
//   filter.author = "Zoë";
//   filter.changedFromMs = nowMs() - 7 * 86'400'000LL;
//   if (passes(filter, unit)) …
#pragma once

#include "engine/cat/memory/unit.h"

#include <cstdint>
#include <optional>
#include <string>

namespace interlinear::cat {

/// A property, note or attribute by its name (a note's is empty), with a value or with any.
struct PropertyFilter {
    std::string name;
    std::optional<std::string> value;

    bool operator==(const PropertyFilter &) const = default;
};

/// What is not set lets everything through. Names are compared as they are.
struct UnitFilter {
    std::optional<std::string> author;
    std::optional<std::string> document;
    std::optional<Origin> origin;
    std::optional<std::int64_t> changedFromMs;     ///< milliseconds since 1970 UTC, inclusive
    std::optional<std::int64_t> changedBeforeMs;   ///< exclusive
    std::optional<bool> approved;
    std::optional<PropertyFilter> property;

    bool operator==(const UnitFilter &) const = default;
};

bool passes(const UnitFilter &filter, const Unit &unit);

}  // namespace interlinear::cat
