// The service keeps its promises: one answer a request, order of priorities, latest wins, cancellation at a step, failures as values, a quick end.
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/serve/translation_service.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/serve/gated_runtime.h"
#include "tests/unit/mixmoe/serve/mailbox.h"

#include <QTest>

#include <algorithm>
#include <future>
#include <map>
#include <new>
#include <random>
#include <stdexcept>
#include <thread>

using namespace interlinear;
using namespace interlinear::mixmoe;
using interlinear::tests::Gate;
using interlinear::tests::gatedRuntimes;
using interlinear::tests::Mailbox;
using interlinear::tests::tinyModel;

namespace {

TranslateRequest translating(const std::string &source)
{
    return {.source = {source, {}}, .from = "en", .to = "de", .maxNewTokens = 6};
}

std::string directly(const std::string &source)
{
    const auto model = tinyModel();
    return translate(**makeCpuRuntime(model, {.threads = 1}), *model, translating(source), {}, {})->target.text;
}

AlternativesRequest wordsIn(const std::string &target, std::size_t offset)
{
    return {.request = translating("good day"), .target = target, .offset = offset};
}

/// A service on the tiny model, and every answer in the order in which it came.
struct Desk {
    Mailbox mailbox;
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::vector<RequestId> order;
    std::map<RequestId, Result<Translation>> answers;
    std::map<RequestId, Result<Alternatives>> words;
    int stepsSeen = 0;
    std::promise<void> letModelLoad;
    std::unique_ptr<TranslationService> service = std::make_unique<TranslationService>(mailbox.poster());

    void load()
    {
        letModelLoad.set_value();
        bool loaded = false;
        loadWhenLet([&](const Result<LoadedModel> &result) { loaded = result.has_value(); });
        mailbox.waitUntil([&] { return loaded; });
    }

    /// Holds the engine thread in the load until the promise is kept.
    void loadWhenLet(LoadCallback onLoaded = {})
    {
        service->load(
            [let = letModelLoad.get_future().share()]() -> Result<std::shared_ptr<const Model>> {
                let.wait();
                return tinyModel();
            },
            gatedRuntimes(gate), std::move(onLoaded));
    }

    RequestId ask(const std::string &segment, Priority priority, const std::string &source)
    {
        return service->request(
            segment, priority, translating(source), [this](const StepEvent &) { ++stepsSeen; },
            [this](RequestId id, Result<Translation> answer) {
                order.push_back(id);
                answers.emplace(id, std::move(answer));
            });
    }

    RequestId askForWords(const std::string &segment, const std::string &target, std::size_t offset)
    {
        return service->alternatives(segment, wordsIn(target, offset), [this](RequestId id, Result<Alternatives> answer) {
            order.push_back(id);
            words.emplace(id, std::move(answer));
        });
    }

    void waitForAnswers(std::size_t count)
    {
        mailbox.waitUntil([&] { return order.size() >= count; });
    }

    ErrorCode errorOf(RequestId id) const
    {
        const auto &answer = answers.at(id);
        return answer ? ErrorCode::InvalidArgument : answer.error().code;
    }

    std::string textOf(RequestId id) const
    {
        const auto &answer = answers.at(id);
        return answer ? answer->target.text : answer.error().sentence();
    }
};

}  // namespace

