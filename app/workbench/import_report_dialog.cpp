#include "app/workbench/import_report_dialog.h"

#include "app/workbench/language_names.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr QSize dialogSize(640, 420);

QString directionNote(const cat::ImportReport &report, const LanguagePair &languages)
{
    return ImportReportDialog::tr("%Ln unit(s) of the file have %1 as the source: their texts were taken from %2 to %3.", nullptr,
                                  static_cast<int>(report.otherDirection))
        .arg(languageName(report.fileSource), languageName(languages.from), languageName(languages.to));
}

}  // namespace

widgets::ImportSummary importSummary(const QString &file, const cat::ImportReport &report, const LanguagePair &languages)
{
    widgets::ImportSummary summary{.file = file,
                                   .added = report.added,
                                   .known = report.known,
                                   .replaced = report.replaced,
                                   .keptOurs = report.keptOurs,
                                   .skippedCount = report.skippedCount};
    if (report.otherDirection > 0)
        summary.notes << directionNote(report, languages);
    for (const cat::ImportReport::Skipped &skipped : report.skipped)
        summary.skipped.push_back({skipped.line, QString::fromStdString(skipped.reason)});
    return summary;
}

ImportReportDialog::ImportReportDialog(const QString &file, const cat::ImportReport &report, const LanguagePair &languages, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("importReportDialog"));
    setWindowTitle(tr("Import of %1").arg(file));
    auto *view = new widgets::ImportReport(this);
    view->setSummary(importSummary(file, report, languages));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(view, 1);
    column->addWidget(buttons);
    copy->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    buttons->button(QDialogButtonBox::Close)->setFocus();   // a list that has it draws its first row grey
    connect(copy, &QPushButton::clicked, this, [view] { QGuiApplication::clipboard()->setText(view->plainText()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (!report.skipped.empty())
        resize(dialogSize);
}

}  // namespace interlinear::workbench
