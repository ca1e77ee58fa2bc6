#include "widgets/plot/difference.h"

#include <QStringList>
#include <QTextBoundaryFinder>
#include <QTextCharFormat>
#include <QTextCursor>

#include <algorithm>
#include <utility>

namespace interlinear::widgets {

namespace {

using Kind = DifferencePart::Kind;

constexpr qsizetype largestTable = 16'000'000;

QStringList words(const QString &text)
{
    QStringList list;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    qsizetype start = 0;
    for (qsizetype end = finder.toNextBoundary(); end != -1; end = finder.toNextBoundary()) {
        list << text.mid(start, end - start);
        start = end;
    }
    return list;
}

void append(Differences &parts, Kind kind, const QString &text)
{
    if (text.isEmpty())
        return;
    if (!parts.empty() && parts.back().kind == kind)
        parts.back().text += text;
    else
        parts.push_back({kind, text});
}

/// Length of the longest common subsequence of before[i…] and after[j…], at [i * (after.size() + 1) + j].
std::vector<int> commonLengths(const QStringList &before, const QStringList &after)
{
    const qsizetype stride = after.size() + 1;
    std::vector<int> lengths(static_cast<std::size_t>((before.size() + 1) * stride), 0);
    const auto at = [&](qsizetype i, qsizetype j) -> int & { return lengths[static_cast<std::size_t>(i * stride + j)]; };
    for (qsizetype i = before.size() - 1; i >= 0; --i) {
        for (qsizetype j = after.size() - 1; j >= 0; --j)
            at(i, j) = before[i] == after[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
    return lengths;
}

void appendMiddle(Differences &parts, const QStringList &before, const QStringList &after)
{
    if ((before.size() + 1) * (after.size() + 1) > largestTable) {
        append(parts, Kind::Removed, before.join(QString()));
        append(parts, Kind::Added, after.join(QString()));
        return;
    }
    const std::vector<int> lengths = commonLengths(before, after);
    const auto at = [&](qsizetype i, qsizetype j) { return lengths[static_cast<std::size_t>(i * (after.size() + 1) + j)]; };
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < before.size() || j < after.size()) {
        if (i < before.size() && j < after.size() && before[i] == after[j]) {
            append(parts, Kind::Kept, before[i]);
            ++i;
            ++j;
        } else if (j == after.size() || (i < before.size() && at(i + 1, j) >= at(i, j + 1))) {
            append(parts, Kind::Removed, before[i++]);
        } else {
            append(parts, Kind::Added, after[j++]);
        }
    }
}

/// "~water~*refrigerant* ~pipes~*lines*" reads better as "~water pipes~*refrigerant lines*": blanks between two changes join them.
Differences withBlanksJoined(const Differences &parts)
{
    Differences result;
    QString removed;
    QString added;
    const auto flush = [&] {
        append(result, Kind::Removed, std::exchange(removed, {}));
        append(result, Kind::Added, std::exchange(added, {}));
    };
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const DifferencePart &part = parts[i];
        const bool changeAround
            = !removed.isEmpty() && !added.isEmpty() && i + 2 < parts.size() && parts[i + 1].kind != Kind::Kept && parts[i + 2].kind != Kind::Kept;
        if (part.kind == Kind::Removed) {
            removed += part.text;
        } else if (part.kind == Kind::Added) {
            added += part.text;
        } else if (changeAround && part.text.trimmed().isEmpty()) {
            removed += part.text;
            added += part.text;
        } else {
            flush();
            append(result, Kind::Kept, part.text);
        }
    }
    flush();
    return result;
}

bool shows(DifferenceSide side, Kind kind)
{
    return kind == Kind::Kept || side == DifferenceSide::Both || (side == DifferenceSide::Before) == (kind == Kind::Removed);
}

}  // namespace

Differences wordDifferences(const QString &before, const QString &after)
{
    const QStringList first = words(before);
    const QStringList second = words(after);
    const qsizetype shorter = std::min(first.size(), second.size());
    qsizetype head = 0;
    while (head < shorter && first[head] == second[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && first[first.size() - 1 - tail] == second[second.size() - 1 - tail])
        ++tail;

    Differences parts;
    append(parts, Kind::Kept, first.first(head).join(QString()));
    appendMiddle(parts, first.mid(head, first.size() - head - tail), second.mid(head, second.size() - head - tail));
    append(parts, Kind::Kept, first.last(tail).join(QString()));
    return withBlanksJoined(parts);
}

QString joined(const Differences &differences, DifferenceSide side)
{
    QString text;
    for (const DifferencePart &part : differences) {
        if (shows(side, part.kind))
            text += part.text;
    }
    return text;
}

void writeDifferences(QTextCursor cursor, const Differences &differences, DifferenceSide side, const Theme &theme)
{
    QTextCharFormat kept;
    kept.setForeground(theme.text);
    QTextCharFormat removed;
    removed.setForeground(theme.error);
    removed.setFontStrikeOut(true);
    QTextCharFormat added;
    added.setForeground(theme.good);
    added.setFontWeight(QFont::Bold);

    for (std::size_t i = 0; i < differences.size(); ++i) {
        const DifferencePart &part = differences[i];
        if (!shows(side, part.kind))
            continue;
        cursor.insertText(part.text, part.kind == Kind::Kept ? kept : part.kind == Kind::Removed ? removed : added);
        const bool replacedNext = i + 1 < differences.size() && part.kind == Kind::Removed && differences[i + 1].kind == Kind::Added;
        if (side == DifferenceSide::Both && replacedNext)
            cursor.insertText(QStringLiteral(" "), kept);
    }
}

}  // namespace interlinear::widgets
