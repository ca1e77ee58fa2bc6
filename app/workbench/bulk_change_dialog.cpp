#include "app/workbench/bulk_change_dialog.h"

#include "app/workbench/error_text.h"
#include "app/workbench/primary_button.h"
#include "app/workbench/task_progress.h"
#include "app/workbench/unit_texts.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr QSize dialogSize(760, 520);

}  // namespace

BulkChangeDialog::BulkChangeDialog(DeskThread<MemoryDesk> &thread, MemoryPlace place, QWidget *parent)
    : QDialog(parent)
    , m_thread(thread)
    , m_place(std::move(place))
    , m_pattern(new PatternControls(tr("Text in the units"), this))
    , m_action(new QComboBox(this))
    , m_replacementLabel(new QLabel(tr("&With"), this))
    , m_replacement(new QLineEdit(this))
    , m_preview(new widgets::ChangePreview(this))
{
    setObjectName(QStringLiteral("bulkChangeDialog"));
    setWindowTitle(tr("Change many units"));
    m_action->setObjectName(QStringLiteral("bulkAction"));
    m_action->addItem(tr("Replace it"), Replace);
    m_action->addItem(tr("Delete the units"), Delete);
    m_action->addItem(tr("Approve the units"), Approve);
    m_action->addItem(tr("Take their approval away"), Unapprove);
    m_replacement->setObjectName(QStringLiteral("bulkReplacement"));
    m_replacement->setPlaceholderText(tr("Nothing; after a regular expression $1 is the first group"));
    m_replacementLabel->setBuddy(m_replacement);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_previewButton = buttons->addButton(tr("&Preview"), QDialogButtonBox::ActionRole);
    m_previewButton->setObjectName(QStringLiteral("bulkPreview"));
    m_apply = buttons->addButton(tr("&Change"), QDialogButtonBox::ActionRole);
    m_apply->setObjectName(QStringLiteral("bulkApply"));

    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->addRow(tr("&Find"), m_pattern);
    form->addRow(tr("&And"), m_action);
    form->addRow(m_replacementLabel, m_replacement);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_preview, 1);
    column->addWidget(buttons);
    resize(dialogSize);

    connect(m_pattern, &PatternControls::changed, this, &BulkChangeDialog::forgetPreview);
    connect(m_replacement, &QLineEdit::textChanged, this, &BulkChangeDialog::forgetPreview);
    connect(m_action, &QComboBox::currentIndexChanged, this, &BulkChangeDialog::forgetPreview);
    connect(m_previewButton, &QPushButton::clicked, this, &BulkChangeDialog::preview);
    connect(m_apply, &QPushButton::clicked, this, &BulkChangeDialog::apply);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    forgetPreview();
}

BulkChangeDialog::~BulkChangeDialog()
{
    m_stop.request_stop();
}

void BulkChangeDialog::setPattern(const cat::PatternText &pattern, cat::SearchedSide side)
{
    m_pattern->setPattern(pattern, side);
}

cat::BulkChange BulkChangeDialog::change() const
{
    cat::BulkChange change;
    const cat::PatternText pattern = m_pattern->pattern();
    switch (m_action->currentData().toInt()) {
    case Replace:
        change.edit = cat::ReplaceText{pattern, m_replacement->text().toStdString(), m_pattern->side()};
        return change;
    case Delete:
        change.edit = cat::RemoveUnits{};
        break;
    case Approve:
        change.edit = cat::SetApproved{true};
        break;
    case Unapprove:
        change.edit = cat::SetApproved{false};
        break;
    }
    change.selection.text = pattern;
    return change;
}

void BulkChangeDialog::forgetPreview()
{
    m_stop.request_stop();
    ++m_asked;
    const bool replaces = m_action->currentData().toInt() == Replace;
    m_replacementLabel->setEnabled(replaces);
    m_replacement->setEnabled(replaces);
    m_pattern->setSideEnabled(replaces);   // a unit is chosen by either of its texts
    m_previewButton->setEnabled(!m_pattern->pattern().text.empty());
    makePrimary(*m_previewButton);
    m_apply->setEnabled(false);
    m_apply->setText(tr("&Change"));
    m_preview->setText(tr("Say what to find, then look at the preview: every unit as it is and as it would be. Nothing changes before that."));
}

void BulkChangeDialog::preview()
{
    forgetPreview();
    m_stop = {};
    m_previewButton->setEnabled(false);
    m_preview->setText(tr("Looking through the memory …"));
    m_thread.run([place = m_place, change = change(), stop = m_stop.get_token()](MemoryDesk &desk) { return desk.preview(place, change, stop); }, this,
                 [this, asked = m_asked](const Result<ChangePreview> &previewed) {
                     if (asked == m_asked)
                         onPreviewed(previewed);
                 });
}

void BulkChangeDialog::onPreviewed(const Result<ChangePreview> &previewed)
{
    m_previewButton->setEnabled(true);
    if (!previewed) {
        m_preview->setText(errorText(previewed.error()));
        return;
    }
    std::vector<widgets::ChangedTexts> texts;
    for (const cat::ChangedUnit &changed : previewed->shown)
        texts.push_back(changedTexts(changed));
    m_preview->setChanges(std::move(texts), previewed->units);
    if (previewed->units == 0)
        return;
    m_apply->setText(tr("&Change %Ln unit(s)", nullptr, static_cast<int>(previewed->units)));
    m_apply->setEnabled(true);
    makePrimary(*m_apply);
}

void BulkChangeDialog::apply()
{
    setEnabled(false);
    runTask(
        m_thread, this, tr("Changing the memory …"),
        [place = m_place, change = change()](MemoryDesk &desk, const TaskControl &) { return desk.apply(place, change); },
        [this](const Result<cat::AppliedChange> &applied) {
            setEnabled(true);
            if (!applied) {
                m_preview->setText(errorText(applied.error()));
                return;
            }
            m_applied = *applied;
            accept();
        }).setCancelButton(nullptr);
}

}  // namespace interlinear::workbench
