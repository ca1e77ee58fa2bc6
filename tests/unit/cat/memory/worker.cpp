#include "tests/unit/cat/memory/worker.h"

#include <QtGlobal>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace interlinear::cat::faults {

Worker::Worker(const std::function<bool(int)> &work)
{
    if (pipe(m_pipe) != 0)
        qFatal("no pipe");
    m_child = fork();
    if (m_child == 0) {
        close(m_pipe[0]);
        bool going = true;
        for (int number = 0; going; ++number)
            going = work(number) && write(m_pipe[1], &number, sizeof number) == sizeof number;
        _exit(1);
    }
    close(m_pipe[1]);
}

Worker::~Worker()
{
    kill();
    close(m_pipe[0]);
}

bool Worker::waitFor(int reports)
{
    while (m_reports < reports) {
        if (!readReport())
            return false;
    }
    return true;
}

bool Worker::kill()
{
    if (m_child <= 0)
        return false;
    ::kill(m_child, SIGKILL);
    int status = 0;
    const bool ended = waitpid(m_child, &status, 0) == m_child;
    m_child = 0;
    while (readReport()) { }
    return ended && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

bool Worker::readReport()
{
    int number = 0;
    if (read(m_pipe[0], &number, sizeof number) != sizeof number || number != m_reports)
        return false;
    ++m_reports;
    return true;
}

void spin(std::chrono::microseconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) { }
}

}  // namespace interlinear::cat::faults
