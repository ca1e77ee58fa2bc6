#include "app/workbench/filter_bar.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

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
    setCounts({});
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
    m_others->setText(tr("More"));
    m_others->setToolTip(tr("Rows with problems, with notes, locked ones"));
    m_others->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_others);
    const auto add = [this, menu](SegmentFilter::Rows rows, const QString &name) {
        connect(menu->addAction(name), &QAction::triggered, this, [this, rows, name] { choose(rows, name); });
    };
    add(SegmentFilter::Rows::Problems, tr("With problems"));
    add(SegmentFilter::Rows::Notes, tr("With notes"));
    add(SegmentFilter::Rows::Locked, tr("Locked"));
    m_others->setMenu(menu);
    connect(m_others, &QToolButton::toggled, this, [this](bool checked) {
        if (!checked)
            m_others->setText(tr("More"));
    });
}

void FilterBar::choose(SegmentFilter::Rows rows, const QString &name)
{
    const bool shown = m_others->isChecked();
    m_other = rows;
    m_others->setChecked(true);
    m_others->setText(name);
    if (shown)
        announce();
}

SegmentFilter::Rows FilterBar::rows() const
{
    return m_others->isChecked() ? m_other : static_cast<SegmentFilter::Rows>(m_chips->checkedId());
}

void FilterBar::setCounts(const DocumentCounts &counts)
{
    m_all->setText(tr("All %L1").arg(counts.segments));
    m_open->setText(tr("Open %L1").arg(counts.open()));
    m_machine->setText(tr("Machine %L1").arg(counts.machine));
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
