// Which of a file's languages serve a memory's: "en-US" and "EN_gb" serve "en", and one that is the same serves best.
//
//   languageFit("de", "DE")      // Same
//   languageFit("de", "de-AT")   // Variant
#pragma once

#include <string>
#include <string_view>

namespace interlinear::cat {

enum class LanguageFit { None, Variant, Same };

/// Tags are compared without case, "_" as "-".
LanguageFit languageFit(std::string_view wanted, std::string_view offered);

/// The language to store with a unit: none when it is the memory's own.
std::string unitLanguage(const std::string &memoryLanguage, const std::string &fileLanguage);

}  // namespace interlinear::cat
