#include "app/workbench/document_rows.h"

#include <QCoreApplication>

#include <algorithm>

namespace interlinear::workbench {

using widgets::SegmentRow;

namespace {

struct RowTexts {
    Q_DECLARE_TR_FUNCTIONS(DocumentRows)
};

QStringList tagProblems(const SegmentRow &row)
{
    if (row.target.empty())
        return {};
    QStringList problems;
    const auto missing = row.target.text.empty() ? 0 : std::ranges::count_if(missingTags(row.source, row.target), [](const InlineTag &tag) { return !tag.may.remove; });
    const auto surplus = std::ranges::count_if(missingTags(row.target, row.source), [](const InlineTag &tag) { return !tag.may.copy; });
    if (missing > 0)
        problems << RowTexts::tr("%n tag(s) missing", nullptr, static_cast<int>(missing));
    if (surplus > 0)
        problems << RowTexts::tr("%n tag(s) more than in the source", nullptr, static_cast<int>(surplus));
    return problems;
}

}  // namespace

void describe(SegmentRow &row, const KnownRow &known)
{
    const RoomUse use = useOf(known.room, row.target);
    QStringList problems = tagProblems(row) << use.problem << known.terms.warning;
    problems.removeAll(QString());
    row.problem = problems.join(QStringLiteral(" · "));
    row.room = use.text;
    row.overfull = !use.problem.isEmpty();
    row.terms = known.terms.inSource;
    row.facts = known.facts;
    if (!known.terms.fact.isEmpty())
        row.facts.prepend(known.terms.fact);
}

void DocumentCounts::count(const KnownRow &row, int sign)
{
    const cat::SegmentState state = row.content.state;
    const int rowWords = sign * row.words;
    segments += sign;
    words += rowWords;
    machine += state == cat::SegmentState::Machine ? sign : 0;
    if (cat::isDone(state)) {
        confirmed += sign;
        confirmedWords += rowWords;
    }
}

void DocumentRows::reserve(std::size_t rows)
{
    shown.reserve(rows);
    known.reserve(rows);
}

void DocumentRows::append(OpenedRow opened)
{
    KnownRow row{std::move(opened.content), opened.words, std::move(opened.row.facts), opened.room};
    opened.row.number = static_cast<int>(shown.all().size()) + 1;
    describe(opened.row, row);
    counts.add(row);
    known.insert_or_assign(opened.row.id, std::move(row));
    shown.append(std::move(opened.row));
}

}  // namespace interlinear::workbench
