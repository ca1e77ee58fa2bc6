#include "engine/cat/shared/server_connection.h"

#include "engine/cat/shared/connection_text.h"

#include <libpq-fe.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <poll.h>
#include <string_view>

namespace interlinear::cat {

namespace {

/// The first line, without "FATAL:" and the like.
std::string reasonIn(const char *message)
{
    std::string_view text = message ? message : "";
    text = text.substr(0, text.find('\n'));
    for (const std::string_view level : {"FATAL:  ", "ERROR:  ", "PANIC:  "}) {
        if (const std::size_t at = text.find(level); at != std::string_view::npos)
            text.remove_prefix(at + level.size());
    }
    return text.empty() ? "no reason given" : std::string(text);
}

/// PostgreSQL's own codes of five characters.
std::unexpected<Error> refusal(std::string_view code, const std::string &reason, const std::string &where)
{
    if (code == "42501")
        return fail(ErrorCode::Unwritable, where, "does not allow it (%1); ask whoever runs the server to give your role the rights of a translator", reason);
    if (code == "55P03" || code == "57014")
        return fail(ErrorCode::Locked, where, "is busy with the changes of somebody else; try again in a minute");
    if (code.starts_with("53"))
        return fail(ErrorCode::DiskFull, where, "has no room left (%1); tell whoever runs it", reason);
    if (code.starts_with("57P") || code.starts_with("25P"))
        return fail(ErrorCode::Unreadable, where, "ended the connection (%1); changes wait here until it is back", reason);
    return fail(ErrorCode::EngineFailure, where, "refuses: %1", reason);
}

}  // namespace

int ServerRows::count() const
{
    return PQntuples(m_result.get());
}

std::string ServerRows::text(int row, int column) const
{
    return {PQgetvalue(m_result.get(), row, column), static_cast<std::size_t>(PQgetlength(m_result.get(), row, column))};
}

std::int64_t ServerRows::integer(int row, int column) const
{
    return std::strtoll(PQgetvalue(m_result.get(), row, column), nullptr, 10);
}

void ServerRows::Clearer::operator()(pg_result *result) const
{
    PQclear(result);
}

void ServerConnection::Closer::operator()(pg_conn *connection) const
{
    PQfinish(connection);
}

bool ServerConnection::lacksPassword(const Error &error)
{
    return error.message.starts_with("wants a password") || error.message.starts_with("does not let you in");   // as open() says it
}

Result<ServerConnection> ServerConnection::open(const std::string &connection)
{
    Result<std::string> where = withoutPassword(connection);
    if (!where)
        return std::unexpected(where.error());
    // What stands before "dbname" is a default that the text may change, what stands behind it holds.
    const std::array<const char *, 6> keywords{"connect_timeout", "tcp_user_timeout", "application_name", "dbname", "client_encoding", nullptr};
    const std::array<const char *, 6> values{"10", "30000", "Interlinear", connection.c_str(), "UTF8", nullptr};
    pg_conn *raw = PQconnectdbParams(keywords.data(), values.data(), 1);
    if (!raw)
        return fail(ErrorCode::EngineFailure, std::move(*where), "cannot be connected to: memory is short");
    ServerConnection server(raw, std::move(*where));
    if (PQstatus(raw) != CONNECTION_OK) {
        const std::string reason = reasonIn(PQerrorMessage(raw));
        if (PQconnectionNeedsPassword(raw))
            return fail(ErrorCode::Unreadable, server.m_where, "wants a password; put it into ~/.pgpass or the variable PGPASSWORD");
        if (PQconnectionUsedPassword(raw))
            return fail(ErrorCode::Unreadable, server.m_where, "does not let you in (%1); check user and password in ~/.pgpass or the variable PGPASSWORD",
                        reason);
        return fail(ErrorCode::Unreadable, server.m_where, "cannot be reached (%1); changes wait here until it can", reason);
    }
    PQsetNoticeProcessor(raw, [](void *, const char *) {}, nullptr);
    if (auto set = server.execute("SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'; SET synchronous_commit = on"); !set)
        return std::unexpected(set.error());
    return server;
}

std::unexpected<Error> ServerConnection::broken() const
{
    return fail(ErrorCode::Unreadable, m_where, "lost the connection (%1); changes wait here until it is back", reasonIn(PQerrorMessage(m_connection.get())));
}

Result<ServerRows> ServerConnection::answered(pg_result *result)
{
    ServerRows rows(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        return rows;
    const char *code = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    if (!code)
        return broken();
    return refusal(code, reasonIn(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)), m_where);
}

Result<ServerRows> ServerConnection::run(const std::string &sql, const std::vector<std::string> &parameters)
{
    std::vector<const char *> values;
    for (const std::string &parameter : parameters)
        values.push_back(parameter.c_str());
    return answered(PQexecParams(m_connection.get(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0));
}

Result<void> ServerConnection::execute(const std::string &sql)
{
    const Result<ServerRows> rows = answered(PQexec(m_connection.get(), sql.c_str()));
    return rows ? Result<void>() : std::unexpected(rows.error());
}

Result<bool> ServerConnection::waitForNotification(std::chrono::milliseconds time)
{
    const auto takeAll = [this] {
        bool any = false;
        while (PGnotify *notification = PQnotifies(m_connection.get())) {
            PQfreemem(notification);
            any = true;
        }
        return any;
    };
    if (takeAll())
        return true;
    pollfd socket{PQsocket(m_connection.get()), POLLIN, 0};
    if (poll(&socket, 1, static_cast<int>(time.count())) < 0 && errno != EINTR)
        return broken();
    if (!PQconsumeInput(m_connection.get()))
        return broken();
    return takeAll();
}

Result<ServerTransaction> ServerTransaction::begin(ServerConnection &server)
{
    if (auto begun = server.execute("BEGIN"); !begun)
        return std::unexpected(begun.error());
    return ServerTransaction(server);
}

ServerTransaction::~ServerTransaction()
{
    if (m_server)
        (void)m_server->execute("ROLLBACK");
}

Result<void> ServerTransaction::commit()
{
    return std::exchange(m_server, nullptr)->execute("COMMIT");
}

}  // namespace interlinear::cat
