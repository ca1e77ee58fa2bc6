// A child process that works until it is killed.
//
//   Worker worker([&](int number) { return memory.add(unitOf(number)).has_value(); });
//   worker.waitFor(20);
//   spin(std::chrono::microseconds(below(random, 4000)));
//   worker.kill();                         // worker.reports() steps were done, and perhaps one more
#pragma once

#include <chrono>
#include <functional>
#include <sys/types.h>

namespace interlinear::cat::faults {

/// Says how often its work was done.
class Worker {
public:
    /// The work gets 0, 1, 2, …; false ends the child.
    explicit Worker(const std::function<bool(int)> &work);
    ~Worker();
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    /// False when the child has ended.
    bool waitFor(int reports);
    /// Ends the child at once. Whether it was at work until then.
    bool kill();
    int reports() const { return m_reports; }

private:
    bool readReport();

    int m_pipe[2] = {-1, -1};
    pid_t m_child = -1;
    int m_reports = 0;
};

/// Lets the child go on for this long; the time, unlike a count of reports, ends anywhere in its work.
void spin(std::chrono::microseconds time);

}  // namespace interlinear::cat::faults
