#include "widgets/editing/target_editor.h"

#include "widgets/editing/tag_chip.h"
#include "widgets/editing/tag_rules.h"
#include "widgets/editing/tag_tool_tip.h"
#include "widgets/editing/tagged_document.h"
#include "widgets/editing/tagged_mime.h"
#include "widgets/plot/colour_space.h"

#include <QGuiApplication>
#include <QInputMethod>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScopedValueRollback>
#include <QTextBlock>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

namespace {

constexpr double documentMargin = 4;

bool isEnter(const QKeyEvent &event)
{
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

Qt::KeyboardModifiers modifiersOf(const QKeyEvent &event)
{
    return event.modifiers() & ~Qt::KeypadModifier;
}

TargetEdit::Kind kindOfKey(const QKeyEvent &event)
{
    const bool deletes = event.key() == Qt::Key_Backspace || event.key() == Qt::Key_Delete || event.matches(QKeySequence::Cut);
    return deletes ? TargetEdit::Kind::Deleting : TargetEdit::Kind::Typing;
}

InlineTag atStart(InlineTag tag)
{
    tag.offset = 0;
    return tag;
}

bool isStandardUndo(const QKeyEvent &event)
{
    return event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo);
}

}  // namespace

TargetEditor::TargetEditor(QWidget *parent)
    : QTextEdit(parent)
{
    setObjectName(QStringLiteral("targetEditor"));
    setAccessibleName(tr("Target"));
    setAcceptRichText(false);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);   // rows are as high as their texts
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(documentMargin);
    registerTagChips(*document(), m_theme);
    connect(document(), &QTextDocument::contentsChanged, this, &TargetEditor::onContentsChanged);
    connect(this, &QTextEdit::cursorPositionChanged, this, &TargetEditor::onCaretMoved);
    connect(this, &QTextEdit::selectionChanged, this, &TargetEditor::onCaretMoved);
}

void TargetEditor::setTheme(const Theme &theme)
{
    m_theme = theme;
    registerTagChips(*document(), m_theme);
    setHighlightedSpan(m_highlight);
    viewport()->update();
}

void TargetEditor::setSource(const TaggedText &source)
{
    m_source = source;
}

void TargetEditor::setTarget(const TaggedText &target, std::optional<int> caretPosition)
{
    if (m_composing)
        QGuiApplication::inputMethod()->reset();
    m_suggestion.reset();
    m_silenced = false;
    {
        const QScopedValueRollback loading(m_loading, true);
        QTextCursor cursor(document());
        cursor.select(QTextCursor::Document);
        writeTaggedText(cursor, target);
        m_target = readTaggedText(*document());
        cursor.setPosition(std::clamp(caretPosition.value_or(document()->characterCount() - 1), 0, document()->characterCount() - 1));
        setTextCursor(cursor);
    }
    onCaretMoved();
    setHighlightedSpan(std::nullopt);
    refreshGhost();
}

void TargetEditor::setWritingDirection(Qt::LayoutDirection direction)
{
    QTextOption option = document()->defaultTextOption();
    option.setTextDirection(direction);
    document()->setDefaultTextOption(option);
    refreshGhost();
}

void TargetEditor::setSuggestion(const TaggedText &suggestion, SuggestionState state)
{
    if (m_silenced || !agrees(suggestion, state, m_target))
        return;
    m_suggestion = suggestion;
    m_suggestionState = state;
    refreshGhost();
}

void TargetEditor::clearSuggestion()
{
    m_suggestion.reset();
    refreshGhost();
}

void TargetEditor::silence()
{
    m_silenced = true;
    clearSuggestion();
    Q_EMIT silenced();
}

bool TargetEditor::acceptWord()
{
    const std::optional<TaggedText> rest = m_suggestion ? remainder(*m_suggestion, m_target) : std::nullopt;
    return rest && acceptPart(nextWord(*rest));
}

bool TargetEditor::acceptAll()
{
    const std::optional<TaggedText> rest = m_suggestion ? remainder(*m_suggestion, m_target) : std::nullopt;
    return rest && acceptPart(*rest);
}

