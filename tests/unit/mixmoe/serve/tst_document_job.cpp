// A document job of thousands of segments: memory stays flat, a keystroke is served within a step, and whatever interrupts it each request is answered once and alike.
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/serve/translation_service.h"
#include "tests/support/rounds.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/serve/gated_runtime.h"
#include "tests/unit/mixmoe/serve/mailbox.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <random>

#include <malloc.h>
#include <unistd.h>

using namespace interlinear;
using namespace interlinear::mixmoe;
using interlinear::tests::Gate;
using interlinear::tests::gatedRuntimes;
using interlinear::tests::Mailbox;
using interlinear::tests::rounds;
using interlinear::tests::tinyModel;

namespace {

using Clock = std::chrono::steady_clock;

std::string sentence(int number)
{
    static const std::vector<std::string> words{"the", "house", "green", "Good", "morning", "is", "here"};
    std::string text;
    for (int word = 0; word < 2 + number % 5; ++word)
        text += (text.empty() ? "" : " ") + words[static_cast<std::size_t>(number / (word + 1) + word) % words.size()];
    return text + " " + std::to_string(number);
}

TranslateRequest translating(const std::string &source)
{
    return {.source = {source, {}}, .from = "en", .to = "de", .maxNewTokens = 8};
}

double millisecondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Of this process, what the allocator holds in reserve given back.
long residentBytes()
{
    malloc_trim(0);
    std::ifstream statm("/proc/self/statm");
    long total = 0, resident = 0;
    statm >> total >> resident;
    return resident * sysconf(_SC_PAGESIZE);
}

constexpr bool sanitized()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

/// A service on a model, with every answer that came.
struct Desk {
    Mailbox mailbox;
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::map<RequestId, std::vector<Result<Translation>>> answers;
    std::vector<RequestId> order;
    std::unique_ptr<TranslationService> service = std::make_unique<TranslationService>(mailbox.poster());

    explicit Desk(std::shared_ptr<const Model> model = tinyModel())
    {
        bool loaded = false;
        service->load([model] { return Result<std::shared_ptr<const Model>>(model); }, gatedRuntimes(gate), [&](const Result<LoadedModel> &) { loaded = true; });
        mailbox.waitUntil([&] { return loaded; });
    }
    ~Desk() { service.reset(); }

    RequestId ask(const std::string &segment, Priority priority, TranslateRequest request)
    {
        return service->request(segment, priority, std::move(request), {}, [this](RequestId id, Result<Translation> answer) {
            order.push_back(id);
            answers[id].push_back(std::move(answer));
        });
    }
    void waitForAnswers(std::size_t count)
    {
        mailbox.waitUntil([&] { return order.size() >= count; });
    }
};

}  // namespace

class TestDocumentJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryStaysFlat();
    void aKeystrokeInTheMiddleIsServedNext();
    void cancellingStopsWithinAStep();
    void interruptionsChangeNothing();
    void keystrokesOnTheModelThatShips();
};

void TestDocumentJob::memoryStaysFlat()
{
    if (sanitized())
        QSKIP("a sanitizer keeps what is freed");
    constexpr int ahead = 64, warm = 500;
    constexpr long allowed = 4 << 20;
    const int segments = rounds(3000);
    Mailbox mailbox;
    TranslationService service(mailbox.poster());
    service.load([] { return Result<std::shared_ptr<const Model>>(tinyModel()); },
                 [](std::shared_ptr<const Model> model) { return makeCpuRuntime(std::move(model), {.threads = 2}); }, {});
    int asked = 0, answered = 0;
    std::size_t failed = 0;
    const auto ask = [&] {
        service.request(std::to_string(asked), Priority::Document, translating(sentence(asked)), {}, [&](RequestId, const Result<Translation> &answer) {
            ++answered;
            failed += answer ? 0 : 1;
        });
        ++asked;
    };
    const auto workUntil = [&](int until) {
        mailbox.waitUntil([&] {
            while (asked < segments && asked < answered + ahead)
                ask();
            return answered >= until;
        });
    };
    workUntil(warm);
    const long before = residentBytes();
    workUntil(segments);
    const long grown = residentBytes() - before;
    qInfo("%d segments: %ld KiB more than after %d", segments, grown / 1024, warm);
    QCOMPARE(failed, std::size_t(0));
    QVERIFY(grown < allowed);
}

