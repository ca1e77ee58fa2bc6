// The table holds the capture's numbers, whole or token by token, and its measures equal plain formulas.
#include "invented_capture.h"
#include "widgets/routing/routing_sentence.h"
#include "widgets/routing/routing_table.h"

#include <QTest>

#include <cmath>

using namespace interlinear;
using namespace interlinear::widgets;
using mixmoe::ExpertGroup;

namespace {

constexpr ExpertGroup groups[] = {ExpertGroup::LanguageModel, ExpertGroup::Translation};

/// One layer, one token, these probabilities in both groups.
RoutingTable single(std::vector<float> probabilities)
{
    RoutingTable table({3}, static_cast<int>(probabilities.size()), 2);
    mixmoe::TokenRouting routing;
    routing.gateProbabilities = probabilities;
    routing.gateProbabilities.insert(routing.gateProbabilities.end(), probabilities.begin(), probabilities.end());
    routing.choices = {0, 1};
    routing.weights = {1, 1};
    mixmoe::CapturedToken token;
    token.piece = "leitungen";
    table.append(token, routing);
    return table;
}

}  // namespace

class TestRoutingTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsTheCapture()
    {
        const mixmoe::RoutingCapture capture = inventedCapture();
        const RoutingTable table = RoutingTable::fromCapture(capture);
        QCOMPARE(table.tokens(), static_cast<int>(capture.tokenCount()));
        for (int layer = 0; layer < table.layers(); ++layer) {
            for (int token = 0; token < table.tokens(); ++token) {
                for (const ExpertGroup group : groups) {
                    const auto at = static_cast<std::size_t>(token);
                    QCOMPARE(table.chosen(layer, token, group), capture.chosen(layer, at, group));
                    QCOMPARE(table.weightOf(layer, token, group, capture.chosen(layer, at, group)), std::optional(capture.weight(layer, at, group)));
                    for (int expert = 0; expert < table.expertsPerGroup(); ++expert)
                        QCOMPARE(table.probability(layer, token, group, expert),
                                 std::optional(capture.gateProbability(layer, at, static_cast<int>(group) * capture.expertsPerGroup + expert)));
                }
            }
        }
    }

    void arraysThatDoNotFitAreNotRead()
    {
        mixmoe::RoutingCapture capture = inventedCapture();
        capture.gateProbabilities.pop_back();
        QVERIFY(RoutingTable::fromCapture(capture).isEmpty());
        capture = inventedCapture();
        capture.choices.clear();
        QVERIFY(RoutingTable::fromCapture(capture).isEmpty());
    }

    void growsToTheSame()
    {
        const mixmoe::RoutingCapture capture = inventedCapture();
        const RoutingTable whole = RoutingTable::fromCapture(capture);
        RoutingTable live(capture.layerIndex, capture.expertsPerGroup, capture.groups);
        for (std::size_t token = 0; token < capture.tokenCount(); ++token)
            QVERIFY(live.append(capture.tokens[token], routingOf(capture, token)));
        for (int token = 0; token < whole.tokens(); ++token)
            QCOMPARE(live.probability(2, token, ExpertGroup::Translation, 3), whole.probability(2, token, ExpertGroup::Translation, 3));
    }

    void refusesAnotherShape()
    {
        const mixmoe::RoutingCapture capture = inventedCapture();
        RoutingTable table(capture.layerIndex, capture.expertsPerGroup + 1, capture.groups);
        QVERIFY(!table.append(capture.tokens[0], routingOf(capture, 0)));
        QVERIFY(!table.append(capture.tokens[0], {}));
        QVERIFY(table.isEmpty());
    }

    void choicesAloneAreEnough()
    {
        mixmoe::RoutingCapture capture = inventedCapture();
        capture.level = mixmoe::CaptureLevel::Choices;
        capture.gateProbabilities.clear();
        const RoutingTable table = RoutingTable::fromCapture(capture);
        QVERIFY(!table.probability(0, 2, ExpertGroup::Translation, 1));
        QVERIFY(!table.entropy(0, 2, ExpertGroup::Translation));
        QCOMPARE(table.runnerUp(0, 2, ExpertGroup::Translation, 1), -1);
        const int chosen = table.chosen(0, 2, ExpertGroup::Translation);
        QVERIFY(cellSentence(table, {2, 0, ExpertGroup::Translation, chosen}).endsWith(QStringLiteral("· chosen")));
    }

    void entropyIsNormalised()
    {
        QCOMPARE(*single({0.25F, 0.25F, 0.25F, 0.25F}).entropy(0, 0, ExpertGroup::Translation), 1.0);
        QCOMPARE(*single({1, 0, 0, 0}).entropy(0, 0, ExpertGroup::Translation), 0.0);
        QCOMPARE(*single({1}).entropy(0, 0, ExpertGroup::Translation), 0.0);
        const double byHand = -(0.5 * std::log(0.5) + 2 * 0.25 * std::log(0.25)) / std::log(3.0);
        QCOMPARE(*single({0.5F, 0.25F, 0.25F}).entropy(0, 0, ExpertGroup::Translation), byHand);
    }

    void marksEveryChosenExpert()
    {
        mixmoe::RoutingCapture capture = inventedCapture();
        capture.topK = 2;
        capture.choices.clear();
        capture.weights.clear();
        for (std::size_t slot = 0; slot < capture.layerIndex.size() * capture.tokenCount() * 2; ++slot) {
            const auto best = static_cast<std::int16_t>(slot % 4), second = static_cast<std::int16_t>((slot + 1) % 4);
            capture.choices.insert(capture.choices.end(), {best, second});
            capture.weights.insert(capture.weights.end(), {0.75F, 0.25F});
        }
        const RoutingTable table = RoutingTable::fromCapture(capture);
        QCOMPARE(table.tokens(), static_cast<int>(capture.tokenCount()));
        for (int token = 0; token < table.tokens(); ++token) {
            const int best = capture.chosen(1, static_cast<std::size_t>(token), ExpertGroup::Translation);
            QCOMPARE(table.chosen(1, token, ExpertGroup::Translation), best);
            QCOMPARE(table.weightOf(1, token, ExpertGroup::Translation, best), std::optional(0.75F));
            QCOMPARE(table.weightOf(1, token, ExpertGroup::Translation, (best + 1) % 4), std::optional(0.25F));
            QCOMPARE(table.weightOf(1, token, ExpertGroup::Translation, (best + 2) % 4), std::nullopt);
            QVERIFY(cellDetails(table, {token, 1, ExpertGroup::Translation, (best + 1) % 4}).contains(QStringLiteral("weight 0.2500")));
        }
        RoutingTable live(capture.layerIndex, capture.expertsPerGroup, capture.groups, capture.topK);
        QVERIFY(live.append(capture.tokens[0], table.routing(0)));
        RoutingTable single(capture.layerIndex, capture.expertsPerGroup, capture.groups);
        QVERIFY(!single.append(capture.tokens[0], table.routing(0)));
    }

    void saysACellInWords()
    {
        const RoutingTable table = single({0.06F, 0.71F, 0.18F, 0.05F});
        const QString sentence = cellSentence(table, {0, 0, ExpertGroup::Translation, 1});
        QVERIFY2(sentence.startsWith(QStringLiteral("leitungen · layer 3 · MT 1 · p 0.71 · runner-up MT 2, 0.18 · entropy ")), qPrintable(sentence));
        QVERIFY(cellSentence(table, {0, 0, ExpertGroup::Translation, 2}).contains(QStringLiteral("best MT 1, 0.71")));
        const QString details = cellDetails(table, {0, 0, ExpertGroup::Translation, 1});
        QVERIFY(details.contains(QStringLiteral("0.7100")) && details.contains(QStringLiteral("rank 1 of 4"))
                && details.contains(QStringLiteral("weight 1.0000")));
    }
};

QTEST_MAIN(TestRoutingTable)
#include "tst_routing_table.moc"
