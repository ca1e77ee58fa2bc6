#include "app/workbench/unit_texts.h"

#include "app/workbench/author.h"
#include "engine/cat/document/tag_notation.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace interlinear::workbench {

namespace {

struct UnitTexts {
    Q_DECLARE_TR_FUNCTIONS(UnitTexts)
};

QString onOneLine(const TaggedText &text)
{
    return QString::fromStdString(cat::toNotation(text));
}

/// None where the line writes something otherwise than the text: then the places are not the same.
QList<widgets::TextStretch> stretches(const TaggedText &text, const std::vector<ByteSpan> &spans)
{
    QList<widgets::TextStretch> result;
    if (!text.tags.empty() || cat::toNotation(text) != text.text)
        return result;
    const auto utf16 = [&](std::size_t byte) { return static_cast<int>(QString::fromUtf8(text.text.data(), static_cast<qsizetype>(byte)).size()); };
    for (const ByteSpan &span : spans)
        result << widgets::TextStretch{utf16(span.begin), utf16(span.end)};
    return result;
}

QString dateOf(std::int64_t ms)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms).date(), QLocale::ShortFormat);
}

QString originText(cat::Origin origin)
{
    switch (origin) {
    case cat::Origin::Human:
        return {};
    case cat::Origin::PostEdited:
        return UnitTexts::tr("post-edited");
    case cat::Origin::Machine:
        return UnitTexts::tr("machine");
    case cat::Origin::Imported:
        return UnitTexts::tr("imported");
    }
    return {};
}

QStringList factsOf(const cat::Unit &unit)
{
    QStringList facts;
    if (!unit.author.empty())
        facts << QString::fromStdString(unit.author);
    if (unit.changedMs > 0)
        facts << dateOf(unit.changedMs);
    if (!unit.document.empty())
        facts << QString::fromStdString(unit.document);
    if (const QString origin = originText(unit.origin); !origin.isEmpty())
        facts << origin;
    return facts;
}

std::optional<widgets::ConflictSide> conflictSide(const std::optional<cat::Unit> &unit)
{
    if (!unit)
        return std::nullopt;
    QStringList facts = factsOf(*unit);
    if (unit->author == author())
        facts.prepend(UnitTexts::tr("yours"));
    return widgets::ConflictSide{onOneLine(unit->target), facts.join(QStringLiteral(" · "))};
}

}  // namespace

widgets::UnitRow unitRow(const cat::Unit &unit, const std::vector<ByteSpan> &inSource, const std::vector<ByteSpan> &inTarget)
{
    return {.id = QString::fromStdString(unit.id),
            .source = onOneLine(unit.source),
            .target = onOneLine(unit.target),
            .inSource = stretches(unit.source, inSource),
            .inTarget = stretches(unit.target, inTarget),
            .facts = factsOf(unit),
            .approved = unit.approved};
}

std::vector<widgets::UnitVersionRow> versionRows(const std::vector<cat::UnitVersion> &versions)
{
    std::vector<widgets::UnitVersionRow> rows;
    for (const cat::UnitVersion &version : versions)
        rows.push_back({factsOf(version.unit).join(QStringLiteral(" · ")), onOneLine(version.unit.source), onOneLine(version.unit.target)});
    return rows;
}

widgets::ChangedTexts changedTexts(const cat::ChangedUnit &changed)
{
    const cat::Unit &before = changed.before;
    if (!changed.after)
        return {.sourceBefore = onOneLine(before.source), .targetBefore = onOneLine(before.target), .note = UnitTexts::tr("deleted")};
    const cat::Unit &after = *changed.after;
    widgets::ChangedTexts texts{onOneLine(before.source), onOneLine(after.source), onOneLine(before.target), onOneLine(after.target), {}};
    if (before.approved != after.approved)
        texts.note = after.approved ? UnitTexts::tr("approved") : UnitTexts::tr("not approved any more");
    return texts;
}

widgets::ConflictRow conflictRow(const cat::Conflict &conflict)
{
    const std::optional<cat::Unit> &known = conflict.current ? conflict.current : conflict.other;
    return {.id = QString::fromStdString(conflict.id),
            .source = known ? onOneLine(known->source) : QString(),
            .current = conflictSide(conflict.current),
            .other = conflictSide(conflict.other)};
}

QString findingKindName(cat::FindingKind kind)
{
    switch (kind) {
    case cat::FindingKind::Duplicate:
        return UnitTexts::tr("Duplicates");
    case cat::FindingKind::NearDuplicate:
        return UnitTexts::tr("Near duplicates");
    case cat::FindingKind::SourceContradiction:
        return UnitTexts::tr("One source, several targets");
    case cat::FindingKind::TargetContradiction:
        return UnitTexts::tr("One target, several sources");
    case cat::FindingKind::Length:
        return UnitTexts::tr("Unusual length");
    case cat::FindingKind::Numbers:
        return UnitTexts::tr("Numbers differ");
    case cat::FindingKind::Tags:
        return UnitTexts::tr("Tags differ");
    case cat::FindingKind::Language:
        return UnitTexts::tr("Wrong language");
    case cat::FindingKind::Untranslated:
        return UnitTexts::tr("Not translated");
    case cat::FindingKind::NoWords:
        return UnitTexts::tr("No words on one side");
    case cat::FindingKind::ReplacementCharacter:
        return UnitTexts::tr("Lost characters");
    case cat::FindingKind::ControlCharacter:
        return UnitTexts::tr("Control characters");
    }
    return {};
}

}  // namespace interlinear::workbench
