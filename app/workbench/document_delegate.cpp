#include "app/workbench/document_delegate.h"

#include "widgets/plot/colour_space.h"

#include <QPainter>

namespace interlinear::workbench {

namespace {

constexpr int margin = 4;
constexpr int padding = 8;
constexpr int barHeight = 4;
constexpr int itemHeight = 44;

}  // namespace

QSize DocumentDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {160, itemHeight};
}

void DocumentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect field = option.rect.adjusted(margin, 1, -margin, -1);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected) {
        const bool focused = option.state & QStyle::State_HasFocus;
        painter->setPen(focused ? QPen(m_theme.accent, 1) : QPen(Qt::NoPen));
        painter->setBrush(m_theme.selectedRow);
        painter->drawRoundedRect(field, 4, 4);
    }

    const QRect inner = field.adjusted(padding, 0, -padding, 0);
    const int percent = index.data(PercentRole).toInt();
    const QString share = tr("%1 %").arg(percent);
    const QFont small = widgets::figureFont(widgets::secondaryFont(option.font));
    const int shareWidth = QFontMetrics(small).horizontalAdvance(share);
    const QRect line(inner.left(), inner.top() + 6, inner.width(), QFontMetrics(option.font).height());
    painter->setFont(small);
    painter->setPen(m_theme.muted);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, share);

    QFont font = option.font;
    font.setWeight(selected ? QFont::DemiBold : QFont::Normal);
    painter->setFont(font);
    painter->setPen(m_theme.text);
    const QString name = QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideMiddle, line.width() - shareWidth - padding);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);

    const QRectF track(inner.left(), field.bottom() - padding - barHeight + 1, inner.width(), barHeight);
    const auto drawBar = [&](const QRectF &rect, const QColor &colour) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour);
        painter->drawRoundedRect(rect, barHeight / 2.0, barHeight / 2.0);
    };
    drawBar(track, selected ? widgets::mixed(m_theme.muted, m_theme.selectedRow, 0.3) : m_theme.line);   // neutral: an empty track is no progress
    if (percent > 0)
        drawBar(QRectF(track.topLeft(), QSizeF(std::max<double>(barHeight, track.width() * percent / 100), barHeight)),
                percent == 100 ? m_theme.good : m_theme.accent);
    painter->restore();
}

}  // namespace interlinear::workbench
