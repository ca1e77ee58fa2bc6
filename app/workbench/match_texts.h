// What memory and model answer, as cards for the match pane.
//
//   matchCard(match, "Press Enter now.");
//   machineCard(*translation);
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/mixmoe/decode/translation.h"
#include "widgets/lookup/match.h"

namespace interlinear::workbench {

/// `segment` is the source text of the open segment; the memory that has the unit stands first in the origin.
widgets::Match matchCard(const cat::Match &match, const std::string &segment);

widgets::Match machineCard(const mixmoe::Translation &translation);

/// "CPU fp32": device and precision as people read them.
QString deviceName(const std::string &device, const std::string &precision);

/// The target with those of its tags that may stand in a target of this source.
TaggedText fittingTarget(const TaggedText &source, const TaggedText &target);

}  // namespace interlinear::workbench