bool TargetEditor::acceptPart(const TaggedText &part)
{
    if (part.empty() || isReadOnly())
        return false;
    moveCursor(QTextCursor::End);
    insertTagged(part, TargetEdit::Kind::Suggestion);
    return true;
}

void TargetEditor::insertTagged(const TaggedText &text, TargetEdit::Kind kind)
{
    const QScopedValueRollback editing(m_editKind, kind);
    QTextCursor cursor = textCursor();
    cursor.beginEditBlock();
    cursor.removeSelectedText();
    const int end = document()->characterCount() - 1;
    const std::vector<InlineTag> before = readTaggedText(*document(), 0, cursor.position()).tags;
    const std::vector<InlineTag> after = readTaggedText(*document(), cursor.position(), end).tags;
    TaggedText allowed{text.text, {}};
    const auto accepted = acceptedTags(m_source.value_or(TaggedText{}), before, text.tags, after);
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        if (!accepted[i])
            continue;
        allowed.tags.push_back(*accepted[i]);
        allowed.tags.back().offset = text.tags[i].offset;
    }
    writeTaggedText(cursor, allowed);
    cursor.endEditBlock();
    setTextCursor(cursor);
    ensureCursorVisible();
}

bool TargetEditor::insertTagAt(const InlineTag &tag, int position)
{
    const int end = document()->characterCount() - 1;
    const auto accepted
        = acceptedTags(*m_source, readTaggedText(*document(), 0, position).tags, {tag}, readTaggedText(*document(), position, end).tags);
    if (!accepted.front())
        return false;
    QTextCursor cursor = textCursor();
    cursor.setPosition(position);
    setTextCursor(cursor);
    insertTagged({{}, {atStart(tag)}}, TargetEdit::Kind::Tag);
    return true;
}

bool TargetEditor::wrapSelection(const InlineTag &open, const InlineTag &close)
{
    const QTextCursor selection = textCursor();
    const int begin = selection.selectionStart();
    const int stop = selection.selectionEnd();
    std::vector<InlineTag> result = readTaggedText(*document(), 0, begin).tags;
    const auto append = [&result](const std::vector<InlineTag> &tags) { result.insert(result.end(), tags.begin(), tags.end()); };
    append({open});
    append(readTaggedText(*document(), begin, stop).tags);
    append({close});
    append(readTaggedText(*document(), stop, document()->characterCount() - 1).tags);
    if (!pairsNest(result))
        return false;

    const QScopedValueRollback editing(m_editKind, TargetEdit::Kind::Tag);
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.setPosition(stop);
    writeTaggedText(cursor, {{}, {atStart(close)}});
    cursor.setPosition(begin);
    writeTaggedText(cursor, {{}, {atStart(open)}});
    cursor.setPosition(stop + 2);
    cursor.endEditBlock();
    setTextCursor(cursor);
    return true;
}

bool TargetEditor::insertNextTag()
{
    if (!m_source || isReadOnly())
        return false;
    const std::vector<InlineTag> missing = missingTags(*m_source, m_target);
    if (missing.empty())
        return false;
    const InlineTag &tag = missing.front();
    const auto partner = std::ranges::find_if(missing, [&](const InlineTag &other) { return other.id == tag.id && other.kind == TagKind::Close; });
    if (textCursor().hasSelection() && tag.kind == TagKind::Open && partner != missing.end() && wrapSelection(tag, *partner))
        return true;

    QTextCursor cursor = textCursor();
    cursor.setPosition(cursor.selectionEnd());
    setTextCursor(cursor);
    const int last = document()->characterCount() - 1;
    for (int position = cursor.position(); position <= last; ++position) {
        if (insertTagAt(tag, position))
            return true;
    }
    for (int position = cursor.position() - 1; position >= 0; --position) {
        if (insertTagAt(tag, position))
            return true;
    }
    return false;
}

