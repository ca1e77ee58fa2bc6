// Totals of routing against sums made by hand, token by token.
#include "engine/mixmoe/analysis/routing_totals.h"

#include <QTest>

#include <cmath>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

struct Row {
    Phase phase;
    int lm, mt;                  // chosen
    std::array<float, 4> gates;  // LM 0, LM 1, MT 0, MT 1
};

// Two layers that choose alike, two experts a group.
RoutingCapture capture(const std::string &to, const std::vector<Row> &rows, CaptureLevel level = CaptureLevel::Probabilities)
{
    RoutingCapture head{.modelName = "invented", .modelFingerprint = "f", .fromLanguage = "en", .toLanguage = to, .sourceText = "one"};
    head.level = level;
    head.layerIndex = {1, 3};
    head.expertsPerGroup = 2;
    head.groups = 2;
    std::vector<TokenRouting> routing;
    for (const Row &row : rows) {
        head.tokens.push_back({.phase = row.phase});
        TokenRouting &token = routing.emplace_back();
        for (int layer = 0; layer < 2; ++layer) {
            token.choices.insert(token.choices.end(), {std::int16_t(row.lm), std::int16_t(row.mt)});
            token.weights.insert(token.weights.end(), {1.0F, 1.0F});
            if (level == CaptureLevel::Probabilities)
                token.gateProbabilities.insert(token.gateProbabilities.end(), row.gates.begin(), row.gates.end());
        }
    }
    return *assembleCapture(std::move(head), routing);
}

std::vector<RoutingTotals> must(Result<std::vector<RoutingTotals>> totals)
{
    if (!totals)
        qFatal("%s", totals.error().sentence().c_str());
    return *totals;
}

bool near(double value, double expected)
{
    return std::abs(value - expected) < 1e-6;
}

const std::vector<Row> mixed = {
    {Phase::Prompt, 0, 1, {1, 0, 0.5F, 0.5F}},
    {Phase::Prompt, 0, 1, {1, 0, 0.25F, 0.75F}},
    {Phase::Generated, 0, 0, {1, 0, 1, 0}},
    {Phase::Generated, 0, 1, {1, 0, 0.5F, 0.5F}},
};

}  // namespace

class TestRoutingTotals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loadsAndProbabilitiesAreMeans()
    {
        const std::vector<RoutingTotals> totals = must(totalsOf(std::vector{capture("de", mixed)}, std::nullopt));
        QCOMPARE(totals.size(), 1U);
        QCOMPARE(totals[0].segments, 1U);
        QCOMPARE(totals[0].tokens, 4U);
        QCOMPARE(totals[0].gates.size(), 4U);
        for (int layer = 0; layer < 2; ++layer) {
            const GateTotals &lm = totals[0].gate(layer, ExpertGroup::LanguageModel), &mt = totals[0].gate(layer, ExpertGroup::Translation);
            QVERIFY(near(lm.load[0], 1) && near(lm.load[1], 0) && near(*lm.evenness, 0) && near(*lm.certainty, 1));
            QVERIFY(near(mt.load[0], 0.25) && near(mt.load[1], 0.75));
            QVERIFY(near(mt.probability[0], 0.5625) && near(mt.probability[1], 0.4375));
            const double quarter = -(0.25 * std::log2(0.25) + 0.75 * std::log2(0.75));
            QVERIFY(near(*mt.evenness, quarter));
            QVERIFY(near(*mt.certainty, (0 + (1 - quarter) + 1 + 0) / 4));
        }
    }

    void onePhaseAlone()
    {
        const std::vector<RoutingCapture> captures{capture("de", mixed)};
        const RoutingTotals prompt = must(totalsOf(captures, Phase::Prompt))[0], generated = must(totalsOf(captures, Phase::Generated))[0];
        QCOMPARE(prompt.tokens, 2U);
        QCOMPARE(generated.tokens, 2U);
        QVERIFY(near(prompt.gate(0, ExpertGroup::Translation).load[1], 1));
        QVERIFY(near(generated.gate(0, ExpertGroup::Translation).load[1], 0.5));
        QVERIFY(near(*generated.gate(0, ExpertGroup::Translation).evenness, 1));
    }

    void directionsAreCountedApart()
    {
        const std::vector<RoutingTotals> totals =
            must(totalsOf(std::vector{capture("de", mixed), capture("fr", {mixed[0]}), capture("de", {mixed[2]}, CaptureLevel::Choices)}, std::nullopt));
        QCOMPARE(totals.size(), 2U);
        QCOMPARE(totals[0].toLanguage, std::string("de"));
        QCOMPARE(totals[0].segments, 2U);
        QCOMPARE(totals[0].tokens, 5U);
        QVERIFY(near(totals[0].gate(1, ExpertGroup::Translation).load[0], 0.4));
        QVERIFY2(!totals[0].gate(1, ExpertGroup::Translation).certainty && totals[0].gate(1, ExpertGroup::Translation).probability.empty(), "one capture has no probabilities");
        QVERIFY(totals[1].gate(1, ExpertGroup::Translation).certainty);
    }

    void aGroupThatIsOffChoosesNothing()
    {
        const Row off{Phase::Generated, 1, -1, {0, 1, 0, 0}}, on{Phase::Generated, 0, 1, {1, 0, 0.5F, 0.5F}};
        const RoutingTotals totals = must(totalsOf(std::vector{capture("de", {off})}, std::nullopt))[0];
        const GateTotals &mt = totals.gate(0, ExpertGroup::Translation);
        QVERIFY(near(mt.load[0], 0) && near(mt.load[1], 0));
        QVERIFY2(!mt.evenness && !mt.certainty && mt.probability.empty(), "neither sure nor unsure");
        QVERIFY(near(totals.gate(0, ExpertGroup::LanguageModel).load[1], 1));
        const RoutingTotals half = must(totalsOf(std::vector{capture("de", {off, on})}, std::nullopt))[0];
        QVERIFY2(near(*half.gate(0, ExpertGroup::Translation).certainty, 0), "of the token that had experts");
        QVERIFY(near(half.gate(0, ExpertGroup::Translation).load[1], 1));
    }

    void nothingCountedIsNoNumber()
    {
        QVERIFY(must(totalsOf({}, std::nullopt)).empty());
        const RoutingTotals totals = must(totalsOf(std::vector{capture("de", {mixed[2]})}, Phase::Prompt))[0];
        QCOMPARE(totals.tokens, 0U);
        QVERIFY(!totals.gate(0, ExpertGroup::Translation).certainty && !totals.gate(0, ExpertGroup::Translation).evenness);
    }

    void modelsAreNotMixed()
    {
        RoutingCapture other = capture("fr", mixed);
        other.modelFingerprint = "g";
        const auto totals = totalsOf(std::vector{capture("de", mixed), other}, std::nullopt);
        QVERIFY(!totals);
        QCOMPARE(totals.error().code, ErrorCode::WrongModel);
    }
};

QTEST_GUILESS_MAIN(TestRoutingTotals)
#include "tst_routing_totals.moc"
