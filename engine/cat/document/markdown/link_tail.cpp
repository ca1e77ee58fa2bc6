#include "engine/cat/document/markdown/link_tail.h"

#include <algorithm>
#include <optional>

namespace interlinear::cat::markdown {

namespace {

using Offset = std::optional<std::size_t>;

std::size_t skipSpace(std::string_view bytes, std::size_t at)
{
    const std::size_t end = std::min(bytes.find_first_not_of(" \t\v\f\r\n", at), bytes.size());
    const bool newLine = bytes.substr(at, end - at).find_first_of("\r\n") != std::string_view::npos;
    return newLine ? std::min(bytes.find_first_not_of(" \t\v\f\r\n>", at), bytes.size()) : end;
}

// Behind the first unescaped closing character.
Offset behind(std::string_view bytes, std::size_t at, char closing)
{
    for (; at < bytes.size(); ++at) {
        if (bytes[at] == '\\')
            ++at;
        else if (bytes[at] == closing)
            return at + 1;
    }
    return std::nullopt;
}

std::size_t bareTargetEnd(std::string_view bytes, std::size_t at)
{
    int depth = 0;
    for (; at < bytes.size(); ++at) {
        const char c = bytes[at];
        if (static_cast<unsigned char>(c) <= ' ' || (c == ')' && depth == 0))
            break;
        if (c == '\\' && at + 1 < bytes.size() && static_cast<unsigned char>(bytes[at + 1]) > ' ')
            ++at;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return std::min(at, bytes.size());
}

Offset inlineTailEnd(std::string_view bytes, std::size_t at)
{
    if (at >= bytes.size() || bytes[at] != '(')
        return std::nullopt;
    at = skipSpace(bytes, at + 1);
    if (at < bytes.size() && bytes[at] == '<') {
        const Offset end = behind(bytes, at + 1, '>');
        if (!end)
            return std::nullopt;
        at = *end;
    } else {
        at = bareTargetEnd(bytes, at);
    }
    at = skipSpace(bytes, at);
    if (at < bytes.size() && (bytes[at] == '"' || bytes[at] == '\'' || bytes[at] == '(')) {
        const Offset end = behind(bytes, at + 1, bytes[at] == '(' ? ')' : bytes[at]);
        if (!end)
            return std::nullopt;
        at = skipSpace(bytes, *end);
    }
    return at < bytes.size() && bytes[at] == ')' ? Offset(at + 1) : std::nullopt;
}

Offset labelEnd(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() && bytes[at] == '[' ? behind(bytes, at + 1, ']') : std::nullopt;
}

}  // namespace

std::size_t linkTailEnd(std::string_view bytes, std::size_t begin, std::size_t limit)
{
    const std::string_view reachable = bytes.substr(0, limit);
    const std::size_t bracketEnd = begin + 1;
    if (const Offset end = inlineTailEnd(reachable, bracketEnd))
        return *end;
    return labelEnd(reachable, bracketEnd).value_or(bracketEnd);
}

}  // namespace interlinear::cat::markdown
