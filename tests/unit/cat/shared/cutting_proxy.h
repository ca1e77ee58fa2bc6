// A socket between clients and a server that breaks their connections after so many bytes.
//
//   CuttingProxy proxy(server.socketFolder());
//   proxy.cutAfter(700);                   // of all connections and both directions together; then none is taken any more
//   ServerConnection::open("host=" + proxy.folder() + …);
//   proxy.letAllPass();
#pragma once

#include <QTemporaryDir>

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

namespace interlinear::cat::faults {

class CuttingProxy {
public:
    explicit CuttingProxy(const std::string &serverFolder);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy &) = delete;
    CuttingProxy &operator=(const CuttingProxy &) = delete;

    std::string folder() const { return m_folder.path().toStdString(); }
    void cutAfter(std::size_t bytes) { m_left = bytes; }
    void letAllPass() { m_left = static_cast<std::size_t>(-1); }

private:
    struct Ends {
        int client, server;
    };
    void serve(const std::string &serverFolder);
    void accept(const std::string &serverFolder);
    bool carry(int from, int to);
    void cut(std::size_t connection);

    QTemporaryDir m_folder;
    std::atomic<std::size_t> m_left = static_cast<std::size_t>(-1);
    std::vector<Ends> m_connections;   // the thread's
    int m_listener = -1;
    int m_end[2] = {-1, -1};
    std::jthread m_thread;
};

}  // namespace interlinear::cat::faults