Utf16Span TargetEditor::selectedSpan() const
{
    const QTextCursor cursor = textCursor();
    return {textOffset(*document(), cursor.selectionStart()), textOffset(*document(), cursor.selectionEnd())};
}

void TargetEditor::setHighlightedSpan(std::optional<Utf16Span> span)
{
    m_highlight = span;
    QList<ExtraSelection> selections;
    if (span && !span->empty()) {
        ExtraSelection selection;
        selection.cursor = selectionOf(*document(), *span);
        selection.format.setBackground(mixed(m_theme.accent, m_theme.surface, 0.2));
        selection.format.setForeground(m_theme.text);
        selection.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
        selection.format.setUnderlineColor(m_theme.accent);
        selections << selection;
    }
    setExtraSelections(selections);
}

void TargetEditor::onContentsChanged()
{
    m_revision = document()->revision();
    if (m_loading)
        return;
    TaggedText now = readTaggedText(*document());
    const int caretNow = caret();
    if (now == m_target)
        return;
    TargetEdit edit{
        .kind = m_editKind, .before = std::exchange(m_target, now), .after = std::move(now), .caretBefore = m_caret, .caretAfter = caretNow};
    onCaretMoved();
    const bool stillAgrees = m_suggestion && agrees(*m_suggestion, m_suggestionState, m_target);
    if (!stillAgrees)
        m_suggestion.reset();
    refreshGhost();
    Q_EMIT edited(edit);
    if (!stillAgrees && !m_silenced)
        Q_EMIT prefixChanged(m_target);
}

void TargetEditor::onCaretMoved()
{
    const bool changeAnnounced = document()->revision() == m_revision;
    if (m_loading || !changeAnnounced)
        return;
    m_caret = caret();
    Q_EMIT selectedSpanChanged(selectedSpan());
}

void TargetEditor::refreshGhost()
{
    const std::optional<TaggedText> rest = m_suggestion && !m_composing ? remainder(*m_suggestion, m_target) : std::nullopt;
    const QTextBlock last = document()->lastBlock();
    const QString before = m_ghost.text();
    m_ghost.setText(rest.value_or(TaggedText{}), font(), last.textDirection());
    layOutGhost();
    viewport()->update();
    if (m_ghost.text() != before)
        Q_EMIT ghostChanged();
}

void TargetEditor::layOutGhost()
{
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    const QRect caretRect = cursorRect(end);
    const double margin = document()->documentMargin();
    m_ghost.layOut(caretRect.left(), margin, viewport()->width() - margin);
    const int height = contentHeight();
    if (std::exchange(m_lastHeight, height) != height)
        Q_EMIT contentHeightChanged();
}

int TargetEditor::contentHeight() const
{
    const int frame = height() - viewport()->height();
    return static_cast<int>(std::ceil(document()->size().height() + m_ghost.extraHeight())) + std::clamp(frame, 0, 12);
}

QSize TargetEditor::sizeHint() const
{
    return {320, contentHeight()};
}

bool TargetEditor::caretAtEnd() const
{
    return !textCursor().hasSelection() && textCursor().atEnd();
}

bool TargetEditor::caretAtEdge(int direction) const
{
    QTextCursor moved = textCursor();
    return !moved.movePosition(direction < 0 ? QTextCursor::Up : QTextCursor::Down);
}

bool TargetEditor::writesLineEnds() const
{
    return !m_source || m_source->text.contains('\n');
}

bool TargetEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (isStandardUndo(*key)) {
            event->ignore();
            return true;
        }
        if (key->key() == Qt::Key_Escape && !m_ghost.isEmpty()) {
            event->accept();
            return true;
        }
    }
    return QTextEdit::event(event);
}

bool TargetEditor::viewportEvent(QEvent *event)
{
    return showTagToolTip(*this, *event) || QTextEdit::viewportEvent(event);
}

void TargetEditor::keyPressEvent(QKeyEvent *event)
{
    if (handleCommandKey(event) || handleSuggestionKey(event) || handleLineKey(event))
        return;
    const QScopedValueRollback editing(m_editKind, kindOfKey(*event));
    QTextEdit::keyPressEvent(event);
}

