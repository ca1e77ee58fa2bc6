// What fails becomes an error value, whatever is thrown and wherever: the next request works, and no model on disk can hurt the one in memory.
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/serve/translation_service.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/serve/gated_runtime.h"
#include "tests/unit/mixmoe/serve/mailbox.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <future>
#include <map>
#include <new>
#include <stdexcept>

using namespace interlinear;
using namespace interlinear::mixmoe;
using interlinear::tests::Gate;
using interlinear::tests::gatedRuntimes;
using interlinear::tests::Mailbox;
using interlinear::tests::tinyModel;
using interlinear::tests::writeTinyModel;

namespace {

enum class Fault { OutOfMemory, Exception, SomethingElse };

[[noreturn]] void raise(Fault fault)
{
    switch (fault) {
    case Fault::OutOfMemory:
        throw std::bad_alloc();
    case Fault::Exception:
        throw std::runtime_error("broken");
    case Fault::SomethingElse:
        break;
    }
    throw 42;
}

TranslateRequest translating(const std::string &source)
{
    return {.source = {source, {}}, .from = "en", .to = "de", .maxNewTokens = 6};
}

std::string directly(const Model &model, const std::string &source)
{
    const auto shared = std::shared_ptr<const Model>(&model, [](const Model *) {});
    return translate(**makeCpuRuntime(shared, {.threads = 1}), model, translating(source), {}, {})->target.text;
}

/// A service whose poster fails `postsToFail` times, after `postsBefore` that succeed.
struct Desk {
    Mailbox mailbox;
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::atomic<int> postsBefore = 0, postsToFail = 0;
    std::map<RequestId, std::vector<Result<Translation>>> answers;
    std::unique_ptr<TranslationService> service = std::make_unique<TranslationService>([this](std::function<void()> call) {
        if (postsToFail > 0 && postsBefore-- <= 0) {
            --postsToFail;
            throw 42;
        }
        mailbox.poster()(std::move(call));
    });

    ~Desk() { service.reset(); }

    Result<LoadedModel> load(ModelSource model, RuntimeSource runtime)
    {
        std::optional<Result<LoadedModel>> loaded;
        service->load(std::move(model), std::move(runtime), [&](Result<LoadedModel> result) { loaded = std::move(result); });
        mailbox.waitUntil([&] { return loaded.has_value(); });
        return *loaded;
    }
    Result<LoadedModel> load()
    {
        return load([] { return Result<std::shared_ptr<const Model>>(tinyModel()); }, gatedRuntimes(gate));
    }
    Result<LoadedModel> load(const std::filesystem::path &folder)
    {
        return load([folder] { return loadModel(folder); }, gatedRuntimes(gate));
    }
    RequestId ask(const std::string &source, Priority priority = Priority::Caret)
    {
        return service->request(source, priority, translating(source), [](const StepEvent &) {}, [this](RequestId id, Result<Translation> answer) { answers[id].push_back(std::move(answer)); });
    }
    Result<Translation> answerTo(const std::string &source)
    {
        const RequestId id = ask(source);
        mailbox.waitUntil([&] { return answers.contains(id); });
        return answers[id].front();
    }
};

}  // namespace

Q_DECLARE_METATYPE(Fault)

class TestEngineFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runtimesThatThrow_data();
    void runtimesThatThrow();
    void aBatchLosesNobody_data() { runtimesThatThrow_data(); }
    void aBatchLosesNobody();
    void aRuntimeThatCannotBeMadeAgain_data() { runtimesThatThrow_data(); }
    void aRuntimeThatCannotBeMadeAgain();
    void loadsThatThrow_data() { runtimesThatThrow_data(); }
    void loadsThatThrow();
    void aPosterThatFails_data();
    void aPosterThatFails();
    void aPosterThatFailsForATime();
    void aFolderThatChangesUnderTheModel_data();
    void aFolderThatChangesUnderTheModel();
};

void TestEngineFaults::runtimesThatThrow_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("memory") << Fault::OutOfMemory;
    QTest::newRow("exception") << Fault::Exception;
    QTest::newRow("something else") << Fault::SomethingElse;
}

