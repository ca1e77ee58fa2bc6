// An inline tag inside a text document: one character that is drawn as a small rounded field, so nothing can cut into it.
//
//   registerTagChips(document, theme);
//   cursor.insertText(QString(QChar::ObjectReplacementCharacter), chipFormat(tag));
//   tagOf(cursor.charFormat());   // the tag again, its offset unset
//
// A second kind of object stands for the characters that a text document would turn into a paragraph end.
#pragma once

#include "engine/core/tagged_text.h"
#include "widgets/plot/theme.h"

#include <QTextCharFormat>
#include <QTextObjectInterface>

#include <optional>

class QTextDocument;

namespace interlinear::widgets {

QTextCharFormat chipFormat(const InlineTag &tag);
/// The tag that this format draws; nothing for ordinary text.
std::optional<InlineTag> tagOf(const QTextFormat &format);

QTextCharFormat controlCharacterFormat(QChar character);
/// The character that this format stands for; nothing for ordinary text.
std::optional<QChar> controlCharacterOf(const QTextFormat &format);

/// What stands on the chip: "b 1", "/b 1", "br 1/", or only the number; a long name is cut.
QString chipLabel(const InlineTag &tag);

/// Draws both kinds of objects.
class TagChipPainter : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    TagChipPainter(const Theme &theme, QObject *parent);

    QSizeF intrinsicSize(QTextDocument *document, int position, const QTextFormat &format) override;
    void drawObject(QPainter *painter, const QRectF &rect, QTextDocument *document, int position, const QTextFormat &format) override;

private:
    Theme m_theme;
};

/// Makes the document draw chips in these colours; call again to change them.
void registerTagChips(QTextDocument &document, const Theme &theme);

}  // namespace interlinear::widgets
