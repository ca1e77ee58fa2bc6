// The states of a translation in XLIFF's own words, both ways.
//
//   statusOf(file, unit, place).target.state;                               // Reviewed, for state="signed-off" and for conf="ApprovedTranslation"
//   stateChanges(file, startTag, TranslationState::Final, true);            // {{"state", "final"}}: what to change in the tag that states it
//
// XLIFF 2 has the states of TranslationState but for Draft, which is "initial". 1.2, Trados and memoQ know more; what maps to the same state stays as it is.
#pragma once

#include "engine/cat/document/xliff/xliff_units.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// What the file says of a place beside its texts.
struct XliffStatus {
    FileTarget target;      ///< all but its text, should there be one
    bool said = false;      ///< the file states the state
    bool locked = false;
};

XliffStatus statusOf(const XliffFile &file, const XliffUnit &unit, const XliffPlace &place);

/// Whether any target (1.2) or segment (2) has a state.
bool usesStates(const XliffFile &file);

struct XliffAttributeChange {
    std::string name;
    std::optional<std::string> value;   ///< nothing: the attribute is taken away
};

/// In a start tag that states one ("<target>" where there is none yet). What the state was found by, such as a match, is no longer so and goes.
std::vector<XliffAttributeChange> stateChanges(const XliffFile &file, std::string_view startTag, TranslationState state);

/// Of approved="" of a unit of 1.2.
std::vector<XliffAttributeChange> approvalChanges(std::string_view startTag, TranslationState state);

/// The tag with its attributes changed; all else in it stays.
std::string changedTag(std::string_view startTag, const std::vector<XliffAttributeChange> &changes);

}  // namespace interlinear::cat
