// Stretches that are one thing to a translator, whatever words and marks they are made of, and that go into the target as they are: web and mail addresses,
// placeholders of programs.
//
//   for (const Verbatim &found : verbatimStretches("Write to {name} at info@example.org"))
//       found.kind;   // Placeholder, then Address
#pragma once

#include "engine/core/spans.h"

#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class VerbatimKind {
    Address,       ///< https://example.org/a?b, www.example.org, info@example.org
    Placeholder    ///< %s, %1$d, %-5.2f, %1, %(name)s, {0}, {name}, ${name}, {{name}}
};

struct Verbatim {
    VerbatimKind kind = VerbatimKind::Address;
    ByteSpan span;

    bool operator==(const Verbatim &) const = default;
};

/// In order, never overlapping. Microseconds for a text without '@', "://", "www.", '%' and '{'. Any bytes; any thread.
std::vector<Verbatim> verbatimStretches(std::string_view text);

}  // namespace interlinear::cat
