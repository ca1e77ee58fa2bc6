#include "app/workbench/review_export_dialog.h"

#include "app/workbench/primary_button.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

ReviewExportDialog::ReviewExportDialog(const QString &document, std::optional<int> filteredRows, QWidget *parent)
    : QDialog(parent)
    , m_document(new QRadioButton(tr("All of %1").arg(document), this))
    , m_shown(new QRadioButton(tr("The %Ln row(s) that the filter shows", nullptr, filteredRows.value_or(0)), this))
    , m_project(new QRadioButton(tr("All documents of the project"), this))
    , m_format(new QComboBox(this))
{
    setObjectName(QStringLiteral("reviewExportDialog"));
    setWindowTitle(tr("Export for review"));
    m_document->setChecked(true);
    m_shown->setVisible(filteredRows.has_value());
    m_shown->setEnabled(filteredRows.value_or(0) > 0);
    m_format->setObjectName(QStringLiteral("reviewFormat"));
    m_format->setAccessibleName(tr("Format"));
    m_format->addItem(tr("Word document with a table"), static_cast<int>(cat::ReviewFormat::Docx));
    m_format->addItem(tr("XLIFF 1.2"), static_cast<int>(cat::ReviewFormat::Xliff1));
    m_format->addItem(tr("XLIFF 2.0"), static_cast<int>(cat::ReviewFormat::Xliff2));
    m_format->addItem(tr("TMX"), static_cast<int>(cat::ReviewFormat::Tmx));
    auto *notice = new QLabel(tr("The reviewer changes targets and writes comments. “Import from review” takes them back row by row."), this);
    notice->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    makePrimary(*buttons->addButton(tr("Export…"), QDialogButtonBox::AcceptRole));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_document, m_shown, m_project, m_format, notice, buttons})
        column->addWidget(widget);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

ReviewExportDialog::Scope ReviewExportDialog::scope() const
{
    return m_project->isChecked() ? Scope::Project : m_shown->isChecked() ? Scope::ShownRows : Scope::Document;
}

cat::ReviewFormat ReviewExportDialog::format() const
{
    return static_cast<cat::ReviewFormat>(m_format->currentData().toInt());
}

}  // namespace interlinear::workbench
