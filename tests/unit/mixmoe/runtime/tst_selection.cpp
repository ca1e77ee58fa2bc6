// From logits to tokens, and from router logits to experts.
#include "engine/mixmoe/runtime/gate.h"
#include "engine/mixmoe/runtime/selection.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

using namespace interlinear::mixmoe;

class SelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void logProbabilitiesFollowTheFormula();
    void tiesGoToTheLowestId();
    void impossibleLogitsAreRefused();
    void gateFollowsTheFormula();
};

void SelectionTest::logProbabilitiesFollowTheFormula()
{
    std::mt19937 random(11);
    for (int round = 0; round < 200; ++round) {
        const std::size_t count = 1 + random() % 40;
        std::vector<float> logits(count);
        for (float &logit : logits)
            logit = static_cast<float>(random() % 2000) / 100.0F - 10.0F;
        Selection selection{.topK = static_cast<int>(random() % (count + 2)), .biases = {{static_cast<TokenId>(random() % count), 1.5F}}};
        for (std::size_t token = 1; token < count; ++token) {
            if (random() % 4 == 0)
                selection.banned.push_back(static_cast<TokenId>(token));
            selection.scored.push_back(static_cast<TokenId>(token));
        }

        std::vector<double> weights(count);
        for (std::size_t token = 0; token < count; ++token)
            weights[token] = std::exp(static_cast<double>(logits[token]) + (static_cast<TokenId>(token) == selection.biases[0].first ? 1.5 : 0.0));
        for (const TokenId token : selection.banned)
            weights[static_cast<std::size_t>(token)] = 0;
        const double total = std::accumulate(weights.begin(), weights.end(), 0.0);

        const auto picked = select(logits, selection);
        QVERIFY(picked);
        QCOMPARE(picked->candidates.size(), std::min(static_cast<std::size_t>(selection.topK), count - selection.banned.size()));
        for (const Candidate &candidate : picked->candidates)
            QVERIFY(std::abs(std::exp(static_cast<double>(candidate.logProbability)) - weights[static_cast<std::size_t>(candidate.token)] / total) < 1e-5);
        for (std::size_t i = 1; i < picked->candidates.size(); ++i)
            QVERIFY(picked->candidates[i - 1].logProbability >= picked->candidates[i].logProbability);
        for (std::size_t i = 0; i < selection.scored.size(); ++i)
            QVERIFY(std::abs(std::exp(static_cast<double>(picked->scored[i])) - weights[static_cast<std::size_t>(selection.scored[i])] / total) < 1e-5);
    }
}

void SelectionTest::tiesGoToTheLowestId()
{
    const std::vector<float> logits{1, 3, 2, 3, 3};
    const auto picked = select(logits, {.topK = 4});
    QVERIFY(picked);
    std::vector<TokenId> order;
    for (const Candidate &candidate : picked->candidates)
        order.push_back(candidate.token);
    QCOMPARE(order, (std::vector<TokenId>{1, 3, 4, 2}));
}

void SelectionTest::impossibleLogitsAreRefused()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    QVERIFY(!select(std::vector<float>{1, nan}, {}));
    QVERIFY(!select(std::vector<float>{1, infinity}, {}));
    QVERIFY(!select(std::vector<float>{1, 2}, {.banned = {0, 1}}));
    QVERIFY(!select({}, {}));
}

void SelectionTest::gateFollowsTheFormula()
{
    MoeConfig scaled;
    MoeConfig paper;
    paper.gateWeight = GateWeight::Probability;
    const std::vector<float> logits{0.0F, std::log(2.0F), std::log(5.0F), std::log(5.0F)};   // probabilities 1, 2, 5, 5 of 13
    std::vector<float> p(4);

    const GateChoice free = chooseExpert(logits, {}, ExpertGroup::Translation, scaled, p);
    QCOMPARE(free.expert, 2);
    QCOMPARE(free.weight, 4.0F * p[2]);
    QVERIFY(std::abs(p[2] - 5.0F / 13.0F) < 1e-6F);
    QCOMPARE(chooseExpert(logits, {}, ExpertGroup::Translation, paper, p).weight, p[2]);

    LayerIntervention masked{.any = true, .masked = {0, 0, 0, 0, 0, 0, 1, 0}, .factor = std::vector<float>(8, 1.0F)};
    QCOMPARE(chooseExpert(logits, masked, ExpertGroup::Translation, paper, p).expert, 3);
    QCOMPARE(p[2], 0.0F);
    QVERIFY(std::abs(p[3] - 5.0F / 8.0F) < 1e-6F);
    QCOMPARE(chooseExpert(logits, masked, ExpertGroup::LanguageModel, paper, p).expert, 2);

    masked.forced[1] = 0;
    masked.factor[4] = -2.0F;
    const GateChoice forced = chooseExpert(logits, masked, ExpertGroup::Translation, paper, p);
    QCOMPARE(forced.expert, 0);
    QCOMPARE(forced.weight, -2.0F * p[0]);

    masked.masked.assign(8, 1);
    masked.forced[1] = -1;
    QCOMPARE(chooseExpert(logits, masked, ExpertGroup::Translation, paper, p).expert, -1);
    QCOMPARE(p, std::vector<float>(4, 0.0F));
}

QTEST_APPLESS_MAIN(SelectionTest)
#include "tst_selection.moc"
