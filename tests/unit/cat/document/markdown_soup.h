// Random files and texts that look like Markdown now and then, from a seed.
//
//   MarkdownSoup soup(7);
//   parseDocument(soup.file(), "markdown", "en", "soup");
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <random>
#include <string>

class MarkdownSoup {
public:
    explicit MarkdownSoup(unsigned seed) : m_random(seed) {}

    /// Lines of marks, words, links, tables, code, HTML and other scripts, with one kind of line end.
    std::string file();
    /// A line as somebody may type it: any of the marks in any place, never blank.
    std::string typedText();
    /// The text with the tags of the source in random but well-formed places.
    interlinear::TaggedText withTagsOf(const interlinear::TaggedText &source, const std::string &text);
    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(m_random); }

private:
    std::mt19937 m_random;
};
