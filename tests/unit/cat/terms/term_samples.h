// Made-up concepts from a seed: few words, so that terms meet, nest and differ in form; and texts that are hard on files.
#pragma once

#include "engine/cat/terms/termbase.h"

#include <random>
#include <string>
#include <vector>

namespace interlinear::cat::samples {

using Random = std::mt19937;

std::string pick(Random &random, const std::vector<std::string> &texts);
/// Of one to three words in one of their forms, with hyphens, signs and CJK among them.
std::string termText(Random &random);
/// Some such words with more between them.
std::string text(Random &random);
/// With everything that a file format must keep. Terms stand language by language, as TBX has them.
Concept entry(Random &random);

std::vector<Concept> allConcepts(const Termbase &termbase);

}  // namespace interlinear::cat::samples
