// Stages of training: they learn, their schedule is the stated one, and an interrupted run goes on bit for bit.
#include "tests/unit/training/tiny_training.h"

#include "engine/core/files.h"
#include "engine/training/recipe/gradients.h"
#include "engine/training/recipe/loss.h"
#include "engine/training/recipe/spike_guard.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstdlib>
#include <limits>

using namespace interlinear;
using namespace interlinear::training;
using mixmoe::Stage;

namespace {

/// So many threads for torch while it lives.
class Threads {
public:
    explicit Threads(int count) : m_before(torch::get_num_threads()) { torch::set_num_threads(count); }
    ~Threads() { torch::set_num_threads(m_before); }

private:
    int m_before;
};

/// torch's memory for the CPU, but no more than so many bytes while it lives: what asks for more hears what a full GPU says.
class TightMemory final : public c10::Allocator {
public:
    explicit TightMemory(std::int64_t most) : m_system(c10::GetAllocator(c10::DeviceType::CPU))
    {
        s_used = s_mostUsed = 0;
        s_most = most;
        c10::SetAllocator(c10::DeviceType::CPU, this, /*priority=*/1);
    }
    ~TightMemory() override
    {
        c10::SetAllocator(c10::DeviceType::CPU, m_system, /*priority=*/1);
    }

    /// By the last that lived.
    static std::int64_t mostUsed() { return s_mostUsed; }

    c10::DataPtr allocate(std::size_t bytes) override
    {
        const auto size = static_cast<std::int64_t>(bytes);
        TORCH_CHECK_WITH(OutOfMemoryError, s_used + size <= s_most, "no more memory");
        s_used += size;
        s_mostUsed = std::max(s_mostUsed, s_used);
        auto *header = static_cast<std::int64_t *>(std::aligned_alloc(64, (bytes + 127) / 64 * 64));
        *header = size;
        return {header + 8, header, &release, c10::Device(c10::DeviceType::CPU)};
    }
    void copy_data(void *to, const void *from, std::size_t count) const override { default_copy_data(to, from, count); }

private:
    static void release(void *header)
    {
        s_used -= *static_cast<std::int64_t *>(header);
        std::free(header);
    }

