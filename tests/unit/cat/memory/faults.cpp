#include "tests/unit/cat/memory/faults.h"

#include <sqlite3.h>

#include <csignal>
#include <unistd.h>

namespace interlinear::cat::faults {

OtherProgram::OtherProgram(const std::filesystem::path &path)
{
    sqlite3_open(path.c_str(), &m_connection);
}

OtherProgram::~OtherProgram()
{
    sqlite3_close(m_connection);
}

bool OtherProgram::run(const char *sql)
{
    return sqlite3_exec(m_connection, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

SizeLimit::SizeLimit(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN))
{
    getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limit{bytes, m_before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
}

SizeLimit::~SizeLimit()
{
    setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_handler);
}

WithoutRoot::WithoutRoot() : m_user(geteuid())
{
    if (m_user == 0)
        m_changed = seteuid(65534) == 0;
}

WithoutRoot::~WithoutRoot()
{
    if (m_changed)
        m_changed = seteuid(m_user) != 0;
}

}  // namespace interlinear::cat::faults
