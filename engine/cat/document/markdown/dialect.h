// The Markdown that is read: CommonMark with GitHub's tables, strike-through and task lists.
#pragma once

#include <md4c.h>

namespace interlinear::cat::markdown {

inline constexpr unsigned dialect = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;

}  // namespace interlinear::cat::markdown
