// interlinear-cli memory share, join, sync and what belongs to them: memories that a team shares through a server.
#include "app/cli/match_json.h"
#include "app/cli/memory_action.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/shared/conflicts.h"
#include "engine/cat/shared/server_schema.h"
#include "engine/cat/shared/shared_memory.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;

struct SharingOptions {
    std::string file, connection, name, conflict, keep;
    std::optional<std::string> target;
    bool watch = false;
};

void show(const cat::SyncReport &synchronised, const Invocation &invocation)
{
    if (invocation.json)
        std::printf("%s\n", Json{{"received", synchronised.received}, {"sent", synchronised.sent}, {"conflicts", synchronised.conflicts}}.dump().c_str());
    else
        std::printf("%zu received, %zu sent, %zu conflicts\n", synchronised.received, synchronised.sent, synchronised.conflicts);
    std::fflush(stdout);
}

int synchroniseOnce(Result<cat::SharedMemory> shared, const Invocation &invocation)
{
    if (!shared)
        return report(shared.error());
    const Result<cat::SyncReport> synchronised = shared->synchronise({});
    if (!synchronised)
        return report(synchronised.error());
    show(*synchronised, invocation);
    return Done;
}

int share(const SharingOptions &options, const Invocation &invocation)
{
    const std::string name = options.name.empty() ? std::filesystem::path(options.file).stem().string() : options.name;
    return synchroniseOnce(cat::SharedMemory::share(options.file, options.connection, name), invocation);
}

int join(const SharingOptions &options, const Invocation &invocation)
{
    return synchroniseOnce(cat::SharedMemory::join(options.connection, options.name, options.file), invocation);
}

bool waitsForTheServer(const Error &error)
{
    return error.code == ErrorCode::Unreadable || error.code == ErrorCode::Locked;
}

/// Until there is something to receive or to send, or the server has gone.
Result<void> waitForChanges(cat::SharedMemory &shared)
{
    for (;;) {
        const Result<bool> news = shared.waitForNews(std::chrono::seconds(1));
        if (!news || *news)
            return news ? Result<void>() : std::unexpected(news.error());
        const Result<std::size_t> waiting = shared.countWaiting();
        if (!waiting || *waiting > 0)
            return waiting ? Result<void>() : std::unexpected(waiting.error());
    }
}

/// Until the program is ended, which may happen at any instant.
int watch(cat::SharedMemory &shared, const Invocation &invocation)
{
    constexpr std::chrono::seconds shortestPause{1}, longestPause{30};
    std::chrono::seconds pause = shortestPause;
    for (;;) {
        const Result<cat::SyncReport> synchronised = shared.synchronise({});
        Result<void> waited = synchronised ? Result<void>() : std::unexpected(synchronised.error());
        if (synchronised) {
            if (synchronised->received + synchronised->sent > 0)
                show(*synchronised, invocation);
            pause = shortestPause;
            waited = waitForChanges(shared);
        }
        if (waited)
            continue;
        const int code = report(waited.error());
        if (!waitsForTheServer(waited.error()))
            return code;
        std::this_thread::sleep_for(pause);
        pause = std::min(2 * pause, longestPause);
    }
}

int synchronise(const SharingOptions &options, const Invocation &invocation)
{
    Result<cat::SharedMemory> shared = cat::SharedMemory::open(options.file);
    if (!shared)
        return report(shared.error());
    if (!options.connection.empty()) {
        if (auto moved = shared->moveTo(options.connection); !moved)
            return report(moved.error());
    }
    return options.watch ? watch(*shared, invocation) : synchroniseOnce(std::move(shared), invocation);
}

Json sideJson(const std::optional<cat::Unit> &unit)
{
    return unit ? toJson(cat::UnitVersion{*unit, std::nullopt, 0}) : Json();
}

std::string sideText(const std::optional<cat::Unit> &unit)
{
    return unit ? cat::toNotation(unit->target) : "(none)";
}

int listConflicts(const SharingOptions &options, const Invocation &invocation)
{
    Result<cat::SharedMemory> shared = cat::SharedMemory::open(options.file);
    if (!shared)
        return report(shared.error());
    const Result<std::vector<cat::Conflict>> conflicts = cat::openConflicts(shared->memory());
    if (!conflicts)
        return report(conflicts.error());
    std::string lines;
    for (const cat::Conflict &conflict : *conflicts) {
        const std::optional<cat::Unit> &known = conflict.current ? conflict.current : conflict.other;
        if (invocation.json)
            lines += Json{{"id", conflict.id}, {"current", sideJson(conflict.current)}, {"other", sideJson(conflict.other)}}.dump() + "\n";
        else
            lines += conflict.id + "\t" + (known ? cat::toNotation(known->source) : "") + "\t" + sideText(conflict.current) + "\t" +
                sideText(conflict.other) + "\n";
    }
    const Result<void> written = writeOutput("-", lines);
    return written ? Done : report(written.error());
}

