#include "widgets/editing/ghost_text.h"

#include "widgets/editing/tag_chip.h"

#include <QPainter>
#include <QTextOption>

#include <algorithm>

namespace interlinear::widgets {

namespace {

constexpr double caretGap = 1;

QString shownText(const TaggedText &text)
{
    QString shown;
    std::size_t written = 0;
    for (const InlineTag &tag : text.tags) {
        const std::size_t offset = std::clamp(tag.offset, written, text.text.size());
        shown += QString::fromStdString(text.text.substr(written, offset - written));
        shown += QStringLiteral("\u2066\u2039%1\u203A\u2069").arg(chipLabel(tag));  // isolated: the label reads the same in right-to-left text
        written = offset;
    }
    shown += QString::fromStdString(text.text.substr(written));
    return shown.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
}

}  // namespace

void GhostText::setText(const TaggedText &text, const QFont &font, Qt::LayoutDirection direction)
{
    m_direction = direction;
    m_layout.setText(shownText(text));
    m_layout.setFont(font);
    QTextOption option;
    option.setTextDirection(direction);
    option.setAlignment(direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    option.setWrapMode(QTextOption::WordWrap);
    m_layout.setTextOption(option);
    m_extraHeight = 0;
}

void GhostText::layOut(double caretX, double left, double right)
{
    m_extraHeight = 0;
    m_layout.beginLayout();
    const bool leftToRight = m_direction == Qt::LeftToRight;
    const double firstLeft = leftToRight ? caretX + caretGap : left;
    const double firstWidth = std::max(1.0, leftToRight ? right - firstLeft : caretX - caretGap - left);
    QTextLine line = m_layout.createLine();
    double y = 0;
    if (line.isValid()) {
        line.setLineWidth(firstWidth);
        line.setPosition({firstLeft, y});
        if (line.naturalTextWidth() > firstWidth) {
            y += line.height();
            line.setLineWidth(right - left);
            line.setPosition({left, y});
        }
        y += line.height();
    }
    const double firstHeight = line.isValid() ? line.height() : 0;
    for (line = m_layout.createLine(); line.isValid(); line = m_layout.createLine()) {
        line.setLineWidth(right - left);
        line.setPosition({left, y});
        y += line.height();
    }
    m_layout.endLayout();
    m_extraHeight = std::max(0.0, y - firstHeight);
}

void GhostText::paint(QPainter &painter, double top, const QColor &colour) const
{
    painter.save();
    painter.setPen(colour);
    m_layout.draw(&painter, {0, top});
    painter.restore();
}

}  // namespace interlinear::widgets
