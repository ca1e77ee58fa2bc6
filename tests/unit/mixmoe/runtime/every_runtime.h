// Every runtime there is without a card, for what all of them promise.
//
//   for (const auto &runtime : everyRuntime(model))
//       QVERIFY(same(must(runtime->step(inputs, {})).front().candidates, expected));
#pragma once

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "tests/support/loop_card.h"
#include "tests/support/must.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace interlinear::tests {

using namespace mixmoe;

inline bool same(const std::vector<Candidate> &a, const std::vector<Candidate> &b)
{
    return std::ranges::equal(a, b, [](const Candidate &x, const Candidate &y) { return x.token == y.token && x.logProbability == y.logProbability; });
}

inline std::vector<std::unique_ptr<Runtime>> everyRuntime(const std::shared_ptr<const Model> &model)
{
    std::vector<std::unique_ptr<Runtime>> runtimes;
    runtimes.push_back(must(makeReferenceRuntime(model)));
    for (const WeightType weights : {WeightType::Fp32, WeightType::Bf16, WeightType::Int8})
        runtimes.push_back(must(makeCpuRuntime(model, {.threads = 2, .weights = weights})));
    if (isFoldable(model->config.moe.fourierMode)) {
        for (const CardPrecision precision : {CardPrecision::Fp32, CardPrecision::Bf16})
            runtimes.push_back(must(makeCudaRuntime(model, loopCard(), {.precision = precision})));
    }
    return runtimes;
}

}  // namespace interlinear::tests
