// The forms that Qt asks for messages with a number, by language.
//
//   qtPluralRule("ru")->count();   // 3
//   qtPluralRule("ja")->count();   // 1
#pragma once

#include "engine/cat/document/plural_rule.h"

#include <optional>
#include <string_view>

namespace interlinear::cat {

/// As qttools/src/linguist/shared/numerus.cpp has them. Nothing for an empty tag; a language that Qt does not name has the forms of English.
std::optional<PluralRule> qtPluralRule(std::string_view languageTag);

}  // namespace interlinear::cat
