// What is left of a word without the endings that its language inflects by: enough to see that two forms may be one word, nothing a reader should see.
//
//   stemByRule("rechners", "de");   // "rechn", as of "Rechner" and "Rechnern"
//   stemByRule("boxes", "en");      // "box"
//   stemByRule("boxes", "ja");      // "boxes": no rule
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace interlinear::cat {

/// Of a word in folded case, by a table of endings for the Germanic, Romance and Slavic languages that ending_tables.cpp has; of other languages the
/// word itself. Irregular forms are what they are forms of. Three characters are left at least, and words with digits stay whole. The languages are
/// primary tags. Any thread.
std::string stemByRule(std::string_view word, std::string_view language);

/// Endings that words of the language may take, to be judged by a dictionary; none where no table is there.
std::span<const std::string_view> endingsOf(std::string_view language);

}  // namespace interlinear::cat
