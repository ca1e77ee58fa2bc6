// Paints the rows of the grid, closed ones and the open one, and says how high they are.
//
//   SegmentDelegate delegate(theme);
//   delegate.closedHeight(row, sourceWidth, targetWidth, font);
//   delegate.openHeight(row, sourceWidth, editorHeight, font);
//   delegate.editorRect(targetCell, font);                        // where the editor of the open row goes
#pragma once

#include "widgets/editing/row_texts.h"
#include "widgets/editing/segment_row.h"

#include <QStyledItemDelegate>

namespace interlinear::widgets {

class SegmentDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit SegmentDelegate(QObject *parent = nullptr);

    void setTheme(const Theme &theme);
    /// The row that is open, or an invalid index.
    void setOpenRow(const QPersistentModelIndex &row) { m_openRow = row; }

    /// Whether a suggestion stands in the editor: the key line names the keys that act on it.
    void setSuggesting(bool suggesting) { m_suggesting = suggesting; }
    /// Nothing can be changed at the moment.
    void setReadOnly(bool readOnly) { m_readOnly = readOnly; }

    /// In pixels; one line of text gives 40.
    int closedHeight(const SegmentRow &row, int sourceWidth, int targetWidth, const QFont &font) const;
    int openHeight(const SegmentRow &row, int sourceWidth, int editorHeight, const QFont &font) const;
    static QRect editorRect(const QRect &targetCell, const QFont &font);
    /// Where the text of the open source stands.
    static QRect sourceRect(const SegmentRow &row, const QRect &sourceCell, const QFont &font);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    bool isOpen(const QModelIndex &index) const { return m_openRow.isValid() && index.row() == m_openRow.row(); }
    void paintNumber(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const;
    void paintMatch(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const;
    void paintSource(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row, bool open) const;
    void paintTarget(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const;
    void paintText(QPainter &painter, const QRect &cell, QTextDocument &document, const QColor &colour) const;
    void paintNotes(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const;
    void paintTargetLine(QPainter &painter, const QStyleOptionViewItem &option, const SegmentRow &row) const;
    /// `kept` pixels at its right stay free.
    void paintBottomLine(QPainter &painter, const QStyleOptionViewItem &option, const QString &text, int kept = 0) const;
    QString keyLine(const SegmentRow &row) const;
    QFont targetFont(const SegmentRow &row, const QFont &font) const;

    Theme m_theme = Theme::light();
    QPersistentModelIndex m_openRow;
    bool m_suggesting = false;
    bool m_readOnly = false;
    mutable RowTexts m_texts;
};

}  // namespace interlinear::widgets
