// What the index of exact lookup knows of a source text.
//
//   sourceHash("Press Enter.") == sourceHash("Press  Enter.");   // true: white space does not count
//
// Sources that compare() calls equal (1000) have the same hash, whatever their tags. Others rarely have; who looks up compares.
#pragma once

#include <cstdint>
#include <string_view>

namespace interlinear::cat {

/// 32 bits, as SQLite stores them in 4 bytes, of the XXH3 of the text in Unicode's composed form without its white space. Ill-formed UTF-8 hashes somehow.
/// The memory files hold it, so it stays as it is for ever.
std::int64_t sourceHash(std::string_view text);

}  // namespace interlinear::cat
