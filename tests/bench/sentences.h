// English sentences to translate, made of parts: any number up to 10,000, all different, the same on every machine.
//
//   for (const std::string &sentence : englishSentences(100))   // "I think that the old teacher has not read the letter.", …
#pragma once

#include <string>
#include <vector>

namespace interlinear::bench {

/// 0 <= count <= 10,000.
std::vector<std::string> englishSentences(int count);

}  // namespace interlinear::bench