void TestEngineFaults::runtimesThatThrow()
{
    QFETCH(Fault, fault);
    for (const int at : {1, 2, 4}) {
        Desk desk;
        int passes = 0;
        desk.gate->onPass = [&](const auto &) {
            if (++passes == at)
                raise(fault);
        };
        QVERIFY(desk.load());
        const auto failed = desk.answerTo("house");
        QCOMPARE(failed.error().code, ErrorCode::EngineFailure);
        QVERIFY(!failed.error().sentence().empty());
        QCOMPARE(desk.answerTo("house")->target.text, directly(*tinyModel(), "house"));
        QCOMPARE(desk.gate->runtimesMade, 2);
    }
}

// Once in the middle of the batch: its requests are tried alone, and none is lost.
void TestEngineFaults::aBatchLosesNobody()
{
    QFETCH(Fault, fault);
    Desk desk;
    bool thrown = false;
    desk.gate->onPass = [&](std::span<const SequenceInput> inputs) {
        if (inputs.size() > 2 && inputs.front().promptTokens == 0 && !std::exchange(thrown, true))
            raise(fault);
    };
    QVERIFY(desk.load());
    desk.gate->close();
    std::map<RequestId, std::string> sources;
    for (const char *source : {"house", "tree", "dog", "the house", "Good morning", "green"})
        sources[desk.ask(source, Priority::Document)] = source;
    desk.gate->open();
    desk.mailbox.waitUntil([&] { return desk.answers.size() == sources.size(); });
    QVERIFY(thrown);
    for (const auto &[id, source] : sources) {
        QCOMPARE(desk.answers[id].size(), std::size_t(1));
        QCOMPARE(desk.answers[id].front()->target.text, directly(*tinyModel(), source));
    }
}

void TestEngineFaults::aRuntimeThatCannotBeMadeAgain()
{
    QFETCH(Fault, fault);
    Desk desk;
    int passes = 0, made = 0;
    desk.gate->onPass = [&](const auto &) {
        if (++passes == 2)
            raise(fault);
    };
    QVERIFY(desk.load([] { return Result<std::shared_ptr<const Model>>(tinyModel()); }, [&](std::shared_ptr<const Model> model) {
        if (++made == 2 || made == 3)
            raise(fault);
        return gatedRuntimes(desk.gate)(std::move(model));
    }));
    for (int failures = 0; failures < 3; ++failures)
        QCOMPARE(desk.answerTo("house").error().code, ErrorCode::EngineFailure);
    QCOMPARE(desk.answerTo("house")->target.text, directly(*tinyModel(), "house"));
}

void TestEngineFaults::loadsThatThrow()
{
    QFETCH(Fault, fault);
    Desk desk;
    QVERIFY(desk.load());
    const auto noModel = desk.load([fault]() -> Result<std::shared_ptr<const Model>> { raise(fault); }, gatedRuntimes(desk.gate));
    QCOMPARE(noModel.error().code, ErrorCode::EngineFailure);
    const auto noRuntime = desk.load([] { return Result<std::shared_ptr<const Model>>(tinyModel({.seed = 2})); },
                                     [fault](const auto &) -> Result<std::unique_ptr<Runtime>> { raise(fault); });
    QCOMPARE(noRuntime.error().code, ErrorCode::EngineFailure);
    QCOMPARE(desk.answerTo("house")->modelFingerprint, tinyModel()->fingerprint);
}

void TestEngineFaults::aPosterThatFails_data()
{
    QTest::addColumn<Priority>("priority");
    QTest::newRow("caret") << Priority::Caret;
    QTest::newRow("document") << Priority::Document;
}

