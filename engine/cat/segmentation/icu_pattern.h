// Regular expressions as SRX files have them, in the spelling of ICU: most files were written for programs in Java.
//
//   icuPattern("\\pL\\Q.\\E");        // "\\p{L}\\."
//   icuPattern("(?<=a+)b");          // "(?<=a{1,100})b": what ICU looks back for has an end
//   icuPattern("\\b{g}");             // an Error: ICU has nothing like it
#pragma once

#include "engine/core/result.h"

#include <unicode/unistr.h>

#include <string_view>

namespace interlinear::cat {

/// Translated: \pL, the classes \p{IsLatin}, \p{InGreek} and \p{javaLetter}, quotations \Q…\E in classes too, pairs of surrogates, the flags d, u and U, unpaired
/// brackets, ranges up to a hyphen, and quantifiers without an end in a lookbehind. Unsupported names a construct that ICU has nothing for. Whether ICU takes the pattern is for ICU to say.
Result<icu::UnicodeString> icuPattern(std::string_view pattern);

}  // namespace interlinear::cat
