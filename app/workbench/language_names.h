// Languages as people call them.
//
//   languageName("de");   // "German"; in a German window "Deutsch"
#pragma once

#include <QString>

#include <string>

namespace interlinear::workbench {

/// The English name from Qt for a language without a translation; the code itself for one that Qt does not know.
QString languageName(const std::string &code);

/// Whether people call the language so: by its code ("de", "de-AT", "de_AT"), or by its name as it says itself, in English or in the language of the window.
bool isLanguageName(const QString &text, const std::string &code);

}  // namespace interlinear::workbench
