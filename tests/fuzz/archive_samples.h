// Office files as text that can be mutated, and such archives as only somebody with a purpose makes.
//
//   Target{.samples = {flattened(bytes)}, .hostile = hostileArchives(flattened(bytes), "word/document.xml"), .packed = packed, …}
#pragma once

#include <string>
#include <vector>

namespace interlinear::fuzz {

/// The parts of the archive that are text, each behind a line with its name; large ones, which are styles, are left out.
std::string flattened(const std::string &archive);

/// The archive of what flattened() made, whatever became of it.
std::string packed(const std::string &flat);

/// Bombs in the part and around it, encrypted and doubled parts, names that lead elsewhere, sizes and sums that are wrong, ends that are missing.
std::vector<std::string> hostileArchives(const std::string &flat, const std::string &part);

}  // namespace interlinear::fuzz