/// The notation of a tag does not say what the file has at its place; the unit's own tags do.
TaggedText withCodes(TaggedText text, const std::optional<cat::Unit> &unit)
{
    for (InlineTag &tag : text.tags) {
        if (!unit)
            continue;
        const auto known = std::find_if(unit->target.tags.begin(), unit->target.tags.end(),
                                        [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
        if (known != unit->target.tags.end())
            tag = {tag.id, tag.kind, tag.offset, known->code, known->display};
    }
    return text;
}

Result<cat::Decision> decisionOf(const cat::Memory &memory, const SharingOptions &options)
{
    if (options.target.has_value() == !options.keep.empty())
        return fail(ErrorCode::InvalidArgument, "resolve", "expected one of --keep and --target");
    if (options.keep == "current")
        return cat::KeepCurrent{};
    if (options.keep == "other")
        return cat::TakeOther{};
    if (options.keep == "both")
        return cat::KeepBoth{};
    const Result<std::vector<cat::Conflict>> conflicts = cat::openConflicts(memory);
    if (!conflicts)
        return std::unexpected(conflicts.error());
    TaggedText text = cat::fromNotation(*options.target);
    for (const cat::Conflict &conflict : *conflicts) {
        if (conflict.id == options.conflict)
            text = withCodes(withCodes(std::move(text), conflict.other), conflict.current);
    }
    return cat::Decision(cat::TakeText{std::move(text)});
}

int resolve(const SharingOptions &options)
{
    Result<cat::SharedMemory> shared = cat::SharedMemory::open(options.file);
    if (!shared)
        return report(shared.error());
    const Result<cat::Decision> decision = decisionOf(shared->memory(), options);
    if (!decision)
        return report(decision.error());
    const Result<void> decided = cat::decide(shared->memory(), options.conflict, *decision);
    return decided ? Done : report(decided.error());
}

int upgradeServer(const SharingOptions &options)
{
    Result<cat::ServerConnection> server = cat::ServerConnection::open(options.connection);
    const Result<void> prepared = server ? cat::prepareServer(*server, cat::serverSchema()) : std::unexpected(server.error());
    return prepared ? Done : report(prepared.error());
}

constexpr const char *connectionHelp =
    "The server, as libpq has it: postgresql://host/database, service=NAME; passwords come from ~/.pgpass or PGPASSWORD and are not kept";

CLI::App *addSharingCommand(CLI::App &memory, const char *name, const char *description, Invocation &invocation, std::function<int()> action)
{
    auto *command = memory.add_subcommand(name, description);
    command->callback([action = std::move(action), &invocation] { invocation.run = action; });
    return command;
}

}  // namespace

void addMemorySharing(CLI::App &memory, Invocation &invocation)
{
    auto options = std::make_shared<SharingOptions>();
    auto *shareCommand = addSharingCommand(memory, "share", "Make a memory one that a team shares, and send what it holds", invocation,
                                           [options, &invocation] { return share(*options, invocation); });
    shareCommand->add_option("FILE", options->file, "The memory")->required();
    shareCommand->add_option("CONNECTION", options->connection, connectionHelp)->required();
    shareCommand->add_option("--name", options->name, "What the team calls it; without it, the name of the file");
    auto *joinCommand = addSharingCommand(memory, "join", "Make a file that follows a memory that a team shares", invocation,
                                          [options, &invocation] { return join(*options, invocation); });
    joinCommand->add_option("CONNECTION", options->connection, connectionHelp)->required();
    joinCommand->add_option("FILE", options->file, "The memory to make")->required();
    joinCommand->add_option("--name", options->name, "What the team calls it; needed when the server holds several");
    auto *syncCommand = addSharingCommand(memory, "sync", "Send what changed in a shared memory, and take over what others changed", invocation,
                                          [options, &invocation] { return synchronise(*options, invocation); });
    syncCommand->add_option("FILE", options->file, "The memory")->required();
    syncCommand->add_flag("--watch", options->watch, "Go on, at once whenever anything changes, until ended");
    syncCommand->add_option("--connection", options->connection, "The server from now on, where it moved");
    auto *conflictsCommand =
        addSharingCommand(memory, "conflicts", "List units that two people changed at once: id, source, current target, the other target", invocation,
                          [options, &invocation] { return listConflicts(*options, invocation); });
    conflictsCommand->add_option("FILE", options->file, "The memory")->required();
    auto *resolveCommand = addSharingCommand(memory, "resolve", "Decide a conflict", invocation, [options] { return resolve(*options); });
    resolveCommand->add_option("FILE", options->file, "The memory")->required();
    resolveCommand->add_option("ID", options->conflict, "The conflict, as conflicts shows it")->required();
    resolveCommand->add_option("--keep", options->keep, "The current version, the other one, or both as two units")
        ->check(CLI::IsMember({"current", "other", "both"}))
        ->type_name("current|other|both");
    resolveCommand->add_option("--target", options->target, "A target made of both");
    auto *upgradeCommand = addSharingCommand(memory, "upgrade-server", "Bring a server's tables up to this version of the program; it keeps a copy of them",
                                             invocation, [options] { return upgradeServer(*options); });
    upgradeCommand->add_option("CONNECTION", options->connection, connectionHelp)->required();
}

}  // namespace interlinear::cli