class TestTranslationService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersAsTheDecoderDoes()
    {
        Desk desk;
        desk.load();
        const RequestId id = desk.ask("1", Priority::Caret, "good day");
        desk.waitForAnswers(1);
        QVERIFY(desk.answers.at(id));
        QCOMPARE(desk.textOf(id), directly("good day"));
        QCOMPARE(std::size_t(desk.stepsSeen), desk.answers.at(id)->tokens.size());
    }

    void alternativesAreAsTheDecodersAndReplaceOnlyThemselves()
    {
        Desk desk;
        desk.loadWhenLet();
        const RequestId document = desk.ask("1", Priority::Document, "a house");
        const RequestId suggestion = desk.ask("1", Priority::Caret, "a cat");
        const RequestId older = desk.askForWords("1", "gut", 0);
        const RequestId newer = desk.askForWords("1", "gut ", 4);
        desk.letModelLoad.set_value();
        desk.waitForAnswers(4);
        QCOMPARE(desk.order, (std::vector<RequestId>{older, newer, suggestion, document}));
        QCOMPARE(desk.words.at(older).error().code, ErrorCode::Cancelled);
        QCOMPARE(desk.textOf(suggestion), directly("a cat"));
        const auto model = tinyModel();
        const Alternatives expected = *alternatives(**makeCpuRuntime(model, {.threads = 1}), *model, wordsIn("gut ", 4), {});
        const auto &found = desk.words.at(newer);
        QVERIFY(found);
        QCOMPARE(found->words.size(), expected.words.size());
        for (std::size_t i = 0; i < expected.words.size(); ++i) {
            QCOMPARE(found->words[i].text, expected.words[i].text);
            QCOMPARE(found->words[i].probability, expected.words[i].probability);
            QCOMPARE(found->words[i].translation->target, expected.words[i].translation->target);
        }
    }

    void alternativesAreStoppedAndCancelled()
    {
        Desk desk;
        desk.load();
        desk.gate->close();
        const RequestId stopped = desk.askForWords("1", "gut ", 4);
        desk.gate->waitForStep();
        const RequestId newer = desk.askForWords("1", "gut ", 0);
        desk.waitForAnswers(1);
        QCOMPARE(desk.words.at(stopped).error().code, ErrorCode::Cancelled);
        desk.service->cancel(newer);
        desk.waitForAnswers(2);
        QCOMPARE(desk.words.at(newer).error().code, ErrorCode::Cancelled);
        desk.gate->open();
        const RequestId next = desk.ask("1", Priority::Next, "a tree");
        desk.waitForAnswers(3);
        QCOMPARE(desk.textOf(next), directly("a tree"));
        const RequestId bad = desk.askForWords("1", "gut", 9);
        desk.waitForAnswers(4);
        QCOMPARE(desk.words.at(bad).error().code, ErrorCode::OutOfRange);
    }

    void servesByPriority()
    {
        Desk desk;
        desk.loadWhenLet();
        const RequestId document = desk.ask("1", Priority::Document, "a house");
        const RequestId next = desk.ask("2", Priority::Next, "a tree");
        const RequestId afterNext = desk.ask("3", Priority::Next, "a dog");
        const RequestId caret = desk.ask("4", Priority::Caret, "a cat");
        const RequestId newerCaret = desk.ask("5", Priority::Caret, "a bird");
        desk.letModelLoad.set_value();
        desk.waitForAnswers(5);
        QCOMPARE(desk.order, (std::vector<RequestId>{newerCaret, caret, next, afterNext, document}));
    }

    void latestWinsWhileWaiting()
    {
        Desk desk;
        desk.loadWhenLet();
        const RequestId document = desk.ask("1", Priority::Document, "old");
        const RequestId older = desk.ask("1", Priority::Next, "old");
        const RequestId newer = desk.ask("1", Priority::Caret, "new");
        desk.letModelLoad.set_value();
        desk.waitForAnswers(3);
        QCOMPARE(desk.order, (std::vector<RequestId>{older, newer, document}));
        QCOMPARE(desk.errorOf(older), ErrorCode::Cancelled);
        QCOMPARE(desk.textOf(newer), directly("new"));
        QCOMPARE(desk.textOf(document), directly("old"));
    }

    void latestWinsWhileRunning()
    {
        Desk desk;
        desk.load();
        desk.gate->close();
        const RequestId older = desk.ask("1", Priority::Next, "old");
        desk.gate->waitForStep();
        const RequestId newer = desk.ask("1", Priority::Next, "new");
        desk.waitForAnswers(1);
        QCOMPARE(desk.errorOf(older), ErrorCode::Cancelled);
        desk.gate->open();
        desk.waitForAnswers(2);
        QCOMPARE(desk.textOf(newer), directly("new"));
    }

    void caretStopsTheDocumentAndNothingIsLost()
    {
        Desk desk;
        desk.load();
        desk.gate->close();
        std::map<RequestId, std::string> sources;
        for (int i = 0; i < 40; ++i) {
            const std::string source = "house " + std::to_string(i);
            sources[desk.ask(std::to_string(i), Priority::Document, source)] = source;
        }
        desk.gate->waitForStep();
        const RequestId caret = desk.ask("7", Priority::Caret, "tree");
        desk.gate->open();
        desk.waitForAnswers(41);
        QCOMPARE(desk.order.front(), caret);
        for (const auto &[id, source] : sources)
            QCOMPARE(desk.textOf(id), directly(source));
    }

    void nextDoesNotStopNext()
    {
        Desk desk;
        desk.load();
        desk.gate->close();
        const RequestId first = desk.ask("1", Priority::Next, "house");
        desk.gate->waitForStep();
        const RequestId second = desk.ask("2", Priority::Next, "tree");
        desk.gate->open();
        desk.waitForAnswers(2);
        QCOMPARE(desk.order, (std::vector<RequestId>{first, second}));
    }

    void cancelStopsAStep()
    {
        Desk desk;
        desk.load();
        desk.gate->close();
        const RequestId running = desk.ask("1", Priority::Caret, "house");
        const RequestId waiting = desk.ask("2", Priority::Document, "tree");
        desk.gate->waitForStep();
        desk.service->cancel(waiting);
        desk.service->cancel(running);
        desk.waitForAnswers(2);   // the gate is still closed
        QCOMPARE(desk.errorOf(running), ErrorCode::Cancelled);
        QCOMPARE(desk.errorOf(waiting), ErrorCode::Cancelled);
        desk.service->cancel(running);
        desk.gate->open();
        const RequestId after = desk.ask("1", Priority::Caret, "house");
        desk.waitForAnswers(3);
        QCOMPARE(desk.textOf(after), directly("house"));
    }

    void cancelLeavesTheRestOfABatchRunning()
    {
        Desk desk;
        desk.loadWhenLet();
        desk.gate->close();
        std::vector<RequestId> ids;
        for (const char *source : {"house", "tree", "dog"})
            ids.push_back(desk.ask(source, Priority::Document, source));
        desk.letModelLoad.set_value();
        desk.gate->waitForStep();
        desk.service->cancel(ids[1]);
        desk.gate->open();
        desk.waitForAnswers(3);
        QCOMPARE(desk.textOf(ids[0]), directly("house"));
        QCOMPARE(desk.errorOf(ids[1]), ErrorCode::Cancelled);
        QCOMPARE(desk.textOf(ids[2]), directly("dog"));
    }

    void cancelAllEmptiesTheDocumentJob()
    {
        Desk desk;
        desk.load();
        desk.gate->close();
        for (int i = 0; i < 300; ++i)
            desk.ask(std::to_string(i), Priority::Document, "house");
        desk.gate->waitForStep();
        const RequestId next = desk.ask("300", Priority::Next, "tree");
        desk.service->cancelAll(Priority::Document);
        desk.gate->open();
        desk.waitForAnswers(301);
        for (const auto &[id, answer] : desk.answers)
            QCOMPARE(answer.has_value(), id == next);
    }

    void endsWhileDecoding()
    {
        Desk desk;
        desk.load();
        desk.gate->close();
        desk.ask("1", Priority::Caret, "house");
        desk.ask("2", Priority::Document, "tree");
        desk.gate->waitForStep();
        desk.service.reset();
        desk.mailbox.drain();
        QVERIFY(desk.order.empty());
    }

    void exceptionsBecomeErrors_data()
    {
        QTest::addColumn<bool>("outOfMemory");
        QTest::addColumn<QString>("message");
        QTest::newRow("exception") << false << QStringLiteral("the engine gave up and was started again: broken");
        QTest::newRow("memory") << true << QStringLiteral("there is not enough memory for this");
    }

    void exceptionsBecomeErrors()
    {
        QFETCH(bool, outOfMemory);
        QFETCH(QString, message);
        Desk desk;
        int failures = 1;
        desk.gate->onPass = [&](const auto &) {
            if (failures-- <= 0)
                return;
            if (outOfMemory)
                throw std::bad_alloc();
            throw std::runtime_error("broken");
        };
        desk.load();
        const RequestId failed = desk.ask("1", Priority::Caret, "house");
        desk.waitForAnswers(1);
        QCOMPARE(desk.errorOf(failed), ErrorCode::EngineFailure);
        QVERIFY(QString::fromStdString(desk.textOf(failed)).startsWith(message));
        const RequestId after = desk.ask("1", Priority::Caret, "house");
        desk.waitForAnswers(2);
        QCOMPARE(desk.textOf(after), directly("house"));
        QCOMPARE(desk.gate->runtimesMade, 2);
    }

    void oneBadSegmentDoesNotSpoilItsBatch()
    {
        Desk desk;
        const auto tokenizer = tinyModel()->tokenizer;
        const TokenId poison = tokenizer->encode("#").back().id;
        desk.gate->onPass = [poison](std::span<const SequenceInput> inputs) {
            for (const SequenceInput &input : inputs) {
                if (input.promptTokens > 0 && std::find(input.tokens.begin(), input.tokens.end(), poison) != input.tokens.end())
                    throw std::runtime_error("poison");
            }
        };
        desk.loadWhenLet();
        std::map<RequestId, std::string> sources;
        for (const char *source : {"house", "tree #", "dog", "cat"})
            sources[desk.ask(source, Priority::Document, source)] = source;
        desk.letModelLoad.set_value();
        desk.waitForAnswers(4);
        for (const auto &[id, source] : sources) {
            if (source == "tree #")
                QCOMPARE(desk.errorOf(id), ErrorCode::EngineFailure);
            else
                QCOMPARE(desk.textOf(id), directly(source));
        }
    }

    void withoutModelRequestsFail()
    {
        Desk desk;
        const RequestId before = desk.ask("1", Priority::Caret, "house");
        desk.waitForAnswers(1);
        QCOMPARE(desk.errorOf(before), ErrorCode::NotFound);
        desk.load();
        desk.service->unload();
        const RequestId after = desk.ask("1", Priority::Document, "house");
        desk.waitForAnswers(2);
        QCOMPARE(desk.errorOf(after), ErrorCode::NotFound);
    }

    void failedLoadKeepsTheModel()
    {
        Desk desk;
        desk.load();
        std::optional<Result<LoadedModel>> loaded;
        desk.service->load("/nowhere", {}, [&](Result<LoadedModel> result) { loaded = std::move(result); });
        desk.mailbox.waitUntil([&] { return loaded.has_value(); });
        QCOMPARE(loaded->error().code, ErrorCode::NotFound);
        desk.service->load([]() -> Result<std::shared_ptr<const Model>> { throw std::bad_alloc(); }, gatedRuntimes(desk.gate), [&](Result<LoadedModel> result) { loaded = std::move(result); });
        loaded.reset();
        desk.mailbox.waitUntil([&] { return loaded.has_value(); });
        QCOMPARE(loaded->error().code, ErrorCode::EngineFailure);
        const RequestId id = desk.ask("1", Priority::Caret, "house");
        desk.waitForAnswers(1);
        QCOMPARE(desk.textOf(id), directly("house"));
    }

    void laterLoadReplacesTheWaitingOne()
    {
        Desk desk;
        desk.loadWhenLet();
        std::vector<bool> loaded;
        const auto note = [&](const Result<LoadedModel> &result) { loaded.push_back(result.has_value()); };
        const auto source = []() -> Result<std::shared_ptr<const Model>> { return tinyModel({.seed = 2}); };
        // The first is at hand or waits; of the others only the last is carried out.
        desk.service->load(source, gatedRuntimes(desk.gate), note);
        desk.service->load(source, gatedRuntimes(desk.gate), note);
        desk.letModelLoad.set_value();
        desk.mailbox.waitUntil([&] { return loaded.size() == 2; });
        QCOMPARE(loaded, (std::vector<bool>{false, true}));
    }

    void newModelServesWhatWaited()
    {
        Desk desk;
        desk.load();
        desk.gate->close();
        const RequestId id = desk.ask("1", Priority::Document, "house");
        desk.gate->waitForStep();
        desk.service->load([]() -> Result<std::shared_ptr<const Model>> { return tinyModel({.seed = 9}); }, gatedRuntimes(desk.gate), {});
        desk.gate->open();
        desk.waitForAnswers(1);
        QCOMPARE(desk.answers.at(id)->modelFingerprint, tinyModel({.seed = 9})->fingerprint);
    }

    void manyThreadsGetOneAnswerEach()
    {
        Desk desk;
        desk.load();
        constexpr int threads = 4, requests = 60;
        std::mutex mutex;
        std::map<RequestId, int> answered;
        {
            std::vector<std::jthread> callers;
            for (int thread = 0; thread < threads; ++thread) {
                callers.emplace_back([&, thread] {
                    std::mt19937 random(static_cast<unsigned>(thread));
                    for (int i = 0; i < requests; ++i) {
                        const RequestId id = desk.service->request(std::to_string(random() % 20), Priority(random() % 3), translating("house"), {},
                                                                   [&](RequestId answeredId, const Result<Translation> &) {
                                                                       const std::lock_guard lock(mutex);
                                                                       ++answered[answeredId];
                                                                   });
                        if (random() % 4 == 0)
                            desk.service->cancel(id);
                    }
                });
            }
        }
        desk.mailbox.waitUntil([&] { return answered.size() == threads * requests; });
        desk.service.reset();
        desk.mailbox.drain();
        QVERIFY(std::all_of(answered.begin(), answered.end(), [](const auto &entry) { return entry.second == 1; }));
    }

    void choosesTheDevice()
    {
        int notices = 0;
        const FallbackNotice count = [&](const Error &) { ++notices; };
        QCOMPARE(openRuntime(tinyModel(), {.device = Device::Auto}, count).value()->description().device, std::string("cpu"));
        QCOMPARE(notices, 0);
        QCOMPARE(openRuntime(tinyModel(), {.device = Device::Auto, .precision = Precision::Fp8}, count).value()->description().device, std::string("cpu"));
        QCOMPARE(notices, 1);
        const auto cuda = openRuntime(tinyModel(), {.device = Device::Cuda});
        QCOMPARE(cuda.error().code, ErrorCode::Unsupported);
        const auto fp8 = openRuntime(tinyModel(), {.device = Device::Cpu, .precision = Precision::Fp8});
        QCOMPARE(fp8.error().code, ErrorCode::Unsupported);
        QCOMPARE(fp8.error().sentence(), std::string("precision fp8: the processor does not compute in fp8; choose int8, or a device that does: cuda"));
    }
};

QTEST_APPLESS_MAIN(TestTranslationService)
#include "tst_translation_service.moc"
