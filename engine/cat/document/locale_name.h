// The names of languages as programs of Unix write them, as BCP 47 tags.
//
//   languageTagOf("pt_BR.UTF-8");   // "pt-BR"
//   languageTagOf("sr@latin");      // "sr-Latn"
#pragma once

#include <string>
#include <string_view>

namespace interlinear::cat {

/// Empty for "C", "POSIX" and what is no name of a language.
std::string languageTagOf(std::string_view locale);

/// The other way: "pt_BR" of "pt-BR", "sr@latin" of "sr-Latn"; empty for what is no tag.
std::string localeName(std::string_view languageTag);

}  // namespace interlinear::cat
