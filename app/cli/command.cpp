#include "app/cli/command.h"

#include "engine/core/files.h"

#include <cstdio>
#include <iostream>
#include <iterator>
#include <unistd.h>

namespace interlinear::cli {

int report(const Error &error)
{
    std::fflush(stdout);
    std::fprintf(stderr, "interlinear-cli: %s\n", error.sentence().c_str());
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return WrongUsage;
    case ErrorCode::BadFormat:
    case ErrorCode::NotUtf8:
    case ErrorCode::OutOfRange:
    case ErrorCode::UnknownLanguage:
    case ErrorCode::WrongModel:
    case ErrorCode::Damaged:
        return BadInput;
    default:
        return Failed;
    }
}

Result<std::string> readInput(const std::string &path)
{
    if (path != "-")
        return readFile(path);
    std::string text(std::istreambuf_iterator<char>(std::cin), {});
    if (std::cin.bad())
        return fail(ErrorCode::Unreadable, "standard input", "cannot be read");
    return text;
}

Result<void> writeOutput(const std::string &path, std::string_view text)
{
    if (!path.empty() && path != "-")
        return writeFileAtomically(path, text);
    std::cout.write(text.data(), static_cast<std::streamsize>(text.size()));
    std::cout.flush();
    if (!std::cout)
        return fail(ErrorCode::Unwritable, "standard output", "cannot be written; is the disk full or the reader gone?");
    return {};
}

std::vector<std::string> splitLines(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

void ProgressLine::show(const std::string &text)
{
    if (!isatty(STDERR_FILENO))
        return;
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    std::fflush(stderr);
    m_shown = true;
}

void ProgressLine::finish()
{
    if (m_shown)
        std::fprintf(stderr, "\n");
    m_shown = false;
}

}  // namespace interlinear::cli
