// The tables on the server, and which version of them is there: the rules of files, on a server.
//
//   Result<void> made = prepareServer(server, serverSchema());    // makes them, or brings earlier ones up to this version
//   Result<void> known = checkServer(server, serverSchema());     // before anything else is asked of them
#pragma once

#include "engine/cat/shared/server_connection.h"

#include <string>
#include <vector>

namespace interlinear::cat {

struct ServerSchema {
    int version = 1;
    std::string sql;                       ///< creates the tables of this version in the PostgreSQL schema "interlinear"
    std::vector<std::string> migrations;   ///< [n]: from version n + 1 to n + 2; as many as `version` - 1
};

/// That of this version of the program.
const ServerSchema &serverSchema();

/// One transaction: interrupted at any instant, the server is as it was. Tables of an earlier version are copied first, into the schema
/// "interlinear_version_N". NewerVersion, as checkServer().
Result<void> prepareServer(ServerConnection &server, const ServerSchema &schema);

/// NotFound where there are no shared memories; NewerVersion for tables of a later version; BadFormat for those of an earlier one, which name the command that
/// brings them up to this one.
Result<void> checkServer(ServerConnection &server, const ServerSchema &schema);

}  // namespace interlinear::cat
