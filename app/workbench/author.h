// Who works here, as units and the history of segments name them.
//
//   desk.edit(place, id, source, target, author());
#pragma once

#include <string>

namespace interlinear::workbench {

/// The name that the system knows; may be empty.
std::string author();

}  // namespace interlinear::workbench
