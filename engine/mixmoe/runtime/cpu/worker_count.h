// How many threads of a pool work, when other programs keep processors busy.
//
//   WorkerCount count(16);
//   count.note(0.004, 0.0021);   // a loop of 4 ms, 2.1 ms of which were spent waiting for a thread that did not come on
//   count.active();              // 16 at first; fewer once waiting costs more than a thread brings
//
// With k threads and a share s of the time lost to waiting, (1 - s) k threads' worth of work is done; k - 1 threads that are not disturbed do more as soon as s > 1/k.
// So one thread rests when that was so for half a second, and comes back to try after a while, after ever longer whiles as long as that fails. One thread.
#pragma once

namespace interlinear::mixmoe {

class WorkerCount {
public:
    /// most: at least 1, the number of threads there are.
    explicit WorkerCount(int most);

    int active() const { return m_active; }
    /// Of one loop: how long it took, and what of that was lost to waiting.
    void note(double seconds, double lostSeconds);

private:
    void judge();

    int m_most, m_active;
    double m_seconds = 0, m_lost = 0;   // of the window at hand
    int m_badWindows = 0;               // in a row
    int m_quietWindows = 0;             // since the latest change
    int m_patience;                     // quiet windows before another thread is tried
    bool m_trying = false;              // the latest change was one up
};

}  // namespace interlinear::mixmoe
