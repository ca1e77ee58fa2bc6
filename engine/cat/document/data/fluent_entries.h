// The entries of a Fluent file with the bytes of their texts (https://projectfluent.org, syntax 1.0).
//
//   for (const FluentEntry &entry : fluentEntries(text)) {
//       entry.id;                   // "inbox", "inbox.title" for its attribute, "-brand" for a term
//       entry.pattern.parts;        // of "Hi { $name }": a text and a placeable
//   }
//
// What is no entry (Fluent calls it junk) is passed over, as Fluent's own readers do: up to the next line that may begin one.
#pragma once

#include "engine/core/spans.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

struct FluentVariant;

struct FluentPart {
    enum class Kind {
        Text,
        LineEnd,     ///< with the spaces that begin the next line, where it is not blank
        Placeable,   ///< "{ $name }", or one that holds variants
        Literal      ///< "{ "…" }"
    };

    Kind kind = Kind::Text;
    ByteSpan span;
    std::vector<FluentVariant> variants = {};   ///< of the selections within a placeable, in the order of the text
};

struct FluentPattern {
    std::vector<FluentPart> parts;
    std::size_t indent = 0;   ///< spaces that begin each line but one behind "=" or "]", and are no part of it; for a new line where there is none
};

struct FluentVariant {
    std::string selector;         ///< "$count", "NUMBER($count)"
    std::string key;              ///< "one", "0"
    FluentPattern pattern;
};

struct FluentEntry {
    std::string id;
    bool ofTerm = false;                ///< an attribute of a term: a word of its grammar, for selectors
    std::vector<std::string> notes;     ///< lines of the comments that speak of it: of the file, of its group, its own
    FluentPattern pattern;
};

std::vector<FluentEntry> fluentEntries(std::string_view text);

/// A piece of code with one space for all white space within, and none around.
std::string codeOnOneLine(std::string_view code);

}  // namespace interlinear::cat
