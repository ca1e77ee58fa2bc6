#include "engine/cat/memory/search/unit_filter.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

bool hasProperty(const PropertyFilter &wanted, const Unit &unit)
{
    return std::any_of(unit.properties.begin(), unit.properties.end(), [&](const Property &property) {
        return property.name == wanted.name && (!wanted.value || property.value == *wanted.value);
    });
}

}  // namespace

bool passes(const UnitFilter &filter, const Unit &unit)
{
    return (!filter.author || unit.author == *filter.author) && (!filter.document || unit.document == *filter.document) &&
           (!filter.origin || unit.origin == *filter.origin) && (!filter.changedFromMs || unit.changedMs >= *filter.changedFromMs) &&
           (!filter.approved || unit.approved == *filter.approved) && (!filter.changedBeforeMs || unit.changedMs < *filter.changedBeforeMs) && (!filter.property || hasProperty(*filter.property, unit));
}

}  // namespace interlinear::cat
