#include "app/cli/command.h"

#include "engine/core/files.h"

#include <cstdio>
#include <iostream>
#include <iterator>
#include <unistd.h>

namespace interlinear::cli {

namespace {

std::unexpected<Error> standardOutputFailed()
{
    return fail(ErrorCode::Unwritable, "standard output", "cannot be written; is the disk full or the reader gone?");
}

}  // namespace

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

std::string inputName(const std::string &path)
{
    return path == "-" ? "standard input" : path;
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
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        return standardOutputFailed();
    return {};
}

Result<void> checkOutput(const std::string &out, const std::vector<std::string> &inputs)
{
    for (const std::string &input : inputs) {
        if (!out.empty() && out != "-" && isSameFile(out, input == "-" ? "/dev/stdin" : input))
            return fail(ErrorCode::InvalidArgument, out, "would take the place of %1, which is read; choose another name", input == "-" ? "standard input" : input);
    }
    return {};
}

Result<void> checkLanguagesDiffer(const std::string &from, const std::string &to)
{
    if (from == to)
        return fail(ErrorCode::InvalidArgument, "", "--from and --to are both '%1'; expected two languages", from);
    return {};
}

int withResultsOut(int exitCode)
{
    std::cout.flush();
    const bool out = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    return out || exitCode != Done ? exitCode : report(standardOutputFailed().error());
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
