// A <tu> as a file has it, and the units of a memory that it gives.
//
//   TmxUnits read = unitsFrom(std::move(tu), {"en", "de"});
//   for (Unit &unit : read.units) take(std::move(unit));
//   if (read.units.empty()) skip(read.problem);          // "has no text in de; its languages: en, fr"
#pragma once

#include "engine/cat/memory/exchange/tmx_segment.h"
#include "engine/cat/memory/exchange/unit_sink.h"

#include <string>
#include <vector>

namespace interlinear::cat {

struct TmxVariant {
    std::string language;
    TaggedText text;
    std::string markup;                 ///< see TmxSegmentReader::markup()
    std::vector<Property> attributes;   ///< but for the language
    std::vector<Property> properties;   ///< and notes
};

struct TmxUnit {
    std::vector<Property> attributes;
    std::vector<Property> properties;
    std::vector<TmxVariant> variants;
};

struct TmxUnits {
    std::vector<Unit> units;
    std::string problem;                ///< why there are none, or not all
    std::string sourceLanguage;         ///< what the <tu> says; mostly nothing
};

/// Every text in the memory's source language with every one in its target language: in those very languages where there are any, else in their variants.
/// Texts that are empty, and a pair that comes a second time, give nothing. Of a <tu> with very many texts the first 16 pairs count. The problem names the
/// variants that were left, and says how many pairs.
TmxUnits unitsFrom(TmxUnit unit, const Languages &languages);

}  // namespace interlinear::cat
