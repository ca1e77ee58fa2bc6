#include "app/cli/project_review.h"

#include "app/cli/project_action.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/project/project_memory.h"
#include "engine/cat/review/review_exchange.h"
#include "engine/core/files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;
using cat::Access;

constexpr const char *author = "interlinear-cli";

struct Options {
    std::string file;
    std::string format;
    std::vector<std::string> documents, states;
    cat::ReviewSettings settings;
    bool preview = false;
};

using Action = int (*)(cat::Project &, const Options &, const Invocation &);

Result<cat::ReviewSelection> selectionOf(const cat::Project &project, const Options &options)
{
    const auto documents = project.documents();
    if (!documents)
        return std::unexpected(documents.error());
    cat::ReviewSelection selection;
    for (const std::string &name : options.documents) {
        const auto found = std::ranges::find(*documents, name, &cat::ProjectDocument::name);
        if (found == documents->end())
            return fail(ErrorCode::NotFound, project.folder().string(), "the project has no document \"%1\"; `project segments` lists its documents", name);
        selection.documents.insert(found->id);
    }
    for (const std::string &state : options.states)
        selection.states.insert(*cat::stateFromName(state));
    return selection;
}

int exportForReview(cat::Project &project, const Options &options, const Invocation &invocation)
{
    const std::optional<cat::ReviewFormat> format = options.format.empty() ? cat::reviewFormatOf(options.file) : cat::reviewFormatFromName(options.format);
    if (!format)
        return report({ErrorCode::InvalidArgument, options.file, "ends like no format for review: .docx, .xlf, .xliff or .tmx was expected, or --format", {}});
    const Result<cat::ReviewSelection> selection = selectionOf(project, options);
    if (!selection)
        return report(selection.error());
    const Result<std::string> bytes = cat::exportReview(project, *selection, *format);
    if (!bytes)
        return report(bytes.error());
    if (auto written = writeFileAtomically(options.file, *bytes); !written)
        return report(written.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"file", options.file}, {"format", cat::reviewFormatName(*format)}}.dump().c_str());
    else
        std::printf("%s\n", options.file.c_str());
    return Done;
}

Json toJson(const cat::SegmentContent &content)
{
    return {{"target", cat::toNotation(content.target)}, {"state", cat::stateName(content.state)}};
}

Json toJson(const std::vector<cat::ReviewComment> &comments)
{
    Json list = Json::array();
    for (const cat::ReviewComment &comment : comments)
        list.push_back({{"author", comment.author}, {"text", comment.text}});
    return list;
}

Json toJson(const cat::RowReport &row)
{
    Json json{{"row", row.place},
              {"outcome", cat::rowOutcomeName(row.outcome)},
              {"refused", cat::isRefused(row.outcome)},
              {"id", row.segment},
              {"document", row.document},
              {"segment", row.number},
              {"source", cat::toNotation(row.source)},
              {"before", toJson(row.before)},
              {"after", toJson(row.after)},
              {"comments", toJson(row.comments)},
              {"moved", row.moved},
              {"tracked", row.tracked}};
    if (!row.theirSource.empty())
        json["their_source"] = cat::toNotation(row.theirSource);
    if (row.problem)
        json["problem"] = row.problem->sentence();
    return json;
}

bool isWorthALine(const cat::RowReport &row)
{
    return row.outcome != cat::RowOutcome::Unchanged || row.moved || row.tracked;
}

std::string factsOf(const cat::RowReport &row)
{
    std::string facts = row.before.state == row.after.state || cat::isRefused(row.outcome)
        ? ""
        : cat::stateName(row.before.state) + " to " + cat::stateName(row.after.state);
    const auto add = [&](const std::string &fact) { facts += (facts.empty() ? "" : "; ") + fact; };
    if (!row.theirSource.empty())
        add("the file has the source \"" + cat::toNotation(row.theirSource) + "\"");
    if (row.problem)
        add(row.problem->sentence());
    if (row.moved)
        add("moved");
    if (row.tracked)
        add("tracked changes taken as accepted");
    return facts;
}

