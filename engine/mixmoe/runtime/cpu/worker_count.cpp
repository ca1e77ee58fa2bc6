#include "engine/mixmoe/runtime/cpu/worker_count.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr double windowSeconds = 0.25;
constexpr int badWindowsToRest = 2;
constexpr int leastPatience = 4, mostPatience = 64;

}  // namespace

WorkerCount::WorkerCount(int most) : m_most(most), m_active(most), m_patience(leastPatience)
{
}

void WorkerCount::note(double seconds, double lostSeconds)
{
    m_seconds += seconds;
    m_lost += lostSeconds;
    if (m_seconds >= windowSeconds)
        judge();
}

void WorkerCount::judge()
{
    const bool tooMany = m_active > 1 && m_lost * m_active > m_seconds;
    m_seconds = m_lost = 0;
    m_badWindows = tooMany ? m_badWindows + 1 : 0;
    if (m_badWindows == badWindowsToRest) {
        m_badWindows = 0;
        m_patience = m_trying ? std::min(2 * m_patience, mostPatience) : leastPatience;
        --m_active;
        m_trying = false;
        m_quietWindows = 0;
    } else if (!tooMany && ++m_quietWindows >= m_patience) {
        if (m_trying)
            m_patience = leastPatience;   // the thread was welcome
        m_trying = m_active < m_most;
        m_active = std::min(m_active + 1, m_most);
        m_quietWindows = 0;
    }
}

}  // namespace interlinear::mixmoe
