#include "engine/cat/document/markdown/front_matter.h"

namespace interlinear::cat::markdown {

namespace {

// Behind the line end that follows.
std::size_t lineEnd(std::string_view bytes, std::size_t at)
{
    const std::size_t end = bytes.find_first_of("\r\n", at);
    if (end == std::string_view::npos)
        return bytes.size();
    return end + (bytes.substr(end).starts_with("\r\n") ? 2 : 1);
}

// Without spaces at its end; a fence has none before it.
std::string_view lineAt(std::string_view bytes, std::size_t at, std::size_t end)
{
    std::string_view line = bytes.substr(at, end - at);
    line.remove_suffix(line.size() - (line.find_last_not_of(" \t\r\n") + 1));
    return line;
}

}  // namespace

std::size_t frontMatterEnd(std::string_view bytes, std::size_t begin)
{
    std::size_t at = lineEnd(bytes, begin);
    const std::string_view fence = lineAt(bytes, begin, at);
    const bool yaml = fence == "---" && !lineAt(bytes, at, lineEnd(bytes, at)).empty();
    if (!yaml && fence != "+++")
        return begin;
    while (at < bytes.size()) {
        const std::size_t end = lineEnd(bytes, at);
        const std::string_view line = lineAt(bytes, at, end);
        if (line == fence || (yaml && line == "..."))
            return end;
        at = end;
    }
    return begin;
}

}  // namespace interlinear::cat::markdown
