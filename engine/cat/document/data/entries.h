// The texts of a file of keys and values, one segment an entry.
//
//   Entries entries(document, rules, jsonSpelling);
//   entries.add(run, {.id = "title", .context = "menu"}, "menu.title");   // when the rules, or the looks of the text, speak for it
//   return Reading{entries.take()};
//
// A reader gives the characters of a value as they are meant, each with its bytes; line ends and tabs become tags here, placeholders too.
#pragma once

#include "engine/cat/document/format.h"
#include "engine/cat/document/inline_run.h"
#include "engine/cat/document/placeholders.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// "line 3", of the byte.
std::string placeAt(std::string_view text, std::size_t offset);

/// Whether a value without a rule is for people: it holds a letter, and is no address, colour, file name or name of a program's own.
bool looksLikeText(std::string_view value);

/// The last pattern that fits decides. "*" stands for any characters, "!" begins a pattern of what is not offered. Where none fits, what the format does without
/// rules when all patterns begin so, else no.
bool offeredByRules(std::string_view path, const std::vector<std::string> &patterns, bool withoutRules);

/// The styles that are likely in this text; ICU's alone where it has plural or select.
std::vector<PlaceholderStyle> stylesOf(std::string_view text);

/// Behind a backslash: the marks, and line ends and tabs by their letters. Other control characters as the prefix and two hexadecimal digits; with an empty prefix
/// they stay.
std::string backslashed(std::string_view text, std::string_view marks, std::string_view controlPrefix);

/// The number of so many hexadecimal digits at the byte; nothing when they are fewer.
std::optional<char32_t> hexAt(std::string_view text, std::size_t at, std::size_t digits);

/// The target as the file spells it: its text by the spelling, its tags by their codes.
std::string spelledTarget(const TaggedText &target, Spelling spelling);

/// One splice a replacement, in its own span.
Written writtenInPlace(const std::vector<Replacement> &replacements, Spelling spelling);

/// Line ends, tabs and other control characters of the text as tags that stand alone, with the bytes of the file as their code.
InlineRun withControlTags(const InlineRun &run, std::string_view file);

class Entries {
public:
    Entries(const Document &document, const DocumentRules &rules, Spelling spelling) : m_file(document.text), m_rules(rules), m_spelling(spelling) {}

    /// Appends a segment for the value unless the rules, or without rules its looks, speak against it.
    void add(const InlineRun &run, SegmentFacts facts, std::string_view path);
    /// Appends a segment for the value if it holds a letter or a digit.
    void addAlways(const InlineRun &run, SegmentFacts facts);

    /// Another spelling from here on.
    void spellBy(Spelling spelling) { m_spelling = spelling; }
    std::vector<Segment> take() { return std::move(m_segments); }

private:
    std::string_view m_file;
    const DocumentRules &m_rules;
    Spelling m_spelling;
    std::vector<Segment> m_segments;
};

}  // namespace interlinear::cat
