// The field in which one target is written: inline tags as chips that cannot be broken, and the rest of the suggestion as grey text after the caret.
//
//   editor.setSource(source);                                            // says which tags may stand here
//   editor.setTarget(target);                                            // no signal; so does undo
//   editor.setSuggestion(partial, SuggestionState::Growing);             // as often as tokens arrive; the caret stays
//   connect(&editor, &TargetEditor::edited, &app, [&](const TargetEdit &edit) { stack.push(…); });
//   connect(&editor, &TargetEditor::prefixChanged, &engine, …);          // typed something else: ask again
//
// Keys: Ctrl+Enter confirms; with grey text, Tab takes a word, End at the end takes all, Esc silences; F9 puts the next missing tag (around a
// selection: the pair); Alt+Down asks for other ways to say it; Up and Down leave at the edges. Enter writes a line end only where the source has one
// (Shift+Enter always). There is no undo in here: Ctrl+Z goes to whoever owns the one stack of all rows.
//
// Promises, whatever is typed, pasted, dropped or composed: a chip is whole and is one of the source's tags; none stands more often than in the source
// or in what setTarget() brought; pairs that nest keep nesting. Main thread.
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"
#include "widgets/editing/ghost_text.h"
#include "widgets/editing/suggestion.h"
#include "widgets/editing/target_edit.h"
#include "widgets/plot/theme.h"

#include <QTextEdit>

#include <optional>

namespace interlinear::widgets {

class TargetEditor : public QTextEdit {
    Q_OBJECT

public:
    explicit TargetEditor(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);

    void setSource(const TaggedText &source);
    /// Replaces everything without edited(), clears the suggestion, ends composing, puts the caret to `caret` (or the end).
    void setTarget(const TaggedText &target, std::optional<int> caret = std::nullopt);
    const TaggedText &target() const { return m_target; }
    /// Caret in characters and chips, 0 to their number.
    int caret() const { return textCursor().position(); }
    /// Direction of empty and mixed text; else the first strong character decides.
    void setWritingDirection(Qt::LayoutDirection direction);

    /// The whole target that is proposed. Ignored while silenced, and when it does not begin with what is typed.
    void setSuggestion(const TaggedText &suggestion, SuggestionState state);
    void clearSuggestion();
    /// What stands in grey right now.
    QString ghostText() const { return m_ghost.text(); }
    bool isSilenced() const { return m_silenced; }

    /// Puts text at the caret as if pasted; tags that may not stand there are left out.
    void insertTagged(const TaggedText &text, TargetEdit::Kind kind);
    /// What F9 does: false when no tag is missing, or none can stand here.
    bool insertNextTag();
    bool acceptWord();
    bool acceptAll();

    /// Selected characters of the text without tags; an empty span is the caret.
    Utf16Span selectedSpan() const;
    /// Marks characters from outside, for instance those of a token; nothing clears the mark. Emits nothing.
    void setHighlightedSpan(std::optional<Utf16Span> span);

    /// What the text and its grey rest need at the present width, frame included.
    int contentHeight() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void edited(const interlinear::widgets::TargetEdit &edit);
    void confirmRequested();
    void undoRequested();
    void redoRequested();
    /// The typed text left the suggestion, or none was there: a new one should begin with this text.
    void prefixChanged(const interlinear::TaggedText &typed);
    void silenced();
    void alternativesRequested();
    /// Up (-1) at the first line, or down (1) at the last one.
    void leaveRequested(int direction);
    void selectedSpanChanged(interlinear::Utf16Span span);
    void contentHeightChanged();
    /// Grey text appeared, vanished or changed.
    void ghostChanged();

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    /// Tab moves the focus only where it takes no word.
    bool focusNextPrevChild(bool next) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;
    bool canInsertFromMimeData(const QMimeData *mimeData) const override;
    void insertFromMimeData(const QMimeData *mimeData) override;

private:
    bool handleCommandKey(QKeyEvent *event);
    bool handleSuggestionKey(QKeyEvent *event);
    bool handleLineKey(QKeyEvent *event);
    void onContentsChanged();
    void onCaretMoved();
    void refreshGhost();
    void layOutGhost();
    void silence();
    bool acceptPart(const TaggedText &part);
    bool caretAtEnd() const;
    bool caretAtEdge(int direction) const;
    bool writesLineEnds() const;
    bool insertTagAt(const InlineTag &tag, int position);
    bool wrapSelection(const InlineTag &open, const InlineTag &close);

    Theme m_theme = Theme::light();
    std::optional<TaggedText> m_source;
    TaggedText m_target;
    int m_caret = 0;
    int m_revision = 0;           ///< of the document, at its last contentsChanged(): the caret may move before a change is announced
    TargetEdit::Kind m_editKind = TargetEdit::Kind::Pasting;
    bool m_loading = false;
    bool m_composing = false;
    std::optional<TaggedText> m_suggestion;
    SuggestionState m_suggestionState = SuggestionState::Complete;
    bool m_silenced = false;
    GhostText m_ghost;
    std::optional<Utf16Span> m_highlight;
    int m_lastHeight = 0;
};

}  // namespace interlinear::widgets
