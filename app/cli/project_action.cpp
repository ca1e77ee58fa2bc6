#include "app/cli/project_action.h"

#include <memory>

namespace interlinear::cli {

CLI::App *addProjectAction(CLI::App &project, const char *name, const char *description, cat::Access access, Invocation &invocation,
                           std::function<int(cat::Project &)> action)
{
    auto folder = std::make_shared<std::string>();
    auto *command = project.add_subcommand(name, description);
    command->add_option("DIR", *folder, "The project's folder")->required();
    command->callback([access, action = std::move(action), folder, &invocation] {
        invocation.run = [access, action, folder] {
            Result<cat::Project> opened = cat::Project::open(*folder, access);
            return opened ? action(*opened) : report(opened.error());
        };
    });
    return command;
}

}  // namespace interlinear::cli
