#include "app/workbench/review_import_dialog.h"

#include "app/workbench/error_text.h"
#include "app/workbench/primary_button.h"
#include "app/workbench/review_texts.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr QSize dialogSize(900, 640);

}  // namespace

ReviewImportDialog::ReviewImportDialog(Workspace &workspace, const QString &file, const widgets::Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_file(file.toStdString())
    , m_rows(new widgets::ReviewRows(this))
    , m_notice(new QLabel(this))
    , m_markReviewed(new QCheckBox(tr("What came back, changed or not, is &reviewed"), this))
    , m_overwrite(new QCheckBox(tr("Take the reviewer's text where it was changed &here too"), this))
{
    setObjectName(QStringLiteral("reviewImportDialog"));
    setWindowTitle(tr("Import of %1").arg(QFileInfo(file).fileName()));
    m_rows->setTheme(theme);
    m_notice->setObjectName(QStringLiteral("reviewNotice"));
    m_notice->setWordWrap(true);
    m_markReviewed->setObjectName(QStringLiteral("markReviewed"));
    m_overwrite->setObjectName(QStringLiteral("overwriteConflicts"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_import = buttons->addButton(tr("Import"), QDialogButtonBox::ActionRole);
    m_import->setObjectName(QStringLiteral("importReviewed"));
    QPushButton *copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copy->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    makePrimary(*m_import);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(m_notice);
    column->addWidget(m_rows, 1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_markReviewed, m_overwrite, buttons})
        column->addWidget(widget);
    resize(dialogSize);
    connect(m_markReviewed, &QCheckBox::toggled, this, &ReviewImportDialog::preview);
    connect(m_overwrite, &QCheckBox::toggled, this, &ReviewImportDialog::preview);
    connect(m_import, &QPushButton::clicked, this, &ReviewImportDialog::import);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_notice->text() + QLatin1Char('\n') + m_rows->plainText()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    preview();
}

cat::ReviewSettings ReviewImportDialog::settings() const
{
    return {.markReviewed = m_markReviewed->isChecked(), .overwrite = m_overwrite->isChecked()};
}

void ReviewImportDialog::setBusy(bool busy)
{
    m_import->setEnabled(!busy);
    m_markReviewed->setEnabled(!busy);
    m_overwrite->setEnabled(!busy);
}

void ReviewImportDialog::preview()
{
    m_import->setEnabled(false);
    m_workspace.storage().run([project = m_workspace.project().number, file = m_file,
                               settings = settings()](ProjectDesk &desk) { return desk.previewReview(project, file, settings); },
                              this,
                              [this, asked = ++m_asked](const Result<cat::ReviewReport> &report) {
                                  if (asked != m_asked)
                                      return;
                                  show(report);
                                  m_import->setEnabled(report && (report->count(cat::RowOutcome::Changed) > 0 || report->notes > 0));
                              });
}

void ReviewImportDialog::show(const Result<cat::ReviewReport> &report)
{
    m_notice->setText(report ? reviewSummary(*report) : errorText(report.error()));
    m_rows->setRows(report ? reviewRowTexts(*report) : std::vector<widgets::ReviewRowTexts>());
}

void ReviewImportDialog::import()
{
    setBusy(true);
    m_workspace.importReview(m_file, settings(), this, [this](const Result<cat::ReviewReport> &report) {
        if (!report) {
            setBusy(false);
            m_notice->setText(errorText(report.error()));
            return;
        }
        m_import->hide();
        show(*report);
        m_notice->setText(tr("Imported. %1").arg(reviewSummary(*report)));
        Q_EMIT imported(*report);
    });
}

}  // namespace interlinear::workbench
