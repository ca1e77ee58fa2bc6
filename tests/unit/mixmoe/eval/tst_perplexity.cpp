// Perplexity against the same sum taken one token at a time from the log-probabilities that the runtime reports itself.
#include "engine/mixmoe/eval/perplexity.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "tests/support/tiny_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace interlinear;
using namespace interlinear::mixmoe;
using interlinear::tests::tinyConfig;
using interlinear::tests::tinyModel;

namespace {

using Lines = std::vector<std::string>;

const Lines someText{"Guten Tag, Haus!", "", "a", "Grüße 👍 an alle, die das hier lesen und sich wundern, wie lang dieser Satz noch wird."};
const Interventions lmOnly{{.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation}};

double oneTokenAtATime(Runtime &runtime, const Tokenizer &tokenizer, const std::string &line, std::string_view language, const Interventions &interventions)
{
    const SequenceId sequence = *runtime.openSequence();
    TokenId fed = *tokenizer.languageToken(language);
    double sum = 0;
    std::vector<TokenId> targets;
    for (const Piece &piece : tokenizer.encode(line))
        targets.push_back(piece.id);
    targets.push_back(tokenizer.endToken());
    for (const TokenId target : targets) {
        if (runtime.length(sequence) == runtime.config().maxPositions) {
            runtime.truncate(sequence, 0);
            fed = *tokenizer.languageToken(language);
        }
        const auto output = runtime.step({{.sequence = sequence, .tokens = {fed}, .promptTokens = 1, .selection = {.scored = {target}}}}, {.interventions = interventions});
        sum -= static_cast<double>(output->front().scored.front());
        fed = target;
    }
    runtime.closeSequence(sequence);
    return sum;
}

}  // namespace

class TestPerplexity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTheSumOfSteps_data()
    {
        QTest::addColumn<int>("maxPositions");
        QTest::addColumn<bool>("withoutTranslationExperts");
        QTest::newRow("fits") << 256 << false;
        QTest::newRow("fits, LM experts only") << 256 << true;
        QTest::newRow("cut into windows") << 8 << false;
    }

    void equalsTheSumOfSteps()
    {
        QFETCH(int, maxPositions);
        QFETCH(bool, withoutTranslationExperts);
        ModelConfig config = tinyConfig();
        config.maxPositions = maxPositions;
        const auto model = tinyModel({.seed = 3, .config = config});
        const auto runtime = *makeCpuRuntime(model);
        const Interventions interventions = withoutTranslationExperts ? lmOnly : Interventions{};

        double expected = 0;
        std::size_t tokens = 0, bytes = 0;
        for (const std::string &line : someText) {
            if (line.empty())
                continue;
            expected += oneTokenAtATime(*runtime, *model->tokenizer, line, "de", interventions);
            tokens += model->tokenizer->encode(line).size() + 1;
            bytes += line.size();
        }
        const TextScore score = scoreText(*runtime, *model->tokenizer, someText, "de", interventions, {}).value();
        QVERIFY2(std::abs(score.negativeLogLikelihood - expected) < 1e-3, qPrintable(QString::number(score.negativeLogLikelihood - expected)));
        QCOMPARE(score.tokens, tokens);
        QCOMPARE(score.bytes, bytes);
        QCOMPARE(score.lines, std::size_t(3));
        QCOMPARE(score.perplexity(), std::exp(score.negativeLogLikelihood / double(tokens)));
        QCOMPARE(score.bitsPerByte(), score.negativeLogLikelihood / std::log(2.0) / double(bytes));
    }

    void textsAddUp()
    {
        const auto model = tinyModel();
        const auto runtime = *makeCpuRuntime(model);
        TextScore sum = scoreText(*runtime, *model->tokenizer, std::span(someText).first(3), "de", {}, {}).value();
        sum += scoreText(*runtime, *model->tokenizer, std::span(someText).subspan(3), "de", {}, {}).value();
        const TextScore whole = scoreText(*runtime, *model->tokenizer, someText, "de", {}, {}).value();
        QCOMPARE(sum.perplexity(), whole.perplexity());
        QCOMPARE(sum.bitsPerByte(), whole.bitsPerByte());
        QCOMPARE(sum.lines, whole.lines);
    }

    void maskingChangesTheScore()
    {
        const auto model = tinyModel();
        const auto runtime = *makeCpuRuntime(model);
        QVERIFY(scoreText(*runtime, *model->tokenizer, someText, "de", {}, {})->negativeLogLikelihood
                != scoreText(*runtime, *model->tokenizer, someText, "de", lmOnly, {})->negativeLogLikelihood);
    }

    void findsTheLikeliestLanguage()
    {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const auto model = tinyModel({.seed = seed});
            const auto runtime = *makeCpuRuntime(model);
            const double english = scoreText(*runtime, *model->tokenizer, someText, "en", {}, {})->negativeLogLikelihood;
            const double german = scoreText(*runtime, *model->tokenizer, someText, "de", {}, {})->negativeLogLikelihood;
            QCOMPARE(likeliestLanguage(*runtime, *model->tokenizer, someText, {}).value(), english < german ? std::string("en") : std::string("de"));
        }
    }

    void refusesWhatItCannotScore()
    {
        const auto model = tinyModel();
        const auto runtime = *makeCpuRuntime(model);
        QCOMPARE(scoreText(*runtime, *model->tokenizer, Lines{"", ""}, "de", {}, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(scoreText(*runtime, *model->tokenizer, someText, "xx", {}, {}).error().code, ErrorCode::UnknownLanguage);
        QCOMPARE(likeliestLanguage(*runtime, *model->tokenizer, Lines{}, {}).error().code, ErrorCode::InvalidArgument);
    }

    void stopsOnRequest()
    {
        const auto model = tinyModel();
        const auto runtime = *makeCpuRuntime(model);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(scoreText(*runtime, *model->tokenizer, someText, "de", {}, stop.get_token()).error().code, ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestPerplexity)
#include "tst_perplexity.moc"
