// What a memory must answer, found out the slow way.
//
//   const std::vector<Unit> units = unitsIn(memory);
//   QCOMPARE(lookupsThatDiffer(memory, units, random), QStringList());
#pragma once

#include "engine/cat/memory/memory.h"
#include "tests/unit/cat/memory/samples.h"

#include <QStringList>

#include <vector>

namespace interlinear::cat::samples {

/// In the order of adding.
std::vector<Unit> unitsIn(const Memory &memory);

/// Looks up sources of these units and near twins of them, exactly and loosely, and names each query whose answer is not the comparison with every unit.
QStringList lookupsThatDiffer(Memory &memory, const std::vector<Unit> &units, Random &random, int queries = 6);

}  // namespace interlinear::cat::samples
