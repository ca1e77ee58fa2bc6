#include "widgets/memory/unit_detail.h"

#include "widgets/plot/difference.h"

#include <QTextBlock>

namespace interlinear::widgets {

namespace {

QTextBlockFormat blockFor(const QString &text, int above)
{
    QTextBlockFormat block;
    block.setTopMargin(above);
    block.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    return block;
}

}  // namespace

UnitDetail::UnitDetail(QWidget *parent)
    : QTextEdit(parent)
{
    setAccessibleName(tr("The unit and its history"));
    setReadOnly(true);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(12);
}

void UnitDetail::setTheme(const Theme &theme)
{
    m_theme = theme;
    write();
}

void UnitDetail::setUnit(const std::optional<UnitRow> &unit)
{
    m_unit = unit;
    m_versions.clear();
    write();
}

void UnitDetail::setHistory(std::vector<UnitVersionRow> versions)
{
    m_versions = std::move(versions);
    write();
}

void UnitDetail::write()
{
    clear();
    if (!m_unit)
        return;
    QTextCharFormat plain, muted;
    plain.setForeground(m_theme.text);
    muted.setForeground(m_theme.muted);
    muted.setFont(secondaryFont(font()));
    QTextCursor cursor(document());
    const auto addBlock = [&](const QString &text, const QTextCharFormat &format, int above) {
        if (!document()->isEmpty())
            cursor.insertBlock();
        cursor.setBlockFormat(blockFor(text, above));
        cursor.insertText(text, format);
    };
    addBlock(m_unit->source, plain, 0);
    addBlock(m_unit->target, plain, 4);
    if (!m_unit->remark.isEmpty()) {
        QTextCharFormat remark = plain;
        remark.setForeground(m_theme.warning);
        addBlock(m_unit->remark, remark, 8);
    }
    addBlock(m_unit->facts.join(QStringLiteral(" · ")), muted, 8);
    if (m_versions.size() > 1)
        addBlock(tr("History"), muted, 12);
    for (std::size_t i = m_versions.size(); i-- > 1;) {   // the newest change first
        addBlock(m_versions[i].when, muted, 8);
        for (const auto part : {&UnitVersionRow::source, &UnitVersionRow::target}) {
            const QString &before = m_versions[i - 1].*part, &after = m_versions[i].*part;
            if (before == after)
                continue;
            cursor.insertBlock(blockFor(after, 0), plain);
            cursor.setCharFormat(plain);
            writeDifferences(cursor, wordDifferences(before, after), DifferenceSide::Both, m_theme);
            cursor.movePosition(QTextCursor::End);
        }
    }
    moveCursor(QTextCursor::Start);
}

}  // namespace interlinear::widgets
