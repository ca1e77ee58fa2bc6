// What a person looks for in a text: a stretch of it, words, words with wildcards, or a regular expression.
//
//   Result<TextPattern> pattern = TextPattern::compile({.text = "heat pump*", .kind = PatternKind::Wildcard});
//   for (const Occurrence &occurrence : *pattern->find("Two heat pumps."))
//       show(occurrence.span);     // {4, 14}
//
// A pattern serves one thread at a time.
#pragma once

#include "engine/cat/memory/search/folded_text.h"
#include "engine/core/result.h"

#include <unicode/uregex.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class PatternKind {
    Substring,   ///< the text as it stands, inside words too
    Words,       ///< each of its words somewhere in the text, whole, in any order
    Wildcard,    ///< whole words in this order; * is any part of a word, ? one character of it
    Regex        ///< a regular expression of ICU
};

struct PatternText {
    std::string text;
    PatternKind kind = PatternKind::Substring;
    TextDifferences counting;   ///< what tells two texts apart

    bool operator==(const PatternText &) const = default;
};

struct Occurrence {
    ByteSpan span;                  ///< never empty
    std::vector<ByteSpan> groups;   ///< of a regular expression: group 1 first; a group that took no part is empty

    bool operator==(const Occurrence &) const = default;
};

class TextPattern {
public:
    /// InvalidArgument for a text that is empty or no regular expression, with the place; NotUtf8.
    static Result<TextPattern> compile(const PatternText &pattern);

    PatternKind kind() const { return m_pattern.kind; }

    /// Where it stands in a UTF-8 text: rising, not overlapping. InvalidArgument for a regular expression that would take too long on this text.
    Result<std::vector<Occurrence>> find(std::string_view text);

private:
    struct RegexCloser {
        void operator()(URegularExpression *regex) const { uregex_close(regex); }
    };
    explicit TextPattern(PatternText pattern) : m_pattern(std::move(pattern)) {}
    Result<void> compileRegex(const std::string &expression, bool foldCase);
    std::vector<Occurrence> findNeedle(const FoldedText &folded, const std::string &needle) const;
    std::vector<Occurrence> findNeedles(const FoldedText &folded) const;
    Result<std::vector<Occurrence>> findRegex(std::string_view text);
    std::unexpected<Error> regexFailed(UErrorCode status, std::size_t length) const;

    PatternText m_pattern;
    std::vector<std::string> m_needles;   // folded; Substring has one, Words one a word
    std::unique_ptr<URegularExpression, RegexCloser> m_regex;
};

}  // namespace interlinear::cat
