#include "widgets/editing/segment_delegate.h"

#include "widgets/editing/segment_table_model.h"
#include "widgets/editing/tagged_document.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

namespace {

constexpr int rowHeight = 40;
constexpr int cellPadding = 12;  // left and right of a text
constexpr int fieldLeft = 2;  // border and padding of the field put its text where the text of the other rows is
constexpr int fieldTop = 5;
constexpr int openPadding = 8;
constexpr int stateSize = 14;
constexpr int accentBar = 3;
constexpr int mostNoteLines = 4;

int textTop(const QFont &font)
{
    return (rowHeight - QFontMetrics(font).height()) / 2;
}

int secondaryHeight(const QFont &font)
{
    return QFontMetrics(secondaryFont(font)).height();
}

QString joined(const QStringList &parts)
{
    return parts.join(QStringLiteral(" · "));
}

int wrappedHeight(const QString &text, int width, const QFont &font)
{
    return text.isEmpty() ? 0 : QFontMetrics(secondaryFont(font)).boundingRect(QRect(0, 0, width, 0), Qt::TextWordWrap, text).height();
}

/// Of what stands beneath the open source: the warning, in as many lines as it takes, above some lines of the note and one line of facts.
int warningHeight(const SegmentRow &row, int width, const QFont &font)
{
    return wrappedHeight(row.problem, width, font);
}

/// The first lines of the note; the last of these says when there is more, which the tool tip has.
QStringList noteLines(QString note, int width, const QFont &font)
{
    const QFont small = secondaryFont(font);
    QTextLayout layout(note.replace(QLatin1Char('\n'), QChar::LineSeparator), small);
    layout.beginLayout();
    QStringList lines;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() == mostNoteLines) {
            lines.last() = QFontMetrics(small).elidedText(lines.last().trimmed() + QChar(0x2026), Qt::ElideRight, width);
            break;
        }
        lines << note.mid(line.textStart(), line.textLength());
    }
    layout.endLayout();
    return note.isEmpty() ? QStringList() : lines;
}

int noteHeight(const SegmentRow &row, int width, const QFont &font)
{
    return static_cast<int>(noteLines(row.note, width, font).size()) * secondaryHeight(font);
}

int notesHeight(const SegmentRow &row, int width, const QFont &font)
{
    const bool oneLine = !row.facts.isEmpty() || (row.problem.isEmpty() && row.note.isEmpty());
    return warningHeight(row, width, font) + noteHeight(row, width, font) + (oneLine ? secondaryHeight(font) : 0);
}

int textHeight(const QTextDocument &document)
{
    return static_cast<int>(std::ceil(document.size().height()));
}

}  // namespace

SegmentDelegate::SegmentDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

void SegmentDelegate::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_texts.setTheme(theme);
}

QFont SegmentDelegate::targetFont(const SegmentRow &row, const QFont &font) const
{
    QFont result = font;
    result.setItalic(row.state == SegmentState::Machine);
    return result;
}

QString SegmentDelegate::keyLine(const SegmentRow &row) const
{
    if (row.state == SegmentState::Locked)
        return tr("Locked: it is to be seen, not to be changed");
    if (m_readOnly)
        return tr("It can be changed in a moment");
    return m_suggesting ? tr("Tab takes a word · End takes all · Alt+Down other ways to say it · Esc silences")
                        : tr("Ctrl+Enter confirms · F9 puts the next tag");
}

int SegmentDelegate::closedHeight(const SegmentRow &row, int sourceWidth, int targetWidth, const QFont &font) const
{
    const int source = textHeight(m_texts.laidOut(row.id, RowTexts::Side::Source, row.source, sourceWidth - 2 * cellPadding, font));
    const int target = textHeight(m_texts.laidOut(row.id, RowTexts::Side::Target, row.target, targetWidth - 2 * cellPadding, targetFont(row, font)));
    return std::max(rowHeight, std::max(source, target) + 2 * textTop(font));
}

int SegmentDelegate::openHeight(const SegmentRow &row, int sourceWidth, int editorHeight, const QFont &font) const
{
    const int source = textHeight(m_texts.laidOut(row.id, RowTexts::Side::Source, row.source, sourceWidth - 2 * cellPadding, font));
    const int field = std::max(editorHeight, 3 * QFontMetrics(font).height() + 2 * openPadding);
    const int left = textTop(font) + source + openPadding + notesHeight(row, sourceWidth - 2 * cellPadding, font);
    const int right = fieldTop + field + openPadding + secondaryHeight(font);
    return std::max(left, right) + openPadding;
}

QRect SegmentDelegate::editorRect(const QRect &targetCell, const QFont &font)
{
    return targetCell.adjusted(fieldLeft, fieldTop, -cellPadding, -2 * openPadding - secondaryHeight(font));
}

QRect SegmentDelegate::sourceRect(const SegmentRow &row, const QRect &sourceCell, const QFont &font)
{
    return sourceCell.adjusted(cellPadding, textTop(font), -cellPadding, -2 * openPadding - notesHeight(row, sourceCell.width() - 2 * cellPadding, font));
}

void SegmentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const SegmentRow *row = segmentRowAt(index);
    if (!row)
        return;
    const bool open = isOpen(index);
    painter->save();
    painter->fillRect(option.rect, open ? m_theme.selectedRow : m_theme.surface);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), m_theme.line);
    switch (index.column()) {
    case SegmentTableModel::NumberColumn:
        if (open)
            painter->fillRect(QRect(option.rect.topLeft(), QSize(accentBar, option.rect.height())), m_theme.accent);
        paintNumber(*painter, option, *row);
        break;
    case SegmentTableModel::SourceColumn:
        paintSource(*painter, option, *row, open);
        break;
    case SegmentTableModel::TargetColumn:
        if (open)
            paintTargetLine(*painter, option, *row);
        else
            paintTarget(*painter, option, *row);
        break;
    case SegmentTableModel::MatchColumn:
        paintMatch(*painter, option, *row);
        break;
    default:
        break;
    }
    painter->restore();
}

void SegmentDelegate::paintNumber(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const
{
    const QRect line(option.rect.left(), option.rect.top(), option.rect.width(), rowHeight);
    const QRect state(line.right() - stateSize - 4, line.top() + (rowHeight - stateSize) / 2, stateSize, stateSize);
    paintSegmentState(painter, state, row.state, m_theme);
    painter.setFont(figureFont(secondaryFont(option.font)));
    painter.setPen(m_theme.muted);
    painter.drawText(QRect(line.left(), line.top(), state.left() - 8 - line.left(), rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(row.number));
}

void SegmentDelegate::paintMatch(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const
{
    const QRectF line(option.rect.left(), option.rect.top(), option.rect.width(), rowHeight);
    paintMatchBadge(painter, line, row.match, m_theme, option.font);
    if (row.problem.isEmpty())
        return;
    paintProblemMark(painter, QRectF(line.left(), line.top() + (rowHeight - stateSize) / 2.0, stateSize, stateSize), m_theme);
}

void SegmentDelegate::paintSource(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row, bool open) const
{
    if (open)   // the field of the open row writes its text
        return paintNotes(painter, option, row);
    QTextDocument &document = m_texts.laidOut(row.id, RowTexts::Side::Source, row.source, option.rect.width() - 2 * cellPadding, option.font);
    paintText(painter, option.rect.adjusted(0, textTop(option.font), 0, 0), document, row.state == SegmentState::Locked ? m_theme.muted : m_theme.text);
}

void SegmentDelegate::paintTarget(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const
{
    const QFont font = targetFont(row, option.font);
    QTextDocument &document = m_texts.laidOut(row.id, RowTexts::Side::Target, row.target, option.rect.width() - 2 * cellPadding, font);
    const bool quiet = row.state == SegmentState::Locked || row.state == SegmentState::Machine;
    paintText(painter, option.rect.adjusted(0, textTop(option.font), 0, 0), document, quiet ? m_theme.muted : m_theme.text);
}

void SegmentDelegate::paintText(QPainter &painter, const QRect &cell, QTextDocument &document, const QColor &colour) const
{
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, colour);
    painter.save();
    painter.setClipRect(cell);
    painter.translate(cell.left() + cellPadding, cell.top());
    document.documentLayout()->draw(&painter, context);
    painter.restore();
}

void SegmentDelegate::paintNotes(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const
{
    paintBottomLine(painter, option, joined(row.facts));
    const QRect cell = option.rect.adjusted(cellPadding, 0, -cellPadding, -openPadding);
    const int top = cell.bottom() - notesHeight(row, cell.width(), option.font) + 1;
    const QRect warning(cell.left(), top, cell.width(), warningHeight(row, cell.width(), option.font));
    painter.setFont(secondaryFont(option.font));
    painter.setPen(m_theme.warning);
    painter.drawText(warning, Qt::AlignLeft | Qt::TextWordWrap, row.problem);
    painter.setPen(m_theme.text);
    QRect line(cell.left(), warning.bottom() + 1, cell.width(), secondaryHeight(option.font));
    for (const QString &text : noteLines(row.note, cell.width(), option.font)) {
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text.trimmed());
        line.translate(0, line.height());
    }
}

void SegmentDelegate::paintTargetLine(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const
{
    const QFont small = secondaryFont(option.font);
    const int room = row.room.isEmpty() ? 0 : std::min(QFontMetrics(small).horizontalAdvance(row.room) + cellPadding, option.rect.width() - 2 * cellPadding);
    paintBottomLine(painter, option, keyLine(row), room);
    const int height = secondaryHeight(option.font);
    painter.setFont(small);
    painter.setPen(row.overfull ? m_theme.warning : m_theme.muted);
    const QRect place(option.rect.right() + 1 - cellPadding - room, option.rect.bottom() - openPadding - height + 1, room, height);
    painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, QFontMetrics(small).elidedText(row.room, Qt::ElideRight, room));
}

void SegmentDelegate::paintBottomLine(QPainter &painter, const QStyleOptionViewItem &option, const QString &text, int kept) const
{
    const int height = secondaryHeight(option.font);
    const QRect line(option.rect.left() + cellPadding, option.rect.bottom() - openPadding - height + 1, option.rect.width() - 2 * cellPadding - kept, height);
    painter.setFont(secondaryFont(option.font));
    painter.setPen(m_theme.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(painter.font()).elidedText(text, Qt::ElideRight, line.width()));
}

}  // namespace interlinear::widgets
