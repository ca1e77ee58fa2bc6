// Beam search against an exhaustive one, on a vocabulary small enough to try every text.
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/text/prompt.h"
#include "tests/support/tiny_model.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

#include <cmath>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

constexpr int longest = 3;

template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", result.error().sentence().c_str());
    return std::move(*result);
}

std::shared_ptr<const Model> smallModel(std::uint64_t seed)
{
    return tinyModel({.seed = seed, .tokenizer = std::make_shared<TinyTokenizer>(TinyTokenizer::controls({"de", "en"}), std::vector<std::string>{"▁", "a", "b", "c"})});
}

struct Best {
    std::vector<TokenId> tokens;
    float score = -1e30F;
};

// Every text of at most three tokens that ends, scored by the runtime itself.
class Exhaustive {
public:
    Exhaustive(const Model &model, Runtime &runtime, float lengthPenalty) : m_model(model), m_runtime(runtime), m_penalty(lengthPenalty) {}

    Best search(std::vector<TokenId> prompt)
    {
        m_prompt = std::move(prompt);
        follow({}, 0.0F);
        return m_best;
    }

private:
    void follow(const std::vector<TokenId> &tokens, float score)
    {
        std::vector<TokenId> text = m_prompt;
        text.insert(text.end(), tokens.begin(), tokens.end());
        const SequenceId sequence = must(m_runtime.openSequence());
        const auto output = must(m_runtime.step({{.sequence = sequence, .tokens = text, .selection = {.topK = 100, .banned = {1, 2, 3, 4}}}}, {})).front();
        m_runtime.closeSequence(sequence);
        for (const Candidate &candidate : output.candidates) {
            const float sum = score + candidate.logProbability;
            if (candidate.token == m_model.tokenizer->endToken()) {
                const float normalised = sum / std::pow(static_cast<float>(tokens.size() + 1), m_penalty);
                if (normalised > m_best.score)
                    m_best = {tokens, normalised};
            } else if (tokens.size() < longest) {
                std::vector<TokenId> next = tokens;
                next.push_back(candidate.token);
                follow(next, sum);
            }
        }
    }

    const Model &m_model;
    Runtime &m_runtime;
    float m_penalty;
    std::vector<TokenId> m_prompt;
    Best m_best;
};

float scoreOf(const Translation &translation, float lengthPenalty)
{
    float sum = 0;
    for (const float logProbability : translation.logProbabilities)
        sum += logProbability;
    return sum / std::pow(static_cast<float>(translation.logProbabilities.size()), lengthPenalty);
}

}  // namespace

class SearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wideBeamFindsTheBestText();
    void greedyTakesTheBestTokenEachTime();
};

void SearchTest::wideBeamFindsTheBestText()
{
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const auto model = smallModel(seed);
        const auto runtime = must(makeReferenceRuntime(model));
        const auto prompt = must(translationPrompt(*model->tokenizer, "en", "de", "abc a"));
        for (const float penalty : {0.0F, 1.0F, 2.0F}) {
            const Best best = Exhaustive(*model, *runtime, penalty).search(prompt.tokens);
            TranslateRequest request{.source = {"abc a", {}}, .from = "en", .to = "de", .beamSize = 200, .lengthPenalty = penalty, .maxNewTokens = longest};
            const Translation found = must(translate(*runtime, *model, request, {}, {}));
            QVERIFY(found.complete);
            QVERIFY(std::abs(scoreOf(found, penalty) - best.score) < 1e-5F);
            QCOMPARE(found.tokens, best.tokens);
            for (const int beams : {1, 2, 3, 5}) {
                request.beamSize = beams;
                const Translation narrower = must(translate(*runtime, *model, request, {}, {}));
                if (narrower.complete)
                    QVERIFY(scoreOf(narrower, penalty) <= scoreOf(found, penalty) + 1e-5F);
            }
        }
    }
}

void SearchTest::greedyTakesTheBestTokenEachTime()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto model = smallModel(seed);
        const auto runtime = must(makeReferenceRuntime(model));
        std::vector<TokenId> text = must(translationPrompt(*model->tokenizer, "de", "en", "ba")).tokens;
        std::vector<TokenId> expected;
        bool ended = false;
        while (!ended && expected.size() <= 10) {
            const SequenceId sequence = must(runtime->openSequence());
            const TokenId next = must(runtime->step({{.sequence = sequence, .tokens = text, .selection = {.topK = 1, .banned = {1, 2, 3, 4}}}}, {})).front().candidates.front().token;
            runtime->closeSequence(sequence);
            ended = next == model->tokenizer->endToken();
            text.push_back(next);
            expected.push_back(next);
        }
        expected.pop_back();
        const Translation found = must(translate(*runtime, *model, {.source = {"ba", {}}, .from = "de", .to = "en", .maxNewTokens = 10}, {}, {}));
        QCOMPARE(found.tokens, expected);
        QCOMPARE(found.complete, ended);
    }
}

QTEST_APPLESS_MAIN(SearchTest)
#include "tst_search.moc"
