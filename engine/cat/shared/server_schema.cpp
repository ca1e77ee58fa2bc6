#include "engine/cat/shared/server_schema.h"

#include "sql/shared_server.h"

namespace interlinear::cat {

namespace {

/// 0 where there is none.
Result<int> versionOn(ServerConnection &server)
{
    const Result<ServerRows> there = server.run("SELECT to_regclass('interlinear.schema_version') IS NOT NULL");
    if (!there)
        return std::unexpected(there.error());
    if (there->text(0, 0) != "t")
        return 0;
    const Result<ServerRows> version = server.run("SELECT version FROM interlinear.schema_version");
    if (!version)
        return std::unexpected(version.error());
    if (version->count() != 1 || version->integer(0, 0) < 1)
        return fail(ErrorCode::Damaged, server.where(), "does not say which version its tables have; restore the database from a backup");
    return static_cast<int>(version->integer(0, 0));
}

std::unexpected<Error> tooNew(const ServerConnection &server, int version, int known)
{
    return fail(ErrorCode::NewerVersion, server.where(), "holds shared memories of version %1, and this program knows %2; install the newer program", version,
                known);
}

Result<void> copyTables(ServerConnection &server, int version)
{
    const std::string copy = "interlinear_version_" + std::to_string(version);
    return server.execute("CREATE SCHEMA " + copy +
                          "; DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'interlinear' LOOP "
                          "EXECUTE format('CREATE TABLE " +
                          copy + ".%I AS TABLE interlinear.%I', name, name); END LOOP; END $$");
}

Result<void> bringUp(ServerConnection &server, const ServerSchema &schema, int version)
{
    if (version == 0)
        return server.execute(schema.sql);
    if (auto copied = copyTables(server, version); !copied)
        return copied;
    for (int from = version; from < schema.version; ++from) {
        if (auto migrated = server.execute(schema.migrations[static_cast<std::size_t>(from - 1)]); !migrated)
            return migrated;
    }
    return {};
}

}  // namespace

const ServerSchema &serverSchema()
{
    static const ServerSchema schema{1, shared_serverSql, {}};
    return schema;
}

Result<void> prepareServer(ServerConnection &server, const ServerSchema &schema)
{
    Result<ServerTransaction> change = ServerTransaction::begin(server);
    if (!change)
        return std::unexpected(change.error());
    if (auto alone = server.run("SELECT pg_advisory_xact_lock(1229737044)"); !alone)   // "ILTM", as in the files
        return std::unexpected(alone.error());
    const Result<int> version = versionOn(server);
    if (!version)
        return std::unexpected(version.error());
    if (*version > schema.version)
        return tooNew(server, *version, schema.version);
    if (*version == schema.version)
        return {};
    if (auto done = bringUp(server, schema, *version); !done)
        return done;
    if (auto marked = server.run("INSERT INTO interlinear.schema_version VALUES (1, $1::integer) ON CONFLICT (one) DO UPDATE SET version = excluded.version",
                                 {std::to_string(schema.version)});
        !marked)
        return std::unexpected(marked.error());
    return change->commit();
}

Result<void> checkServer(ServerConnection &server, const ServerSchema &schema)
{
    const Result<int> version = versionOn(server);
    if (!version)
        return std::unexpected(version.error());
    if (*version == 0)
        return fail(ErrorCode::NotFound, server.where(), "holds no shared memories; \"interlinear-cli memory share\" makes the first");
    if (*version > schema.version)
        return tooNew(server, *version, schema.version);
    if (*version < schema.version)
        return fail(ErrorCode::BadFormat, server.where(),
                    "holds shared memories of version %1, older than this program's %2; make a backup with pg_dump, then run \"interlinear-cli memory "
                    "upgrade-server\" as the owner of the tables",
                    *version, schema.version);
    return {};
}

}  // namespace interlinear::cat
