// A card that fails in the middle of translations: the processor goes on, and the texts are the same.
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "engine/mixmoe/runtime/step_check.h"
#include "engine/mixmoe/serve/fallback_runtime.h"
#include "tests/support/loop_card.h"
#include "tests/support/must.h"
#include "tests/support/runtime_layer.h"
#include "tests/support/tiny_model.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

TranslateRequest translating(const std::string &source, int beams)
{
    return {.source = {source}, .from = "en", .to = "de", .beamSize = beams};
}

// Its numbers break behind a token that is tried, and from then on.
class BreakingRuntime final : public RuntimeLayer {
public:
    using RuntimeLayer::RuntimeLayer;
    Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) override
    {
        if (m_broken)
            return stepWithoutNumbers();
        Result<void> done = RuntimeLayer::stepInto(inputs, options, outputs);
        for (std::size_t i = 0; done && i < outputs.size(); ++i) {
            if (inputs[i].triedTokens == 0 || outputs[i].bestAfterEach[0].token != inputs[i].tokens[inputs[i].firstPicked() + 1])
                continue;   // broken where one was right, so that it is read again
            m_broken = true;
            std::fill(outputs[i].bestAfterEach.begin() + 1, outputs[i].bestAfterEach.end(), noCandidate);
            outputs[i].candidates.clear();
            outputs[i].scored.clear();
        }
        return done;
    }

private:
    bool m_broken = false;
};

}  // namespace

class FallbackRuntimeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textsAreTheSameWhereverTheCardFails();
    void numbersThatBreakBehindADraftAreTheProcessors();
    void withoutASecondRuntimeTheStepFails();
    void otherErrorsChangeNothing();
};

void FallbackRuntimeTest::textsAreTheSameWhereverTheCardFails()
{
    const auto model = tinyModel({.seed = 4});
    const auto cpu = [model]() -> Result<std::unique_ptr<Runtime>> { return makeCpuRuntime(model, {.threads = 1}); };
    for (const int beams : {1, 3}) {
        const auto alone = must(cpu());
        std::vector<TranslateRequest> requests;
        for (const char *source : {"good morning", "the house is big", "one two three", "a"})
            requests.push_back(translating(source, beams));
        const auto expected = translateBatch(*alone, *model, requests, {});
        for (std::size_t i = 0; i < requests.size(); i += 2)   // half of them with a draft, which greedy search tries
            requests[i].draft = must(expected[i]).target;
        for (const int launches : {1000000, 0, 10, 40, 100, 200, 400}) {
            int notices = 0;
            const auto runtime = makeFallbackRuntime(must(makeCudaRuntime(model, loopCard({.launchesUntilFailure = launches}))), cpu, [&](const Error &why) {
                ++notices;
                QCOMPARE(why.code, ErrorCode::EngineFailure);
            });
            const auto translations = translateBatch(*runtime, *model, requests, {});
            QVERIFY(notices <= 1);
            QCOMPARE(runtime->description().device, std::string(notices == 1 ? "cpu" : "cuda:0 loops"));
            QCOMPARE(notices, launches < 100 ? 1 : launches == 1000000 ? 0 : notices);
            for (std::size_t i = 0; i < requests.size(); ++i)
                QCOMPARE(must(translations[i]).target.text, must(expected[i]).target.text);
        }
    }
}

void FallbackRuntimeTest::numbersThatBreakBehindADraftAreTheProcessors()
{
    const auto model = tinyModel({.seed = 4});
    const auto cpu = [model]() -> Result<std::unique_ptr<Runtime>> { return makeCpuRuntime(model, {.threads = 1}); };
    const auto alone = must(cpu());
    TranslateRequest request = translating("the house is big", 1);
    const Translation expected = must(translate(*alone, *model, request, {}, {}));
    request.draft = expected.target;
    int notices = 0;
    const auto runtime = makeFallbackRuntime(std::make_unique<BreakingRuntime>(must(cpu())), cpu, [&](const Error &) { ++notices; });
    const Translation found = must(translate(*runtime, *model, request, {}, {}));
    QCOMPARE(found.target.text, expected.target.text);
    QCOMPARE(found.logProbabilities, expected.logProbabilities);
    QCOMPARE(notices, 1);
}

void FallbackRuntimeTest::withoutASecondRuntimeTheStepFails()
{
    const auto model = tinyModel();
    const auto none = []() -> Result<std::unique_ptr<Runtime>> { return fail(ErrorCode::NotFound, "", "no model is loaded"); };
    const auto runtime = makeFallbackRuntime(must(makeCudaRuntime(model, loopCard({.launchesUntilFailure = 3}))), none, {});
    const SequenceId sequence = must(runtime->openSequence());
    QCOMPARE(runtime->step({{.sequence = sequence, .tokens = {1, 2}}}, {}).error().code, ErrorCode::NotFound);
    QCOMPARE(runtime->length(sequence), 0);
}

void FallbackRuntimeTest::otherErrorsChangeNothing()
{
    const auto model = tinyModel();
    const auto cpu = [model]() -> Result<std::unique_ptr<Runtime>> { return makeCpuRuntime(model, {.threads = 1}); };
    const auto runtime = makeFallbackRuntime(must(makeCudaRuntime(model, loopCard())), cpu, {});
    const SequenceId sequence = must(runtime->openSequence());
    QCOMPARE(runtime->step({{.sequence = sequence, .tokens = {-1}}}, {}).error().code, ErrorCode::OutOfRange);
    QCOMPARE(runtime->description().device, std::string("cuda:0 loops"));
    QVERIFY(runtime->step({{.sequence = sequence, .tokens = {1, 2, 3}}}, {}));
    runtime->truncate(sequence, 1);
    QCOMPARE(runtime->length(sequence), 1);
    const SequenceId fork = must(runtime->forkSequence(sequence));
    QCOMPARE(runtime->length(fork), 1);
}

QTEST_APPLESS_MAIN(FallbackRuntimeTest)
#include "tst_fallback_runtime.moc"
