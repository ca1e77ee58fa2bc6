// What a long call may ask and say while it goes on; any thread.
//
//   control.progress(12, 400);
//   if (control.stop.stop_requested()) return …;
#pragma once

#include <QtGlobal>

#include <atomic>
#include <memory>
#include <stop_token>

namespace interlinear::workbench {

struct TaskControl {
    struct Counts {
        std::atomic<qint64> done = 0, total = 0;
    };

    void progress(qint64 done, qint64 total) const
    {
        counts->total = total;
        counts->done = done;
    }

    std::stop_token stop;
    std::shared_ptr<Counts> counts = std::make_shared<Counts>();
};

}  // namespace interlinear::workbench
