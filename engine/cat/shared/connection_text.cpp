#include "engine/cat/shared/connection_text.h"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

namespace interlinear::cat {

namespace {

std::string quoted(std::string_view value)
{
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + "'";
}

}  // namespace

Result<std::string> withoutPassword(const std::string &connection)
{
    char *problem = nullptr;
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption *)> options(PQconninfoParse(connection.c_str(), &problem), PQconninfoFree);
    const std::unique_ptr<char, void (*)(void *)> freed(problem, PQfreemem);
    if (!options) {
        std::string_view reason = problem ? problem : "out of memory";
        reason.remove_suffix(reason.ends_with('\n') ? 1 : 0);
        return fail(ErrorCode::InvalidArgument, "connection", "is not understood (%1); expected one such as postgresql://host/database or service=team",
                    reason);
    }
    std::string text;
    for (const PQconninfoOption *option = options.get(); option->keyword; ++option) {
        // libpq marks what is secret with "*".
        if (option->val && *option->val && std::string_view(option->dispchar) != "*")
            text += (text.empty() ? "" : " ") + std::string(option->keyword) + "=" + quoted(option->val);
    }
    return text;
}

Result<std::string> withPassword(const std::string &connection, const std::string &password)
{
    Result<std::string> text = withoutPassword(connection);
    if (text)
        *text += (text->empty() ? "password=" : " password=") + quoted(password);
    return text;
}

}  // namespace interlinear::cat
