// Forms that no ending explains.
//
//   regularForm("mice", "en");   // "mouse"
//   regularForm("news", "en");   // "news": and isUninflected() says that it is no plural
#pragma once

#include <string_view>

namespace interlinear::cat {

/// What the word, in folded case, is a form of; the word itself where it is no such form. Languages are primary tags. Any thread.
std::string_view regularForm(std::string_view word, std::string_view language);

/// Whether the word looks inflected and is not.
bool isUninflected(std::string_view word, std::string_view language);

}  // namespace interlinear::cat
