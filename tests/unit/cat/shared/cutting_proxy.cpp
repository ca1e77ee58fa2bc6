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
    for (;;) {
        std::vector<pollfd> waited{{m_listener, POLLIN, 0}, {m_end[0], POLLIN, 0}};
        for (const Ends &ends : m_connections)
            waited.insert(waited.end(), {{ends.client, POLLIN, 0}, {ends.server, POLLIN, 0}});
        if (poll(waited.data(), waited.size(), -1) < 0 || waited[1].revents != 0)
            break;
        for (std::size_t connection = m_connections.size(); connection-- > 0;) {
            const Ends ends = m_connections[connection];
            const bool toServer = waited[2 + 2 * connection].revents == 0 || carry(ends.client, ends.server);
            const bool toClient = waited[3 + 2 * connection].revents == 0 || carry(ends.server, ends.client);
            if (!toServer || !toClient)
                cut(connection);
        }
        if (waited[0].revents != 0)
            accept(serverFolder);
    }
    while (!m_connections.empty())
        cut(0);
}

void CuttingProxy::accept(const std::string &serverFolder)
{
    const sockaddr_un address = addressIn(serverFolder);
    m_connections.push_back({::accept(m_listener, nullptr, nullptr), socket(AF_UNIX, SOCK_STREAM, 0)});
    if (m_left == 0 || connect(m_connections.back().server, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        cut(m_connections.size() - 1);
}

/// False at the end.
bool CuttingProxy::carry(int from, int to)
{
    std::array<char, 4096> bytes;
    const ssize_t count = read(from, bytes.data(), bytes.size());
    if (count <= 0)
        return false;
    const std::size_t passed = std::min<std::size_t>(static_cast<std::size_t>(count), m_left);
    if (m_left != static_cast<std::size_t>(-1))
        m_left -= passed;
    return send(to, bytes.data(), passed, MSG_NOSIGNAL) == count;
}

void CuttingProxy::cut(std::size_t connection)
{
    close(m_connections[connection].client);
    close(m_connections[connection].server);
    m_connections.erase(m_connections.begin() + static_cast<std::ptrdiff_t>(connection));
}

}  // namespace interlinear::cat::faults
