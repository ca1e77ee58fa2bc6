// A socket between a client and a server that breaks every connection after so many bytes.
//
//   CuttingProxy proxy(server.socketFolder());
//   proxy.cutAfter(700);                   // of every connection from now on, in both directions together
//   ServerConnection::open("host=" + proxy.folder() + …);
#pragma once

#include <QTemporaryDir>

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>

namespace interlinear::cat::faults {

/// One connection at a time.
class CuttingProxy {
public:
    explicit CuttingProxy(const std::string &serverFolder);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy &) = delete;
    CuttingProxy &operator=(const CuttingProxy &) = delete;

    std::string folder() const { return m_folder.path().toStdString(); }
    void cutAfter(std::size_t bytes) { m_bytes = bytes; }
    void letAllPass() { m_bytes = static_cast<std::size_t>(-1); }

private:
    void serve(const std::string &serverFolder);
    void carry(int client, int server);

    QTemporaryDir m_folder;
    std::atomic<std::size_t> m_bytes = static_cast<std::size_t>(-1);
    int m_listener = -1;
    int m_end[2] = {-1, -1};
    std::jthread m_thread;
};

}  // namespace interlinear::cat::faults
