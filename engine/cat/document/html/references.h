// Characters as HTML spells them, and back.
//
//   decodedHtml("caf&eacute; &amp; &copy 2024", Where::Text);   // "café & © 2024"
//   htmlText("a < b & c");                                      // "a &lt; b &amp; c"
#pragma once

#include <string>
#include <string_view>

namespace interlinear::cat::html {

enum class Where { Text, Attribute };

/// Of what begins with "&": the characters it stands for, and how many bytes spell them.
struct Reference {
    std::string text;
    std::size_t length = 0;   ///< 0: the "&" stands for itself
};

/// By the tables of HTML 5, names without a semicolon among them; an attribute has these only before what is no letter, digit or "=".
Reference referenceAt(std::string_view raw, Where where);

std::string decodedHtml(std::string_view raw, Where where);

/// As text of an element: "&", "<" and ">" are escaped; what HTML forbids becomes U+FFFD.
std::string htmlText(std::string_view text);

/// As htmlText(), for between quotes of either kind.
std::string htmlAttribute(std::string_view text);

}  // namespace interlinear::cat::html
