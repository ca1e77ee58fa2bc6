#include "widgets/lookup/list_entry.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStringList>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

namespace {

constexpr int paddingX = 12;
constexpr int paddingY = 8;
constexpr int lineGap = 4;
constexpr int asideGap = 12;

QFont fontOf(const ListLine &line, const QFont &font)
{
    QFont result = line.weight == ListLine::Weight::Quiet ? secondaryFont(font) : font;
    if (line.weight == ListLine::Weight::Strong)
        result.setWeight(QFont::Medium);
    return result;
}

QColor colourOf(Tone tone, const Theme &theme)
{
    switch (tone) {
    case Tone::Quiet:
        return theme.muted;
    case Tone::Good:
        return theme.good;
    case Tone::Warning:
        return theme.warning;
    case Tone::Error:
        return theme.error;
    }
    return theme.muted;
}

QList<QTextLayout::FormatRange> formatsOf(const ListLine &line, const Theme &theme)
{
    QList<QTextLayout::FormatRange> formats;
    const auto add = [&](Utf16Span span, const auto &set) {
        QTextLayout::FormatRange range;
        range.start = static_cast<int>(span.begin);
        range.length = static_cast<int>(span.length());
        set(range.format);
        formats << range;
    };
    if (line.struckOut)
        add({0, static_cast<std::size_t>(line.text.size())}, [](QTextCharFormat &format) { format.setFontStrikeOut(true); });
    for (const Utf16Span &span : line.marked) {
        add(span, [&](QTextCharFormat &format) {
            format.setFontWeight(QFont::Bold);
            format.setForeground(theme.accent);
            format.setFontUnderline(true);
        });
    }
    return formats;
}

int asideWidth(const ListLine &line, const QFont &font)
{
    return line.aside.isEmpty() ? 0 : QFontMetrics(secondaryFont(font)).horizontalAdvance(line.aside) + asideGap;
}

/// Breaks the line's text at the width; its height.
double layOut(QTextLayout &layout, const ListLine &line, double width, const Theme &theme)
{
    QTextOption option;
    option.setTextDirection(line.text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    option.setAlignment(line.text.isRightToLeft() ? Qt::AlignRight | Qt::AlignAbsolute : Qt::AlignLeft | Qt::AlignAbsolute);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.setFormats(formatsOf(line, theme));
    layout.setCacheEnabled(true);
    double height = 0;
    layout.beginLayout();
    for (QTextLine part = layout.createLine(); part.isValid(); part = layout.createLine()) {
        part.setLineWidth(std::max(1.0, width));
        part.setPosition({0, height});
        height += part.height();
    }
    layout.endLayout();
    return height;
}

}  // namespace

QString spokenText(const ListEntry &entry)
{
    if (!entry.spoken.isEmpty())
        return entry.spoken;
    QStringList parts;
    for (const ListLine &line : entry.lines) {
        parts << line.text;
        if (!line.aside.isEmpty())
            parts << line.aside;
    }
    return parts.join(QStringLiteral(", "));
}

int listEntryHeight(const ListEntry &entry, int width, const Theme &theme, const QFont &font)
{
    double height = 2 * paddingY - lineGap;
    for (const ListLine &line : entry.lines) {
        QTextLayout layout(line.text, fontOf(line, font));
        height += layOut(layout, line, width - 2 * paddingX - asideWidth(line, font), theme) + lineGap;
    }
    return static_cast<int>(std::ceil(height));
}

void paintListEntry(QPainter &painter, const QRect &rect, const ListEntry &entry, const Theme &theme, const QFont &font)
{
    double y = rect.top() + paddingY;
    const QRect inner = rect.adjusted(paddingX, 0, -paddingX, 0);
    for (const ListLine &line : entry.lines) {
        QTextLayout layout(line.text, fontOf(line, font));
        const double height = layOut(layout, line, inner.width() - asideWidth(line, font), theme);
        painter.setPen(line.weight == ListLine::Weight::Quiet || line.struckOut ? theme.muted : theme.text);
        layout.draw(&painter, QPointF(inner.left(), y));
        if (!line.aside.isEmpty()) {
            painter.setFont(secondaryFont(font));
            painter.setPen(colourOf(line.tone, theme));
            const int lineHeight = QFontMetrics(fontOf(line, font)).height();
            painter.drawText(QRectF(inner.left(), y, inner.width(), lineHeight), Qt::AlignRight | Qt::AlignVCenter, line.aside);
        }
        y += height + lineGap;
    }
}

}  // namespace interlinear::widgets
