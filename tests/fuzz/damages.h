// Files that somebody made to hurt a reader, from a good one.
//
//   visitDamages(sample, {{"<b>", "</b>"}}, [](const std::string &file) { return read(file); });
//   visitBeginnings(sample, 1, …);   // cut off behind every byte
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace interlinear::fuzz {

struct Nest {
    std::string open;
    std::string close;   ///< may be empty
};

using Visit = std::function<bool(std::string file)>;   ///< false ends it

/// Thousands of levels of each nest, in several places and alone, with and without their ends; numbers that are huge, negative or none; UTF-16 and UTF-32,
/// halves of both, NULs, bytes that are no UTF-8; entities that grow or name files; the file twice, without line ends, and with a block thousands of times.
/// False where a visit was.
bool visitDamages(const std::string &sample, const std::vector<Nest> &nests, const Visit &visit);

/// The sample cut off behind every `step` bytes.
bool visitBeginnings(const std::string &sample, std::size_t step, const Visit &visit);

}  // namespace interlinear::fuzz
