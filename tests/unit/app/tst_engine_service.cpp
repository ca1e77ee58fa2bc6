// The engine behind signals: steps in order and on the interface thread, the latest request wins, closing in the middle of a sentence is harmless.
#include "app/workbench/engine_service.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"
#include "tests/support/loop_card.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/serve/gated_runtime.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <future>

using namespace interlinear;
using namespace interlinear::mixmoe;
using interlinear::tests::Gate;
using interlinear::tests::gatedRuntimes;
using interlinear::tests::loopCard;
using interlinear::tests::must;
using interlinear::tests::tinyModel;
using interlinear::workbench::EngineService;

namespace {

TranslateRequest translating(const std::string &source)
{
    return {.source = {source, {}}, .from = "en", .to = "de", .maxNewTokens = 8, .capture = CaptureLevel::Probabilities};
}

struct Bench {
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::unique_ptr<EngineService> service = std::make_unique<EngineService>();
    QSignalSpy loaded{service.get(), &EngineService::modelLoaded};
    QSignalSpy stepped{service.get(), &EngineService::stepped};
    QSignalSpy translated{service.get(), &EngineService::translated};
    QSignalSpy failed{service.get(), &EngineService::failed};

    bool load()
    {
        service->load([] { return Result<std::shared_ptr<const Model>>(tinyModel()); }, gatedRuntimes(gate));
        return loaded.wait();
    }
};

RequestId idOf(const QList<QVariant> &arguments)
{
    return arguments.at(0).value<RequestId>();
}

ErrorCode codeOf(const QList<QVariant> &arguments)
{
    return arguments.at(1).value<Error>().code;
}

}  // namespace

