// Expected failures as values: a Result is what was asked for, or an Error that a person can read.
//
//   Result<Config> config = readConfig(path);
//   if (!config) return std::unexpected(config.error());
//   return fail(ErrorCode::OutOfRange, path, "tensor %1 ends at byte %2, but the file has %3 bytes", name, end, size);
//
// The message is an English sentence in which %1 to %9 stand for the arguments, so that the window can translate it.
// An assertion, not an Error, marks a bug.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace interlinear {

enum class ErrorCode {
    InvalidArgument,   ///< a request that no file or device is to blame for
    NotFound,          ///< a file, folder, tensor or row that should be there is not
    Unreadable,        ///< it is there and cannot be read
    Unwritable,        ///< it cannot be written: read-only, no permission
    DiskFull,          ///< no space left while writing
    BadFormat,         ///< a file's content breaks the rules of its format
    NotUtf8,           ///< bytes that are no UTF-8
    OutOfRange,        ///< a number outside what the format or the model allows
    UnknownLanguage,   ///< a language that the model or the rules do not have
    WrongModel,        ///< a model folder whose parts do not fit together
    Damaged,           ///< a database or index that fails its own check
    NewerVersion,      ///< written by a later version of the program
    Locked,            ///< another program holds it
    Unsupported,       ///< well-formed, but not something this build does
    Cancelled,         ///< stopped on request; shown nowhere
    EngineFailure      ///< the engine or a library below it gave up
};

struct Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    std::string where;                   ///< file, or file and place; may be empty
    std::string message;                 ///< English, with %1..%9 for the arguments
    std::vector<std::string> arguments;

    /// One line for stderr: "where: message with its arguments".
    std::string sentence() const;

    bool operator==(const Error &) const = default;
};

template <typename T>
using Result = std::expected<T, Error>;

/// The text with %1..%9 replaced by the arguments; an unknown number stays as it is.
std::string withArguments(std::string_view text, const std::vector<std::string> &arguments);

template <typename T>
std::string toArgument(const T &value)
{
    if constexpr (std::is_arithmetic_v<T>)
        return std::to_string(value);
    else
        return std::string(std::string_view(value));
}

/// What a function returns when it cannot: `return fail(code, where, "sentence", arguments…);`
template <typename... Arguments>
std::unexpected<Error> fail(ErrorCode code, std::string where, std::string message, const Arguments &...arguments)
{
    return std::unexpected(Error{code, std::move(where), std::move(message), {toArgument(arguments)...}});
}

/// As fail(), with the code and reason of errno: no space is DiskFull, no permission Unwritable or Unreadable.
std::unexpected<Error> failFromErrno(int errnoValue, bool writing, std::string where);

}  // namespace interlinear
