#include "widgets/plot/segment_state.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace interlinear::widgets {

namespace {

struct SegmentStateTexts {
    Q_DECLARE_TR_FUNCTIONS(SegmentState)
};

// All shapes are drawn in a square of 16 units.
constexpr double unitSquare = 16;

QPainterPath star()
{
    constexpr double near = 1.4;  // how far the hollows stay from the centre
    QPainterPath path(QPointF(8, 0.5));
    path.quadTo(8 + near, 8 - near, 15.5, 8);
    path.quadTo(8 + near, 8 + near, 8, 15.5);
    path.quadTo(8 - near, 8 + near, 0.5, 8);
    path.quadTo(8 - near, 8 - near, 8, 0.5);
    return path;
}

QPainterPath tick(double shift)
{
    QPainterPath path(QPointF(2.5 + shift, 8.5));
    path.lineTo(6 + shift, 12);
    path.lineTo(12.5 + shift, 4);
    return path;
}

QPen roundPen(const QColor &colour)
{
    return QPen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
}

void paintRing(QPainter &painter, const QColor &colour)
{
    painter.setPen(QPen(colour, 1.6));
    painter.drawEllipse(QPointF(8, 8), 4.6, 4.6);
}

void fill(QPainter &painter, const QPainterPath &path, const QColor &colour)
{
    painter.fillPath(path, colour);
}

void paintLock(QPainter &painter, const QColor &colour)
{
    QPainterPath shackle(QPointF(5, 8));
    shackle.lineTo(5, 5.5);
    shackle.arcTo(QRectF(5, 2, 6, 6.5), 180, -180);
    shackle.lineTo(11, 8);
    painter.setPen(QPen(colour, 1.6));
    painter.drawPath(shackle);
    QPainterPath body;
    body.addRoundedRect(QRectF(3, 7.5, 10, 7), 1.5, 1.5);
    fill(painter, body, colour);
}

void enterUnitSquare(QPainter &painter, const QRectF &rect)
{
    const double side = std::min(rect.width(), rect.height());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center() - QPointF(side, side) / 2);
    painter.scale(side / unitSquare, side / unitSquare);
    painter.setBrush(Qt::NoBrush);
}

void paintShape(QPainter &painter, SegmentState state, const Theme &theme)
{
    switch (state) {
    case SegmentState::New:
        return paintRing(painter, theme.faint);
    case SegmentState::Draft: {
        QPainterPath dot;
        dot.addEllipse(QPointF(8, 8), 4.6, 4.6);
        return fill(painter, dot, theme.accent);
    }
    case SegmentState::Machine:
        return fill(painter, star(), theme.translation.at(0.6));
    case SegmentState::Confirmed:
        painter.setPen(roundPen(theme.good));
        return painter.drawPath(tick(0));
    case SegmentState::Reviewed:
        painter.setPen(roundPen(theme.good));
        painter.drawPath(tick(-2));
        return painter.drawPath(tick(2.6));
    case SegmentState::Locked:
        return paintLock(painter, theme.faint);
    }
}

}  // namespace

void paintSegmentState(QPainter &painter, const QRectF &rect, SegmentState state, const Theme &theme)
{
    painter.save();
    enterUnitSquare(painter, rect);
    paintShape(painter, state, theme);
    painter.restore();
}

void paintProblemMark(QPainter &painter, const QRectF &rect, const Theme &theme)
{
    painter.save();
    enterUnitSquare(painter, rect);
    QPainterPath triangle(QPointF(8, 2));
    triangle.lineTo(14.5, 13.5);
    triangle.lineTo(1.5, 13.5);
    triangle.closeSubpath();
    painter.setPen(QPen(theme.warning, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(triangle);
    painter.drawLine(QPointF(8, 6.5), QPointF(8, 9));
    painter.drawPoint(QPointF(8, 11.5));
    painter.restore();
}

QString segmentStateName(SegmentState state)
{
    switch (state) {
    case SegmentState::New:
        return SegmentStateTexts::tr("new");
    case SegmentState::Draft:
        return SegmentStateTexts::tr("in work");
    case SegmentState::Machine:
        return SegmentStateTexts::tr("machine");
    case SegmentState::Confirmed:
        return SegmentStateTexts::tr("confirmed");
    case SegmentState::Reviewed:
        return SegmentStateTexts::tr("reviewed");
    case SegmentState::Locked:
        return SegmentStateTexts::tr("locked");
    }
    return {};
}

}  // namespace interlinear::widgets
