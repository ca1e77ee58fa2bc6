#include "widgets/memory/change_preview.h"

#include "widgets/plot/difference.h"

namespace interlinear::widgets {

ChangePreview::ChangePreview(QWidget *parent)
    : QTextEdit(parent)
{
    setAccessibleName(tr("Preview of the change"));
    setReadOnly(true);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(12);
}

void ChangePreview::setTheme(const Theme &theme)
{
    m_theme = theme;
    write();
}

void ChangePreview::setChanges(std::vector<ChangedTexts> changes, qulonglong total)
{
    m_changes = std::move(changes);
    m_total = total;
    m_text = m_changes.empty() ? tr("No unit would change.") : QString();
    write();
}

void ChangePreview::setText(const QString &text)
{
    m_changes.clear();
    m_total = 0;
    m_text = text;
    write();
}

void ChangePreview::write()
{
    clear();
    QTextCharFormat plain, muted;
    plain.setForeground(m_theme.text);
    muted.setForeground(m_theme.muted);
    QTextCursor cursor(document());
    const auto beginBlock = [&](const QString &text, int above) {
        QTextBlockFormat block;
        block.setTopMargin(above);
        block.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
        if (!document()->isEmpty())
            cursor.insertBlock();
        cursor.setBlockFormat(block);
        cursor.setCharFormat(plain);
    };
    for (const ChangedTexts &changed : m_changes) {
        beginBlock(changed.sourceBefore, 12);
        writeDifferences(cursor, wordDifferences(changed.sourceBefore, changed.sourceAfter), DifferenceSide::Both, m_theme);
        cursor.movePosition(QTextCursor::End);
        beginBlock(changed.targetBefore, 0);
        writeDifferences(cursor, wordDifferences(changed.targetBefore, changed.targetAfter), DifferenceSide::Both, m_theme);
        cursor.movePosition(QTextCursor::End);
        if (!changed.note.isEmpty()) {
            beginBlock(changed.note, 0);
            cursor.insertText(changed.note, muted);
        }
    }
    if (m_total > m_changes.size()) {
        const QString more = tr("and %Ln more", nullptr, static_cast<int>(m_total - m_changes.size()));
        beginBlock(more, 12);
        cursor.insertText(more, muted);
    }
    if (!m_text.isEmpty()) {
        beginBlock(m_text, 0);
        cursor.insertText(m_text, muted);
    }
    moveCursor(QTextCursor::Start);
}

}  // namespace interlinear::widgets
