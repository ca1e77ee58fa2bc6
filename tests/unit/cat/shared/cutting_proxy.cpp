#include "tests/unit/cat/shared/cutting_proxy.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace interlinear::cat::faults {

namespace {

sockaddr_un addressIn(const std::string &folder)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, (folder + "/.s.PGSQL.5432").c_str(), sizeof address.sun_path - 1);
    return address;
}

}  // namespace

CuttingProxy::CuttingProxy(const std::string &serverFolder) : m_listener(socket(AF_UNIX, SOCK_STREAM, 0))
{
    const sockaddr_un address = addressIn(folder());
    if (pipe(m_end) != 0 || bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || listen(m_listener, 8) != 0)
        qFatal("no socket to listen at");
    m_thread = std::jthread([this, serverFolder] { serve(serverFolder); });
}

CuttingProxy::~CuttingProxy()
{
    close(m_end[1]);
    m_thread.join();
    close(m_end[0]);
    close(m_listener);
}

void CuttingProxy::serve(const std::string &serverFolder)
{
    const sockaddr_un address = addressIn(serverFolder);
    std::array<pollfd, 2> waited{{{m_listener, POLLIN, 0}, {m_end[0], POLLIN, 0}}};
    while (poll(waited.data(), waited.size(), -1) >= 0 && waited[1].revents == 0) {
        const int client = accept(m_listener, nullptr, nullptr);
        const int server = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
            carry(client, server);
        close(server);
        close(client);
    }
}

void CuttingProxy::carry(int client, int server)
{
    std::array<char, 4096> bytes;
    std::array<pollfd, 3> ends{{{client, POLLIN, 0}, {server, POLLIN, 0}, {m_end[0], POLLIN, 0}}};
    for (std::size_t carried = 0; poll(ends.data(), ends.size(), -1) >= 0 && ends[2].revents == 0;) {
        const std::size_t from = ends[0].revents != 0 ? 0 : 1;
        const ssize_t count = read(ends[from].fd, bytes.data(), bytes.size());
        const std::size_t allowed = m_bytes - std::min<std::size_t>(carried, m_bytes);
        if (count <= 0 || allowed == 0)
            return;
        const std::size_t passed = std::min(static_cast<std::size_t>(count), allowed);
        if (send(ends[1 - from].fd, bytes.data(), passed, MSG_NOSIGNAL) != static_cast<ssize_t>(passed) || passed == allowed)
            return;
        carried += passed;
    }
}

}  // namespace interlinear::cat::faults
