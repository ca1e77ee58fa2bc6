#include "app/workbench/keys_dialog.h"

#include "app/workbench/error_text.h"
#include "app/workbench/primary_button.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/format.h"
#include "engine/cat/document/tag_notation.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr QSize dialogSize(860, 560);
constexpr int keyWidth = 300;
constexpr std::size_t mostShown = 2000;
constexpr std::size_t mostRead = 8U << 20U;   // bytes that are read again at each key

/// How patterns name the entry.
QString pathOf(const cat::Document &document, const cat::SegmentFacts &facts)
{
    const cat::DocumentFormat *format = cat::formatById(document.format);
    const bool inContext = format && format->choice == cat::DocumentFormat::Choice::KeysInContext && !facts.context.empty();
    return QString::fromStdString(inContext ? facts.context + "." + facts.id : facts.id);
}

QStringList words(const QLineEdit &line)
{
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    return line.text().split(between, Qt::SkipEmptyParts);
}

}  // namespace

KeysDialog::KeysDialog(const cat::Document &document, const cat::DocumentRules &rules, QWidget *parent)
    : QDialog(parent)
    , m_rules(rules)
    , m_document(document)
    , m_bytes(cat::fileBytes(document).value_or(std::string()))
    , m_keys(new QLineEdit(this))
    , m_skipped(new QLineEdit(this))
    , m_offered(new QTreeWidget(this))
    , m_count(new QLabel(this))
{
    setObjectName(QStringLiteral("keysDialog"));
    setWindowTitle(tr("Texts of %1").arg(QFileInfo(QString::fromStdString(document.name)).fileName()));
    m_document.segments.clear();
    m_keys->setObjectName(QStringLiteral("keysOffered"));
    m_keys->setPlaceholderText(tr("All that look like text; for instance *.title messages.*"));
    m_skipped->setObjectName(QStringLiteral("keysSkipped"));
    m_skipped->setPlaceholderText(tr("None; for instance *.id *.url"));
    QStringList keys, skipped;
    for (const std::string &rule : rules.keys) {
        const QString pattern = QString::fromStdString(rule);
        if (pattern.startsWith(QLatin1Char('!')))
            skipped << pattern.mid(1);
        else
            keys << pattern;
    }
    m_keys->setText(keys.join(QLatin1Char(' ')));
    m_skipped->setText(skipped.join(QLatin1Char(' ')));
    m_offered->setObjectName(QStringLiteral("keysPreview"));
    m_offered->setHeaderLabels({tr("Key"), tr("Text")});
    m_offered->setRootIsDecorated(false);
    m_offered->setUniformRowHeights(true);
    m_offered->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_offered->header()->resizeSection(0, keyWidth);
    m_count->setObjectName(QStringLiteral("keysCount"));
    m_count->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_leaveOut = buttons->addButton(tr("&Leave the selected out"), QDialogButtonBox::ActionRole);
    m_leaveOut->setObjectName(QStringLiteral("keysLeaveOut"));
    m_leaveOut->setAutoDefault(false);
    m_use = buttons->addButton(tr("Use these texts"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(QStringLiteral("keysUse"));
    makePrimary(*m_use);

    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->addRow(tr("&Translate the keys"), m_keys);
    form->addRow(tr("Leave &out"), m_skipped);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(new QLabel(tr("Which entries are texts? * stands for any characters; spaces separate patterns."), this));
    column->addLayout(form);
    column->addWidget(m_offered, 1);
    column->addWidget(m_count);
    column->addWidget(buttons);
    resize(dialogSize);

    connect(m_keys, &QLineEdit::textChanged, this, &KeysDialog::preview);
    connect(m_skipped, &QLineEdit::textChanged, this, &KeysDialog::preview);
    connect(m_offered, &QTreeWidget::itemSelectionChanged, this, [this] { m_leaveOut->setEnabled(!m_offered->selectedItems().isEmpty()); });
    connect(m_leaveOut, &QPushButton::clicked, this, &KeysDialog::leaveOutSelected);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    preview();
}

cat::DocumentRules KeysDialog::rules() const
{
    cat::DocumentRules rules = m_rules;
    rules.keys.clear();
    for (const QString &pattern : words(*m_keys))
        rules.keys.push_back(pattern.toStdString());
    for (const QString &pattern : words(*m_skipped))
        rules.keys.push_back((QLatin1Char('!') + pattern).toStdString());
    return rules;
}

void KeysDialog::preview()
{
    m_offered->clear();
    m_leaveOut->setEnabled(false);
    if (m_bytes.size() > mostRead)
        return m_count->setText(tr("The file is too large for a preview here."));
    const Result<cat::Document> read = cat::parseDocument(m_bytes, m_document.format, m_document.language, m_document.name, rules());
    if (!read)
        return m_count->setText(errorText(read.error()));
    QList<QTreeWidgetItem *> items;
    for (const cat::Segment &segment : read->segments) {
        if (items.size() == static_cast<qsizetype>(mostShown))
            break;
        items << new QTreeWidgetItem({pathOf(*read, segment.facts), QString::fromStdString(cat::toNotation(segment.source))});
    }
    m_offered->addTopLevelItems(items);
    m_count->setText(read->segments.empty() ? tr("Nothing is offered for translation.")
                                            : tr("%Ln text(s) are offered for translation.", nullptr, static_cast<int>(read->segments.size())));
}

void KeysDialog::leaveOutSelected()
{
    QStringList skipped = words(*m_skipped);
    for (const QTreeWidgetItem *item : m_offered->selectedItems()) {
        if (!skipped.contains(item->text(0)))
            skipped << item->text(0);
    }
    m_skipped->setText(skipped.join(QLatin1Char(' ')));
}

}  // namespace interlinear::workbench
