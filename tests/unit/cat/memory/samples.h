// Made-up segments and units from a seed: sentences, edits of them, tags, scripts of many kinds, characters that break carelessly written code.
#pragma once

#include "engine/cat/memory/unit.h"

#include <random>
#include <string>

namespace interlinear::cat::samples {

using Random = std::mt19937;

std::size_t below(Random &random, std::size_t end);

/// A sentence of everyday English, Japanese, Thai or symbols, often a near twin of another one.
std::string sentence(Random &random);
/// Some edits of words, case, numbers, punctuation or spaces.
std::string edited(std::string text, Random &random);
/// Well-formed tags at random places; often none.
TaggedText withTags(std::string text, Random &random);
TaggedText segment(Random &random);
/// Quotes, SQL, markup, control characters, emoji, right-to-left text, combining marks, line ends.
std::string hostileText(Random &random);
Unit unit(Random &random);
/// With an id of its own and nothing else.
Unit unitOf(const std::string &source, const std::string &target);

}  // namespace interlinear::cat::samples
