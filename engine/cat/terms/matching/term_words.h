// What terms and texts are cut into, so that one can be found in the other: words and numbers by ICU's rules, other signs one by one.
//
//   termWords({"l'e-mail du C++"});   // l ' e mail du C + +
//
// Scripts written without spaces are cut by character, and so is Hangul. An apostrophe is a sign of its own ("l'ordinateur", "user's"); a hyphen between two
// words counts as a space; a tag that reads as a word is a word that is in no term.
#pragma once

#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <string>
#include <vector>

namespace interlinear::cat {

struct TermWord {
    enum class Kind {
        Word,    ///< has inflected forms
        Piece,   ///< a character, a number, an address or a placeholder: one form
        Sign
    };
    Kind kind = Kind::Word;
    ByteSpan span;             ///< in the text
    std::string form;          ///< in Unicode's composed form
    std::string folded;        ///< the same in folded case
    bool glued = false;        ///< a sign, or behind one, without a space between: "C++" is not "C + +"
    bool begins = true;        ///< a term may begin here: not within a word of Hangul
};

/// Any thread.
std::vector<TermWord> termWords(const TaggedText &text);

/// Whether no sign that belongs to a word stands at either end of the span of words: "C" does not stand whole in "C++" or "C#", nor "NET" in ".NET".
bool standsWhole(const std::string &text, ByteSpan span);

}  // namespace interlinear::cat
