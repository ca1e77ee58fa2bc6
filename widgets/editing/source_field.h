// The source of the open row, to select in and copy from: looks like the other cells, with the terms underlined.
//
//   field.setSource(row.source);
//   field.setTerms(row.terms);
//   field.selectedText();                 // without tags
//
// Read only. A click puts the caret here; Esc and Tab ask to leave. Main thread.
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"
#include "widgets/plot/theme.h"

#include <QTextEdit>

#include <vector>

namespace interlinear::widgets {

class SourceField : public QTextEdit {
    Q_OBJECT

public:
    explicit SourceField(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// The selection stays where the source does.
    void setSource(const TaggedText &source);
    void setTerms(const std::vector<Utf16Span> &terms);
    /// Greyed, as the source of a locked row is.
    void setQuiet(bool quiet);

    /// Without white space around it; empty where nothing is selected.
    QString selectedText() const;
    /// The word that the caret is in; empty beside words.
    QString wordAtCaret() const;
    /// How many bytes of the text without tags stand before the caret.
    std::size_t bytesBeforeCaret() const;

Q_SIGNALS:
    void leaveRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;

private:
    void underlineTerms();

    Theme m_theme = Theme::light();
    TaggedText m_source;
    std::vector<Utf16Span> m_terms;
    bool m_quiet = false;
};

}  // namespace interlinear::widgets
