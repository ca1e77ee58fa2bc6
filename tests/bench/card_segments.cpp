#include "tests/bench/card_segments.h"

#include "engine/core/stopwatch.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::bench {

namespace {

using namespace mixmoe;

constexpr const char *openings[] = {"I think that", "We are sure that", "Do you know whether", "She told me that", "It is a pity that", "Nobody believed that", "He was glad that", "They had hoped that", "Please tell me if", "Perhaps"};
constexpr const char *subjects[] = {"the old teacher", "my brother", "our neighbour", "the doctor", "that young woman", "the driver of the bus", "her little dog", "everybody in the village", "the man with the hat", "your friend from Spain"};
constexpr const char *actions[] = {"has not read", "wants to see", "will never forget", "is looking for", "was writing about", "has already sold", "would like to have", "often speaks of", "did not understand", "must find"};
constexpr const char *objects[] = {"the letter", "this house", "a better job", "the last train", "the new book", "these pictures", "the answer to the question", "his first car", "the file on the server", "the garden behind the church"};

std::vector<TranslateRequest> sentences(int count)
{
    std::vector<TranslateRequest> requests;
    for (int i = 0; i < count; ++i) {
        const std::string text = std::string(openings[i % 10]) + " " + subjects[i / 10 % 10] + " " + actions[i / 100 % 10] + " " + objects[i / 1000 % 10] + ".";
        requests.push_back({.source = {text}, .from = "en", .to = "de"});
    }
    return requests;
}

}  // namespace

Result<void> measureSegments(const std::shared_ptr<cuda::Card> &card, const std::shared_ptr<const Model> &model, const SegmentWorkload &workload, const std::function<void(const Measurement &)> &report)
{
    const std::vector<TranslateRequest> requests = sentences(workload.segments);
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
