// The block of YAML between "---" lines, or of TOML between "+++" lines, that may stand at the top of a Markdown file.
//
//   frontMatterEnd("---\ntitle: A\n---\n# A\n", 0);   // 17
#pragma once

#include <cstddef>
#include <string_view>

namespace interlinear::cat::markdown {

/// Offset behind the block that begins at that byte; the byte itself where none does. A rule ("---" before a blank line) is none.
std::size_t frontMatterEnd(std::string_view bytes, std::size_t begin);

}  // namespace interlinear::cat::markdown
