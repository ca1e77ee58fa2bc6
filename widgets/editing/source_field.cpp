#include "widgets/editing/source_field.h"

#include "widgets/editing/tag_chip.h"
#include "widgets/editing/tag_tool_tip.h"
#include "widgets/editing/tagged_document.h"
#include "widgets/editing/tagged_mime.h"

#include <QKeyEvent>
#include <QMimeData>

namespace interlinear::widgets {

SourceField::SourceField(QWidget *parent)
    : QTextEdit(parent)
{
    setObjectName(QStringLiteral("sourceField"));
    setAccessibleName(tr("Source"));
    setFrameShape(NoFrame);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFocusPolicy(Qt::ClickFocus);   // Tab goes from target to target
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(0);
    QTextOption option;
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDefaultTextOption(option);
    setTheme(m_theme);
}

void SourceField::setTheme(const Theme &theme)
{
    m_theme = theme;
    registerTagChips(*document(), theme);
    setQuiet(m_quiet);
    underlineTerms();
}

void SourceField::setSource(const TaggedText &source)
{
    if (source == m_source)
        return;
    m_source = source;
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    writeTaggedText(cursor, source);
    moveCursor(QTextCursor::Start);
    underlineTerms();
}

void SourceField::setTerms(const std::vector<Utf16Span> &terms)
{
    if (terms == m_terms)
        return;
    m_terms = terms;
    underlineTerms();
}

void SourceField::setQuiet(bool quiet)
{
    m_quiet = quiet;
    QPalette colours = m_theme.palette();
    colours.setColor(QPalette::Text, quiet ? m_theme.muted : m_theme.text);
    colours.setColor(QPalette::Base, Qt::transparent);
    setPalette(colours);
}

void SourceField::underlineTerms()
{
    QList<ExtraSelection> selections;
    for (const Utf16Span &span : m_terms) {
        ExtraSelection selection;
        selection.cursor = selectionOf(*document(), span);
        selection.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
        selection.format.setUnderlineColor(m_theme.muted);
        selections << selection;
    }
    setExtraSelections(selections);
}

QString SourceField::selectedText() const
{
    const QTextCursor cursor = textCursor();
    return QString::fromStdString(readTaggedText(*document(), cursor.selectionStart(), cursor.selectionEnd()).text).trimmed();
}

QString SourceField::wordAtCaret() const
{
    QTextCursor cursor = textCursor();
    cursor.clearSelection();
    cursor.select(QTextCursor::WordUnderCursor);
    return QString::fromStdString(readTaggedText(*document(), cursor.selectionStart(), cursor.selectionEnd()).text).trimmed();
}

std::size_t SourceField::bytesBeforeCaret() const
{
    return readTaggedText(*document(), 0, textCursor().position()).text.size();
}

bool SourceField::viewportEvent(QEvent *event)
{
    return showTagToolTip(*this, *event) || QTextEdit::viewportEvent(event);
}

void SourceField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Tab)
        Q_EMIT leaveRequested();
    else
        QTextEdit::keyPressEvent(event);
}

QMimeData *SourceField::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    return toMimeData(readTaggedText(*document(), cursor.selectionStart(), cursor.selectionEnd())).release();
}

}  // namespace interlinear::widgets