bool TargetEditor::focusNextPrevChild(bool next)
{
    const bool takesWord = next && !m_ghost.isEmpty() && caretAtEnd();
    return !takesWord && QTextEdit::focusNextPrevChild(next);
}

bool TargetEditor::handleCommandKey(QKeyEvent *event)
{
    const Qt::KeyboardModifiers modifiers = modifiersOf(*event);
    if (event->matches(QKeySequence::Undo))
        Q_EMIT undoRequested();
    else if (event->matches(QKeySequence::Redo))
        Q_EMIT redoRequested();
    else if (isEnter(*event) && modifiers == Qt::ControlModifier)
        Q_EMIT confirmRequested();
    else if (event->key() == Qt::Key_F9 && modifiers == Qt::NoModifier)
        insertNextTag();
    else
        return false;
    return true;
}

bool TargetEditor::handleSuggestionKey(QKeyEvent *event)
{
    const Qt::KeyboardModifiers modifiers = modifiersOf(*event);
    if (event->key() == Qt::Key_Down && modifiers == Qt::AltModifier) {
        m_silenced = false;
        Q_EMIT alternativesRequested();
        return true;
    }
    if (m_ghost.isEmpty() || modifiers != Qt::NoModifier)
        return false;
    switch (event->key()) {
    case Qt::Key_Tab:
        return caretAtEnd() && acceptWord();
    case Qt::Key_End:
        return caretAtEnd() && acceptAll();
    case Qt::Key_Escape:
        silence();
        return true;
    default:
        return false;
    }
}

bool TargetEditor::handleLineKey(QKeyEvent *event)
{
    const Qt::KeyboardModifiers modifiers = modifiersOf(*event);
    if (isEnter(*event) && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier)) {
        if (!isReadOnly() && (modifiers == Qt::ShiftModifier || writesLineEnds())) {
            const QScopedValueRollback editing(m_editKind, TargetEdit::Kind::Typing);
            QTextCursor cursor = textCursor();
            cursor.insertText(QStringLiteral("\n"), QTextCharFormat());
            setTextCursor(cursor);
        }
        return true;
    }
    const int direction = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    if (direction == 0 || modifiers != Qt::NoModifier || !caretAtEdge(direction))
        return false;
    Q_EMIT leaveRequested(direction);
    return true;
}

void TargetEditor::inputMethodEvent(QInputMethodEvent *event)
{
    m_composing = !event->preeditString().isEmpty();
    const QScopedValueRollback editing(m_editKind, TargetEdit::Kind::Typing);
    QTextEdit::inputMethodEvent(event);
    refreshGhost();
}

void TargetEditor::paintEvent(QPaintEvent *event)
{
    QTextEdit::paintEvent(event);
    if (m_ghost.isEmpty())
        return;
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    QPainter painter(viewport());
    m_ghost.paint(painter, cursorRect(end).top(), m_theme.muted);
}

void TargetEditor::resizeEvent(QResizeEvent *event)
{
    QTextEdit::resizeEvent(event);
    layOutGhost();
}

void TargetEditor::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        document()->setDefaultFont(font());
        refreshGhost();
    }
}

QMimeData *TargetEditor::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    return toMimeData(readTaggedText(*document(), cursor.selectionStart(), cursor.selectionEnd())).release();
}

bool TargetEditor::canInsertFromMimeData(const QMimeData *mimeData) const
{
    return !isReadOnly() && mimeData->hasText() && !std::ranges::any_of(mimeData->urls(), &QUrl::isLocalFile);   // files are the window's
}

void TargetEditor::insertFromMimeData(const QMimeData *mimeData)
{
    std::optional<TaggedText> text = taggedTextFrom(*mimeData);
    if (isReadOnly() || !text)
        return;
    if (!writesLineEnds())
        text = withoutLineEnds(*text);
    insertTagged(*text, TargetEdit::Kind::Pasting);
}

}  // namespace interlinear::widgets
