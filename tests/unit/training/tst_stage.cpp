// Stages of training: they learn, their schedule is the stated one, and an interrupted run goes on bit for bit.
#include "tests/unit/training/tiny_training.h"

#include "engine/core/files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::training;
using mixmoe::Stage;

class TestStage : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path checkpoint() const { return (m_folder.path() + "/checkpoint.safetensors").toStdString(); }

private Q_SLOTS:
    void scheduleWarmsUpAndFallsAsACosine()
    {
        StageRecipe recipe = tinyStage(Trains::Everything, 1000);
        recipe.warmupShare = 0.1F;
        recipe.finalRateShare = 0.1F;
        recipe.learningRate = 1.0F;
        QVERIFY(std::abs(learningRateAt(recipe, 0) - 0.01) < 1e-6);
        QVERIFY(std::abs(learningRateAt(recipe, 99) - 1.0) < 1e-6);
        QVERIFY(std::abs(learningRateAt(recipe, 550) - 0.55) < 1e-3);
        QVERIFY(std::abs(learningRateAt(recipe, 1000) - 0.1) < 1e-6);
        for (int step = 101; step < 1000; ++step)
            QVERIFY(learningRateAt(recipe, step) <= learningRateAt(recipe, step - 1));
    }

    void theDenseBaseLearnsItsTask()
    {
        torch::manual_seed(1);
        MixMoeModel model(tinyConfig(Stage::Dense));
        std::vector<Batch> dev;
        BatchSampler sampler = shiftSampler(99);
        for (int i = 0; i < 4; ++i)
            dev.push_back(sampler.next());
        const double before = evaluateLoss(model, dev);
        StageRun run(model, tinyStage(Trains::Everything, 300), shiftSampler(5));
        while (!run.finished())
            run.step();
        const double after = evaluateLoss(model, dev);
        QVERIFY2(before > 3.5 && after < 0.75 * before, qPrintable(QString("%1 to %2").arg(before).arg(after)));
    }

    void aResumedRunEqualsAnUnbrokenOne_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("trains");
        QTest::newRow("base") << static_cast<int>(Stage::Dense) << static_cast<int>(Trains::Everything);
        QTest::newRow("stage 1") << static_cast<int>(Stage::Sliced) << static_cast<int>(Trains::LmExperts);
        QTest::newRow("stage 2") << static_cast<int>(Stage::MixMoe) << static_cast<int>(Trains::MtExperts);
    }

    void aResumedRunEqualsAnUnbrokenOne()
    {
        QFETCH(int, stage);
        QFETCH(int, trains);
        const auto config = tinyConfig(static_cast<Stage>(stage));
        const StageRecipe recipe = tinyStage(static_cast<Trains>(trains), 24);
        StageRun unbroken(randomModel(config, 4), recipe, shiftSampler(5));
        MixMoeModel first = randomModel(config, 4);
        StageRun broken(first, recipe, shiftSampler(5));
        for (int i = 0; i < 11; ++i) {
            unbroken.step();
            broken.step();
        }
        QVERIFY(broken.save(checkpoint()));

        MixMoeModel second(config);   // other weights: everything must come from the checkpoint
        StageRun resumed(second, recipe, shiftSampler(5));
        const auto restored = resumed.restore(checkpoint());
        QVERIFY2(restored, restored ? "" : restored.error().sentence().c_str());
        QCOMPARE(resumed.stepsDone(), 11);
        while (!unbroken.finished())
            QCOMPARE(resumed.step().loss, unbroken.step().loss);
        QVERIFY(resumed.finished());
    }

    void aForeignCheckpointIsRefused()
    {
        StageRun run(randomModel(tinyConfig(Stage::Dense), 4), tinyStage(Trains::Everything, 5), shiftSampler(5));
        QVERIFY(run.save(checkpoint()));
        auto wider = tinyConfig(Stage::Dense);
        wider.ffnSize = 64;
        StageRun other(randomModel(wider, 4), tinyStage(Trains::Everything, 5), shiftSampler(5));
        const auto restored = other.restore(checkpoint());
        QVERIFY(!restored && restored.error().code == ErrorCode::WrongModel);

        std::string bytes = *readFile(checkpoint());
        QVERIFY(writeFileAtomically(checkpoint(), bytes.substr(0, bytes.size() / 2)));
        QVERIFY(!run.restore(checkpoint()));
    }
};

QTEST_GUILESS_MAIN(TestStage)
#include "tst_stage.moc"
