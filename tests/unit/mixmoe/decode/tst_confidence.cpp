// The confidence of a translation: which tokens count, and when there is none.
#include "engine/mixmoe/decode/confidence.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "tests/support/tiny_model.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

const Calibration measured{.from = "en", .to = "de", .bias = 2, .weights = {1, 0.25F, -0.1F, -1}};

struct Bench {
    std::shared_ptr<const Model> model;
    std::unique_ptr<Runtime> runtime;

    explicit Bench(std::uint64_t seed, bool calibrated = true)
    {
        ModelConfig config = tinyConfig();
        if (calibrated)
            config.confidence = {measured};
        model = tinyModel({.seed = seed, .config = config});
        runtime = std::move(*makeCpuRuntime(model, {.threads = 1}));
    }

    Translation operator()(const TranslateRequest &request) const
    {
        Result<Translation> translation = translate(*runtime, *model, request, {}, {});
        if (!translation)
            qFatal("%s", translation.error().sentence().c_str());
        return std::move(*translation);
    }
};

TranslateRequest english(std::string source)
{
    return {.source = {std::move(source), {}}, .from = "en", .to = "de"};
}

// Of a tiny model, whose texts seldom end by themselves.
Translation asIfComplete(Translation translation)
{
    translation.complete = true;
    return translation;
}

std::string textOf(const Model &model, std::span<const TokenId> tokens)
{
    return model.tokenizer->decode(tokens);
}

}  // namespace

class ConfidenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTokenCountsWhereNothingWasTyped()
    {
        const Translation translation{.logProbabilities = {-1, -3, -0.5F}, .numbersDiffer = true};
        const ConfidenceFeatures features = confidenceFeatures(translation);
        QCOMPARE(features, (ConfidenceFeatures{-1.5F, -3, 2, 1}));
    }

    void typedTokensDoNotCount()
    {
        Translation translation{.logProbabilities = {-9, -8, -1, -0.5F}, .typedTokens = 2};
        QCOMPARE(confidenceFeatures(translation), (ConfidenceFeatures{-0.75F, -1, 1, 0}));
        translation.typedTokens = 3;   // the end token always does
        QCOMPARE(confidenceFeatures(translation), (ConfidenceFeatures{-0.5F, -0.5F, 0, 0}));
    }

    void typedTokensSpellWhatWasTyped()
    {
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            const Bench bench(seed);
            for (const char *typed : {"Guten Mor", "Guten ", "G", "Das Haus ist gr"}) {
                for (const int beams : {1, 3}) {
                    TranslateRequest request = english("Good morning.");
                    request.forcedPrefix = typed;
                    request.beamSize = beams;
                    request.prefixEndsWord = std::string_view(typed) == "Das Haus ist gr";
                    const Translation translation = bench(request);
                    const auto count = static_cast<std::size_t>(translation.typedTokens);
                    QVERIFY(count > 0 && count < translation.logProbabilities.size());
                    const std::string trimmed = QByteArray(typed).trimmed().toStdString();
                    QVERIFY(textOf(*bench.model, std::span(translation.tokens).first(count)).starts_with(trimmed));
                    QVERIFY(textOf(*bench.model, std::span(translation.tokens).first(count - 1)).size() < std::string_view(typed).size());
                }
            }
            QCOMPARE(bench(english("Good morning.")).typedTokens, 0);
        }
    }

    void theStoredWeightsDecide()
    {
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            const Bench bench(seed);
            for (const int beams : {1, 4}) {
                TranslateRequest request = english("the house is here.");
                request.beamSize = beams;
                Translation translation = bench(request);
                QVERIFY(translation.confidence);
                if (!translation.complete)
                    QCOMPARE(*translation.confidence, 0.0F);
                translation = asIfComplete(std::move(translation));
                const auto confidence = confidenceOf(bench.model->config, "en", "de", translation);
                QCOMPARE(*confidence, measured.probability(confidenceFeatures(translation)));
                QVERIFY(*confidence > 0 && *confidence < 1);
            }
        }
    }

    void aMissingEndIsNoGoodText()
    {
        const Bench bench(1);
        TranslateRequest request = english("the house is here.");
        request.maxNewTokens = 1;
        QCOMPARE(bench(request).confidence, std::optional(0.0F));
        const std::string sentence = "the house is here. ";
        std::string longText;
        for (int i = 0; i < 200; ++i)
            longText += sentence;
        const Translation cut = bench(english(longText));
        QVERIFY(cut.sourceCut);
        QCOMPARE(cut.confidence, std::optional(0.0F));
    }

    void withoutMeasurementThereIsNone()
    {
        QVERIFY(!Bench(1, false)(english("Good morning.")).confidence);
        TranslateRequest back = english("Guten Morgen.");
        std::swap(back.from, back.to);
        const Bench bench(1);
        QVERIFY(!bench(back).confidence);
        QVERIFY(!bench(english(" ... ")).confidence);
    }

    void captureAndCalibrationChangeNothingElse()
    {
        const Bench bench(2), plain(2, false);
        TranslateRequest request = english("Good morning.");
        const Translation quiet = bench(request), bare = plain(request);
        request.capture = CaptureLevel::Probabilities;
        QCOMPARE(bench(request).confidence, quiet.confidence);
        QVERIFY(quiet.tokens == bare.tokens && quiet.logProbabilities == bare.logProbabilities);
    }

    void theProbabilityRisesWithTheModelsOwn()
    {
        float before = 0;
        for (const float mean : {-8.0F, -2.0F, -1.0F, -0.1F, 0.0F}) {
            const float p = measured.probability({mean, mean, 9, 0});
            QVERIFY(p > before && p < 1);
            before = p;
        }
        QCOMPARE(measured.probability({-1e30F, -1e30F, 9, 0}), 0.0F);
    }
};

QTEST_GUILESS_MAIN(ConfidenceTest)
#include "tst_confidence.moc"
