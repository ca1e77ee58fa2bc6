// The records of a CSV or TSV file, one after the other (RFC 4180: fields in quotes may hold delimiters, line ends and doubled quotes).
//
//   TableRecords records(*input);
//   while (*records.next()) take(records.fields(), records.line());
//
// The delimiter is the one of tab, ";" and "," that divides most of the first records into the same number of fields.
#pragma once

#include "engine/cat/memory/exchange/text_input.h"

#include <cstdint>
#include <string>
#include <vector>

namespace interlinear::cat {

class TableRecords {
public:
    explicit TableRecords(TextInput &input) : m_input(input) {}

    /// False at the end. BadFormat for a quote that nothing closes, or a field without end.
    Result<bool> next();
    const std::vector<std::string> &fields() const { return m_fields; }
    /// The one in which the record begins.
    std::int64_t line() const { return m_recordLine; }

private:
    Result<bool> fill();
    Result<void> begin();
    /// The next character, or -1 at the end.
    Result<int> peek();

    std::string place(std::int64_t line) const;
    Result<void> readField();
    Result<void> readQuoted();

    TextInput &m_input;
    std::string m_bytes;
    std::size_t m_at = 0;
    bool m_begun = false;
    char m_delimiter = ',';
    std::int64_t m_line = 1;
    std::int64_t m_recordLine = 1;
    std::vector<std::string> m_fields;
};

}  // namespace interlinear::cat
