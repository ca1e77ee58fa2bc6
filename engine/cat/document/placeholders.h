// What a program fills into a message, in each of the notations that programs have for it: found, and protected as tags.
//
//   placeholdersIn("%1$s of {total}", {PlaceholderStyle::Printf, PlaceholderStyle::Brace});   // {0, 4} and {8, 15}
//   placeholdersIn("{n, plural, one {# file} other {# files}}", {PlaceholderStyle::Icu});      // "{n, plural, one {", "#", "} other {", "#", "}}"
//   InlineRun message = withPlaceholders(run, {PlaceholderStyle::Qt}, xmlText);                // each a tag that shows "%1"
#pragma once

#include "engine/cat/document/inline_run.h"
#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class PlaceholderStyle {
    Printf,          ///< "%s", "%1$-5d", "%<PRId64>", "%%": C, PHP, Objective-C, Java's Formatter
    Python,          ///< "%s", "%(total)5.2f", "%%"
    BraceFormat,     ///< "{}", "{0:N2}", "{name!r}", "{{" and "}}": Python's format(), C#, Rust, C++
    Icu,             ///< ICU's MessageFormat: "{name}", "{n, number}", the code around the texts of plural and select, and "#" in them
    Qt,              ///< "%1", "%L1", "%n"
    Dollar,          ///< "${name}"
    Shell,           ///< "${name}" and "$name"
    PercentBrace,    ///< "%{name}", "%<name>s": Ruby
    Colon,           ///< ":name": Laravel
    Brace,           ///< "{name}", "{0}", "{{ name }}" and nothing else between braces
    LikelyPercent    ///< of Printf and Python what is hardly a percent sign of the text: "%s", "%1$d", "%(total)s", but not "100%sure"
};

/// Styles that may be looked for where a file does not say how its messages are formatted: LikelyPercent, Brace, Dollar, PercentBrace.
const std::vector<PlaceholderStyle> &likelyPlaceholderStyles();

struct Placeholder {
    ByteSpan span;                 ///< in the text
    TagPermissions may;            ///< "%%" and "#" may be left out; what has a name or a number may be repeated; the others keep their order

    bool operator==(const Placeholder &) const = default;
};

/// In the order of the text; they do not overlap. Of styles that claim the same place the earlier one has it.
std::vector<Placeholder> placeholdersIn(std::string_view text, const std::vector<PlaceholderStyle> &styles);

/// How a file spells a decoded text.
using Spelling = std::string (*)(std::string_view text);

/// The run with its placeholders as tags that stand alone: display is the placeholder, code is what the file spells for it. The tags are numbered anew
/// in their order. A placeholder with another tag inside stays text.
InlineRun withPlaceholders(const InlineRun &run, const std::vector<PlaceholderStyle> &styles, Spelling spelling);

/// Arguments that a printf directive takes in order: "%s" 1, "%*d" 2, "%1$s", "%m" and "%%" 0.
std::size_t argumentsInOrder(std::string_view directive);

/// The directive, which takes arguments in order, with their numbers, of which this is the first: numberedDirective("%-5d", 2) is "%2$-5d".
std::string numberedDirective(std::string_view directive, std::size_t argument);

}  // namespace interlinear::cat
