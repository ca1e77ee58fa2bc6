#include "app/cli/memory_action.h"
#include "app/cli/option_checks.h"
#include "app/cli/unit_selection_options.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/memory/hygiene/bulk_change.h"
#include "engine/cat/memory/hygiene/inspection.h"
#include "engine/cat/memory/hygiene/merge.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;

void print(const std::string &line)
{
    std::printf("%s\n", line.c_str());
}

std::vector<std::string> findingNames()
{
    std::vector<std::string> names;
    for (int kind = 0; kind < cat::findingKindCount; ++kind)
        names.emplace_back(cat::findingName(static_cast<cat::FindingKind>(kind)));
    return names;
}

int tidy(cat::Memory &memory, const std::vector<std::string> &kinds, const Invocation &invocation)
{
    cat::InspectionSettings settings;
    for (const std::string &kind : kinds)
        settings.kinds.insert(*cat::findingFromName(kind));
    const auto show = [&](const cat::Finding &finding) -> Result<void> {
        const std::string sentence = withArguments(cat::findingSentence(finding.kind), finding.arguments);
        if (invocation.json) {
            print(Json{{"kind", cat::findingName(finding.kind)}, {"sentence", sentence}, {"units", finding.unitIds}}.dump());
        } else {
            std::string line = std::string(cat::findingName(finding.kind)) + "\t" + sentence + "\t";
            for (std::size_t i = 0; i < finding.unitIds.size(); ++i)
                line += (i == 0 ? "" : " ") + finding.unitIds[i];
            print(line);
        }
        return {};
    };
    const Result<void> inspected = cat::inspect(memory, settings, show);
    return inspected ? Done : report(inspected.error());
}

struct EditOptions {
    std::vector<std::string> ids;
    std::optional<std::string> holding, find, with, set, unset;
    cat::SearchedSide side = cat::SearchedSide::Both;
    bool approve = false, unapprove = false, remove = false, all = false, preview = false;
    PatternOptions pattern;
    FilterOptions filter;
};

/// NAME=VALUE; without the sign the value is empty.
cat::SetProperty propertyOf(const std::string &text)
{
    const std::size_t equals = std::min(text.find('='), text.size());
    return {text.substr(0, equals), text.substr(std::min(equals + 1, text.size()))};
}

Result<cat::UnitEdit> editOf(const EditOptions &options)
{
    std::vector<cat::UnitEdit> edits;
    if (options.find.has_value() != options.with.has_value())
        return fail(ErrorCode::InvalidArgument, "edit", "expected --find and --with together; --with '' takes the text away");
    if (options.find)
        edits.emplace_back(cat::ReplaceText{options.pattern.pattern(*options.find), *options.with, options.side});
    if (options.set)
        edits.emplace_back(propertyOf(*options.set));
    if (options.unset)
        edits.emplace_back(cat::SetProperty{*options.unset, std::nullopt});
    if (options.approve || options.unapprove)
        edits.emplace_back(cat::SetApproved{options.approve});
    if (options.remove)
        edits.emplace_back(cat::RemoveUnits{});
    if (edits.size() != 1)
        return fail(ErrorCode::InvalidArgument, "edit", "expected one of --find, --set, --unset, --approve, --unapprove and --delete");
    return edits.front();
}

Result<cat::BulkChange> changeOf(const EditOptions &options)
{
    const Result<cat::UnitEdit> edit = editOf(options);
    if (!edit)
        return std::unexpected(edit.error());
    cat::BulkChange change;
    change.selection.ids = options.ids;
    change.selection.filter = options.filter.filter();
    if (options.holding)
        change.selection.text.emplace().text = *options.holding;
    change.edit = *edit;
    const bool isEveryUnit = options.ids.empty() && !options.holding && change.selection.filter == cat::UnitFilter();
    if (options.remove && isEveryUnit && !options.all)
        return fail(ErrorCode::InvalidArgument, "edit", "--delete without --holding, --id or another choice deletes every unit; say --all where that is wanted");
    return change;
}

Json toJson(const cat::Unit &unit)
{
    Json properties = Json::object();
    for (const cat::Property &property : unit.properties)
        properties[property.name] = property.value;
    return {{"source", cat::toNotation(unit.source)}, {"target", cat::toNotation(unit.target)}, {"approved", unit.approved}, {"properties", properties}};
}

int showPreview(const cat::Memory &memory, const cat::BulkChange &change, const Invocation &invocation)
{
    const auto show = [&](const cat::ChangedUnit &changed) -> Result<void> {
        const auto line = [](const char *sign, const cat::Unit &unit) {
            print(std::string(sign) + cat::toNotation(unit.source) + "\t" + cat::toNotation(unit.target));
        };
        if (invocation.json) {
            print(Json{{"id", changed.before.id}, {"before", toJson(changed.before)}, {"after", changed.after ? toJson(*changed.after) : Json()}}.dump());
            return {};
        }
        line("- ", changed.before);
        if (changed.after)
            line("+ ", *changed.after);
        return {};
    };
    const Result<void> previewed = cat::preview(memory, change, show);
    return previewed ? Done : report(previewed.error());
}

int edit(cat::Memory &memory, const EditOptions &options, const Invocation &invocation)
{
    const Result<cat::BulkChange> change = changeOf(options);
    if (!change)
        return report(change.error());
    if (options.preview)
        return showPreview(memory, *change, invocation);
    const Result<cat::AppliedChange> applied = cat::apply(memory, *change);
    if (!applied)
        return report(applied.error());
    if (invocation.json)
        print(Json{{"change", applied->number}, {"units", applied->units}}.dump());
    else if (applied->units == 0)
        print("no unit changed");
    else
        std::printf("change %lld: %zu units\n", static_cast<long long>(applied->number), applied->units);
    return Done;
}

