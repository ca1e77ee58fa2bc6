// The one thread that touches the project, so that the interface never waits for a disk.
//
//   StorageThread storage;
//   storage.run([project, query](ProjectDesk &desk) { return desk.lookup(project, query, {}); },
//               this, [this](const Result<std::vector<cat::Match>> &matches) { show(matches); });
//   storage.save([project, writes](ProjectDesk &desk) { return desk.store(project, writes); }, this, …);
#pragma once

#include "app/workbench/desk_thread.h"
#include "app/workbench/project_desk.h"

namespace interlinear::workbench {

class StorageThread : public DeskThread<ProjectDesk> {
public:
    StorageThread() : DeskThread(QStringLiteral("storage")) {}
};

}  // namespace interlinear::workbench