class TestEngineService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void streamsInOrderOnThisThread()
    {
        Bench bench;
        QVERIFY(bench.load());
        std::vector<int> steps;
        std::string text;
        bool grows = true;
        connect(bench.service.get(), &EngineService::stepped, this, [&](RequestId, const StepEvent &event) {
            QCOMPARE(QThread::currentThread(), thread());
            steps.push_back(event.step);
            grows = grows && event.textSoFar.starts_with(text);
            text = event.textSoFar;
        });
        const RequestId id = bench.service->request("1", Priority::Caret, translating("good day"));
        QVERIFY(bench.translated.wait());
        QCOMPARE(bench.translated.size(), 1);
        QCOMPARE(idOf(bench.translated.first()), id);
        const auto translation = bench.translated.first().at(1).value<std::shared_ptr<const Translation>>();
        QCOMPARE(steps.size(), translation->tokens.size());
        for (std::size_t i = 0; i < steps.size(); ++i)
            QCOMPARE(steps[i], static_cast<int>(i));
        QVERIFY(grows);
        QVERIFY(translation->target.text.starts_with(text));
        QVERIFY(translation->capture);
    }

    void latestRequestOfASegmentWins()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.gate->close();
        const RequestId first = bench.service->request("1", Priority::Caret, translating("good day"));
        bench.gate->waitForStep();
        const RequestId second = bench.service->request("1", Priority::Caret, translating("a house"));
        bench.gate->open();
        QVERIFY(bench.translated.wait());
        QCOMPARE(bench.translated.size(), 1);
        QCOMPARE(idOf(bench.translated.first()), second);
        QCOMPARE(bench.failed.size(), 1);
        QCOMPARE(idOf(bench.failed.first()), first);
        QCOMPARE(codeOf(bench.failed.first()), ErrorCode::Cancelled);
        for (const QList<QVariant> &step : bench.stepped)
            QCOMPARE(idOf(step), second);
    }

    void closesWhileDecoding()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.gate->close();
        bench.service->request("1", Priority::Caret, translating("good day"));
        bench.gate->waitForStep();
        bench.service.reset();
        QCoreApplication::processEvents();
        QVERIFY(bench.translated.isEmpty());
        QVERIFY(bench.failed.isEmpty());
    }

    void saysWhenTheProcessorTakesOverFromTheCard()
    {
        Bench bench;
        QSignalSpy givenUp(bench.service.get(), &EngineService::deviceGivenUp);
        const auto failing = [notice = bench.service->fallbackNotice()](const std::shared_ptr<const Model> &model) -> Result<std::unique_ptr<Runtime>> {
            return makeFallbackRuntime(must(makeCudaRuntime(model, loopCard({.launchesUntilFailure = 3}))), [model] { return makeCpuRuntime(model, {.threads = 1}); }, notice);
        };
        bench.service->load([] { return Result<std::shared_ptr<const Model>>(tinyModel()); }, failing);
        QVERIFY(bench.loaded.wait());
        QCOMPARE(bench.service->loaded()->runtime.device, std::string("cuda:0 loops"));
        bench.service->request("1", Priority::Caret, translating("good day"));
        QVERIFY(bench.translated.wait());
        QCOMPARE(bench.translated.first().at(1).value<std::shared_ptr<const Translation>>()->device, std::string("cpu"));
        QCOMPARE(givenUp.size(), 1);
        QCOMPARE(givenUp.first().at(0).value<Error>().code, ErrorCode::EngineFailure);
    }

    void saysThatThereIsNoModel()
    {
        Bench bench;
        QVERIFY(!bench.service->loaded());
        bench.service->request("1", Priority::Caret, translating("good day"));
        QVERIFY(bench.failed.wait());
        QCOMPARE(codeOf(bench.failed.first()), ErrorCode::NotFound);
    }

    void keepsTheModelWhenAnotherCannotBeLoaded()
    {
        Bench bench;
        QVERIFY(bench.load());
        const QTemporaryDir empty;
        QSignalSpy modelFailed(bench.service.get(), &EngineService::modelFailed);
        bench.service->load(std::filesystem::path(empty.path().toStdString()));
        QVERIFY(modelFailed.wait());
        QVERIFY(bench.service->loaded());
        QCOMPARE(bench.service->languages(), tinyModel()->config.languages);
    }

    void aChoiceThatIsStillLoadingStays_data()
    {
        QTest::addColumn<bool>("works");
        QTest::newRow("works") << true;
        QTest::newRow("fails") << false;
    }

    /// Documents that open meanwhile neither forget nor replace it; where it fails they get the model that they asked for.
    void aChoiceThatIsStillLoadingStays()
    {
        QFETCH(bool, works);
        const QTemporaryDir folder;
        tests::writeTinyModel(folder.path().toStdString());
        qputenv("INTERLINEAR_MODEL", folder.path().toUtf8());
        Bench bench;
        QSignalSpy modelFailed(bench.service.get(), &EngineService::modelFailed);
        std::promise<void> mayEnd;
        bench.service->load(
            [end = mayEnd.get_future().share(), works]() -> Result<std::shared_ptr<const Model>> {
                end.wait();
                if (!works)
                    return fail(ErrorCode::NotFound, "chosen", "is no folder");
                return tinyModel();
            },
            gatedRuntimes(bench.gate));
        bench.service->loadFor({"xx", "de"});
        bench.service->loadFor({"en", "de"});
        mayEnd.set_value();
        QVERIFY(bench.loaded.wait());
        QCOMPARE(bench.service->loaded()->model->folder.empty(), works);   // the chosen one was never in a folder
        QCOMPARE(modelFailed.size(), works ? 0 : 1);
        bench.service->request("1", Priority::Caret, translating("good day"));
        QVERIFY(bench.translated.wait());
        QCOMPARE(bench.loaded.size(), 1);
        qunsetenv("INTERLINEAR_MODEL");
    }

    void saysWhyAConfigCannotBeRead()
    {
        const QTemporaryDir folder;
        tests::writeTinyModel(folder.path().toStdString());
        QFile config(folder.filePath(QStringLiteral("config.json")));
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write("{") == 1);
        config.close();
        qputenv("INTERLINEAR_MODEL", folder.path().toUtf8());
        EngineService service;
        QSignalSpy modelFailed(&service, &EngineService::modelFailed);
        service.loadFor({"en", "de"});
        QVERIFY(modelFailed.wait());
        QVERIFY(modelFailed.first().first().value<Error>().sentence().find("config.json") != std::string::npos);
        qunsetenv("INTERLINEAR_MODEL");
    }

    void takesTheModelThatKnowsTheLanguagesUnlessOneWasChosen()
    {
        const QTemporaryDir folder;
        tests::writeTinyModel(folder.path().toStdString());
        qputenv("INTERLINEAR_MODEL", folder.path().toUtf8());
        EngineService service;
        QSignalSpy loaded(&service, &EngineService::modelLoaded);
        service.loadFor({"en", "de"});
        QVERIFY(loaded.wait());
        QCOMPARE(service.loaded()->model->folder, std::filesystem::path(folder.path().toStdString()));
        service.loadFor({"de"});
        QVERIFY(service.loaded() && service.knows({"de", "en"}) && service.canTranslate({"de-AT", "en-US"}) && !service.knows({"xx", "de"}));
        service.loadFor({"xx", "de"});   // no wrong model is loaded, nor the one that was there left
        QVERIFY(!service.loaded() && service.knows({"de", "en"}) && !service.canTranslate({"de", "en"}));
        service.loadFor({"en", "de"});
        QVERIFY(loaded.wait());
        QVERIFY(service.canTranslate({"de", "en"}));

        const QTemporaryDir empty;
        QSignalSpy modelFailed(&service, &EngineService::modelFailed);
        service.load(std::filesystem::path(empty.path().toStdString()));   // is no choice
        QVERIFY(modelFailed.wait());
        const QTemporaryDir second;
        tests::writeTinyModel(second.path().toStdString(), 3);
        qputenv("INTERLINEAR_MODEL", second.path().toUtf8());
        service.loadFor({"en", "de"});
        QVERIFY(loaded.wait());
        QCOMPARE(service.loaded()->model->folder, std::filesystem::path(second.path().toStdString()));

        const QTemporaryDir other;
        tests::writeTinyModel(other.path().toStdString(), 2);
        service.load(std::filesystem::path(other.path().toStdString()));
        QVERIFY(loaded.wait());
        service.loadFor({"xx"});   // asks for nothing: what is asked behind it is answered next, by the same model
        QSignalSpy failed(&service, &EngineService::failed), translated(&service, &EngineService::translated);
        service.request("1", Priority::Caret, translating("good day"));
        QTRY_VERIFY(!failed.isEmpty() || !translated.isEmpty());
        QCOMPARE(loaded.size(), 4);
        QVERIFY(!service.knows({"xx"}));
        QCOMPARE(service.loaded()->model->folder, std::filesystem::path(other.path().toStdString()));
        qunsetenv("INTERLINEAR_MODEL");
    }
};

QTEST_MAIN(TestEngineService)
#include "tst_engine_service.moc"
