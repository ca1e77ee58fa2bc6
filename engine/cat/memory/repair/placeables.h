// The numbers, dates, codes, addresses and placeholders of a text, and how its language writes them.
//
//   const PlaceableReader &german = placeableReader("de");
//   const std::vector<Placeable> found = german.read("Am 12.3.2024 waren es 1.234,5 kg.");
//   found[1].value;                                     // "1234.5"
//   german.write({Placeable::Kind::Number, …, "56.25"}, found[1], "1.234,5");   // "56,25"
//
// Separators and months are CLDR's for the language (ICU). A number is one only when its language reads it as one: "1.5" is none in German, but a code, which goes
// into a target as it is. So are version numbers, letters and digits in one word ("H1N1", "ABC-123", "5kg", "3rd"), and numbers with an ending ("1990's").
#pragma once

#include "engine/core/spans.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct Placeable {
    enum class Kind { Number, Date, Code, Address, Placeholder };

    Kind kind = Kind::Number;
    ByteSpan span;
    std::string value;          ///< what it says in any language: "1234.50" (no sign), "2024-03-12"; of the other kinds the text itself
    bool grouped = false;       ///< a number with separators of thousands
    std::size_t pattern = 0;    ///< of a date: which of the reader's it is written by
};

/// Any thread may have one of its own; see placeableReader().
class PlaceableReader {
public:
    explicit PlaceableReader(const std::string &language);
    ~PlaceableReader();
    PlaceableReader(PlaceableReader &&) noexcept;

    /// In order, never overlapping.
    std::vector<Placeable> read(std::string_view text) const;

    /// The value as the language writes it, in the way of a model that stands in `text`: its digits, its separator of thousands, its pattern of a date. Nothing for
    /// a number or date that cannot be written so; of the other kinds the value.
    std::optional<std::string> write(const Placeable &value, const Placeable &model, std::string_view text) const;

private:
    struct Formats;
    std::unique_ptr<Formats> m_formats;
};

/// The reader of a language, made at the first call of each thread (milliseconds) and kept.
const PlaceableReader &placeableReader(const std::string &language);

}  // namespace interlinear::cat
