// One value changed anywhere in a capture is found at its place; nothing changed is equal. The place is the first in the order of computing.
#include "engine/mixmoe/analysis/capture_difference.h"

#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using What = CaptureChange::What;

namespace {

RoutingCapture anyCapture(unsigned seed, std::size_t tokens = 6, int topK = 1)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> unit(0, 1);
    RoutingCapture head{.modelName = "invented", .fromLanguage = "en", .toLanguage = "de", .sourceText = "one two", .targetText = "eins zwei"};
    head.level = CaptureLevel::Probabilities;
    head.layerIndex = {1, 3, 5};
    head.expertsPerGroup = 4;
    head.groups = 2;
    head.topK = topK;
    std::vector<TokenRouting> rows(tokens);
    for (std::size_t token = 0; token < tokens; ++token) {
        head.tokens.push_back({.id = TokenId(random() % 100), .piece = "x", .phase = token < tokens / 2 ? Phase::Prompt : Phase::Generated, .spanBytes = {token, token + 1},
                               .spanUtf16 = {token, token + 1}, .logProbability = -unit(random)});
        for (int slot = 0; slot < 3 * 2 * topK; ++slot) {
            rows[token].choices.push_back(std::int16_t(random() % 4));
            rows[token].weights.push_back(unit(random));
        }
        for (int expert = 0; expert < 3 * 8; ++expert)
            rows[token].gateProbabilities.push_back(unit(random));
    }
    return *assembleCapture(std::move(head), rows);
}

CaptureDifference must(Result<CaptureDifference> difference)
{
    if (!difference)
        qFatal("%s", difference.error().sentence().c_str());
    return *difference;
}

}  // namespace

class TestCaptureDifference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCaptureEqualsItself()
    {
        for (unsigned seed = 0; seed < 20; ++seed) {
            const RoutingCapture capture = anyCapture(seed, seed, 1 + int(seed % 3));
            RoutingCapture elsewhere = capture;
            elsewhere.device = "another device";
            elsewhere.origin = CaptureOrigin{.build = "another build"};
            const CaptureDifference difference = must(compare(capture, elsewhere));
            QVERIFY(!difference.first);
            QCOMPARE(difference.commonTokens, capture.tokenCount());
            QCOMPARE(difference.changedTokens, std::size_t(0));
            QVERIFY(difference.sameTarget && difference.largestProbability == 0 && difference.largestWeight == 0);
        }
    }

    void oneChangedNumberIsFound()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 300; ++round) {
            const RoutingCapture before = anyCapture(unsigned(round), 6, 2);
            RoutingCapture after = before;
            const std::size_t layer = random() % 3, token = random() % 6, group = random() % 2, rank = random() % 2, expert = random() % 4;
            const std::size_t slot = ((layer * 6 + token) * 2 + group) * 2 + rank;
            const What what = std::vector{What::Choice, What::Probability, What::Weight}[random() % 3];
            if (what == What::Choice)
                after.choices[slot] = std::int16_t((before.choices[slot] + 1) % 4);
            else if (what == What::Weight)
                after.weights[slot] = std::nextafter(before.weights[slot], 2.0F);
            else
                after.gateProbabilities[(layer * 6 + token) * 8 + group * 4 + expert] += 0.25F;
            const CaptureDifference difference = must(compare(before, after));
            QVERIFY(difference.first);
            QCOMPARE(difference.first->token, token);
            QCOMPARE(difference.first->layer, std::optional(before.layerIndex[layer]));
            QCOMPARE(difference.first->changes.size(), std::size_t(1));
            const CaptureChange &change = difference.first->changes.front();
            QVERIFY(change.what == what && static_cast<std::size_t>(change.group) == group && change.before != change.after);
            QCOMPARE(difference.changedTokens, std::size_t(what == What::Choice ? 1 : 0));
            QCOMPARE(difference.largestProbability > 0.2F, what == What::Probability);
            QCOMPARE(difference.largestWeight > 0, what == What::Weight);
            if (what == What::Probability)
                QCOMPARE(change.expert, int(expert));
            else
                QCOMPARE(change.rank, int(rank));
        }
    }

    void theFirstInTheOrderOfComputingIsNamed()
    {
        const RoutingCapture before = anyCapture(3);
        RoutingCapture after = before;
        after.weights[(2 * 6 + 1) * 2] += 1;   // layer 5, token 1
        after.weights[(0 * 6 + 2) * 2] += 1;   // layer 1, token 2
        QVERIFY(must(compare(before, after)).first->token == 1 && must(compare(before, after)).first->layer == 5);
        after.tokens[1].logProbability -= 1;   // picked before it is read
        QVERIFY(!must(compare(before, after)).first->layer);
        QCOMPARE(must(compare(before, after)).first->changes.front().what, What::LogProbability);
        after.tokens[0].id = 1000;
        const CaptureDifference difference = must(compare(before, after));
        QCOMPARE(difference.commonTokens, std::size_t(0));
        QCOMPARE(difference.first->changes, std::vector{CaptureChange{.what = What::Token}});
    }

    void whereOneEndsTheTokenDiffers()
    {
        const RoutingCapture before = anyCapture(4, 6);
        RoutingCapture after = anyCapture(5, 3);
        std::copy_n(before.tokens.begin(), 3, after.tokens.begin());
        const CaptureDifference difference = must(compare(before, after));
        QCOMPARE(difference.commonTokens, std::size_t(3));
        QVERIFY(difference.largestProbability > 0);
        after = anyCapture(4, 0);
        QCOMPARE(must(compare(before, after)).first->changes, std::vector{CaptureChange{.what = What::Token}});
        QCOMPARE(must(compare(after, before)).first->token, std::size_t(0));
    }

    void aTextThatDiffersAloneIsFound()
    {
        const RoutingCapture before = anyCapture(6);
        RoutingCapture after = before;
        after.targetText += '.';
        const CaptureDifference difference = must(compare(before, after));
        QVERIFY(!difference.sameTarget);
        QCOMPARE(difference.first->changes, std::vector{CaptureChange{.what = What::Text}});
        after = before;
        after.tokens[2].spanBytes.end += 1;
        QCOMPARE(must(compare(before, after)).first->changes, std::vector{CaptureChange{.what = What::Span}});
    }

    void otherShapesAreRefused()
    {
        const RoutingCapture before = anyCapture(7);
        RoutingCapture after = before;
        after.layerIndex = {1, 3, 4};
        const auto difference = compare(before, after);
        QVERIFY(!difference && difference.error().code == ErrorCode::WrongModel);
    }
};

QTEST_APPLESS_MAIN(TestCaptureDifference)
#include "tst_capture_difference.moc"
