// The value of a Result that a test relies on.
//
//   const auto runtime = must(makeReferenceRuntime(model));   // an Error ends the test program with its sentence
#pragma once

#include "engine/core/result.h"

#include <QtGlobal>

#include <utility>

namespace interlinear::tests {

template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", result.error().sentence().c_str());
    return std::move(*result);
}

inline void must(const Result<void> &result)
{
    if (!result)
        qFatal("%s", result.error().sentence().c_str());
}

}  // namespace interlinear::tests