int listChanges(const cat::Memory &memory, const Invocation &invocation)
{
    const Result<std::vector<cat::RecordedChange>> changes = cat::recordedChanges(memory);
    if (!changes)
        return report(changes.error());
    for (const auto &[number, atMs, units] : *changes) {
        if (invocation.json)
            print(Json{{"change", number}, {"at_ms", atMs}, {"units", units}}.dump());
        else
            std::printf("change %lld: %zu units\n", static_cast<long long>(number), units);
    }
    return Done;
}

int takeBack(cat::Memory &memory, std::int64_t number, const Invocation &invocation)
{
    const Result<cat::UndoReport> undone = cat::undo(memory, number);
    if (!undone)
        return report(undone.error());
    if (invocation.json)
        print(Json{{"restored", undone->restored}, {"taken_out", undone->takenOut}, {"changed_since", undone->changedSince}}.dump());
    else
        std::printf("%zu restored, %zu taken out%s\n", undone->restored, undone->takenOut,
                    undone->changedSince == 0 ? "" : (", " + std::to_string(undone->changedSince) + " changed since and left alone: undo the later change, then this one").c_str());
    return Done;
}

struct MergeOptions {
    std::vector<std::string> from;
    bool ignoreRemovals = false, eitherDirection = false;
};

int merge(cat::Memory &memory, const MergeOptions &options, const Invocation &invocation)
{
    const cat::MergeSettings settings{options.ignoreRemovals ? cat::Removals::Ignored : cat::Removals::Respected,
                                      options.eitherDirection ? cat::MergedDirection::Either : cat::MergedDirection::Same};
    for (const std::string &file : options.from) {
        const Result<cat::Memory> from = cat::Memory::open(file, cat::Access::Read);
        if (!from)
            return report(from.error());
        const Result<cat::MergeReport> merged = cat::mergeMemory(memory, *from, settings);
        if (!merged)
            return report(merged.error());
        const auto &[added, updated, known, keptAway, removed, change] = *merged;
        if (invocation.json)
            print(Json{{"from", file}, {"added", added}, {"updated", updated}, {"known", known}, {"kept_away", keptAway}, {"removed", removed}, {"change", change}}.dump());
        else
            std::printf("%s: %zu added, %zu updated, %zu known already, %zu removed before, %zu removed there%s\n", file.c_str(), added, updated, known, keptAway,
                        removed, change == 0 ? "" : (" (change " + std::to_string(change) + ")").c_str());
    }
    return Done;
}

void addEdit(CLI::App &memory, Invocation &invocation)
{
    using enum cat::SearchedSide;
    auto options = std::make_shared<EditOptions>();
    auto *command = addMemoryAction(memory, "edit", "Change or delete many units at once; undo takes it back", cat::Access::Write, invocation,
                                    [options, &invocation](cat::Memory &opened) { return edit(opened, *options, invocation); });
    command->add_flag("--preview", options->preview, "Change nothing, show what would be");
    command->add_option("--find", options->find, "Replace this text, as concordance finds it");
    command->add_option("--with", options->with, "What stands in its place; after --regex $1 is the first group");
    command->add_option("--in", options->side, "Where to replace: source, target or both")
        ->transform(choice<cat::SearchedSide>({{"source", Source}, {"target", Target}, {"both", Both}}));
    command->add_option("--set", options->set, "Set a property")->type_name("NAME=VALUE");
    command->add_option("--unset", options->unset, "Take a property away")->type_name("NAME");
    command->add_flag("--approve", options->approve, "Mark as approved");
    command->add_flag("--unapprove", options->unapprove, "Mark as not approved")->excludes("--approve");
    command->add_flag("--delete", options->remove, "Delete the units");
    command->add_flag("--all", options->all, "With --delete: all there are, where nothing else says which");
    command->add_option("--id", options->ids, "Only these units");
    command->add_option("--holding", options->holding, "Only units with this text");
    options->pattern.addTo(*command);
    options->filter.addTo(*command);
}

}  // namespace

void addMemoryHygiene(CLI::App &memory, Invocation &invocation)
{
    auto kinds = std::make_shared<std::vector<std::string>>();
    addMemoryAction(memory, "tidy", "List duplicates, contradictions and suspicious units", cat::Access::Read, invocation,
                    [kinds, &invocation](cat::Memory &opened) { return tidy(opened, *kinds, invocation); })
        ->add_option("--only", *kinds, "Only findings of these kinds")
        ->delimiter(',')
        ->check(oneOf(findingNames()));
    addEdit(memory, invocation);
    addMemoryAction(memory, "changes", "List what undo can take back", cat::Access::Read, invocation,
                    [&invocation](cat::Memory &opened) { return listChanges(opened, invocation); });
    auto number = std::make_shared<std::int64_t>(0);
    addMemoryAction(memory, "undo", "Take back a change of edit or of merge", cat::Access::Write, invocation,
                    [number, &invocation](cat::Memory &opened) { return takeBack(opened, *number, invocation); })
        ->add_option("CHANGE", *number, "Its number")
        ->required();
    auto options = std::make_shared<MergeOptions>();
    auto *command = addMemoryAction(memory, "merge", "Add the units of other memories; of two with one id the one changed later stays", cat::Access::Write,
                                    invocation, [options, &invocation](cat::Memory &opened) { return merge(opened, *options, invocation); });
    command->add_option("FROM", options->from, "The other memories")->required();
    command->add_flag("--ignore-removals", options->ignoreRemovals, "Bring back what was removed here, keep what was removed there");
    command->add_flag("--either-direction", options->eitherDirection, "Turn memories of the opposite direction round");
}

}  // namespace interlinear::cli
