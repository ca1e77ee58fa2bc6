#include "app/workbench/alignment_dialog.h"

#include "app/workbench/error_text.h"
#include "app/workbench/language_names.h"
#include "app/workbench/primary_button.h"
#include "app/workbench/task_progress.h"
#include "app/workbench/window_dialogs.h"
#include "engine/cat/document/tag_notation.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr QSize dialogSize(900, 600);
constexpr int usualThreshold = 50;

QString sideOf(const cat::Document &document, const cat::SegmentRange &range)
{
    return QString::fromStdString(cat::toNotation(cat::joined(std::span(document.segments).subspan(range.first, range.size()))));
}

}  // namespace

AlignmentDialog::AlignmentDialog(DeskThread<MemoryDesk> &thread, MemoryPlace place, const LanguagePair &languages, QWidget *parent)
    : QDialog(parent)
    , m_thread(thread)
    , m_place(std::move(place))
    , m_pairs(new widgets::AlignedPairs(this))
    , m_threshold(new QSpinBox(this))
    , m_notice(new QLabel(this))
{
    setObjectName(QStringLiteral("alignmentDialog"));
    setWindowTitle(tr("Align two documents"));
    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    m_source = addFile(tr("&Document, %1").arg(languageName(languages.from)), "alignSource", *form);
    m_target = addFile(tr("&Translation, %1").arg(languageName(languages.to)), "alignTarget", *form);
    m_pairs->setObjectName(QStringLiteral("alignedPairs"));
    m_pairs->setLanguages(languageName(languages.from), languageName(languages.to));
    m_threshold->setObjectName(QStringLiteral("alignThreshold"));
    m_threshold->setRange(0, 100);
    m_threshold->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_threshold->setValue(usualThreshold);
    m_threshold->setSuffix(tr(" %"));
    m_notice->setObjectName(QStringLiteral("alignNotice"));
    m_notice->setWordWrap(true);
    auto *least = new QLabel(tr("&Least confidence"), this);
    least->setBuddy(m_threshold);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(least);
    row->addWidget(m_threshold);
    row->addWidget(m_notice, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_align = buttons->addButton(tr("&Align"), QDialogButtonBox::ActionRole);
    m_align->setObjectName(QStringLiteral("align"));
    m_add = buttons->addButton(tr("Add to the &memory"), QDialogButtonBox::ActionRole);
    m_add->setObjectName(QStringLiteral("addAligned"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_pairs, 1);
    column->addLayout(row);
    column->addWidget(buttons);
    resize(dialogSize);
    connect(m_threshold, &QSpinBox::valueChanged, this, &AlignmentDialog::showThreshold);
    connect(m_align, &QPushButton::clicked, this, &AlignmentDialog::align);
    connect(m_add, &QPushButton::clicked, this, &AlignmentDialog::add);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    forgetPairs();
}

QLineEdit *AlignmentDialog::addFile(const QString &label, const char *name, QFormLayout &form)
{
    auto *box = new QLineEdit(this);
    box->setObjectName(QLatin1String(name));
    auto *choose = new QPushButton(tr("Choose…"), this);
    choose->setAccessibleName(tr("Choose: %1").arg(QString(label).remove(QLatin1Char('&'))));
    choose->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(box, 1);
    row->addWidget(choose);
    form.addRow(label, row);
    if (auto *title = qobject_cast<QLabel *>(form.labelForField(row)))
        title->setBuddy(box);
    connect(box, &QLineEdit::textChanged, this, &AlignmentDialog::forgetPairs);
    connect(choose, &QPushButton::clicked, this, [this, box] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Choose a document"), {}, documentFilter());
        if (!path.isEmpty())
            box->setText(path);
    });
    return box;
}

void AlignmentDialog::setFiles(const QString &source, const QString &target)
{
    m_source->setText(source);
    m_target->setText(target);
}

void AlignmentDialog::forgetPairs()
{
    m_aligned.reset();
    m_pairs->setPairs({});
    m_align->setEnabled(!m_source->text().isEmpty() && !m_target->text().isEmpty());
    makePrimary(*m_align);
    m_add->setEnabled(false);
    m_notice->setText(tr("Choose a document and its translation: their sentences are set side by side, and nothing goes into the memory before you say so."));
}

void AlignmentDialog::align()
{
    const std::filesystem::path source(m_source->text().toStdString()), target(m_target->text().toStdString());
    runTask(
        m_thread, this, tr("Setting the sentences side by side …"),
        [place = m_place, source, target](MemoryDesk &desk, const TaskControl &) { return desk.align(place, source, target); },
        [this](const Result<std::shared_ptr<const AlignedDocuments>> &aligned) { onAligned(aligned); })
        .setCancelButton(nullptr);
}

void AlignmentDialog::onAligned(const Result<std::shared_ptr<const AlignedDocuments>> &aligned)
{
    if (!aligned) {
        m_notice->setText(errorText(aligned.error()));
        return;
    }
    m_aligned = *aligned;
    std::vector<widgets::AlignedPairRow> rows;
    for (const cat::AlignedPair &pair : m_aligned->pairs)
        rows.push_back({sideOf(m_aligned->source, pair.source), sideOf(m_aligned->target, pair.target), pair.confidence,
                        QStringLiteral("%1-%2").arg(pair.source.size()).arg(pair.target.size())});
    m_pairs->setPairs(std::move(rows));
    showThreshold();
    makePrimary(*m_add);
}

void AlignmentDialog::showThreshold()
{
    m_pairs->setThreshold(m_threshold->value() / 100.0);
    if (!m_aligned)
        return;
    const int count = m_pairs->count();
    m_notice->setText(tr("%L1 of %L2 pairs are sure enough").arg(count).arg(m_aligned->pairs.size()));
    m_add->setEnabled(count > 0);
}

void AlignmentDialog::add()
{
    runTask(
        m_thread, this, tr("Adding to the memory …"),
        [place = m_place, aligned = m_aligned, least = m_threshold->value() / 100.0](MemoryDesk &desk, const TaskControl &) {
            return desk.addAligned(place, *aligned, least);
        },
        [this](const Result<AlignmentAdded> &added) {
            if (!added) {
                m_notice->setText(errorText(added.error()));
                return;
            }
            m_added = *added;
            accept();
        })
        .setCancelButton(nullptr);
}

}  // namespace interlinear::workbench
