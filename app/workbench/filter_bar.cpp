#include "app/workbench/filter_bar.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include <utility>

namespace interlinear::workbench {

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_box(new QLineEdit(this))
    , m_chips(new QButtonGroup(this))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(12, 0, 0, 0);
    line->setSpacing(8);
    m_box->setObjectName(QStringLiteral("filterBox"));
    m_box->setAccessibleName(tr("Filter"));
    m_box->setPlaceholderText(tr("Filter rows"));
    m_box->setToolTip(tr("Rows whose source or target holds this text"));
    m_box->setClearButtonEnabled(true);
    m_box->setMinimumWidth(72);
    m_box->setMaximumWidth(252);
    line->addWidget(m_box);
    m_all = addChip(SegmentFilter::Rows::All);
    m_open = addChip(SegmentFilter::Rows::Open);
    m_machine = addChip(SegmentFilter::Rows::Machine);
    addOthers();
    line->addStretch();
    m_all->setChecked(true);
    measure();
    connect(m_box, &QLineEdit::textChanged, this, &FilterBar::announce);
    connect(m_chips, &QButtonGroup::idToggled, this, [this](int, bool checked) {
        if (checked)
            announce();
    });
}

QToolButton *FilterBar::addChip(SegmentFilter::Rows rows)
{
    auto *chip = new QToolButton(this);
    chip->setCheckable(true);
    chip->setProperty("chip", true);
    m_chips->addButton(chip, static_cast<int>(rows));
    layout()->addWidget(chip);
    return chip;
}

void FilterBar::addOthers()
{
    m_others = addChip(SegmentFilter::Rows::Problems);
    m_others->setObjectName(QStringLiteral("otherRows"));
    m_others->setToolTip(tr("Rows with problems, with notes, locked ones"));
    m_others->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_others);
    auto *chosen = new QActionGroup(menu);
    chosen->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    const auto add = [this, menu, chosen](SegmentFilter::Rows rows, const QString &name) {
        QAction *action = chosen->addAction(menu->addAction(name));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, rows, action] { choose(rows, action); });
    };
    add(SegmentFilter::Rows::Problems, tr("With problems"));
    add(SegmentFilter::Rows::Notes, tr("With notes"));
    add(SegmentFilter::Rows::Locked, tr("Locked"));
    m_others->setMenu(menu);
    connect(m_others, &QToolButton::toggled, this, [this, chosen](bool checked) {
        if (QAction *before = checked ? nullptr : chosen->checkedAction())
            before->setChecked(false);
        measure();
    });
}

void FilterBar::choose(SegmentFilter::Rows rows, QAction *action)
{
    const bool shown = m_others->isChecked();
    m_other = rows;
    m_otherName = action->text();
    action->setChecked(true);
    m_others->setChecked(true);
    measure();
    if (shown)
        announce();
}

SegmentFilter::Rows FilterBar::rows() const
{
    return m_others->isChecked() ? m_other : static_cast<SegmentFilter::Rows>(m_chips->checkedId());
}

void FilterBar::setCounts(const DocumentCounts &counts)
{
    if (std::exchange(m_counts, counts) != counts)
        measure();
}

/// How wide it is with all that the chips can say and with the least, and which of them there is room for.
void FilterBar::measure()
{
    nameChips(Names::Short);
    m_least = layout()->minimumSize();
    nameChips(Names::Full);
    m_full = layout()->sizeHint();
    updateGeometry();
    nameChips();
}

void FilterBar::nameChips()
{
    nameChips(width() >= m_full.width() ? Names::Full : Names::Short);
}

void FilterBar::nameChips(Names names)
{
    const bool full = names == Names::Full;
    m_all->setText(full ? tr("All %L1").arg(m_counts.segments) : tr("All"));
    m_open->setText(full ? tr("Open %L1").arg(m_counts.open()) : tr("Open"));
    m_machine->setText(full ? tr("Machine %L1").arg(m_counts.machine) : tr("Machine"));
    m_others->setText(full && m_others->isChecked() ? m_otherName : tr("More"));
}

void FilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    nameChips();
}

void FilterBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        measure();
}

void FilterBar::reset()
{
    m_box->clear();
    m_all->setChecked(true);
}

void FilterBar::announce()
{
    Q_EMIT changed(rows(), m_box->text());
}

}  // namespace interlinear::workbench
