// The languages that a file of two languages says it is in, before it is opened.
//
//   languagesNamedIn("manual.xlf");   // {"en-US", "de-AT"}; of "letter.md" {"", ""}
#pragma once

#include "app/workbench/language_dialog.h"

#include <filesystem>

namespace interlinear::workbench {

/// Language tags; empty where the file names none, none that is a language, or cannot be read. Reads the file: not for the thread of the window.
LanguagePair languagesNamedIn(const std::filesystem::path &file);

}  // namespace interlinear::workbench
