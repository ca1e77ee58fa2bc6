// Grey text that continues a paragraph without being part of it: laid out from the end of the last line on, drawn over the editor.
//
//   ghost.setText(rest, font, Qt::LeftToRight);
//   ghost.layOut(caretX, left, right);    // first line beside the caret, then whole lines
//   ghost.paint(painter, caretTop, colour);
//
// The document, the caret and the selection never learn of it.
#pragma once

#include "engine/core/tagged_text.h"

#include <QFont>
#include <QTextLayout>

class QPainter;

namespace interlinear::widgets {

class GhostText {
public:
    /// Tags are shown as "‹b 1›".
    void setText(const TaggedText &text, const QFont &font, Qt::LayoutDirection direction);
    bool isEmpty() const { return m_layout.text().isEmpty(); }
    QString text() const { return m_layout.text(); }

    /// x of the caret and of both edges, in the coordinates of the later paint(). The first line takes what is left beside the caret.
    void layOut(double caretX, double left, double right);
    /// Height below the first line, which the editor's own last line already has.
    double extraHeight() const { return m_extraHeight; }
    /// `top` is the y of the line in which the caret stands.
    void paint(QPainter &painter, double top, const QColor &colour) const;

private:
    QTextLayout m_layout;
    Qt::LayoutDirection m_direction = Qt::LeftToRight;
    double m_extraHeight = 0;
};

}  // namespace interlinear::widgets
