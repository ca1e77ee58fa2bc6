#include "app/workbench/review_texts.h"

#include "app/workbench/error_text.h"
#include "app/workbench/row_content.h"
#include "engine/cat/document/tag_notation.h"

#include <QCoreApplication>
#include <QLocale>

namespace interlinear::workbench {

namespace {

using cat::RowOutcome;
using cat::RowReport;

struct ReviewTexts {
    Q_DECLARE_TR_FUNCTIONS(ReviewTexts)
};

QString outcomeText(RowOutcome outcome)
{
    switch (outcome) {
    case RowOutcome::Unchanged:
        return ReviewTexts::tr("unchanged");
    case RowOutcome::Changed:
        return ReviewTexts::tr("changed");
    case RowOutcome::Repeated:
        return ReviewTexts::tr("repeated");
    case RowOutcome::Missing:
        return ReviewTexts::tr("missing");
    case RowOutcome::Conflict:
        return ReviewTexts::tr("conflict");
    case RowOutcome::SourceEdited:
        return ReviewTexts::tr("source edited");
    case RowOutcome::SourceChanged:
        return ReviewTexts::tr("source outdated");
    case RowOutcome::TagsDamaged:
        return ReviewTexts::tr("tags damaged");
    case RowOutcome::Locked:
        return ReviewTexts::tr("locked");
    case RowOutcome::Doubled:
        return ReviewTexts::tr("doubled");
    case RowOutcome::Unknown:
        return ReviewTexts::tr("unknown");
    }
    return {};
}

/// Why, and what to do; empty where the word says it all.
QString reasonText(RowOutcome outcome)
{
    switch (outcome) {
    case RowOutcome::Unchanged:
    case RowOutcome::Changed:
    case RowOutcome::TagsDamaged:
        return {};
    case RowOutcome::Repeated:
        return ReviewTexts::tr("The file has this row more than once, and all say the same.");
    case RowOutcome::Missing:
        return ReviewTexts::tr("This row went out and did not come back; the segment stays as it is.");
    case RowOutcome::Conflict:
        return ReviewTexts::tr("The target was changed here too since it went out. Ours stays unless you choose otherwise.");
    case RowOutcome::SourceEdited:
        return ReviewTexts::tr("The source or the hidden id of this row is not what went out, so nothing is taken from it.");
    case RowOutcome::SourceChanged:
        return ReviewTexts::tr("The document has another source here by now, so nothing is taken from this row.");
    case RowOutcome::Locked:
        return ReviewTexts::tr("The segment is locked here; its target stays.");
    case RowOutcome::Doubled:
        return ReviewTexts::tr("The file has several rows of this segment that say different things, so none is taken.");
    case RowOutcome::Unknown:
        return ReviewTexts::tr("No row of this id went out from this project.");
    }
    return {};
}

QString shown(const TaggedText &text)
{
    return QString::fromStdString(cat::toNotation(text));
}

QString stateText(cat::SegmentState state)
{
    return widgets::segmentStateName(shownState(state));
}

QStringList factsOf(const RowReport &row)
{
    QStringList facts;
    if (const QString reason = reasonText(row.outcome); !reason.isEmpty())
        facts << reason;
    if (row.problem)
        facts << errorText(*row.problem);
    if (!row.theirSource.empty())
        facts << ReviewTexts::tr("The source of the file: %1").arg(shown(row.theirSource));
    if (!cat::isRefused(row.outcome) && row.before.state != row.after.state)
        facts << ReviewTexts::tr("State: %1, then %2").arg(stateText(row.before.state), stateText(row.after.state));
    if (row.moved)
        facts << ReviewTexts::tr("The row was moved in the file.");
    if (row.tracked)
        facts << ReviewTexts::tr("Tracked changes were read as accepted.");
    for (const cat::ReviewComment &comment : row.comments)
        facts << ReviewTexts::tr("Comment: %1").arg(QString::fromStdString(cat::commentLine(comment)));
    return facts;
}

}  // namespace

std::vector<widgets::ReviewRowTexts> reviewRowTexts(const cat::ReviewReport &report)
{
    std::vector<widgets::ReviewRowTexts> rows;
    for (const RowReport &row : report.rows) {
        widgets::ReviewRowTexts texts{.place = QStringLiteral("%1 %2").arg(QString::fromStdString(row.document)).arg(row.number),
                                      .outcome = outcomeText(row.outcome),
                                      .refused = cat::isRefused(row.outcome),
                                      .source = shown(row.source),
                                      .before = shown(row.before.target),
                                      .after = shown(row.after.target),
                                      .facts = factsOf(row)};
        if (row.outcome != RowOutcome::Unchanged || !texts.facts.isEmpty())
            rows.push_back(std::move(texts));
    }
    for (const cat::ReviewComment &comment : report.stray) {
        rows.push_back({.outcome = ReviewTexts::tr("comment beside the rows"),
                        .facts = {ReviewTexts::tr("Comment: %1").arg(QString::fromStdString(cat::commentLine(comment)))}});
    }
    return rows;
}

QString reviewSummary(const cat::ReviewReport &report)
{
    const auto figure = [](std::size_t number) { return QLocale().toString(static_cast<qulonglong>(number)); };
    const std::size_t missing = report.count(RowOutcome::Missing);
    QStringList parts{ReviewTexts::tr("%1 changed").arg(figure(report.count(RowOutcome::Changed))),
                      ReviewTexts::tr("%1 refused").arg(figure(report.refused()))};
    if (missing > 0)
        parts << ReviewTexts::tr("%1 missing").arg(figure(missing));
    if (report.notes > 0)
        parts << ReviewTexts::tr("%Ln comment(s)", nullptr, static_cast<int>(report.notes));
    return ReviewTexts::tr("%Ln row(s) came back: %1.", nullptr, static_cast<int>(report.rows.size() - missing)).arg(parts.join(QStringLiteral(", ")));
}

}  // namespace interlinear::workbench
