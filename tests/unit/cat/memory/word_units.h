// Units that are lists of made-up words, and what a comparison with all of them answers: the oracle of the word index.
//
//   WordUnits units;
//   units.addSome(100, random);
//   units.similarTo(units.query(random), 700);      // the ceilings of rows
#pragma once

#include "engine/cat/memory/index/index_chunk.h"
#include "tests/unit/cat/memory/samples.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat::samples {

using Words = std::vector<std::string>;
using Ceilings = std::map<std::int64_t, int>;   // of rows

/// A few words are common, most are rare; no more than `longest`, often fewer.
Words words(Random &random, std::size_t vocabulary, std::size_t longest);
Words edited(Words words, Random &random);
std::vector<std::string_view> views(const Words &words);
std::string joined(const Words &words);

/// The Levenshtein distance, by the textbook.
std::size_t editsBetween(const Words &a, const Words &b);

struct WordUnits {
    std::vector<std::int64_t> rows;
    std::vector<Words> sources, targets;

    /// Behind the others, now and then with a gap between the rows.
    void add(Words source, Words target, Random &random);
    /// Half of them near twins of earlier ones.
    void addSome(std::size_t count, Random &random);
    /// Often a near twin of a unit.
    Words query(Random &random) const;

    Ceilings similarTo(const Words &query, int threshold) const;
    /// Newest first.
    std::vector<std::int64_t> rowsWithEach(Side side, const std::vector<Words> &groups) const;
    /// Words of the groups one right behind the other in the source.
    std::vector<std::int64_t> rowsWithSequence(const std::vector<Words> &groups) const;
};

/// Any from 300 on, now and then 1.
int threshold(Random &random);

/// A row that comes twice makes it unlike any answer.
Ceilings asCeilings(const std::vector<Candidate> &candidates);

}  // namespace interlinear::cat::samples
