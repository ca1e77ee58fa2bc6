#include "app/workbench/pattern_controls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>

namespace interlinear::workbench {

PatternControls::PatternControls(const QString &placeholder, QWidget *parent)
    : QWidget(parent)
    , m_box(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_side(new QComboBox(this))
    , m_case(new QCheckBox(tr("Match c&ase"), this))
{
    m_box->setObjectName(QStringLiteral("patternBox"));
    m_box->setPlaceholderText(placeholder);
    m_box->setAccessibleName(placeholder);
    m_box->setClearButtonEnabled(true);
    m_kind->setObjectName(QStringLiteral("patternKind"));
    m_kind->setAccessibleName(tr("How the text is meant"));
    m_kind->addItem(tr("Text"), static_cast<int>(cat::PatternKind::Substring));
    m_kind->addItem(tr("Whole words"), static_cast<int>(cat::PatternKind::Words));
    m_kind->addItem(tr("Words with * and ?"), static_cast<int>(cat::PatternKind::Wildcard));
    m_kind->addItem(tr("Regular expression"), static_cast<int>(cat::PatternKind::Regex));
    m_side->setObjectName(QStringLiteral("patternSide"));
    m_side->setAccessibleName(tr("Where to look"));
    m_side->addItem(tr("Both sides"), static_cast<int>(cat::SearchedSide::Both));
    m_side->addItem(tr("Source"), static_cast<int>(cat::SearchedSide::Source));
    m_side->addItem(tr("Target"), static_cast<int>(cat::SearchedSide::Target));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_box, 1);
    row->addWidget(m_kind);
    row->addWidget(m_side);
    row->addWidget(m_case);
    setFocusProxy(m_box);
    connect(m_box, &QLineEdit::textChanged, this, &PatternControls::changed);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &PatternControls::changed);
    connect(m_side, &QComboBox::currentIndexChanged, this, &PatternControls::changed);
    connect(m_case, &QCheckBox::toggled, this, &PatternControls::changed);
}

cat::PatternText PatternControls::pattern() const
{
    return {m_box->text().toStdString(), static_cast<cat::PatternKind>(m_kind->currentData().toInt()), {.letterCase = m_case->isChecked()}};
}

cat::SearchedSide PatternControls::side() const
{
    return static_cast<cat::SearchedSide>(m_side->currentData().toInt());
}

void PatternControls::setPattern(const cat::PatternText &pattern, cat::SearchedSide side)
{
    {
        const QSignalBlocker quiet(this);
        m_box->setText(QString::fromStdString(pattern.text));
        m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(pattern.kind)));
        m_side->setCurrentIndex(m_side->findData(static_cast<int>(side)));
        m_case->setChecked(pattern.counting.letterCase);
    }
    Q_EMIT changed();
}

void PatternControls::setSideEnabled(bool enabled)
{
    m_side->setEnabled(enabled);
}

}  // namespace interlinear::workbench
