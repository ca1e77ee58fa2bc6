// The units that a reader gives, without a memory.
//
//   UnitCollector collector;
//   const Result<void> read = readTmx(*input, {"en", "de"}, collector);
#pragma once

#include "engine/cat/memory/exchange/unit_sink.h"

#include <string>
#include <utility>
#include <vector>

namespace interlinear::cat {

struct UnitCollector : UnitSink {
    std::vector<Unit> units;
    std::vector<std::pair<std::int64_t, std::string>> skipped;
    std::vector<std::string> otherDirections;

    bool take(Unit unit, std::int64_t) override
    {
        units.push_back(std::move(unit));
        return true;
    }
    void skip(std::int64_t line, std::string reason) override { skipped.emplace_back(line, std::move(reason)); }
    void otherDirection(const std::string &fileSource) override { otherDirections.push_back(fileSource); }
};

}  // namespace interlinear::cat
