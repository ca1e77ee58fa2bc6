#include "widgets/plot/match_badge.h"

#include "widgets/plot/colour_space.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

namespace interlinear::widgets {

namespace {

QFont badgeFont(const QFont &font)
{
    QFont bold = figureFont(secondaryFont(font));
    bold.setWeight(QFont::DemiBold);
    return bold;
}

}  // namespace

MatchBadge MatchBadge::machine()
{
    MatchBadge badge;
    badge.m_kind = Kind::Machine;
    return badge;
}

MatchBadge MatchBadge::memory(int scorePerMille)
{
    MatchBadge badge;
    badge.m_kind = Kind::Memory;
    badge.m_percent = scorePerMille / 10;
    return badge;
}

QString MatchBadge::text() const
{
    switch (m_kind) {
    case Kind::None:
        return {};
    case Kind::Machine:
        return QCoreApplication::translate("MatchBadge", "MT");
    case Kind::Memory:
        return QString::number(m_percent);
    }
    return {};
}

QString MatchBadge::spokenText() const
{
    switch (m_kind) {
    case Kind::None:
        return {};
    case Kind::Machine:
        return QCoreApplication::translate("MatchBadge", "machine translation");
    case Kind::Memory:
        return QCoreApplication::translate("MatchBadge", "%1 percent match").arg(m_percent);
    }
    return {};
}

QColor MatchBadge::hue(const Theme &theme) const
{
    if (m_kind == Kind::Machine)
        return theme.translation.at(0.8);
    if (m_percent >= 100)
        return theme.good;
    return m_percent >= 80 ? theme.accent : theme.warning;
}

QColor MatchBadge::background(const Theme &theme) const
{
    return mixed(hue(theme), theme.surface, isMachine() ? 0.22 : 0.13);
}

QColor MatchBadge::foreground(const Theme &theme) const
{
    return mixed(hue(theme), theme.text, 0.8);
}

QSizeF matchBadgeSize(const QFont &font)
{
    const QFontMetricsF metrics(badgeFont(font));
    return {metrics.horizontalAdvance(QStringLiteral("100")) + 8, metrics.height() + 2};
}

void paintMatchBadge(QPainter &painter, const QRectF &rect, const MatchBadge &badge, const Theme &theme, const QFont &font)
{
    if (badge.isEmpty())
        return;
    QRectF pill(QPointF(), matchBadgeSize(font));
    pill.moveCenter(rect.center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(badge.background(theme));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setFont(badgeFont(font));
    painter.setPen(badge.foreground(theme));
    painter.drawText(pill, Qt::AlignCenter, badge.text());
    painter.restore();
}

}  // namespace interlinear::widgets
