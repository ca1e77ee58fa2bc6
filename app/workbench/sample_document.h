// The document that ships with the program, to try it on.
#pragma once

#include <QString>

namespace interlinear::workbench {

/// Its path in the tree that the program was built in, or beside an installed program; empty when it is in neither.
QString sampleDocument();

}  // namespace interlinear::workbench
