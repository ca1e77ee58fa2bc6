#include "tests/bench/card_segments.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "tests/bench/sentences.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::bench {

namespace {

using namespace mixmoe;

std::vector<TranslateRequest> requestsFor(int count)
{
    std::vector<TranslateRequest> requests;
    for (const std::string &sentence : englishSentences(count))
        requests.push_back({.source = {sentence}, .from = "en", .to = "de"});
    return requests;
}

}  // namespace

Result<void> measureSegments(const std::shared_ptr<cuda::Card> &card, const std::shared_ptr<const Model> &model, const SegmentWorkload &workload, const std::function<void(const Measurement &)> &report)
{
    const std::vector<TranslateRequest> requests = requestsFor(workload.segments);
    for (const CardPrecision precision : {CardPrecision::Bf16, CardPrecision::Int8, CardPrecision::Fp32}) {
        const Result<std::unique_ptr<Runtime>> runtime = makeCudaRuntime(model, card, {.precision = precision});
        if (!runtime)
            return std::unexpected(runtime.error());
        std::optional<Error> problem;
        const auto once = [&] {
            const Stopwatch watch;
            for (const Result<Translation> &translation : translateBatch(**runtime, *model, requests, {})) {
                if (!translation)
                    problem = translation.error();
            }
            return static_cast<double>(requests.size()) / watch.seconds();
        };
        once();   // graphs are recorded
        const Samples samples = repeat(workload.repetitions, once);
        if (problem)
            return std::unexpected(*problem);
        Measurement measured{.id = "G8." + (*runtime)->description().precision + ".segments." + model->config.name, .unit = "segments/s", .samples = samples};
        if (precision == CardPrecision::Bf16) {
            measured.limit = 20000;
            measured.floor = 0.25;
            measured.target = 1;
        }
        report(measured);
    }
    return {};
}

}  // namespace interlinear::bench
