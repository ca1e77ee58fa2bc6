// What became of an import, in a dialog.
//
//   auto *dialog = new ImportReportDialog("client.tmx", report, {"en", "de"}, window);
//   dialog->open();
#pragma once

#include "app/workbench/language_dialog.h"
#include "engine/cat/memory/exchange/import.h"
#include "widgets/memory/import_report.h"

#include <QDialog>

namespace interlinear::workbench {

class ImportReportDialog : public QDialog {
    Q_OBJECT

public:
    ImportReportDialog(const QString &file, const cat::ImportReport &report, const LanguagePair &languages, QWidget *parent);
};

/// `languages` are those of the memory.
widgets::ImportSummary importSummary(const QString &file, const cat::ImportReport &report, const LanguagePair &languages);

}  // namespace interlinear::workbench
