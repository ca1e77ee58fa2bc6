#include "tests/unit/cat/shared/postgres_server.h"

#include "engine/cat/shared/server_connection.h"
#include "tests/support/must.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <pwd.h>
#include <unistd.h>

namespace interlinear::cat::faults {

namespace {

/// The newest that is installed; empty when none is.
QString programs()
{
    const QDir versions("/usr/lib/postgresql");
    QString found;
    double newest = 0;
    for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = versions.filePath(version) + "/bin/";
        if (version.toDouble() > newest && QFile::exists(folder + "initdb") && QFile::exists(folder + "postgres")) {
            newest = version.toDouble();
            found = folder;
        }
    }
    return found;
}

}  // namespace

bool PostgresServer::isInstalled()
{
    return !programs().isEmpty();
}

PostgresServer::PostgresServer()
{
    if (geteuid() == 0) {   // as root a server does not start
        const passwd *nobody = getpwnam("nobody");
        if (!nobody || chown(m_folder.path().toUtf8().constData(), nobody->pw_uid, nobody->pw_gid) != 0)
            qFatal("no user to run a server as");
    }
    const QString data = m_folder.filePath("data");
    if (!run("initdb", {"--pgdata", data, "--auth", "trust", "--username", "postgres", "--encoding", "UTF8", "--locale", "C", "--no-sync"}))
        qFatal("initdb failed");
    QFile access(data + "/pg_hba.conf");
    if (!access.open(QIODevice::WriteOnly) || access.write("local all secured scram-sha-256\nlocal all all trust\n") < 0)
        qFatal("pg_hba.conf cannot be written");
    access.close();
    start();
}

PostgresServer::~PostgresServer()
{
    stop();
}

bool PostgresServer::run(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    process.setWorkingDirectory("/");
    process.setStandardOutputFile(QProcess::nullDevice());   // the server would keep a pipe open
    process.setStandardErrorFile(QProcess::nullDevice());
    if (geteuid() == 0)
        process.start("setpriv", QStringList{"--reuid", "nobody", "--regid", "nogroup", "--clear-groups", programs() + program} + arguments);
    else
        process.start(programs() + program, arguments);
    return process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

void PostgresServer::start()
{
    const QString settings =
        "-c listen_addresses= -c unix_socket_directories=" + m_folder.path() + " -c fsync=off -c shared_buffers=16MB -c max_connections=20";
    if (!run("pg_ctl",
             {"start", "--wait", "--timeout", "100", "--pgdata", m_folder.filePath("data"), "--log", m_folder.filePath("log"), "--options", settings}))
        qFatal("the server does not start; see %s", qPrintable(m_folder.filePath("log")));
}

void PostgresServer::stop()
{
    run("pg_ctl", {"stop", "--wait", "--mode", "immediate", "--pgdata", m_folder.filePath("data")});
}

std::string PostgresServer::connection(const std::string &user, const std::string &folder) const
{
    return "host=" + (folder.empty() ? socketFolder() : folder) + " user=" + user + " dbname=team" + std::to_string(m_databases);
}

std::string PostgresServer::newDatabase()
{
    ServerConnection server = tests::must(ServerConnection::open("host=" + socketFolder() + " user=postgres dbname=postgres"));
    tests::must(server.execute("CREATE DATABASE team" + std::to_string(++m_databases)));
    return connection();
}

}  // namespace interlinear::cat::faults
