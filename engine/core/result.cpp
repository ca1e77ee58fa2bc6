#include "engine/core/result.h"

#include <cerrno>
#include <cstring>

namespace interlinear {

std::string withArguments(std::string_view text, const std::vector<std::string> &arguments)
{
    std::string result;
    result.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        const bool marker = text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9';
        const size_t number = marker ? static_cast<size_t>(text[i + 1] - '1') : 0;
        if (marker && number < arguments.size()) {
            result += arguments[number];
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string Error::sentence() const
{
    const std::string text = withArguments(message, arguments);
    return where.empty() ? text : where + ": " + text;
}

std::unexpected<Error> failFromErrno(int errnoValue, bool writing, std::string where)
{
    ErrorCode code = writing ? ErrorCode::Unwritable : ErrorCode::Unreadable;
    if (errnoValue == ENOSPC || errnoValue == EDQUOT)
        code = ErrorCode::DiskFull;
    else if (errnoValue == ENOENT)
        code = ErrorCode::NotFound;
    return fail(code, std::move(where), writing ? "cannot be written: %1" : "cannot be read: %1", std::strerror(errnoValue));
}

}  // namespace interlinear
