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
    void gateChoosesTheBestFew_data();
    void gateChoosesTheBestFew();
    void improbableForcedExpertIsRenormalised();
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
    const auto choose = [&](const LayerIntervention &intervention, ExpertGroup group, const MoeConfig &moe) {
        std::vector<GateChoice> choices(static_cast<std::size_t>(moe.topK));
        chooseExperts(logits, intervention, group, moe, p, choices);
        return choices;
    };

    const GateChoice free = choose({}, ExpertGroup::Translation, scaled).front();
    QCOMPARE(free.expert, 2);
    QCOMPARE(free.weight, 4.0F * p[2]);
    QVERIFY(std::abs(p[2] - 5.0F / 13.0F) < 1e-6F);
    QCOMPARE(choose({}, ExpertGroup::Translation, paper).front().weight, p[2]);

    LayerIntervention masked{.any = true, .masked = {0, 0, 0, 0, 0, 0, 1, 0}, .factor = std::vector<float>(8, 1.0F)};
    QCOMPARE(choose(masked, ExpertGroup::Translation, paper).front().expert, 3);
    QCOMPARE(p[2], 0.0F);
    QVERIFY(std::abs(p[3] - 5.0F / 8.0F) < 1e-6F);
    QCOMPARE(choose(masked, ExpertGroup::LanguageModel, paper).front().expert, 2);

    masked.forced[1] = 0;
    masked.factor[4] = -2.0F;
    const GateChoice forced = choose(masked, ExpertGroup::Translation, paper).front();
    QCOMPARE(forced.expert, 0);
    QCOMPARE(forced.weight, -2.0F * p[0]);

    masked.masked.assign(8, 1);
    masked.forced[1] = -1;
    QCOMPARE(choose(masked, ExpertGroup::Translation, paper).front().expert, -1);
    QCOMPARE(p, std::vector<float>(4, 0.0F));
}

void SelectionTest::gateChoosesTheBestFew_data()
{
    QTest::addColumn<int>("gateWeight");
    QTest::addColumn<int>("topK");
    QTest::addColumn<std::vector<char>>("masked");
    QTest::addColumn<int>("forced");
    QTest::addColumn<std::vector<int>>("experts");
    QTest::addColumn<std::vector<float>>("weights");
    // Probabilities 1, 2, 5, 5 of 13; the third expert's weight is doubled.
    const auto row = [](const char *name, GateWeight weight, int k, std::vector<char> masked, int forced, std::vector<int> experts, std::vector<float> weights) {
        QTest::newRow(name) << static_cast<int>(weight) << k << masked << forced << experts << weights;
    };
    row("two", GateWeight::Probability, 2, {0, 0, 0, 0}, -1, {2, 3}, {10 / 13.0F, 5 / 13.0F});
    row("three, scaled", GateWeight::ScaledProbability, 3, {0, 0, 0, 0}, -1, {2, 3, 1}, {40 / 13.0F, 20 / 13.0F, 8 / 13.0F});
    row("three, renormalised", GateWeight::Renormalised, 3, {0, 0, 0, 0}, -1, {2, 3, 1}, {10 / 12.0F, 5 / 12.0F, 2 / 12.0F});
    row("all, renormalised", GateWeight::Renormalised, 4, {0, 0, 0, 0}, -1, {2, 3, 1, 0}, {10 / 13.0F, 5 / 13.0F, 2 / 13.0F, 1 / 13.0F});
    row("one, renormalised", GateWeight::Renormalised, 1, {0, 0, 0, 0}, -1, {2}, {2});
    row("forced stands first", GateWeight::Renormalised, 2, {0, 0, 0, 0}, 0, {0, 2}, {1 / 6.0F, 10 / 6.0F});
    row("forced is among the best anyway", GateWeight::Probability, 3, {0, 0, 0, 0}, 3, {3, 2, 1}, {5 / 13.0F, 10 / 13.0F, 2 / 13.0F});
    row("masked is skipped", GateWeight::Probability, 2, {0, 0, 0, 1}, -1, {2, 1}, {10 / 8.0F, 2 / 8.0F});
    row("fewer are left", GateWeight::Renormalised, 3, {1, 0, 1, 0}, -1, {3, 1, -1}, {5 / 7.0F, 2 / 7.0F, 0});
    row("forced is the only one left", GateWeight::Renormalised, 2, {0, 1, 1, 1}, 0, {0, -1}, {1, 0});
    row("none is left", GateWeight::Renormalised, 2, {1, 1, 1, 1}, -1, {-1, -1}, {0, 0});
}

void SelectionTest::gateChoosesTheBestFew()
{
    QFETCH(int, gateWeight);
    QFETCH(int, topK);
    QFETCH(std::vector<char>, masked);
    QFETCH(int, forced);
    QFETCH(std::vector<int>, experts);
    QFETCH(std::vector<float>, weights);
    const std::vector<float> logits{0.0F, std::log(2.0F), std::log(5.0F), std::log(5.0F)};
    const MoeConfig moe{.topK = topK, .gateWeight = static_cast<GateWeight>(gateWeight)};
    const LayerIntervention intervention{.any = true, .masked = masked, .factor = {1, 1, 2, 1}, .forced = {forced, -1}};
    std::vector<float> p(4);
    std::vector<GateChoice> choices(experts.size(), {7, 7.0F});
    chooseExperts(logits, intervention, ExpertGroup::LanguageModel, moe, p, choices);
    for (std::size_t rank = 0; rank < experts.size(); ++rank) {
        QCOMPARE(choices[rank].expert, experts[rank]);
        QVERIFY2(std::abs(choices[rank].weight - weights[rank]) < 1e-6F, qPrintable(QString::number(choices[rank].weight)));
    }
}

// A forced expert whose probability is too small for a number still has all the weight when it is alone.
void SelectionTest::improbableForcedExpertIsRenormalised()
{
    const MoeConfig moe{.gateWeight = GateWeight::Renormalised};
    const LayerIntervention intervention{.any = true, .masked = {0, 0}, .factor = {1, 1}, .forced = {0, -1}};
    std::vector<float> p(2);
    std::vector<GateChoice> choices(1);
    chooseExperts(std::vector<float>{-1000, 0}, intervention, ExpertGroup::LanguageModel, moe, p, choices);
    QCOMPARE(p[0], 0.0F);
    QCOMPARE(choices[0].weight, 1.0F);
}

QTEST_APPLESS_MAIN(SelectionTest)
#include "tst_selection.moc"
