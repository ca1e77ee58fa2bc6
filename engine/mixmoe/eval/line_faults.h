// What a reader sees at once in a bad translation: copied, stuck in a loop, much too long. Rules of thumb for counting, not for blaming one line.
//
//   isCopied("The house is old.", "The house is old.", "Das Haus ist alt.");   // true
//   isRepetitive("the the the house", "das Haus");                             // true
//   lengthFault("Ja", "Ja, das haben wir gestern schon gesehen.");             // -1: too short
//
// Words here stand between white space, in lower case; an ideograph or kana is a word by itself. Nothing counts that the reference does as well.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

std::vector<std::u32string> plainWords(std::string_view line);

/// It has half as many words as the source or more, and at least four fifths of them stand in the source, each as often as there; of the reference's
/// words fewer than half do.
bool isCopied(std::string_view source, std::string_view hypothesis, std::string_view reference);

/// One to four words come three times or more in a row, and more often than in the reference; or, from 12 words on, its different words make up less
/// than half the share that they have in the reference.
bool isRepetitive(std::string_view hypothesis, std::string_view reference);

/// 1: more than twice the characters of the reference; -1: fewer than half; each by 10 at least, white space not counted, and not for an empty line.
int lengthFault(std::string_view hypothesis, std::string_view reference);

/// Nothing but white space.
bool isBlank(std::string_view line);

}  // namespace interlinear::mixmoe
