// Languages as people call them.
//
//   languageName("de-AT");   // "German (Austria)"; in a German window "Deutsch (Österreich)"
#pragma once

#include <QString>

#include <string>

namespace interlinear::workbench {

/// From ICU, in the language of the window; the code itself for one that ICU does not know.
QString languageName(const std::string &code);

/// Whether people call the language so: by its code ("de", "de-AT", "de_AT"), or by its name as it says itself, in English or in the language of the window.
bool isLanguageName(const QString &text, const std::string &code);

}  // namespace interlinear::workbench