    static inline std::int64_t s_used = 0, s_mostUsed = 0, s_most = 0;
    c10::Allocator *m_system;
};

}  // namespace

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
        QVERIFY(std::abs(rateShareAt(recipe, 0) - 0.01) < 1e-6);
        QVERIFY(std::abs(rateShareAt(recipe, 99) - 1.0) < 1e-6);
        QVERIFY(std::abs(rateShareAt(recipe, 550) - 0.55) < 1e-3);
        QVERIFY(std::abs(rateShareAt(recipe, 1000) - 0.1) < 1e-6);
        for (int step = 101; step < 1000; ++step)
            QVERIFY(rateShareAt(recipe, step) <= rateShareAt(recipe, step - 1));
    }

    void trapezoidStaysAtTheTopAndFallsStraight()
    {
        StageRecipe recipe = tinyStage(Trains::Everything, 1000);
        recipe.schedule = Schedule::Trapezoid;
        recipe.warmupShare = 0.1F;
        recipe.decayShare = 0.4F;
        recipe.finalRateShare = 0.0F;
        QVERIFY(std::abs(rateShareAt(recipe, 49) - 0.5) < 1e-6);
        for (int step = 100; step <= 600; ++step)
            QVERIFY(std::abs(rateShareAt(recipe, step) - 1.0) < 1e-6);
        QVERIFY(std::abs(rateShareAt(recipe, 800) - 0.5) < 1e-6);
        QVERIFY(std::abs(rateShareAt(recipe, 1000)) < 1e-6);
    }

    void aBatchThatDoesNotFitIsHalvedAndTheStepComesOutAlike()
    {
        StageRecipe recipe = tinyStage(Trains::Everything, 3);
        recipe.tokensPerStep = 4096;
        const auto lossesWith = [&](std::int64_t most, int &microBatches) {
            const Threads one(1);
            StageRun run(randomModel(tinyConfig(Stage::Dense), 6), recipe, trainableBy(Trains::Everything, {}), BatchSampler({&shiftTask()}, {1}, recipe.tokensPerStep, 4));
            TightMemory memory(most);
            std::vector<double> losses;
            while (!run.finished()) {
                const Result<StepReport> report = run.step();
                if (!report)
                    return losses;
                losses.push_back(report->loss);
                microBatches = report->microBatches;
            }
            return losses;
        };
        int whole = 0, halved = 0, none = 0;
        constexpr std::int64_t plenty = std::int64_t(1) << 40;
        const std::vector<double> wanted = lossesWith(plenty, whole), inParts = lossesWith(TightMemory::mostUsed() / 2, halved);
        QCOMPARE(whole, 1);
        QVERIFY2(halved > 1, qPrintable(QString("%1 parts").arg(halved)));
        QCOMPARE(inParts.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QVERIFY2(std::abs(inParts[i] - wanted[i]) < 1e-3 * wanted[i], qPrintable(QString("%1 and %2").arg(inParts[i]).arg(wanted[i])));
        QVERIFY(lossesWith(1000, none).empty());   // an Error, not an endless halving
    }

    void productsInBf16LearnAsWell_data()
    {
        QTest::addColumn<int>("stage");
        QTest::newRow("dense") << static_cast<int>(Stage::Dense);
        QTest::newRow("experts") << static_cast<int>(Stage::MixMoe);
    }

    void productsInBf16LearnAsWell()
    {
        QFETCH(int, stage);
        const auto lossAfter = [&](Execution execution) {
            const Threads one(1);
            torch::manual_seed(2);
            MixMoeModel model(tinyConfig(static_cast<Stage>(stage)));
            model->setExecution(execution);
            StageRun run = tinyRun(model, tinyStage(Trains::Everything, 200));
            double loss = 0;
            while (!run.finished())
                loss = run.step()->loss;
            return loss;
        };
        const double fp32 = lossAfter(Execution::Fused);
        for (const Execution execution : {Execution::Autocast, Execution::Card}) {
            const double mixed = lossAfter(execution);
            QVERIFY2(fp32 < 3 && std::abs(mixed - fp32) < 0.05 * fp32, qPrintable(QString("%1 in fp32, %2 in bf16").arg(fp32).arg(mixed)));
        }
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
        StageRun run = tinyRun(model, tinyStage(Trains::Everything, 300));
        while (!run.finished())
            run.step();
        const double after = evaluateLoss(model, dev);
        QVERIFY2(before > 3.5 && after < 0.75 * before, qPrintable(QString("%1 to %2").arg(before).arg(after)));
    }

    void aResumedRunEqualsAnUnbrokenOne_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("trains");
        QTest::addColumn<int>("optimiser");
        const auto row = [](const char *name, Stage stage, Trains trains, OptimiserKind optimiser) {
            QTest::newRow(name) << static_cast<int>(stage) << static_cast<int>(trains) << static_cast<int>(optimiser);
        };
        row("base", Stage::Dense, Trains::Everything, OptimiserKind::AdamW);
        row("base with Muon", Stage::Dense, Trains::Everything, OptimiserKind::Muon);
        row("low rank", Stage::Dense, Trains::LowRank, OptimiserKind::AdamW);
        row("stage 1", Stage::Sliced, Trains::LmExperts, OptimiserKind::AdamW);
        row("stage 2", Stage::MixMoe, Trains::MtExperts, OptimiserKind::AdamW);
        row("stage 2 with Muon", Stage::MixMoe, Trains::MtExperts, OptimiserKind::Muon);
    }

    void aResumedRunEqualsAnUnbrokenOneOnTwoThreads_data() { aResumedRunEqualsAnUnbrokenOne_data(); }
    void aResumedRunEqualsAnUnbrokenOneOnTwoThreads()
    {
        const Threads two(2);
        aResumedRunEqualsAnUnbrokenOne();
    }

    void aResumedRunEqualsAnUnbrokenOne()
    {
        QFETCH(int, stage);
        QFETCH(int, trains);
        const auto config = tinyConfig(static_cast<Stage>(stage));
        QFETCH(int, optimiser);
        StageRecipe recipe = tinyStage(static_cast<Trains>(trains), 24);
        recipe.optimiser = static_cast<OptimiserKind>(optimiser);
        recipe.accumulate = 2;
        const auto start = [&](int seed) {
            MixMoeModel model = randomModel(config, seed);
            if (recipe.trains == Trains::LowRank)
                model->addLowRank(2);
            return model;
        };
        StageRun unbroken = tinyRun(start(4), recipe), broken = tinyRun(start(4), recipe);
        for (int i = 0; i < 11; ++i) {
            unbroken.step();
            broken.step();
        }
        QVERIFY(broken.save(checkpoint()));

        StageRun resumed = tinyRun(start(5), recipe);   // other weights: everything must come from the checkpoint
        const auto restored = resumed.restore(checkpoint());
        QVERIFY2(restored, restored ? "" : restored.error().sentence().c_str());
        QCOMPARE(resumed.stepsDone(), 11);
        while (!unbroken.finished())
            QCOMPARE(resumed.step()->loss, unbroken.step()->loss);
        QVERIFY(resumed.finished());
    }

    void sharesHoldEveryExampleOnce()
    {
        const Batch batch = shiftSampler(3).next();
        const std::size_t examples = batch.offsets.size() - 1;
        for (const std::size_t shares : {std::size_t(1), std::size_t(2), std::size_t(3), examples, examples + 5}) {
            const std::vector<Batch> parts = divided(batch, shares);
            QCOMPARE(parts.size(), std::min(shares, examples));
            Batch joined{{}, {}, {}, {0}};
            for (const Batch &part : parts) {
                QCOMPARE(part.offsets.front(), std::int64_t(0));
                joined.inputs.insert(joined.inputs.end(), part.inputs.begin(), part.inputs.end());
                joined.targets.insert(joined.targets.end(), part.targets.begin(), part.targets.end());
                joined.weights.insert(joined.weights.end(), part.weights.begin(), part.weights.end());
                for (std::size_t i = 1, begin = static_cast<std::size_t>(joined.offsets.back()); i < part.offsets.size(); ++i)
                    joined.offsets.push_back(static_cast<std::int64_t>(begin) + part.offsets[i]);
                QVERIFY(shares > 3 || 10 * part.inputs.size() * shares < 14 * batch.inputs.size());
            }
            QVERIFY(joined.inputs == batch.inputs && joined.targets == batch.targets && joined.weights == batch.weights && joined.offsets == batch.offsets);
        }
    }

    void sharesAddUpToTheBatch_data()
    {
        QTest::addColumn<int>("stage");
        QTest::newRow("dense") << static_cast<int>(Stage::Dense);
        QTest::newRow("experts") << static_cast<int>(Stage::MixMoe);
    }

    void sharesAddUpToTheBatch()
    {
        QFETCH(int, stage);
        MixMoeModel model = randomModel(tinyConfig(static_cast<Stage>(stage)), 4);
        const std::vector<torch::Tensor> parameters = model->parameters();
        const Batch batch = shiftSampler(3).next();
        const auto gradients = [&](int threads) {
            const Threads used(threads);
            model->zero_grad();
            const BatchLoss loss = addGradients(model, parameters, preparedShares(batch, torch::kCPU), {.labelSmoothing = 0.1, .crossEntropyScale = 1 / weightOf(batch)});
            std::vector<torch::Tensor> result{loss.crossEntropy};
            for (const torch::Tensor &parameter : parameters)
                result.push_back(parameter.grad().defined() ? parameter.grad().clone() : torch::zeros_like(parameter));
            return result;
        };
        const auto whole = gradients(1), shared = gradients(3), again = gradients(3);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            QVERIFY(largestDifference(whole[i], shared[i]) <= 1e-4 * (1e-3 + whole[i].abs().max().item<double>()));
            QVERIFY(torch::equal(shared[i], again[i]));
        }
    }

    void microBatchesAddUpToOneBatch()
    {
        // Two micro-batches of one step give the gradient of both together: the loss of the next step tells.
        StageRecipe halves = tinyStage(Trains::Everything, 3), whole = halves;
        halves.accumulate = 2;
        const ExampleSource::Example &example = shiftTask().examples.front();
        const auto begin = shiftTask().tokens.begin() + static_cast<std::ptrdiff_t>(example.begin);
        const std::vector<mixmoe::TokenId> tokens(begin, begin + example.length);
        ExampleBuilder builder;
        for (int i = 0; i < 12; ++i)
            builder.add(tokens, example.targetBegin);   // all alike, so that both cut the same batches
        const ExampleSource source = std::move(builder).build(0);
        const std::int64_t length = example.length - 1;
        StageRun first(randomModel(tinyConfig(Stage::Dense), 4), halves, trainableBy(Trains::Everything, {}), BatchSampler({&source}, {1}, 4 * length, 1));
        StageRun second(randomModel(tinyConfig(Stage::Dense), 4), whole, trainableBy(Trains::Everything, {}), BatchSampler({&source}, {1}, 8 * length, 1));
        for (int i = 0; i < 3; ++i)
            QVERIFY(std::abs(first.step()->loss - second.step()->loss) < 1e-4);
    }

    void rollingBackGoesToTheParametersButOnToOtherBatches()
    {
        StageRun run = tinyRun(randomModel(tinyConfig(Stage::Dense), 4), tinyStage(Trains::Everything, 50));
        for (int i = 0; i < 5; ++i)
            run.step();
        QVERIFY(run.save(checkpoint()));
        const double next = run.step()->loss;
        QVERIFY(run.rollBack(checkpoint()));
        QCOMPARE(run.stepsDone(), 5);
        const StepReport other = *run.step();
        QCOMPARE(other.step, 6);
        QVERIFY(other.loss != next);
    }

    void aStepThatIsNoNumberChangesNothing()
    {
        MixMoeModel model = randomModel(tinyConfig(Stage::Dense), 4);
        {
            const torch::NoGradGuard noGrad;
            model->named_parameters()["layers.1.attention.v.weight"].fill_(std::numeric_limits<float>::infinity());
        }
        const torch::Tensor before = model->embedding().clone();
        StageRun run = tinyRun(model, tinyStage(Trains::Everything, 5));
        QVERIFY(!run.step()->isFinite());
        QVERIFY(torch::equal(before, model->embedding()));
        {
            const torch::NoGradGuard noGrad;
            model->named_parameters()["layers.1.attention.v.weight"].fill_(0.1F);
        }
        QVERIFY(run.step()->isFinite());   // nothing of the bad gradients is left
    }

    void guardTellsASpikeFromAHardBatch()
    {
        SpikeGuard guard;
        std::mt19937 random(3);
        for (int i = 0; i < 500; ++i) {
            const double hard = 1 + static_cast<double>(random() % 60) / 100;   // up to 60 % above the easiest
            QVERIFY(guard.accepts({.step = i, .loss = 4 * hard / (1 + i / 200.0)}));
        }
        QVERIFY(!guard.accepts({.step = 500, .loss = 12}));
        QVERIFY(!guard.accepts({.step = 500, .loss = std::nan("")}));
        QVERIFY(!guard.accepts({.step = 500, .loss = 2, .gradientNorm = std::numeric_limits<double>::infinity()}));
        QVERIFY(guard.accepts({.step = 500, .loss = 2}));
    }

    void muonStepsAreOrthogonal()
    {
        torch::manual_seed(2);
        for (const auto &shape : std::vector<std::vector<std::int64_t>>{{8, 8}, {6, 20}, {20, 6}, {3, 12, 5}}) {
            const torch::Tensor values = torch::linalg_svdvals(orthogonalised(torch::randn(shape)));
            QVERIFY(values.min().item<double>() > 0.5 && values.max().item<double>() < 1.35);
        }
    }

    void lowRankUpdatesEndInTheMatrices()
    {
        MixMoeModel model = randomModel(tinyConfig(Stage::Dense), 4);
        const mixmoe::TensorMap before = modelTensors(*model);
        model->addLowRank(2);
        QVERIFY(modelTensors(*model) == before);   // b starts at zero
        StageRun run = tinyRun(model, tinyStage(Trains::LowRank, 20));
        while (!run.finished())
            run.step();
        const mixmoe::TensorMap after = modelTensors(*model);
        QCOMPARE(after.size(), before.size());
        for (const auto &[name, tensor] : after)
            QCOMPARE(tensor != before.at(name), tensor.shape.size() == 2 && name.starts_with("layers."));
        MixMoeModel merged(tinyConfig(Stage::Dense));
        loadParameters(*merged, after);
        const torch::NoGradGuard noGrad;
        const Packed inputs = randomInputs(model->config(), {17, 3}, 8);
        QVERIFY(largestDifference(merged->forward(inputs).hidden, model->forward(inputs).hidden) < 1e-5);
    }

    void aForeignCheckpointIsRefused()
    {
        StageRun run = tinyRun(randomModel(tinyConfig(Stage::Dense), 4), tinyStage(Trains::Everything, 5));
        QVERIFY(run.save(checkpoint()));
        auto wider = tinyConfig(Stage::Dense);
        wider.ffnSize = 64;
        StageRun other = tinyRun(randomModel(wider, 4), tinyStage(Trains::Everything, 5));
        const auto restored = other.restore(checkpoint());
        QVERIFY(!restored && restored.error().code == ErrorCode::WrongModel);

        std::string bytes = *readFile(checkpoint());
        QVERIFY(writeFileAtomically(checkpoint(), bytes.substr(0, bytes.size() / 2)));
        QVERIFY(!run.restore(checkpoint()));
    }
};

QTEST_GUILESS_MAIN(TestStage)
#include "tst_stage.moc"
