#include "widgets/gallery/palette_sheet.h"

#include "widgets/plot/match_badge.h"
#include "widgets/plot/segment_state.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace interlinear::widgets::gallery {

PaletteSheet::PaletteSheet(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    auto *controls = new QWidget(this);
    auto *row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    auto *confirm = new QPushButton(tr("Confirm"), controls);
    confirm->setDefault(true);
    auto *split = new QPushButton(tr("Split"), controls);
    auto *filter = new QLineEdit(controls);
    filter->setPlaceholderText(tr("Filter rows"));
    auto *choice = new QComboBox(controls);
    choice->addItem(tr("generated tokens"));
    auto *disabled = new QPushButton(tr("Not now"), controls);
    disabled->setEnabled(false);
    for (QWidget *control : std::initializer_list<QWidget *>{confirm, split, filter, choice, disabled})
        row->addWidget(control);
    controls->setGeometry(12, 152, 560, 36);
}

void PaletteSheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.surface);
    painter.setRenderHint(QPainter::Antialiasing);
    double x = 12;
    for (const SegmentState state : allSegmentStates) {
        paintSegmentState(painter, QRectF(x, 12, 16, 16), state, m_theme);
        painter.setPen(m_theme.text);
        painter.drawText(QRectF(x + 24, 8, 76, 24), Qt::AlignVCenter, segmentStateName(state));
        x += 100;
    }
    x = 12;
    for (const MatchBadge &badge :
         {MatchBadge::memory(1010), MatchBadge::memory(1000), MatchBadge::memory(930), MatchBadge::memory(760), MatchBadge::machine()}) {
        paintMatchBadge(painter, QRectF(x, 40, 32, 24), badge, m_theme, font());
        x += 40;
    }
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < 48; ++i) {
        painter.setBrush(m_theme.languageModel.at(i / 47.0));
        painter.drawRect(QRectF(12 + i * 12, 76, 12, 24));
        painter.setBrush(m_theme.translation.at(i / 47.0));
        painter.drawRect(QRectF(12 + i * 12, 108, 12, 24));
    }
}

}  // namespace interlinear::widgets::gallery
