// Which of several equal numbers of a text is which in its translation, told by what stands between them.
//
//   keepsOrder({" of ", "en"}, {" von ", "de"});     // true: in "5 of 5" and "5 von 5" the first is the first
//   keepsOrder({" of ", "en"}, {"ページ中", "ja"});   // false: nobody knows
#pragma once

#include <string>
#include <string_view>

namespace interlinear::cat {

/// What stands between two numbers, and the BCP 47 tag of its language.
struct Between {
    std::string_view text;
    std::string language;
};

/// Whether both say the same in the same order, word for word: a word of one is that of the other, or each is what its language says between a part and its whole.
bool keepsOrder(const Between &source, const Between &target);

}  // namespace interlinear::cat
