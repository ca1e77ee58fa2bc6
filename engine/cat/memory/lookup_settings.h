// What a lookup is to find, and what it thinks less of.
//
//   memory.lookup(query, {.thresholdPerMille = 700, .limit = 5});
//   memory.lookup(query, {.thresholdPerMille = 700, .limit = 5, .approvedOnly = true, .penalties = {.memory = 20}});
#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace interlinear::cat {

/// Points of 1000 that a unit loses, 0 or more each. All that apply add up. The ones that stand here by default are larger than what context can add (20), so that a
/// unit which has one never scores as an equal text: it is offered and never fills a segment by itself.
struct Penalties {
    int memory = 0;             ///< of every unit of this memory: less trusted than others
    int languageVariant = 30;   ///< the unit is in another variant of the language than the query asks for: en-GB for en-US. No variant fits each
    int unapproved = 50;        ///< nobody has approved it
    int machine = 150;          ///< machine text that nobody confirmed
};

struct LookupSettings {
    int thresholdPerMille = 700;                  ///< 1 to 1020; penalties counted
    std::size_t limit = 5;
    std::set<std::string> withoutIds = {};        ///< units that are left out
    bool approvedOnly = false;
    Penalties penalties = {};
};

}  // namespace interlinear::cat
