// What SQLite says, as sentences.
//
//   const int code = sqlite3_step(statement);
//   if (code != SQLITE_DONE) return failure(code, connection, path);
#pragma once

#include "engine/core/result.h"

#include <string>
#include <string_view>

struct sqlite3;

namespace interlinear::cat {

/// The sentence for a result code of SQLite. A failed COMMIT leaves its reason in errno, everything else in the connection.
std::unexpected<Error> failure(int code, sqlite3 *connection, std::string where, int commitErrno = 0);
std::unexpected<Error> damaged(std::string where, std::string_view detail);
std::unexpected<Error> cannotWrite(std::string where, std::string_view reason);

}  // namespace interlinear::cat
