// Numbers of a source in its translation: the same ones, as the target's language writes them.
//
//   NumberCheck check = checkNumbers({"Tom has 3 dogs.", "en"}, {"Tom hat 20 Hunde.", "de"}, links, 0);
//   check.edits;    // {8, 10} becomes "3"
//   check.differ;   // true when there are more or fewer numbers than in the source: then nothing is edited
#pragma once

#include "engine/core/spans.h"
#include "engine/mixmoe/decode/translation.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// Digits with stops, commas or colons between them.
struct Number {
    ByteSpan span;
    std::string value;   ///< "1234.5" for "1,234.5" in English and "1.234,5" in German; what has another form, such as "10:30", is its own value
};

std::vector<Number> numbersOf(std::string_view text, std::string_view language);

struct TextIn {
    std::string_view text;
    std::string_view language;
};

struct TextEdit {
    ByteSpan span;
    std::string text;      ///< in its place
};

struct NumberCheck {
    std::vector<TextEdit> edits;   ///< of the target; rising
    bool differ = false;           ///< the target has, edited, still other numbers than the source
};

/// A wrong number becomes the one that it is aligned with, else the next that is missing. The first fixedBytes of the target stay.
NumberCheck checkNumbers(TextIn source, TextIn target, std::span<const SourceTargetLink> links, std::size_t fixedBytes);

}  // namespace interlinear::mixmoe
