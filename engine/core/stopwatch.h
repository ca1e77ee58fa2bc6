// Seconds since a moment, by the clock that never goes back.
//
//   const Stopwatch watch;
//   work();
//   watch.seconds();
#pragma once

#include <chrono>

namespace interlinear {

class Stopwatch {
public:
    /// Since this object was made.
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count(); }

private:
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

}  // namespace interlinear
