#include "app/cli/memory_action.h"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace interlinear::cli {

namespace {

constexpr int mostWaits = 30;   // of two seconds each

/// While another program writes, as in a large import: said once, and waited for.
void waitForOtherWriters(cat::Memory &memory)
{
    for (int waits = 0; waits < mostWaits; ++waits) {
        const Result<cat::MemoryWriter> writer = memory.write();
        if (writer || writer.error().code != ErrorCode::Locked)
            return;
        if (waits == 0)
            std::fprintf(stderr, "%s: another program writes into it; waiting up to a minute for it\n", memory.path().c_str());
    }
}

/// Opening looks at the structure alone: nothing is added to units that cannot be read, or that an index has lost. A large file is not read whole for each
/// command, as opening does not either: "memory check" does that.
Result<void> checkBeforeWriting(const cat::Memory &memory)
{
    std::error_code problem;
    const std::uintmax_t bytes = std::filesystem::file_size(memory.path(), problem);
    return problem || bytes > cat::Database::wholeCheckBytes ? Result<void>() : memory.check();
}

}  // namespace

CLI::App *addMemoryAction(CLI::App &memory, const char *name, const char *description, cat::Access access, Invocation &invocation,
                          std::function<int(cat::Memory &)> action)
{
    auto file = std::make_shared<std::string>();
    auto *command = memory.add_subcommand(name, description);
    command->add_option("FILE", *file, "The memory")->required();
    command->callback([access, action = std::move(action), file, &invocation] {
        invocation.run = [access, action, file] {
            Result<cat::Memory> opened = cat::Memory::open(*file, access);
            if (!opened)
                return report(opened.error());
            if (access == cat::Access::Write) {
                if (auto sound = checkBeforeWriting(*opened); !sound)
                    return report(sound.error());
                waitForOtherWriters(*opened);
            }
            return action(*opened);
        };
    });
    return command;
}

}  // namespace interlinear::cli
