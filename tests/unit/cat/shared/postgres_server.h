// A real PostgreSQL server in a folder of its own, reached by a socket there and by nothing else.
//
//   if (!PostgresServer::isInstalled()) QSKIP("postgresql is not installed");
//   PostgresServer server;
//   const std::string connection = server.newDatabase();
//   server.stop();                         // as when its machine loses power
//   server.start();
#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <string>

namespace interlinear::cat::faults {

class PostgresServer {
public:
    static bool isInstalled();

    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer &) = delete;
    PostgresServer &operator=(const PostgresServer &) = delete;

    void start();
    void stop();
    /// An empty database; how its owner connects.
    std::string newDatabase();
    /// For another user, "secured" being one that has to say a password, or through another socket's folder.
    std::string connection(const std::string &user = "postgres", const std::string &folder = {}) const;
    std::string socketFolder() const { return m_folder.path().toStdString(); }

private:
    bool run(const QString &program, const QStringList &arguments) const;

    QTemporaryDir m_folder;
    int m_databases = 0;
};

}  // namespace interlinear::cat::faults
