#include "widgets/editing/tagged_document.h"

#include "widgets/editing/tag_chip.h"

#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

namespace interlinear::widgets {

namespace {

bool endsParagraph(QChar character)
{
    return character == QLatin1Char('\r') || character == QChar::ParagraphSeparator || character == QChar(0xFDD0) || character == QChar(0xFDD1);
}

void writeText(QTextCursor &cursor, const QString &text, const QTextCharFormat &format)
{
    qsizetype start = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!endsParagraph(text[i]))
            continue;
        cursor.insertText(text.mid(start, i - start), format);
        cursor.insertText(QString(QChar(QChar::ObjectReplacementCharacter)), controlCharacterFormat(text[i]));
        start = i + 1;
    }
    cursor.insertText(text.mid(start), format);
}

QString fromBytes(const std::string &bytes, std::size_t begin, std::size_t end)
{
    return QString::fromUtf8(bytes.data() + begin, static_cast<qsizetype>(end - begin));
}

/// Calls visit(position, character, format) for every character between the two positions; a paragraph end is '\n'.
template <typename Visit> void forEachCharacter(const QTextDocument &document, int begin, int end, Visit visit)
{
    for (QTextBlock block = document.findBlock(begin); block.isValid() && block.position() < end; block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const QString text = fragment.text();
            const int from = std::max(begin, fragment.position());
            const int to = std::min(end, fragment.position() + fragment.length());
            for (int position = from; position < to; ++position)
                visit(position, text[position - fragment.position()], fragment.charFormat());
        }
        const int blockEnd = block.position() + block.length() - 1;
        if (block.next().isValid() && blockEnd >= begin && blockEnd < end)
            visit(blockEnd, QLatin1Char('\n'), QTextCharFormat());
    }
}

int lastPosition(const QTextDocument &document)
{
    return document.characterCount() - 1;
}

}  // namespace

void writeTaggedText(QTextCursor cursor, const TaggedText &text, const QTextCharFormat &format)
{
    cursor.beginEditBlock();
    cursor.removeSelectedText();
    std::size_t written = 0;
    for (const InlineTag &tag : text.tags) {
        const std::size_t offset = std::clamp(tag.offset, written, text.text.size());
        writeText(cursor, fromBytes(text.text, written, offset), format);
        cursor.insertText(QString(QChar(QChar::ObjectReplacementCharacter)), chipFormat(tag));
        written = offset;
    }
    writeText(cursor, fromBytes(text.text, written, text.text.size()), format);
    cursor.endEditBlock();
}

TaggedText readTaggedText(const QTextDocument &document)
{
    return readTaggedText(document, 0, lastPosition(document));
}

TaggedText readTaggedText(const QTextDocument &document, int begin, int end)
{
    TaggedText result;
    QString pending;
    const auto flush = [&] {
        result.text += pending.toStdString();
        pending.clear();
    };
    forEachCharacter(document, begin, end, [&](int, QChar character, const QTextCharFormat &format) {
        if (std::optional<InlineTag> tag = tagOf(format)) {
            flush();
            tag->offset = result.text.size();
            result.tags.push_back(std::move(*tag));
        } else {
            pending += controlCharacterOf(format).value_or(character);
        }
    });
    flush();
    return result;
}

std::size_t textOffset(const QTextDocument &document, int position)
{
    std::size_t offset = 0;
    forEachCharacter(document, 0, position, [&](int, QChar, const QTextCharFormat &format) { offset += tagOf(format) ? 0 : 1; });
    return offset;
}

int documentPosition(const QTextDocument &document, std::size_t offset)
{
    std::size_t seen = 0;
    int found = offset == 0 ? 0 : lastPosition(document);
    bool reached = offset == 0;
    forEachCharacter(document, 0, lastPosition(document), [&](int position, QChar, const QTextCharFormat &format) {
        if (!reached && !tagOf(format) && ++seen == offset) {
            found = position + 1;
            reached = true;
        }
    });
    return found;
}

QTextCursor selectionOf(QTextDocument &document, Utf16Span span)
{
    int begin = -1;
    int end = -1;
    std::size_t offset = 0;
    forEachCharacter(document, 0, lastPosition(document), [&](int position, QChar, const QTextCharFormat &format) {
        if (tagOf(format))
            return;
        if (offset >= span.begin && offset < span.end) {
            begin = begin < 0 ? position : begin;
            end = position + 1;
        }
        ++offset;
    });
    QTextCursor cursor(&document);
    if (begin < 0)
        begin = end = documentPosition(document, span.begin);
    cursor.setPosition(begin);
    cursor.setPosition(end, QTextCursor::KeepAnchor);
    return cursor;
}

}  // namespace interlinear::widgets
