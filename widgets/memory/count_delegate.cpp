#include "widgets/memory/count_delegate.h"

#include <QPainter>

namespace interlinear::widgets {

namespace {

constexpr int margin = 4;
constexpr int padding = 8;
constexpr int lineSpace = 2;
constexpr int nameHeight = 28;

int secondLineHeight(const QFont &font)
{
    return QFontMetrics(secondaryFont(font)).height() + lineSpace;
}

}  // namespace

QSize CountDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool hasFacts = !index.data(FactsRole).toString().isEmpty();
    return {160, std::max(nameHeight, QFontMetrics(option.font).height() + padding) + (hasFacts ? secondLineHeight(option.font) : 0)};
}

void CountDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect field = option.rect.adjusted(margin, 0, -margin, 0);
    const bool focused = option.state & QStyle::State_HasFocus;
    if (option.state & QStyle::State_Selected || focused) {
        painter->setPen(focused ? QPen(m_theme.accent, 1) : QPen(Qt::NoPen));
        painter->setBrush(option.state & QStyle::State_Selected ? m_theme.selectedRow : m_theme.surface);
        painter->drawRoundedRect(QRectF(field).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }

    const QString facts = index.data(FactsRole).toString();
    const QFont small = figureFont(secondaryFont(option.font));
    QRect line = field.adjusted(padding, 0, -padding, 0);
    if (!facts.isEmpty()) {
        const QRect beneath = line.adjusted(0, line.height() - secondLineHeight(option.font) - margin, 0, -margin);
        const QFont factsFont = secondaryFont(option.font);
        painter->setFont(factsFont);
        painter->setPen(index.data(ProblemRole).toBool() ? m_theme.error : m_theme.muted);
        painter->drawText(beneath, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(factsFont).elidedText(facts, Qt::ElideRight, beneath.width()));
        line.setBottom(beneath.top());
    }
    const QString units = index.data(CountRole).toString();
    painter->setFont(small);
    painter->setPen(m_theme.muted);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, units);
    painter->setFont(option.font);
    painter->setPen(m_theme.text);
    const int nameWidth = line.width() - QFontMetrics(small).horizontalAdvance(units) - padding;
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(option.font).elidedText(index.data().toString(), Qt::ElideMiddle, nameWidth));
    painter->restore();
}

}  // namespace interlinear::widgets
