// What every corpus metric asks of its two files: the same number of lines, and at least one.
#pragma once

#include "engine/core/result.h"

#include <span>
#include <string>

namespace interlinear::mixmoe {

inline Result<void> checkParallel(std::span<const std::string> hypotheses, std::span<const std::string> references)
{
    if (hypotheses.size() != references.size())
        return fail(ErrorCode::InvalidArgument, "", "there are %1 translations, but %2 references; line by line they must match", hypotheses.size(), references.size());
    if (hypotheses.empty())
        return fail(ErrorCode::InvalidArgument, "", "there is no line to score");
    return {};
}

}  // namespace interlinear::mixmoe
