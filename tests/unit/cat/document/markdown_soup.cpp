#include "tests/unit/cat/document/markdown_soup.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <string_view>
#include <vector>

using namespace interlinear;

namespace {

constexpr std::string_view pieces[] = {
    "word", "Word. Next", "e.g. this", " ", " ", " ", " ", "  ", "    ", "\t", "*", "**", "***", "_", "__", "~~", "~", "`", "``", "`code`", "```", "#", "# ",
    "## ", ">", "> ", "- ", "* ", "+ ", "1. ", "12) ", "- [ ] ", "[", "]", "![", "](", "](url)", "](<a b> \"t\")", ")", "[ref]", "[ref][]", "![](i.png)",
    "[![b](b.svg)](l)", "<", ">", "<b>", "</b>", "<br/>", "<div>", "<!-- c -->", "<https://a.org>", "<me@a.org>", "&amp;", "&copy;", "&#228;", "&nope;", "&",
    "\\", "\\*", "\\\\", "|", " | ", "|---|---|", "---", "===", "...", "!", "?", ".", ":", "(", "\"", "'", "é", "語。", "日本", "שלום", "👍", "\u00A0", "snake_case",
    "2*3", "  ", "[ref]: /url", "[ref]: /url \"t\"", "~~~", "%", "$"};

constexpr std::string_view typed[] = {"wort", "Wort", "ein", "Satz", " ", " ", " ", " ", "*", "**", "_", "__", "`", "``", "#", "##", "-", "--", "---", "+", "=", "===",
                                      ">", "1.", "2)", "[", "]", "(", ")", "!", "![", "](", "](x)", "<", "<b>", "</b>", "<!--", "&", "&amp;", "&#65;", "\\", "|",
                                      "~", "~~", "$", ":", ".", "?", "é", "語", "。", "שלום", "👍", "\u00A0", "\t", "a_b", "3 < 4", "[x]: y", "http://a.org"};

}  // namespace

std::string MarkdownSoup::file()
{
    const std::string lineEnds[] = {"\n", "\r\n"};
    const std::string lineEnd = lineEnds[below(2)];
    std::string result = below(8) == 0 ? "\xEF\xBB\xBF" : "";
    for (std::size_t count = below(40); count > 0; --count) {
        result += pieces[below(std::size(pieces))];
        for (std::size_t ends = below(4) == 0 ? 1 + below(2) : 0; ends > 0; --ends)
            result += lineEnd;
    }
    return result;
}

std::string MarkdownSoup::typedText()
{
    std::string result;
    while (trimmed(result).empty()) {
        for (std::size_t count = 1 + below(8); count > 0; --count)
            result += typed[below(std::size(typed))];
    }
    return result;
}

TaggedText MarkdownSoup::withTagsOf(const TaggedText &source, const std::string &text)
{
    std::vector<std::size_t> places;
    for (std::size_t offset = 0; offset < text.size(); offset += utf8CharacterLength(text, offset))
        places.push_back(offset);
    places.push_back(text.size());
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < source.tags.size(); ++i)
        offsets.push_back(places[below(places.size())]);
    std::sort(offsets.begin(), offsets.end());
    TaggedText result{text, source.tags};
    for (std::size_t i = 0; i < offsets.size(); ++i)
        result.tags[i].offset = offsets[i];
    return result;
}
