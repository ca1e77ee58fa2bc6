#include "widgets/editing/tag_tool_tip.h"

#include "widgets/editing/tagged_document.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QTextDocument>
#include <QTextEdit>
#include <QToolTip>

#include <algorithm>

namespace interlinear::widgets {

namespace {

constexpr qsizetype longestCode = 400;

struct TagTexts {
    Q_DECLARE_TR_FUNCTIONS(TagTexts)
};

QRect caretAt(const QTextEdit &field, int position)
{
    QTextCursor cursor(field.document());
    cursor.setPosition(position);
    return field.cursorRect(cursor);
}

/// Whether the character behind the position is drawn there; one at the end of its line reaches to the edge.
bool isDrawnAt(const QTextEdit &field, int position, const QPoint &point)
{
    const QRect begin = caretAt(field, position);
    const QRect end = caretAt(field, position + 1);
    if (begin.top() != end.top())
        return point.y() >= begin.top() && point.y() <= begin.bottom();
    return point.x() >= std::min(begin.left(), end.left()) && point.x() <= std::max(begin.left(), end.left());
}

}  // namespace

QString tagToolTip(const InlineTag &tag)
{
    const QString code = QString::fromStdString(tag.code);
    const QString display = QString::fromStdString(tag.display);
    const QString shown = code.size() > longestCode ? code.left(longestCode) + QChar(0x2026) : code;
    QStringList lines{display, code == display || code.isEmpty() ? QString() : TagTexts::tr("In the file: %1").arg(shown)};
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

std::optional<InlineTag> tagAt(const QTextEdit &field, const QPoint &point)
{
    const int near = field.cursorForPosition(point).position();
    for (const int position : {near, near - 1}) {
        if (position < 0 || position + 1 >= field.document()->characterCount())
            continue;
        const TaggedText there = readTaggedText(*field.document(), position, position + 1);
        if (!there.tags.empty() && isDrawnAt(field, position, point))
            return there.tags.front();
    }
    return std::nullopt;
}

bool showTagToolTip(const QTextEdit &field, const QEvent &event)
{
    if (event.type() != QEvent::ToolTip)
        return false;
    const auto &help = static_cast<const QHelpEvent &>(event);
    const std::optional<InlineTag> tag = tagAt(field, help.pos());
    const QString text = tag ? tagToolTip(*tag) : QString();
    if (text.isEmpty()) {
        QToolTip::hideText();
        return false;
    }
    QToolTip::showText(help.globalPos(), Qt::convertFromPlainText(text), field.viewport());
    return true;
}

}  // namespace interlinear::widgets
