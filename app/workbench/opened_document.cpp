#include "app/workbench/opened_document.h"

#include "app/workbench/row_content.h"
#include "engine/cat/review/review_comparison.h"
#include "engine/cat/segmentation/counts.h"

#include <QCoreApplication>

namespace interlinear::workbench {

namespace {

struct RowTexts {
    Q_DECLARE_TR_FUNCTIONS(OpenedRow)
};

QString stateText(cat::TranslationState state)
{
    switch (state) {
    case cat::TranslationState::New:
        return RowTexts::tr("not translated");
    case cat::TranslationState::Draft:
        return RowTexts::tr("draft");
    case cat::TranslationState::Translated:
        return RowTexts::tr("translated");
    case cat::TranslationState::Reviewed:
        return RowTexts::tr("reviewed");
    case cat::TranslationState::Final:
        return RowTexts::tr("final");
    }
    return {};
}

/// What the file says of the translation that it has.
QString stateText(const cat::FileTarget &target)
{
    QStringList parts{stateText(target.state)};
    if (target.needsWork)
        parts.append(RowTexts::tr("needs work"));
    if (target.machine)
        parts.append(RowTexts::tr("machine text"));
    if (target.propagated)
        parts.append(RowTexts::tr("repetition"));
    return RowTexts::tr("in the file: %1").arg(parts.join(QStringLiteral(", ")));
}

/// Nothing for ordinary text.
QStringList factsOf(cat::BlockKind kind)
{
    switch (kind) {
    case cat::BlockKind::Paragraph:
        return {};
    case cat::BlockKind::Heading:
        return {RowTexts::tr("heading")};
    case cat::BlockKind::ListItem:
        return {RowTexts::tr("list item")};
    case cat::BlockKind::Quote:
        return {RowTexts::tr("quotation")};
    case cat::BlockKind::TableCell:
        return {RowTexts::tr("table cell")};
    case cat::BlockKind::Attribute:
        return {RowTexts::tr("attribute")};
    case cat::BlockKind::Note:
        return {RowTexts::tr("note")};
    case cat::BlockKind::Entry:
        return {RowTexts::tr("entry")};
    case cat::BlockKind::Subtitle:
        return {RowTexts::tr("subtitle")};
    }
    return {};
}

/// What the open row says of the segment's place in its document and of what the file says of it, the shortest first.
QStringList factsOf(const cat::Segment &segment)
{
    QStringList facts = factsOf(segment.kind);
    if (segment.facts.limit && segment.facts.limit->unit == cat::LengthLimit::Unit::Pixels)
        facts.append(RowTexts::tr("at most %Ln pixel(s)", nullptr, static_cast<int>(segment.facts.limit->most)));
    if (segment.target)
        facts.append(stateText(*segment.target));
    if (!segment.facts.context.empty())
        facts.append(QString::fromStdString(segment.facts.context).simplified());
    return facts;
}

/// Of the file and of people, each on lines of its own.
QString noteOf(const cat::ProjectSegment &segment)
{
    QStringList notes;
    for (const cat::ReviewComment &comment : cat::commentsOn(segment)) {
        for (const QString &line : QString::fromStdString(cat::commentLine(comment)).split(QLatin1Char('\n')))
            notes.append(line.simplified());
    }
    notes.removeAll(QString());
    return notes.join(QLatin1Char('\n'));
}

}  // namespace

OpenedRow openedRow(const cat::ProjectSegment &segment, const std::string &language)
{
    OpenedRow opened{.row = {.id = segment.id, .source = segment.segment.source, .facts = factsOf(segment.segment), .note = noteOf(segment)},
                     .content = segment.content,
                     .words = static_cast<int>(cat::countWords({segment.segment.source.text}, language).value_or(0)),
                     .room = roomOf(segment.segment)};
    showContent(opened.row, segment.content);
    return opened;
}

}  // namespace interlinear::workbench
