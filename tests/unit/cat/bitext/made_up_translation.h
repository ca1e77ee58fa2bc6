// A document and its translation in two made-up languages, from a seed, with the truth about which segments belong together.
#pragma once

#include "engine/cat/bitext/document_alignment.h"

#include <random>
#include <utility>
#include <vector>

namespace interlinear::cat::samples {

struct MadeUpTranslation {
    std::vector<Segment> source, target;
    std::vector<std::pair<SegmentRange, SegmentRange>> truth;   ///< pairs with both sides
};

struct Disturbance {
    double dropped = 0.03;   ///< share of segments without a translation, or that the translation alone has
    double merged = 0.08;    ///< share of segments that are two on the other side
};

/// Words have a fixed translation four times out of five, in nearly the same order; some are numbers.
MadeUpTranslation madeUpTranslation(std::size_t sentences, const Disturbance &disturbance, std::mt19937 &random);

}  // namespace interlinear::cat::samples