// The step that runs is the last one of the document before the keystroke's own.
void TestDocumentJob::aKeystrokeInTheMiddleIsServedNext()
{
    for (const int at : {1, 2, 5, 9}) {
        Desk desk;
        RequestId caret = 0;
        int passes = 0;
        std::vector<std::size_t> sequencesAfter;
        desk.gate->onPass = [&](std::span<const SequenceInput> inputs) {
            if (caret)
                sequencesAfter.push_back(inputs.size());
            else if (inputs.size() > 1 && ++passes == at)
                caret = desk.ask("1", Priority::Caret, translating("the house"));
        };
        desk.gate->close();
        for (int i = 0; i < 100; ++i)
            desk.ask(std::to_string(i), Priority::Document, translating(sentence(i)));
        desk.gate->open();
        desk.waitForAnswers(101);
        const Result<Translation> &answer = desk.answers.at(caret).front();
        QVERIFY(answer);
        const auto own = static_cast<std::size_t>(answer->steps);
        QVERIFY(sequencesAfter.size() > own);
        QVERIFY(std::all_of(sequencesAfter.begin(), sequencesAfter.begin() + static_cast<std::ptrdiff_t>(own), [](std::size_t sequences) { return sequences == 1; }));
        QVERIFY(sequencesAfter[own] > 1);
    }
}

void TestDocumentJob::cancellingStopsWithinAStep()
{
    Desk desk;
    int passes = 0;
    desk.gate->onPass = [&](std::span<const SequenceInput>) {
        if (++passes == 4)
            desk.service->cancelAll(Priority::Document);
    };
    desk.gate->close();
    for (int i = 0; i < 100; ++i)
        desk.ask(std::to_string(i), Priority::Document, translating(sentence(i)));
    desk.gate->open();
    desk.waitForAnswers(100);
    QCOMPARE(passes, 4);
}

// Keystrokes, rows made ahead, cancelled and replaced requests, all at steps that a seed chooses.
void TestDocumentJob::interruptionsChangeNothing()
{
    constexpr int segments = 120;
    const auto model = tinyModel();
    std::vector<std::string> expected;
    const auto runtime = makeCpuRuntime(model, {.threads = 1}).value();
    for (int i = 0; i < segments; ++i)
        expected.push_back(translate(*runtime, *model, translating(sentence(i)), {}, {})->target.text);

    for (int round = 0; round < rounds(6); ++round) {
        std::mt19937 random(static_cast<unsigned>(round));
        Desk desk(model);
        std::mutex mutex;                                  // the engine thread asks too
        std::map<RequestId, int> asked;                    // the sentence
        std::map<RequestId, bool> mayBeCancelled;
        std::map<int, RequestId> latest;                   // of a sentence's document requests
        int interruptions = 40;
        const auto askDocument = [&](int number) {
            if (const auto older = latest.find(number); older != latest.end())
                mayBeCancelled[older->second] = true;
            latest[number] = desk.ask(std::to_string(number), Priority::Document, translating(sentence(number)));
            asked[latest[number]] = number;
        };
        desk.gate->onPass = [&](std::span<const SequenceInput>) {
            const std::lock_guard lock(mutex);
            if (random() % 4 != 0 || interruptions-- <= 0)
                return;
            const int number = static_cast<int>(random() % segments);
            switch (random() % 4) {
            case 0:
            case 1: {
                const RequestId id = desk.ask("caret", random() % 3 == 0 ? Priority::Next : Priority::Caret, translating(sentence(number)));
                asked[id] = number;
                mayBeCancelled[id] = true;   // the next one replaces it
                break;
            }
            case 2:
                mayBeCancelled[latest.at(number)] = true;
                desk.service->cancel(latest.at(number));
                break;
            default:
                askDocument(number);
            }
        };
        desk.gate->close();
        for (int i = 0; i < segments; ++i)
            askDocument(i);
        desk.gate->open();
        desk.mailbox.waitUntil([&] {
            const std::lock_guard lock(mutex);
            return desk.order.size() >= asked.size();
        });
        desk.service.reset();
        desk.mailbox.drain();
        QCOMPARE(desk.answers.size(), asked.size());
        for (const auto &[id, answers] : desk.answers) {
            QCOMPARE(answers.size(), std::size_t(1));
            if (answers.front())
                QCOMPARE(answers.front()->target.text, expected[static_cast<std::size_t>(asked.at(id))]);
            else
                QVERIFY(answers.front().error().code == ErrorCode::Cancelled && mayBeCancelled[id]);
        }
    }
}

