#include "app/cli/memory_action.h"

#include <memory>

namespace interlinear::cli {

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
            // Opening looks at the structure alone; nothing is added to units that cannot be read, or that an index has lost.
            if (auto sound = access == cat::Access::Write ? opened->check() : Result<void>(); !sound)
                return report(sound.error());
            return action(*opened);
        };
    });
    return command;
}

}  // namespace interlinear::cli
