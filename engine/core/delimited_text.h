// Records of a CSV or TSV text as RFC 4180 writes them: fields in quotes may hold separators, line ends and doubled quotes.
//
//   DelimitedReader reader(text, ',');
//   for (auto record = reader.next(); record && *record; record = reader.next())
//       use((*record)->fields, (*record)->line);
//   std::string row = delimitedRecord({"a", "b, c"}, ',');   // a,"b, c"
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear {

struct DelimitedRecord {
    std::vector<std::string> fields;
    std::int64_t line = 0;   ///< of its first character; from 1
};

/// Reads a text that outlives it; a byte order mark is read over. Lines end with LF, CR LF or CR; blank ones are left out. A quote within a field that does not
/// begin with one is a character like others.
class DelimitedReader {
public:
    DelimitedReader(std::string_view text, char separator);

    /// Nothing at the end. BadFormat with the line for a quote that nothing closes, and for text behind a closing quote; reading ends there.
    Result<std::optional<DelimitedRecord>> next();

private:
    bool takeLineEnd();
    bool atFieldEnd() const;
    Result<std::string> takeField();
    Result<std::string> takeQuoted();

    std::string_view m_text;
    std::size_t m_at = 0;
    std::int64_t m_line = 1;
    char m_separator;
};

/// The fields as one record without its line end, in quotes where they need them.
std::string delimitedRecord(const std::vector<std::string> &fields, char separator);

}  // namespace interlinear
