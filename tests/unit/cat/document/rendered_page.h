// What a reader of a Markdown file sees, by md4c's own HTML renderer: a judge that shares nothing with our reader of spans.
//
//   renderedHtml("# A *b*\n");    // "<h1>A <em>b</em></h1>\n"
//   visibleText("# A *b*\n");     // "Ab"
#pragma once

#include <string>
#include <string_view>

std::string renderedHtml(std::string_view markdown);

/// The text with &, <, > and " as HTML writes them.
std::string asHtml(std::string_view text);

/// The text without white space, no-break and ideographic spaces included.
std::string withoutSpace(std::string_view text);

/// The characters between the tags, and picture descriptions, then the titles of links, without white space and front matter.
std::string visibleText(std::string_view markdown);
