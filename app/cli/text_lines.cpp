#include "app/cli/text_lines.h"

#include "app/cli/command.h"
#include "engine/core/utf8.h"

namespace interlinear::cli {

Result<std::vector<std::string>> readTextLines(const std::string &path)
{
    const Result<std::string> text = readInput(path);
    if (!text)
        return std::unexpected(text.error());
    std::vector<std::string> lines = splitLines(*text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (const auto bad = firstInvalidUtf8(lines[i])) {
            const std::string place = (path == "-" ? "standard input" : path) + ", line " + std::to_string(i + 1);
            return fail(ErrorCode::NotUtf8, place, "byte %1 is not UTF-8; save the text as UTF-8", *bad + 1);
        }
    }
    return lines;
}

}  // namespace interlinear::cli
