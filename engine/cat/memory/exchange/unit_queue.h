// Units on their way from the thread that reads them to the one that writes them: in batches, and not many at a time.
//
//   reader:  queue.push(std::move(batch));     // waits while the writer is behind; false: nobody wants more
//   writer:  while (auto batch = queue.pop()) write(*batch);
#pragma once

#include "engine/cat/memory/unit.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace interlinear::cat {

struct UnitBatch {
    std::vector<Unit> units;
    std::uintmax_t bytesRead = 0;   ///< of the file, up to here
};

class UnitQueue {
public:
    bool push(UnitBatch batch);
    /// Nothing once the reader has ended and all batches are taken.
    std::optional<UnitBatch> pop();
    /// The reader has no more.
    void end();
    /// The writer wants no more.
    void refuse();

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<UnitBatch> m_batches;
    bool m_ended = false;
    bool m_refused = false;
};

}  // namespace interlinear::cat
