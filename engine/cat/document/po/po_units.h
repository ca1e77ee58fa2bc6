// What a PO file offers to be translated: its messages, and each plural form of a message.
//
//   for (const PoUnit &unit : poUnits(text, *catalog)) show(unit.source.text);
#pragma once

#include "engine/cat/document/plural_rule.h"
#include "engine/cat/document/po/po_catalog.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct PoUnit {
    std::size_t entry = 0;     ///< into PoCatalog::entries
    std::size_t form = 0;      ///< 0 in an entry without plural
    bool ofPlural = false;     ///< its source is msgid_plural
    TaggedText source;
};

/// In the order of the file, without the header and what has neither letters nor digits. A form that there should be by the header's rule and is not in the
/// file is a unit too.
std::vector<PoUnit> poUnits(std::string_view text, const PoCatalog &catalog, const std::optional<PluralRule> &rule);

/// Of the unit's entry.
const PoString &poSource(const PoEntry &entry, const PoUnit &unit);

}  // namespace interlinear::cat
