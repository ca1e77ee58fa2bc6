#include "widgets/editing/row_texts.h"

#include "widgets/editing/tag_chip.h"
#include "widgets/editing/tagged_document.h"

#include <QTextOption>

namespace interlinear::widgets {

namespace {

constexpr int keptTexts = 400;

QTextOption wrappedOption()
{
    QTextOption option;
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    return option;
}

}  // namespace

RowTexts::RowTexts()
    : m_entries(keptTexts)
{
}

void RowTexts::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_entries.clear();
}

QTextDocument &RowTexts::laidOut(std::int64_t id, Side side, const TaggedText &text, int width, const QFont &font)
{
    const std::pair key(id, static_cast<int>(side));
    Entry *entry = m_entries.object(key);
    if (!entry) {
        entry = new Entry;
        entry->document.setUndoRedoEnabled(false);
        entry->document.setDocumentMargin(0);
        entry->document.setDefaultTextOption(wrappedOption());
        registerTagChips(entry->document, m_theme);
        m_entries.insert(key, entry);
    }
    if (entry->document.defaultFont() != font)
        entry->document.setDefaultFont(font);
    if (entry->text != text) {
        QTextCursor cursor(&entry->document);
        cursor.select(QTextCursor::Document);
        writeTaggedText(cursor, text);
        entry->text = text;
    }
    if (static_cast<int>(entry->document.textWidth()) != width)
        entry->document.setTextWidth(width);
    return entry->document;
}

}  // namespace interlinear::widgets
