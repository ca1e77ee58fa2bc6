// Where a server is, in the words of libpq: "postgresql://team.example/memories", "host=/run/postgresql dbname=memories" or "service=team".
//
//   Result<std::string> kept = withoutPassword("postgresql://zoe:secret@team.example/memories");   // goes into files
#pragma once

#include "engine/core/result.h"

#include <string>

namespace interlinear::cat {

/// Every other setting as "key='value'". InvalidArgument for what libpq does not understand.
Result<std::string> withoutPassword(const std::string &connection);
/// With this password in the place of any other; to connect with, never to be kept.
Result<std::string> withPassword(const std::string &connection, const std::string &password);

}  // namespace interlinear::cat
