// Sub-segment matches: stretches of a new segment that stand in sources of the memory, each with the stretch of the target that is likely its translation.
//
//   const Result<std::vector<Fragment>> found = fragments(words, {"Switch on the heat pump before use."}, 10);
//   const Fragment &fragment = found->front();
//   fragment.inQuery;      // "the heat pump"
//   fragment.inTarget;     // of fragment.unit.target: "die Wärmepumpe"
//
// They are shown beside a segment and never inserted by themselves. A stretch is a run of equal words with equal marks between them; case and tags do not count.
// It has two words at least that are no function words (function words: in more than one of twenty of a thousand units or more), or is the whole source of a unit.
// The longest is taken first, then the longest of what is left on either side of it.
//
// The target stretch is found by what words of both sides do in the whole memory. With n(s), n(t) and n(s,t) the units that hold a source word, a target word and
// both, the association is 2 n(s,t)^2 / ((n(s) + n(t)) (n(s,t) + 1)): Dice's coefficient (Dice 1945), less for what was seen seldom. A target word speaks for the
// stretch by as much as it goes better with a word of it than with any other word of that source; the stretch is the contiguous one for which most is said
// (maximum sub-array, Bentley 1984).
#pragma once

#include "engine/cat/memory/assembly/unit_words.h"
#include "engine/cat/memory/unit.h"
#include "engine/core/spans.h"

#include <cstddef>
#include <vector>

namespace interlinear::cat {

struct Fragment {
    ByteSpan inQuery;
    Unit unit;
    ByteSpan inSource;            ///< of the unit
    ByteSpan inTarget;            ///< never empty
    std::size_t units = 0;        ///< how many hold the stretch, of the 50 newest that hold its words
    int confidencePerMille = 0;   ///< of whole units: how many have this target; else how firmly words and target stretch go together, in this unit and in the others
};

/// What is less sure than 400 is left out. At most `limit`, in the order of the query, the longest where there are more; never overlapping; deterministic. Of very common words the newest units alone are
/// read. An Error is one of reading units. The thread of the words.
Result<std::vector<Fragment>> fragments(const UnitWords &words, const TaggedText &query, std::size_t limit);

}  // namespace interlinear::cat
