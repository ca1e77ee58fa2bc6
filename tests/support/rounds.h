// How often a property is tried: as often as the test says, and many times that when packaging/test.sh --long runs it.
//
//   for (int round = 0; round < rounds(5000); ++round) { … }
#pragma once

#include <QtGlobal>

#include <algorithm>

namespace interlinear::tests {

inline int rounds(int usual)
{
    return usual * std::max(1, qEnvironmentVariableIntValue("INTERLINEAR_LONG"));
}

}  // namespace interlinear::tests
