// What a reader of one format says while it reads a file, and the readers.
//
//   struct Collector : UnitSink { bool take(Unit unit, std::int64_t line) override; … };
//   Result<TextInput> input = TextInput::open("client.tmx");
//   if (auto read = readTmx(*input, {"en", "de"}, collector); !read) return read;
//
// A reader runs on one thread, calls the sink there, and holds one unit at a time. It gives units with their two texts in the direction that was asked for.
// An id is empty unless the file has one that is unique for ever. Errors: BadFormat with the line, and what TextInput says.
#pragma once

#include "engine/cat/memory/exchange/text_input.h"
#include "engine/cat/memory/unit.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

class UnitSink {
public:
    virtual ~UnitSink() = default;
    /// False: the reader is to stop; its Result does not matter then.
    virtual bool take(Unit unit, std::int64_t line) = 0;
    /// What is in the file and comes in no unit.
    virtual void skip(std::int64_t line, std::string reason) = 0;
    /// A unit (taken beside this) comes from a file whose source language is another one than the memory's.
    virtual void otherDirection(const std::string &fileSource) = 0;
};

/// The most bytes of all that a file says about one unit; what is larger is skipped unread.
constexpr std::size_t largestUnit = 16 << 20;

Result<void> readTmx(TextInput &input, const Languages &languages, UnitSink &sink);
/// XLIFF 1.2, 2.0 and 2.1, and what is made of them (mqxliff, sdlxliff).
Result<void> readXliff(TextInput &input, const Languages &languages, UnitSink &sink);
Result<void> readPo(TextInput &input, const Languages &languages, UnitSink &sink);
/// CSV and TSV: RFC 4180, with ",", ";" or a tab between the fields. Columns as in table_columns.h; none: the first row names them, else source and target
/// come first.
Result<void> readTable(TextInput &input, const Languages &languages, const std::vector<std::string> &columns, UnitSink &sink);

}  // namespace interlinear::cat
