// An Error as a sentence in the language of the window.
//
//   bar->showError(errorText(result.error()));   // "welcome.md: Byte 17 is no UTF-8; …"
#pragma once

#include "engine/core/result.h"

#include <QString>

namespace interlinear::workbench {

/// "where: sentence". The sentence is looked up in the context "errors" of the translations; without one it stays English.
QString errorText(const Error &error);

}  // namespace interlinear::workbench
