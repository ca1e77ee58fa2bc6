#include "tests/unit/cat/review/review_samples.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/review/review_text.h"

namespace interlinear::cat::samples {

namespace {

constexpr std::size_t mostRows = 6;

TaggedText withBold(const std::string &before, const std::string &bold, const std::string &behind)
{
    return {before + bold + behind, {{1, TagKind::Open, before.size(), "**", "b"}, {1, TagKind::Close, before.size() + bold.size(), "**", "b"}}};
}

ReviewRow row(std::size_t number, const std::string &document, TaggedText source, TaggedText target)
{
    ReviewRow row{.document = document, .number = number, .source = std::move(source), .target = std::move(target)};
    return row;
}

/// A target at any moment of typing.
TaggedText anyTarget(Random &random)
{
    TaggedText target = below(random, 4) == 0 ? TaggedText() : withTags(below(random, 2) == 0 ? hostileText(random) : sentence(random), random);
    if (!target.tags.empty() && below(random, 3) == 0)
        target.tags.erase(target.tags.begin() + static_cast<std::ptrdiff_t>(below(random, target.tags.size())));
    return target;
}

}  // namespace

ReviewTable sampleTable()
{
    ReviewTable table{.sourceLanguage = "en", .targetLanguage = "ar"};
    table.rows = {row(1, "guide.md", {"Heat pump"}, {"مضخة حرارية"}),
                  row(2, "guide.md", withBold("Press ", "Enter", " & wait."), withBold("اضغط ", "Enter", " وانتظر.")),
                  row(3, "guide.md", {"Write {1} or {name}, not \\{2}.\nThen go on.\tDone."}, {}),
                  row(1, "letter <2>.md", {"See .", {{3, TagKind::Standalone, 4, "![](a.png)", "picture"}}},
                      {"انظر .", {{3, TagKind::Standalone, 9, "![](a.png)", "picture"}}}),
                  row(2, "letter <2>.md", {"Interlinear"}, {"Interlinear"})};
    table.rows[0].state = TranslationState::Translated;
    table.rows[1].state = TranslationState::Reviewed;
    table.rows[1].comments = {{{}, "The key, not the word."}, {"M. Weber", "Or \"أدخل\"?"}};
    table.rows[2].state = TranslationState::New;
    table.rows[3].state = TranslationState::Draft;
    table.rows[4].state = TranslationState::Final;
    table.rows[4].locked = true;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        table.rows[i].id = reviewRowId("r3f2a91bc", i + 1, table.rows[i].source);
    return table;
}

ReviewTable randomTable(Random &random)
{
    ReviewTable table{.sourceLanguage = below(random, 2) == 0 ? "en" : "he", .targetLanguage = below(random, 2) == 0 ? "de-AT" : "fa"};
    for (std::size_t count = 1 + below(random, mostRows); count > 0; --count) {
        ReviewRow row{.document = below(random, 3) == 0 ? "a & b.md" : "guide.md",
                      .number = 1 + below(random, 900),
                      .source = segment(random),
                      .target = anyTarget(random)};
        row.state = static_cast<TranslationState>(below(random, 5));
        if (below(random, 3) == 0)
            row.comments.push_back({below(random, 2) == 0 ? "" : "Zoë", "Note " + std::to_string(random()) + ": <" + sentence(random) + "> &"});
        row.id = reviewRowId("r00000001", table.rows.size() + 1, row.source);
        table.rows.push_back(std::move(row));
    }
    return table;
}

QStringList shownRows(const ReviewTable &table)
{
    QStringList lines;
    for (const ReviewRow &row : table.rows) {
        const TranslationState state = row.state.value_or(TranslationState::New);
        QStringList columns{QString::fromStdString(row.id), QString::fromStdString(toNotation(reviewText(row.source))),
                            QString::fromStdString(toNotation(reviewText(row.target))),
                            row.locked                           ? "locked"
                                : state == TranslationState::New ? "draft"
                                                                 : translationStateName(state)};
        for (const ReviewComment &comment : row.comments)
            columns << QString::fromStdString(commentLine(comment)).simplified();
        lines << columns.join(" | ");
    }
    return lines;
}

}  // namespace interlinear::cat::samples
