// The arms of the evaluation protocol really are the model with a part taken away.
#include "engine/mixmoe/eval/arms.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "tests/support/tiny_model.h"

#include <QTest>

using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

std::vector<float> logitsOf(const std::shared_ptr<const Model> &model, const Interventions &interventions = {})
{
    const auto runtime = makeReferenceRuntime(model).value();
    const SequenceId sequence = runtime->openSequence().value();
    return runtime->step({{.sequence = sequence, .tokens = {2, 5, 7, 3, 9, 4}, .selection = {.topK = 0, .wantLogits = true}}}, {.interventions = interventions}).value()[0].logits;
}

}  // namespace

class TestArms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rotatingRoutersChangesChoicesAndComesRoundAgain()
    {
        const auto model = tinyModel({.seed = 3});
        auto turned = withRotatedRouters(*model, ExpertGroup::Translation);
        QVERIFY(logitsOf(turned) != logitsOf(model));
        QVERIFY(turned->fingerprint != model->fingerprint);
        for (int turn = 1; turn < model->config.moe.expertsPerGroup; ++turn)
            turned = withRotatedRouters(*turned, ExpertGroup::Translation);
        QVERIFY(logitsOf(turned) == logitsOf(model));
    }

    void languageModelArmIsTheSlicedModel()
    {
        const auto model = tinyModel({.seed = 3});
        const std::vector<Arm> arms = standardArms(model);
        QCOMPARE(arms.size(), std::size_t(4));
        QVERIFY(logitsOf(arms[2].model, arms[2].interventions) == logitsOf(tinyModel({.seed = 3, .config = sliced(tinyConfig())})));
        QCOMPARE(standardArms(tinyModel({.config = sliced(tinyConfig())})).size(), std::size_t(2));
    }

    void everyArmIsScored()
    {
        const auto model = tinyModel({.seed = 3});
        const std::vector<std::string> sources{"the house", "a tree"}, references{"das Haus", "ein Baum"};
        for (const Arm &arm : standardArms(model)) {
            const auto score = evaluateArm(arm, {"en", "de"}, sources, references);
            QVERIFY2(score, score ? "" : score.error().sentence().c_str());
            QVERIFY(score->bleu >= 0 && score->bleu <= 100 && score->chrf >= 0 && score->chrf <= 100);
        }
        QVERIFY(!evaluateArm(standardArms(model)[0], {"en", "de"}, sources, {"das Haus"}));
        QVERIFY(!evaluateArm(standardArms(model)[0], {"en", "xx"}, sources, references));
    }
};

QTEST_GUILESS_MAIN(TestArms)
#include "tst_arms.moc"
