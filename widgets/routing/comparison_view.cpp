#include "widgets/routing/comparison_view.h"

#include "widgets/routing/wrapped_text.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace interlinear::widgets {

ComparisonView::ComparisonView(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_note(new QLabel(this))
    , m_beforeName(new QLabel(tr("before"), this))
    , m_afterName(new QLabel(tr("after"), this))
    , m_before(new WrappedText(this))
    , m_after(new WrappedText(this))
    , m_restore(new QPushButton(tr("Restore"), this))
    , m_adopt(new QPushButton(tr("Use this text"), this))
{
    setObjectName(QStringLiteral("comparisonView"));
    setAccessibleName(tr("Before and after"));
    m_restore->setObjectName(QStringLiteral("comparisonRestore"));
    m_adopt->setObjectName(QStringLiteral("comparisonAdopt"));
    m_before->setObjectName(QStringLiteral("comparisonBefore"));
    m_after->setObjectName(QStringLiteral("comparisonAfter"));
    m_before->setAccessibleName(tr("Suggestion before"));
    m_after->setAccessibleName(tr("Suggestion after"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->addWidget(m_title, 0, 0, 1, 2);
    grid->addWidget(m_note, 0, 2, Qt::AlignTrailing);
    grid->addWidget(m_restore, 0, 3);
    grid->addWidget(m_adopt, 0, 4);
    grid->addWidget(m_beforeName, 1, 0, Qt::AlignTop);
    grid->addWidget(m_before, 1, 1, 1, 4);
    grid->addWidget(m_afterName, 2, 0, Qt::AlignTop);
    grid->addWidget(m_after, 2, 1, 1, 4);
    grid->setColumnStretch(1, 1);
    connect(m_restore, &QPushButton::clicked, this, &ComparisonView::restoreRequested);
    connect(m_adopt, &QPushButton::clicked, this, &ComparisonView::adoptRequested);
    clear();
}

void ComparisonView::setTheme(const Theme &theme)
{
    m_theme = theme;
    write();
}

void ComparisonView::setComparison(const Comparison &comparison)
{
    m_comparison = comparison;
    m_differences = wordDifferences(comparison.before, comparison.after);
    write();
    show();
}

void ComparisonView::clear()
{
    m_comparison.reset();
    m_differences.clear();
    hide();
}

void ComparisonView::write()
{
    setPalette(m_theme.palette());
    QPalette quiet = m_theme.palette();
    quiet.setColor(QPalette::WindowText, m_theme.muted);
    for (QLabel *label : {m_note, m_beforeName, m_afterName})
        label->setPalette(quiet);
    if (!m_comparison)
        return;
    QFont heading = font();
    heading.setWeight(QFont::DemiBold);
    m_title->setFont(heading);
    m_title->setText(m_comparison->title);
    const bool unchanged = m_comparison->before == m_comparison->after;
    m_note->setText(unchanged ? tr("the text is the same") : m_comparison->note);
    m_before->showDifferences(m_differences, DifferenceSide::Before, m_theme);
    m_after->showDifferences(m_differences, DifferenceSide::After, m_theme);
}

}  // namespace interlinear::widgets
