// The ICU locale of a language tag, as the rules of this folder ask for it.
#pragma once

#include <unicode/locid.h>

#include <string>

namespace interlinear::cat {

/// The root locale for a tag that is not well-formed.
icu::Locale localeOf(const std::string &language);

}  // namespace interlinear::cat