// Prints what a keystroke waits for; what must hold is counted in steps.
void TestDocumentJob::keystrokesOnTheModelThatShips()
{
    const auto model = loadModel(INTERLINEAR_SOURCE_DIR "/resources/models/european");
    QVERIFY(model);
    Mailbox mailbox;
    TranslationService service(mailbox.poster());
    bool loaded = false;
    service.load([&] { return model; }, [](std::shared_ptr<const Model> made) { return openRuntime(std::move(made), {}); }, [&](const auto &) { loaded = true; });
    mailbox.waitUntil([&] { return loaded; });
    const std::vector<std::string> sentences{"The weather is nice today and we would like to walk in the garden behind the house.", "Click the button to save the file.",
                                             "Please read this letter before you sign the contract that came with it.", "Good morning."};
    int asked = 0, answered = 0;
    const auto askDocument = [&] {
        service.request(std::to_string(asked), Priority::Document, {.source = {sentences[static_cast<std::size_t>(asked) % sentences.size()] + " " + std::to_string(asked), {}}, .from = "en", .to = "de"},
                        {}, [&](RequestId, const auto &) { ++answered; });
        ++asked;
    };
    std::mt19937 random(5);
    std::vector<double> first, whole;
    constexpr int keystrokes = 20;
    for (int keystroke = 0; keystroke < keystrokes; ++keystroke) {
        const int resumeAt = answered + static_cast<int>(random() % 20);
        mailbox.waitUntil([&] {
            while (asked < answered + 64)
                askDocument();
            return answered >= resumeAt;
        });
        const auto begin = Clock::now();
        std::optional<Result<Translation>> answer;
        bool stepped = false;
        service.request("caret", Priority::Caret, {.source = {"The key is beside the garden door.", {}}, .from = "en", .to = "de", .capture = CaptureLevel::Probabilities},
                        [&](const StepEvent &) {
                            if (!std::exchange(stepped, true))
                                first.push_back(millisecondsSince(begin));
                        },
                        [&](RequestId, Result<Translation> result) { answer = std::move(result); });
        const int before = answered;
        mailbox.waitUntil([&] { return answer.has_value(); });
        whole.push_back(millisecondsSince(begin));
        QVERIFY(answer->has_value());
        QVERIFY(answered - before <= 128);   // what was done already and waited in the mailbox; nothing of another batch
    }
    std::ranges::sort(first);
    std::ranges::sort(whole);
    qInfo("a keystroke in a document job: first token after %.1f ms (median), %.1f ms (worst); whole suggestion %.1f ms, %.1f ms", first[keystrokes / 2], first.back(),
          whole[keystrokes / 2], whole.back());
}

QTEST_APPLESS_MAIN(TestDocumentJob)
#include "tst_document_job.moc"
