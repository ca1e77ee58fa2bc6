// The files that a database is made of, before and behind SQLite.
//
//   removeDatabase(unnamed);
//   makeEmptyFile(unnamed, path, std::filesystem::perms(0666));
//   giveName(unnamed, path);          // an Error when the path has come to exist
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>

namespace interlinear::cat {

/// With what SQLite leaves beside it.
void removeDatabase(const std::filesystem::path &path);
/// Gives a finished file its name; one that has the name already is never replaced, whoever made it: InvalidArgument.
Result<void> giveName(const std::filesystem::path &file, const std::filesystem::path &name);
/// A new file, whose Errors speak of `name`, with these permissions less those of the umask.
Result<void> makeEmptyFile(const std::filesystem::path &file, const std::filesystem::path &name, std::filesystem::perms permissions);
/// What was written is on disk when it returns.
Result<void> syncFile(const std::filesystem::path &file);

/// NotFound, Unreadable or Damaged unless it is a file with something in it; `what` was expected.
Result<void> findFile(const std::filesystem::path &path, const std::string &what);
/// A database in the log mode is written to only together with files beside it.
bool canBeWritten(const std::filesystem::path &path);
/// "file:a%3Fb.tm": the characters that mean something in a URI are escaped.
std::string uriOf(const std::filesystem::path &path);

}  // namespace interlinear::cat
