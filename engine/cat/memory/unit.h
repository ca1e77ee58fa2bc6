// One translation unit: a source text, its translation, and what is known about both.
//
//   Unit unit;
//   unit.id = newUnitId();
//   unit.source.text = "Press Enter.";
//   unit.target.text = "Drücken Sie die Eingabetaste.";
#pragma once

#include "engine/core/result.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// A direction: BCP 47 tags.
struct Languages {
    std::string source;
    std::string target;
};

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
    std::string contextId;                    ///< the key of the segment in its document ("settings.title"); empty is unknown
    std::string document;
    std::string author;
    std::int64_t createdMs = 0;               ///< milliseconds since 1970 UTC; 0 is unknown
    std::int64_t changedMs = 0;
    Origin origin = Origin::Human;
    bool approved = true;                     ///< false: somebody has to look at it before it is trusted
    std::int64_t useCount = 0;                ///< how many segments were confirmed with it
    std::int64_t usedMs = 0;                  ///< when the last of them was; 0 is never
    std::vector<Property> properties;         ///< what TMX knows and this program does not use: kept, and written out again

    bool operator==(const Unit &) const = default;
};

/// A random UUID.
std::string newUnitId();
/// A UUID that texts, context, document and languages give: for units from outside, so that the same one is known when it comes again.
std::string unitIdFromContent(const Unit &unit);
/// What unitIdFromContent() gave when neither the context's id nor the languages counted: memories hold units of such ids.
std::string formerIdFromContent(const Unit &unit);

/// "human", "post-edited", "machine", "imported".
std::string originName(Origin origin);
std::optional<Origin> originFromName(std::string_view name);

/// The most bytes of a text, and of everything else together, that a unit may have.
constexpr std::size_t longestUnitText = 1'000'000;

/// Whether a memory takes the unit: an id, two texts that are not empty nor too long, UTF-8 throughout, well-formed tags.
/// NotUtf8, InvalidArgument or OutOfRange.
Result<void> checkUnit(const Unit &unit);

/// Now, in milliseconds since 1970 UTC.
std::int64_t nowMs();

}  // namespace interlinear::cat