// One answer each all the same: where it could not be handed over, an error is.
void TestEngineFaults::aPosterThatFails()
{
    QFETCH(Priority, priority);
    for (int before = 0; before < 8; ++before) {
        Desk desk;
        QVERIFY(desk.load());
        desk.gate->close();
        std::map<RequestId, std::string> sources;
        for (const char *source : {"house", "tree", "dog", "green"})
            sources[desk.ask(source, priority)] = source;
        desk.gate->waitForStep();
        desk.postsBefore = before;
        desk.postsToFail = 1;
        desk.gate->open();
        desk.mailbox.waitUntil([&] { return desk.answers.size() == sources.size(); });
        int failed = 0;
        for (const auto &[id, source] : sources) {
            QCOMPARE(desk.answers[id].size(), std::size_t(1));
            const Result<Translation> &answer = desk.answers[id].front();
            failed += answer ? 0 : 1;
            if (answer)
                QCOMPARE(answer->target.text, directly(*tinyModel(), source));
            else
                QCOMPARE(answer.error().code, ErrorCode::EngineFailure);
        }
        QCOMPARE(failed, desk.postsToFail == 0 ? 1 : 0);   // there may have been fewer posts
        QVERIFY(failed == 1 || before > 0);
        desk.postsToFail = 0;
        QVERIFY(desk.answerTo("house"));
    }
}

void TestEngineFaults::aPosterThatFailsForATime()
{
    Desk desk;
    QVERIFY(desk.load());
    desk.postsToFail = 1000;
    for (int i = 0; i < 5; ++i)
        desk.ask("house " + std::to_string(i), Priority::Document);
    desk.service->cancelAll(Priority::Document);
    desk.ask("tree");
    std::promise<void> loading;
    desk.service->load([&]() -> Result<std::shared_ptr<const Model>> {
        loading.set_value();
        return tinyModel({.seed = 2});
    }, gatedRuntimes(desk.gate), [](const auto &) {});
    loading.get_future().wait();   // the engine thread is alive
    desk.postsToFail = 0;
    QCOMPARE(desk.answerTo("dog")->modelFingerprint, tinyModel({.seed = 2})->fingerprint);
}

void TestEngineFaults::aFolderThatChangesUnderTheModel_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("deleted") << "deleted";
    QTest::newRow("truncated") << "truncated";
    QTest::newRow("another model") << "swapped";
    QTest::newRow("config of another shape") << "config";
}

void TestEngineFaults::aFolderThatChangesUnderTheModel()
{
    QFETCH(QString, what);
    const QTemporaryDir temporary;
    const std::filesystem::path folder(temporary.path().toStdString());
    writeTinyModel(folder, 1);
    Desk desk;
    int throwAt = -1;
    desk.gate->onPass = [&](const auto &) {
        if (throwAt-- == 0)
            raise(Fault::OutOfMemory);
    };
    const Result<LoadedModel> loaded = desk.load(folder);
    QVERIFY(loaded);
    const std::string fingerprint = loaded->model->fingerprint;
    const std::string expected = desk.answerTo("Good morning.")->target.text;

    if (what == "deleted")
        std::filesystem::remove_all(folder);
    else if (what == "truncated")
        std::filesystem::resize_file(folder / "model.safetensors", std::filesystem::file_size(folder / "model.safetensors") / 2);
    else if (what == "swapped")
        writeTinyModel(folder, 2);
    else
        std::filesystem::copy_file(INTERLINEAR_SOURCE_DIR "/resources/models/european/config.json", folder / "config.json", std::filesystem::copy_options::overwrite_existing);

    throwAt = 1;   // the runtime has to be made anew from what is in memory
    QCOMPARE(desk.answerTo("Good evening.").error().code, ErrorCode::EngineFailure);
    const auto after = desk.answerTo("Good morning.");
    QVERIFY(after);
    QCOMPARE(after->target.text, expected);
    QCOMPARE(after->modelFingerprint, fingerprint);

    const Result<LoadedModel> again = desk.load(folder);
    QCOMPARE(again.has_value(), what == "swapped");
    const auto last = desk.answerTo("Good morning.");
    QCOMPARE(last->modelFingerprint == fingerprint, !again.has_value());
    if (!again)
        QVERIFY2(QString::fromStdString(again.error().sentence()).contains(temporary.path()), again.error().sentence().c_str());
    else
        QCOMPARE(last->modelFingerprint, again->model->fingerprint);
}

QTEST_APPLESS_MAIN(TestEngineFaults)
#include "tst_engine_faults.moc"
