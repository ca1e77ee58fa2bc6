// What the window's questions propose.
//
//   proposedExport("/letters/welcome.md", "de");   // "/letters/welcome.de.md"
#pragma once

#include "app/workbench/language_dialog.h"

#include <QString>

namespace interlinear::workbench {

/// The languages that were chosen last; English to German at first.
LanguagePair lastLanguages();

/// Of the formats that are read, for file dialogs.
QString documentFilter();

QString proposedExport(const QString &document, const std::string &language);

}  // namespace interlinear::workbench
