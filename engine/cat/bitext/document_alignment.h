// Two documents that are translations of one another, as pairs of segments that belong together.
//
//   const std::vector<AlignedPair> pairs = alignDocuments(english->segments, german->segments, {});
//   for (const AlignedPair &pair : pairs)
//       if (pair.confidence >= 0.5) show(pair.source, pair.target);
//
// A dynamic programme over beads of 1-1, 1-2, 2-1, 2-2, 1-0 and 0-1 segments in two passes. The first knows lengths (Gale and Church 1993), structure (paragraphs and
// headings) and what both sides write alike: numbers, tags, beginnings of words (Simard, Foster and Isabelle 1992). From its pairs, and from known ones, it learns a
// lexicon (IBM model 1; Moore 2002), and the second pass uses that around the path of the first: everywhere in documents of up
// to a thousand segments. Confidence is the posterior probability of the bead (forward and
// backward sums).
#pragma once

#include "engine/cat/document/document.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace interlinear::cat {

/// Segments from first up to, not including, end.
struct SegmentRange {
    std::size_t first = 0;
    std::size_t end = 0;

    std::size_t size() const { return end - first; }
    bool operator==(const SegmentRange &) const = default;
};

struct AlignedPair {
    SegmentRange source, target;   ///< of at most two segments; one of them may be empty: nothing on the other side
    double confidence = 0;         ///< 0 to 1: how sure it is that exactly these belong together

    bool operator==(const AlignedPair &) const = default;
};

/// Two texts that are known to be translations of one another, in the direction of the documents.
struct TranslationExample {
    std::string source, target;
};

struct AlignmentSettings {
    std::vector<TranslationExample> examples;   ///< what the lexicon learns from besides the documents themselves; some thousands help
};

/// Every segment of both sides once, in order. Deterministic. Time grows with the number of segments times its square root, memory with as much: 1,000 segments take
/// a second or two, 10,000 some 20 seconds and 100 MB. Any thread.
std::vector<AlignedPair> alignDocuments(std::span<const Segment> source, std::span<const Segment> target, const AlignmentSettings &settings);

}  // namespace interlinear::cat
