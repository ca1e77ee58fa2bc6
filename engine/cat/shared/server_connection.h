// A connection to a PostgreSQL server, whose failures are sentences.
//
//   Result<ServerConnection> server = ServerConnection::open("service=team");
//   Result<ServerRows> rows = server->run("SELECT number FROM change WHERE memory = $1", {"3"});
//   rows->integer(0, 0);
//
// A password comes from ~/.pgpass, PGPASSWORD or the connection text, as libpq has it. One thread at a time; a call waits for the network, thirty seconds
// where it has gone.
#pragma once

#include "engine/core/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct pg_conn;
struct pg_result;

namespace interlinear::cat {

class ServerRows {
public:
    int count() const;
    std::string text(int row, int column) const;
    std::int64_t integer(int row, int column) const;

private:
    friend class ServerConnection;
    struct Clearer {
        void operator()(pg_result *result) const;
    };
    explicit ServerRows(pg_result *result) : m_result(result) {}

    std::unique_ptr<pg_result, Clearer> m_result;
};

class ServerConnection {
public:
    /// Unreadable when the server cannot be reached or does not let us in; what withoutPassword() refuses.
    static Result<ServerConnection> open(const std::string &connection);
    /// Whether open() failed for want of a password, or of the right one.
    static bool lacksPassword(const Error &error);

    /// One statement with its parameters, as text. Unreadable when the connection broke, Unwritable for what the role may not do, Locked after waiting for
    /// others.
    Result<ServerRows> run(const std::string &sql, const std::vector<std::string> &parameters = {});
    /// Several statements, one behind the other.
    Result<void> execute(const std::string &sql);
    /// Whether a notification has come within this time. Those that came before count.
    Result<bool> waitForNotification(std::chrono::milliseconds time);

    /// For sentences: the connection text without its password.
    const std::string &where() const { return m_where; }

private:
    struct Closer {
        void operator()(pg_conn *connection) const;
    };
    ServerConnection(pg_conn *connection, std::string where) : m_connection(connection), m_where(std::move(where)) {}
    Result<ServerRows> answered(pg_result *result);
    std::unexpected<Error> broken() const;

    std::unique_ptr<pg_conn, Closer> m_connection;
    std::string m_where;
};

/// Undone unless commit() succeeds.
class ServerTransaction {
public:
    static Result<ServerTransaction> begin(ServerConnection &server);
    ~ServerTransaction();
    ServerTransaction(ServerTransaction &&other) noexcept : m_server(std::exchange(other.m_server, nullptr)) {}
    ServerTransaction &operator=(ServerTransaction &&) = delete;
    /// After an Error nobody knows whether it happened.
    Result<void> commit();

private:
    explicit ServerTransaction(ServerConnection &server) : m_server(&server) {}

    ServerConnection *m_server;
};

}  // namespace interlinear::cat
