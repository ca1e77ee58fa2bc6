// The scalar values of a YAML text where they stand.
//
//   Result<std::vector<YamlScalar>> scalars = yamlScalars(text);
#pragma once

#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

enum class YamlStyle { Plain, SingleQuoted, DoubleQuoted, Literal, Folded };

struct YamlScalar {
    std::string context;    ///< keys and indexes around it, joined by dots
    std::string key;        ///< its own
    std::string value;
    YamlStyle style = YamlStyle::Plain;
    ByteSpan span;          ///< with quotes or the header of a block, without anchor and tag; a block ends with its last line that is not blank
    std::size_t line = 0;   ///< where the line of its key begins
};

/// Values only, no keys, and none that is marked as binary. BadFormat with the line.
Result<std::vector<YamlScalar>> yamlScalars(std::string_view text);

}  // namespace interlinear::cat
