// Lines of text as commands take them in.
//
//   Result<TextLines> text = readText("lines.txt");
//   text->mark + text->lines[0] + text->ends[0] + …;   // the file, with an end behind its last line
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cli {

struct TextLines {
    std::string mark;                 ///< the byte order mark, if there is one: no part of the first line
    std::vector<std::string> lines;   ///< without their ends; a last line without an end counts, an empty text has none
    std::vector<std::string> ends;    ///< [line]: "\n" or "\r\n"
};

/// The text of a file, or of stdin for "-". NotUtf8 or BadFormat (a NUL byte), with line and byte.
Result<TextLines> readText(const std::string &path);

/// Its lines alone.
Result<std::vector<std::string>> readTextLines(const std::string &path);

/// Whether this is a line of text: UTF-8 without a NUL byte. The name is that of the whole input.
Result<void> checkTextLine(std::string_view line, const std::string &name, std::size_t number);

/// Takes a byte order mark off the beginning.
std::string takeByteOrderMark(std::string_view &text);

}  // namespace interlinear::cli
