// Language tags as ICU knows them: the locale that the rules of this folder ask for, and whether there is such a language.
#pragma once

#include <unicode/locid.h>

#include <string>

namespace interlinear::cat {

/// The root locale for a tag that is not well-formed.
icu::Locale localeOf(const std::string &language);

/// Whether the tag is well-formed (BCP 47) and its language one of ISO 639. Of the three-letter codes ICU knows but a part, so that each counts.
bool namesLanguage(const std::string &tag);

}  // namespace interlinear::cat
