#include "widgets/memory/two_line_delegate.h"

#include "widgets/memory/unit_row.h"

#include <QLineEdit>
#include <QPainter>
#include <QTextLayout>

namespace interlinear::widgets {

namespace {

constexpr int padding = 12;
constexpr int space = 6;
constexpr int lines = 2;

}  // namespace

int TwoLineDelegate::rowHeight(const QFont &font)
{
    return lines * QFontMetrics(font).height() + 2 * space;
}

void TwoLineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const bool selected = option.state & QStyle::State_Selected;
    painter->fillRect(option.rect, selected ? m_theme.selectedRow : m_theme.surface);
    const bool group = index.data(GroupRole).toBool();
    painter->setPen(group ? m_theme.faint : m_theme.line);
    if (group)
        painter->drawLine(option.rect.topLeft(), option.rect.topRight());
    painter->setPen(m_theme.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(m_theme.accent, 1));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    const bool secondary = index.column() >= m_secondaryFrom;
    const bool leftOut = index.data(LeftOutRole).toBool();
    paintText(*painter, option.rect.adjusted(padding, space, -padding, -space), secondary ? secondaryFont(option.font) : option.font,
              secondary || leftOut ? m_theme.muted : m_theme.text, index);
    painter->restore();
}

void TwoLineDelegate::paintText(QPainter &painter, const QRect &field, const QFont &font, const QColor &colour, const QModelIndex &index) const
{
    const QString text = index.data().toString();
    QTextLayout layout(text, font);
    QTextOption direction(Qt::AlignLeading);
    direction.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    direction.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(direction);
    QList<QTextLayout::FormatRange> formats;
    for (const TextStretch &stretch : index.data(StretchesRole).value<QList<TextStretch>>()) {
        QTextCharFormat found;
        found.setFontWeight(QFont::Bold);
        found.setForeground(m_theme.accent);
        formats << QTextLayout::FormatRange{stretch.first, stretch.end - stretch.first, found};
    }
    layout.setFormats(formats);
    painter.setFont(font);
    painter.setPen(colour);
    layout.beginLayout();
    double top = field.top();
    for (int number = 0; number < lines; ++number) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(field.width());
        const bool last = number + 1 == lines && line.textStart() + line.textLength() < text.size();
        if (last) {
            const QString rest = QFontMetrics(font).elidedText(text.mid(line.textStart()), Qt::ElideRight, field.width());
            const auto side = text.isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
            painter.drawText(QRectF(field.left(), top, field.width(), line.height()), Qt::AlignVCenter | side, rest);
        } else {
            line.draw(&painter, QPointF(field.left(), top));
        }
        top += line.height();
    }
    layout.endLayout();
}

QWidget *TwoLineDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *editor = new QLineEdit(parent);
    editor->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
    return editor;
}

}  // namespace interlinear::widgets
