// One translation unit: a source text, its translation, and what is known about both.
//
//   Unit unit;
//   unit.id = newUnitId();
//   unit.source.text = "Press Enter.";
//   unit.target.text = "Drücken Sie die Eingabetaste.";
#pragma once

#include "engine/core/result.h"
#include "engine/core/tagged_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Where a translation comes from.
enum class Origin {
    Human,
    PostEdited,   ///< machine text that a person corrected and confirmed
    Machine,      ///< machine text that nobody confirmed
    Imported      ///< from a file that does not say
};

/// A note (without a name), or a named property or attribute of a TMX unit.
struct Property {
    enum class Kind { Note, Property, Attribute };
    Kind kind = Kind::Property;
    std::string name;
    std::string value;

    bool operator==(const Property &) const = default;
};

struct Unit {
    std::string id;                           ///< unique for ever; a second unit of the same id is the same unit
    TaggedText source;
    TaggedText target;
    std::string sourceLanguage;               ///< empty: that of the memory; else a variant of it, "en-GB"
    std::string targetLanguage;
    std::optional<std::string> previous;      ///< source text before it; "" is the start of the document, nothing is unknown
    std::optional<std::string> next;          ///< source text behind it; "" is the end of the document, nothing is unknown
    std::string document;
    std::string author;
    std::int64_t createdMs = 0;               ///< milliseconds since 1970 UTC; 0 is unknown
    std::int64_t changedMs = 0;
    Origin origin = Origin::Human;
    std::vector<Property> properties;         ///< what TMX knows and this program does not use: kept, and written out again

    bool operator==(const Unit &) const = default;
};

/// A random UUID.
std::string newUnitId();
/// A UUID that texts, context and document give: for units from outside, so that the same one is known when it comes again.
std::string unitIdFromContent(const Unit &unit);

/// "human", "post-edited", "machine", "imported".
std::string originName(Origin origin);
std::optional<Origin> originFromName(std::string_view name);

/// Whether a memory takes the unit: an id, two texts that are not empty, UTF-8 throughout, well-formed tags.
/// NotUtf8 or InvalidArgument.
Result<void> checkUnit(const Unit &unit);

/// Now, in milliseconds since 1970 UTC.
std::int64_t nowMs();

}  // namespace interlinear::cat