/// "guide.md:17 TAB changed TAB source TAB before TAB after TAB facts", and a line a comment.
std::string linesOf(const cat::RowReport &row)
{
    const std::string place = row.document + ":" + std::to_string(row.number);
    std::string lines;
    if (isWorthALine(row)) {
        lines += place + "\t" + cat::rowOutcomeName(row.outcome) + "\t" + cat::toNotation(row.source) + "\t" + cat::toNotation(row.before.target) + "\t"
            + cat::toNotation(row.after.target) + "\t" + factsOf(row) + "\n";
    }
    for (const cat::ReviewComment &comment : row.comments)
        lines += place + "\tcomment\t" + cat::toNotation({cat::commentLine(comment), {}}) + "\n";
    return lines;
}

Json summaryOf(const cat::ReviewReport &report)
{
    return {{"rows", report.rows.size() - report.count(cat::RowOutcome::Missing)},
            {"changed", report.count(cat::RowOutcome::Changed)},
            {"missing", report.count(cat::RowOutcome::Missing)},
            {"refused", report.refused()},
            {"notes", report.notes},
            {"stray", toJson(report.stray)}};
}

std::string textOf(const cat::ReviewReport &report, const Invocation &invocation)
{
    std::string text;
    for (const cat::RowReport &row : report.rows)
        text += invocation.json ? toJson(row).dump() + "\n" : linesOf(row);
    const Json summary = summaryOf(report);
    if (invocation.json)
        return text + summary.dump() + "\n";
    for (const cat::ReviewComment &comment : report.stray)
        text += "-\tcomment\t" + cat::toNotation({cat::commentLine(comment), {}}) + "\n";
    for (const char *count : {"rows", "changed", "refused", "missing", "notes"})
        text += (std::string(count) == "rows" ? "" : ", ") + summary[count].dump() + " " + count;
    return text + "\n";
}

/// The memory learns what was confirmed; where it cannot now, it does later.
void tellMemory(cat::Project &project)
{
    cat::ProjectMemory memory = cat::ProjectMemory::open(project);
    if (const Result<void> told = memory.applyOutbox(); !told)
        report(told.error());
}

int importReviewed(cat::Project &project, const Options &options, const Invocation &invocation)
{
    Result<std::string> bytes = readFile(options.file);
    if (!bytes)
        return report(bytes.error());
    const Result<cat::ReviewTable> table = cat::readReview(std::move(*bytes), options.file);
    if (!table)
        return report(table.error());
    const Result<cat::ReviewReport> done
        = options.preview ? cat::previewReview(project, *table, options.settings) : cat::importReview(project, *table, options.settings, author);
    if (!done)
        return report(done.error());
    if (!options.preview && done->count(cat::RowOutcome::Changed) > 0)
        tellMemory(project);
    if (auto written = writeOutput("-", textOf(*done, invocation)); !written)
        return report(written.error());
    return done->refused() == 0 ? Done : Failed;
}

CLI::App *addAction(CLI::App &parent, const char *name, const char *description, Action action, std::shared_ptr<Options> options, Invocation &invocation)
{
    return addProjectAction(parent, name, description, Access::Write, invocation,
                            [action, options, &invocation](cat::Project &opened) { return action(opened, *options, invocation); });
}

}  // namespace

void addProjectReview(CLI::App &project, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *out = addAction(project, "review-export", "Write documents side by side, for a reviewer who works elsewhere", exportForReview, options, invocation);
    out->add_option("--out", options->file, "A Word document (.docx), XLIFF (.xlf, .xliff) or TMX (.tmx)")->required()->type_name("FILE");
    out->add_option("--format", options->format, "Where the name does not say it: xliff1 is 1.2, xliff2 is 2.0")
        ->check(CLI::IsMember(cat::reviewFormatNames()));
    out->add_option("--document", options->documents, "Only this document, by its name; again for more")->type_name("NAME");
    out->add_option("--state", options->states, "Only segments in this state; again for more")
        ->check(CLI::IsMember({"new", "draft", "machine", "confirmed", "reviewed", "locked"}));
    auto *back = addAction(project, "review-import", "Take back what a reviewer changed, row by row; exit code 1: something was refused", importReviewed,
                           options, invocation);
    back->add_option("FILE", options->file, "What `review-export` wrote and a reviewer edited")->required();
    back->add_flag("--preview", options->preview, "Say what would be taken, and change nothing");
    back->add_flag("--reviewed", options->settings.markReviewed, "What came back, changed or not, is reviewed");
    back->add_flag("--overwrite", options->settings.overwrite, "Take targets that were changed here too since they went out");
}

}  // namespace interlinear::cli
