#include "app/workbench/caret_text.h"

#include <QTextBoundaryFinder>

namespace interlinear::workbench {

namespace {

QString textOf(const widgets::TargetEditor &editor)
{
    return QString::fromStdString(editor.target().text);
}

/// The word that the place is in, or that ends there.
QString wordAt(const QString &text, qsizetype place)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(place);
    const bool endsWord = finder.isAtBoundary() && finder.boundaryReasons().testFlag(QTextBoundaryFinder::EndOfItem);
    const bool beginsWord = finder.isAtBoundary() && finder.boundaryReasons().testFlag(QTextBoundaryFinder::StartOfItem);
    if (finder.isAtBoundary() && !endsWord && !beginsWord)
        return {};
    const qsizetype begin = beginsWord ? place : std::max<qsizetype>(0, finder.toPreviousBoundary());
    finder.setPosition(place);
    const qsizetype end = endsWord && !beginsWord ? place : finder.toNextBoundary();
    return end < begin ? QString() : text.mid(begin, end - begin).trimmed();
}

QString selectedText(const widgets::TargetEditor &editor)
{
    const Utf16Span span = editor.selectedSpan();
    return textOf(editor).mid(static_cast<qsizetype>(span.begin), static_cast<qsizetype>(span.length())).trimmed();
}

}  // namespace

QString textAtCaret(const widgets::TargetEditor &editor)
{
    const QString selected = selectedText(editor);
    return selected.isEmpty() ? wordAt(textOf(editor), static_cast<qsizetype>(editor.selectedSpan().begin)) : selected;
}

QString textAtCaret(const widgets::SegmentGrid &grid)
{
    const widgets::SourceField &source = *grid.source();
    const QString selected = source.selectedText();
    if (source.hasFocus())
        return selected.isEmpty() ? source.wordAtCaret() : selected;
    return selected.isEmpty() || !selectedText(*grid.editor()).isEmpty() ? textAtCaret(*grid.editor()) : selected;
}

}  // namespace interlinear::workbench
