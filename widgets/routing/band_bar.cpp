#include "widgets/routing/band_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace interlinear::widgets {

BandBar::BandBar(QWidget *parent)
    : QWidget(parent)
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(12, 0, 12, 4);
    line->setSpacing(8);
    m_first = addBox(tr("&Bins"), tr("First bin"));
    m_last = addBox(tr("&to"), tr("Last bin"));
    m_percent = addBox(tr("&at"), tr("Strength of these bins"));
    line->addStretch();
    setObjectName(QStringLiteral("bandBar"));
    m_first->setObjectName(QStringLiteral("bandFirst"));
    m_last->setObjectName(QStringLiteral("bandLast"));
    m_percent->setObjectName(QStringLiteral("bandPercent"));
    m_percent->setRange(-200, 400);
    m_percent->setSingleStep(25);
    m_percent->setSuffix(tr(" %"));
    setToolTip(tr("Beside a token's hidden state both routers read its spectrum. A bin is one frequency along the numbers of that state: bin 0 is their sum, the last bin "
                  "what changes from each number to the next.\n0 % leaves the bins out, 100 % changes nothing."));
    setBinCount(0);
}

QSpinBox *BandBar::addBox(const QString &label, const QString &name)
{
    auto *box = new QSpinBox(this);
    auto *text = new QLabel(label, this);
    text->setBuddy(box);
    box->setAccessibleName(name);
    box->setKeyboardTracking(false);
    box->setButtonSymbols(QSpinBox::NoButtons);
    box->setAlignment(Qt::AlignRight);
    layout()->addWidget(text);
    layout()->addWidget(box);
    connect(box, &QSpinBox::valueChanged, this, &BandBar::onEdited);
    return box;
}

void BandBar::setBinCount(int count)
{
    setEnabled(count > 0);
    const int last = std::max(0, count - 1);
    const QSignalBlocker first(m_first), second(m_last);
    m_first->setRange(0, last);
    m_last->setRange(0, last);
    setBand({.first = 0, .last = last});
}

int BandBar::binCount() const
{
    return isEnabled() ? m_last->maximum() + 1 : 0;
}

void BandBar::setBand(const Band &band)
{
    const QSignalBlocker first(m_first), last(m_last), percent(m_percent);
    m_last->setMinimum(band.first);
    m_first->setValue(band.first);
    m_last->setValue(band.last);
    m_percent->setValue(band.percent);
}

Band BandBar::band() const
{
    return {m_first->value(), m_last->value(), m_percent->value()};
}

void BandBar::onEdited()
{
    const QSignalBlocker last(m_last);
    m_last->setMinimum(m_first->value());
    Q_EMIT bandChanged(band());
}

}  // namespace interlinear::widgets
