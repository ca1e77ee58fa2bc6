#include "app/cli/text_lines.h"

#include "app/cli/command.h"
#include "engine/cat/document/byte_order_mark.h"
#include "engine/core/utf8.h"

namespace interlinear::cli {

namespace {

void addLine(TextLines &text, std::string_view line)
{
    const bool carriageReturn = line.ends_with('\r');
    line.remove_suffix(carriageReturn ? 1 : 0);
    text.lines.emplace_back(line);
    text.ends.emplace_back(carriageReturn ? "\r\n" : "\n");
}

}  // namespace

std::string takeByteOrderMark(std::string_view &text)
{
    const std::string mark(text.substr(0, cat::byteOrderMarkLength(text)));
    text.remove_prefix(mark.size());
    return mark;
}

Result<void> checkTextLine(std::string_view line, const std::string &name, std::size_t number)
{
    const std::string place = name + ", line " + std::to_string(number);
    if (const auto bad = firstInvalidUtf8(line))
        return fail(ErrorCode::NotUtf8, place, "byte %1 is not UTF-8; save the text as UTF-8", *bad + 1);
    if (const std::size_t nul = line.find('\0'); nul != std::string_view::npos)
        return fail(ErrorCode::BadFormat, place, "byte %1 is NUL; expected text in UTF-8", nul + 1);
    return {};
}

Result<TextLines> readText(const std::string &path)
{
    const Result<std::string> bytes = readInput(path);
    if (!bytes)
        return std::unexpected(bytes.error());
    std::string_view rest = *bytes;
    TextLines text{.mark = takeByteOrderMark(rest), .lines = {}, .ends = {}};
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (auto good = checkTextLine(line, inputName(path), text.lines.size() + 1); !good)
            return std::unexpected(good.error());
        addLine(text, line);
    }
    return text;
}

Result<std::vector<std::string>> readTextLines(const std::string &path)
{
    Result<TextLines> text = readText(path);
    if (!text)
        return std::unexpected(text.error());
    return std::move(text->lines);
}

}  // namespace interlinear::cli
