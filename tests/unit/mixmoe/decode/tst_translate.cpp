// A translation as callers get it: what it promises about text, spans, routing, batches, limits and errors.
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/capture_request.h"
#include "engine/mixmoe/decode/draft.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/text/prompt.h"
#include "tests/support/must.h"
#include "tests/support/runtime_layer.h"
#include "tests/support/tiny_model.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

// Counts steps, and the sequences left open.
class CountingRuntime final : public RuntimeLayer {
public:
    using RuntimeLayer::RuntimeLayer;
    Result<SequenceId> openSequence() override { return ++open, RuntimeLayer::openSequence(); }
    Result<SequenceId> forkSequence(SequenceId from) override { return ++open, RuntimeLayer::forkSequence(from); }
    void closeSequence(SequenceId sequence) override { --open, RuntimeLayer::closeSequence(sequence); }
    Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) override
    {
        ++steps;
        most = std::max(most, inputs.size());
        return RuntimeLayer::stepInto(inputs, options, outputs);
    }

    int open = 0;
    int steps = 0;
    std::size_t most = 0;
};

struct Bench {
    std::shared_ptr<const Model> model;
    std::unique_ptr<CountingRuntime> runtime;

    explicit Bench(std::uint64_t seed = 1, const ModelConfig &config = tinyConfig())
        : model(tinyModel({.seed = seed, .config = config})), runtime(std::make_unique<CountingRuntime>(must(makeCpuRuntime(model, {.threads = 2}))))
    {
    }
    Result<Translation> tried(const TranslateRequest &request, const StepCallback &onStep = {}) { return translate(*runtime, *model, request, onStep, {}); }
    Translation operator()(const TranslateRequest &request, const StepCallback &onStep = {}) { return must(tried(request, onStep)); }
};

TranslateRequest english(std::string source)
{
    return {.source = {std::move(source), {}}, .from = "en", .to = "de", .maxNewTokens = 12};
}

// Byte pieces that never made a character leave these, which belong to no token.
bool onlyReplacements(std::string_view text)
{
    while (text.starts_with("\xEF\xBF\xBD"))
        text.remove_prefix(3);
    return text.empty();
}

bool sameButForTime(const Translation &a, const Translation &b)
{
    const auto sameLink = [](const SourceTargetLink &x, const SourceTargetLink &y) { return x.source == y.source && x.target == y.target && x.confidence == y.confidence; };
    const bool sameCapture = !a.capture == !b.capture
        && (!a.capture || (a.capture->choices == b.capture->choices && a.capture->weights == b.capture->weights && a.capture->gateProbabilities == b.capture->gateProbabilities));
    return a.target == b.target && a.tokens == b.tokens && a.logProbabilities == b.logProbabilities && a.confidence == b.confidence && a.typedTokens == b.typedTokens && a.complete == b.complete && a.sourceCut == b.sourceCut
        && std::equal(a.alignment.begin(), a.alignment.end(), b.alignment.begin(), b.alignment.end(), sameLink) && sameCapture;
}

std::vector<TranslateRequest> variedRequests(std::size_t count)
{
    std::mt19937 random(17);
    const std::vector<std::string> words{"Good", "morning", "the", "house", "is", "x", "grün", "👍", "here.", "two\nlines"};
    std::vector<TranslateRequest> requests;
    for (std::size_t i = 0; i < count; ++i) {
        std::string text(random() % 2, ' ');
        for (auto left = random() % 12; left > 0; --left)
            text += words[random() % words.size()] + ' ';
        TranslateRequest request = english(text);
        request.beamSize = random() % 3 == 0 ? 3 : 1;
        request.maxNewTokens = static_cast<int>(3 + random() % 10);
        if (random() % 4 == 0)
            request.forcedPrefix = "Guten Mor";
        if (random() % 4 == 0)
            request.capture = CaptureLevel::Probabilities;
        if (random() % 5 == 0)
            request.interventions = {{.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation, .expert = 1, .scope = static_cast<Intervention::Scope>(random() % 3)}};
        requests.push_back(std::move(request));
    }
    return requests;
}

}  // namespace

class TranslateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spansAndEventsAgreeWithTheText();
    void captureIsThatOfOnePassOverTheFinishedText();
    void captureChangesNothing();
    void aCaptureIsMadeAgainFromWhatItKeeps();
    void batchesGiveTheSameBits();
    void batchReportsEachRequestAndKeepsErrorsApart();
    void draftsChangeNothing();
    void aRightDraftSavesSteps();
    void theOldSuggestionIsADraftBehindWhatIsTyped();
    void typedPrefixIsKept();
    void typedPrefixSurvivesAnyLimit();
    void whiteSpaceIsPutBack();
    void blankSourceIsItsOwnTarget();
    void limitIsHonoured();
    void longSourceIsCutAtASentenceEnd();
    void tagsAreAllThere();
    void strangeTextIsTranslated();
    void translationOffIsTheSlicedModel();
    void stopEndsTheWork();
    void aRegionChangesNothing();
    void badRequestsAreRefused();
};

void TranslateTest::spansAndEventsAgreeWithTheText()
{
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Bench bench(seed);
        for (const int beams : {1, 3}) {
            TranslateRequest request = english("  The house is green.\n");
            request.beamSize = beams;
            request.capture = CaptureLevel::Probabilities;
            std::vector<StepEvent> events;
            const Translation translation = bench(request, [&](const StepEvent &event) { events.push_back(event); });
            QCOMPARE(bench.runtime->open, 0);
            QCOMPARE(translation.target.text, "  " + bench.model->tokenizer->decode(translation.tokens) + "\n");
            QCOMPARE(events.size(), translation.tokens.size());
            QCOMPARE(translation.logProbabilities.size(), translation.tokens.size() + 1);
            const RoutingCapture &capture = *translation.capture;
            const std::size_t promptTokens = capture.tokenCount() - events.size();
            const Utf16Map map(translation.target.text);
            std::size_t covered = 2;
            for (std::size_t i = 0; i < events.size(); ++i) {
                const StepEvent &event = events[i];
                const CapturedToken &token = capture.tokens[promptTokens + i];
                QCOMPARE(event.step, static_cast<int>(i));
                QCOMPARE(event.token, translation.tokens[i]);
                QCOMPARE(event.logProbability, translation.logProbabilities[i]);
                QVERIFY(std::isfinite(event.logProbability) && event.logProbability <= 0);
                QVERIFY(translation.target.text.starts_with(event.textSoFar));
                QVERIFY(onlyReplacements(translation.target.text.substr(covered, event.spanBytes.begin - covered)));
                covered = event.spanBytes.end;
                QCOMPARE(event.textSoFar.size(), covered);
                QCOMPARE(token.id, event.token);
                QCOMPARE(token.piece, event.piece);
                QCOMPARE(token.spanBytes, event.spanBytes);
                QCOMPARE(token.spanUtf16, map.toUtf16(event.spanBytes));
                QCOMPARE(event.spanUtf16, token.spanUtf16);
                QVERIFY(token.phase == Phase::Generated && !token.control);
                for (int layer = 0; layer < capture.layers(); ++layer)
                    for (const ExpertGroup group : {ExpertGroup::LanguageModel, ExpertGroup::Translation})
                        QCOMPARE(capture.chosen(layer, promptTokens + i, group), static_cast<int>(event.routing.choices[static_cast<std::size_t>(2 * layer) + static_cast<std::size_t>(group)]));
            }
            for (const SourceTargetLink &link : translation.alignment) {
                QVERIFY(link.source.end <= request.source.text.size() && link.target.end <= translation.target.text.size());
                QVERIFY(!link.source.empty() && !link.target.empty());
                QVERIFY(link.confidence >= 0 && link.confidence <= 1.00001F);
            }
        }
    }
}

void TranslateTest::captureIsThatOfOnePassOverTheFinishedText()
{
    ModelConfig rival = tinyConfig();
    rival.moe = {.topK = 2, .expertSize = ExpertSize::Whole, .gateWeight = GateWeight::Renormalised, .directionEmbedding = true};
    for (const ModelConfig &config : {tinyConfig(), sliced(tinyConfig()), withPaperPreset(tinyConfig()), rival}) {
        Bench bench(3, config);
        for (const int beams : {1, 4}) {
            TranslateRequest request = english("Good morning, the house.");
            request.beamSize = beams;
            request.forcedPrefix = "das Haus i";
            request.capture = CaptureLevel::Probabilities;
            const Translation translation = bench(request);
            const RoutingCapture &capture = *translation.capture;
            std::vector<TokenId> text = must(translationPrompt(*bench.model->tokenizer, "en", "de", request.source.text)).tokens;
            text.insert(text.end(), translation.tokens.begin(), translation.tokens.end());
            QCOMPARE(capture.tokenCount(), text.size());
            QCOMPARE(capture.layerIndex, config.mixMoeLayers());

            const SequenceId sequence = must(bench.runtime->openSequence());
            const auto once = must(bench.runtime->step({{.sequence = sequence, .tokens = text}}, {.capture = CaptureLevel::Probabilities})).front();
            bench.runtime->closeSequence(sequence);
            QVERIFY(assembleCapture(capture, once.routing)->gateProbabilities == capture.gateProbabilities);
            QVERIFY(assembleCapture(capture, once.routing)->choices == capture.choices);
            QVERIFY(assembleCapture(capture, once.routing)->weights == capture.weights);
            for (int layer = 0; layer < capture.layers(); ++layer) {
                for (std::size_t token = 0; token < capture.tokenCount(); ++token) {
                    float sum = 0;
                    for (int expert = 0; expert < capture.experts(); ++expert)
                        sum += capture.gateProbability(layer, token, expert);
                    QVERIFY(std::abs(sum - static_cast<float>(capture.groups)) < 1e-5F);
                }
            }
        }
    }
}

void TranslateTest::captureChangesNothing()
{
    Bench bench(2);
    for (TranslateRequest request : variedRequests(12)) {
        request.capture = CaptureLevel::None;
        Translation plain = bench(request);
        QVERIFY(!plain.capture);
        for (const CaptureLevel level : {CaptureLevel::Choices, CaptureLevel::Probabilities}) {
            request.capture = level;
            Translation captured = bench(request);
            QVERIFY(captured.capture);
            QCOMPARE(captured.capture->gateProbabilities.empty(), level == CaptureLevel::Choices || captured.capture->tokens.empty());
            captured.capture.reset();
            QVERIFY(sameButForTime(captured, plain));
        }
    }
}

void TranslateTest::aCaptureIsMadeAgainFromWhatItKeeps()
{
    Bench bench(3), another(3);
    int drawn = 0, tagged = 0, number = 0;
    for (TranslateRequest request : variedRequests(40)) {
        ++number;
        request.capture = number % 2 ? CaptureLevel::Probabilities : CaptureLevel::Choices;
        request.lengthPenalty = 0.5F;
        if (request.beamSize == 1 && number % 3 == 0) {
            request.sampling = Sampling{.temperature = 1.5F, .topK = 30, .topP = 0.9F, .seed = static_cast<std::uint64_t>(number)};
            ++drawn;
        } else if (request.beamSize == 1) {
            request.draft.text = "the house is good";
        }
        if (number % 4 == 0) {
            request.source.tags = {{1, TagKind::Standalone, 0, "<1>", ""}, {2, TagKind::Standalone, request.source.text.size(), "<2>", ""}};
            ++tagged;
        }
        const RoutingCapture capture = *bench(request).capture;
        QVERIFY(capture.origin && capture.origin->vocabularyFingerprint == bench.model->vocabularyFingerprint && !capture.origin->build.empty());
        QVERIFY(*another(requestOf(capture)).capture == capture);
    }
    QVERIFY(drawn > 3 && tagged > 3);
}

void TranslateTest::batchesGiveTheSameBits()
{
    Bench bench(4);
    const std::vector<TranslateRequest> requests = variedRequests(40);
    std::vector<Translation> alone;
    for (const TranslateRequest &request : requests)
        alone.push_back(bench(request));
    for (const int sequences : {1, 5, 64}) {
        bench.runtime->most = 0;
        const auto together = translateBatch(*bench.runtime, *bench.model, requests, {}, {.maxSequences = sequences});
        QCOMPARE(together.size(), requests.size());
        for (std::size_t i = 0; i < requests.size(); ++i)
            QVERIFY(together[i] && sameButForTime(*together[i], alone[i]));
        QVERIFY(bench.runtime->most <= static_cast<std::size_t>(std::max(3, sequences)));
        QVERIFY(sequences < 5 || bench.runtime->most >= 5);
        QCOMPARE(bench.runtime->open, 0);
    }
}

void TranslateTest::batchReportsEachRequestAndKeepsErrorsApart()
{
    Bench bench;
    std::vector<TranslateRequest> requests{english("Good"), english("morning"), english("the house is green"), english(" ")};
    requests[1].to = "xx";
    std::vector<int> times(requests.size(), 0);
    const auto results = translateBatch(*bench.runtime, *bench.model, requests, {}, {.onFinished = [&](std::size_t number, const Result<Translation> &result) {
        ++times[number];
        QCOMPARE(result.has_value(), number != 1);
    }});
    QCOMPARE(times, std::vector<int>(4, 1));
    QCOMPARE(results[1].error().code, ErrorCode::UnknownLanguage);
    QVERIFY(results[0] && results[2] && results[3]);
    QVERIFY(translateBatch(*bench.runtime, *bench.model, {}, {}).empty());
}

// Drafts that are right, wrong here and there, cut, repeated or nonsense: the same bits, also of capture and alignment.
void TranslateTest::draftsChangeNothing()
{
    Bench bench(3);
    std::mt19937 random(8);
    for (TranslateRequest request : variedRequests(60)) {
        request.capture = CaptureLevel::Probabilities;
        request.beamSize = random() % 6 == 0 ? 3 : 1;
        const Translation plain = bench(request);
        const std::string text = plain.target.text;
        for (const std::string &draft : {text, text.substr(0, text.size() / 2), text.substr(text.size() / 2), text + text, "x " + text, text.substr(text.size() / 4) + " und", std::string("Guten Morgen")}) {
            if (firstInvalidUtf8(draft))
                continue;
            request.draft = {draft, {}};
            QVERIFY(sameButForTime(plain, bench(request)));
        }
        QCOMPARE(bench.runtime->open, 0);
    }
}

// By the model that ships, whose text is spelled as it writes it. What it copies from the source it does not read: neither does that stand in the way of a draft.
void TranslateTest::aRightDraftSavesSteps()
{
    const auto model = must(loadModel(INTERLINEAR_SOURCE_DIR "/resources/models/european"));
    const auto runtime = must(makeCpuRuntime(model, {.threads = 2}));
    for (const char *source : {"The weather is nice today and we are going to the garden.", "See https://example.org/a/long/path?with=many&tokens=in-it.html for more about the house and the garden."}) {
        TranslateRequest request{.source = {source, {}}, .from = "en", .to = "de", .capture = CaptureLevel::Choices};
        const Translation plain = must(translate(*runtime, *model, request, {}, {}));
        QCOMPARE(plain.steps, static_cast<int>(plain.tokens.size()) + 1);
        request.draft = plain.target;
        const Translation drafted = must(translate(*runtime, *model, request, {}, {}));
        QVERIFY(sameButForTime(drafted, plain));
        QVERIFY2(drafted.steps <= 5, source);

        // In a batch the tokens of a draft have the places that sentences leave free.
        for (const int others : {0, 31}) {
            std::vector<TranslateRequest> requests(static_cast<std::size_t>(1 + others), request);
            const auto together = translateBatch(*runtime, *model, requests, {}, {.maxSequences = 32});
            QVERIFY(sameButForTime(must(together.front()), plain));
            QCOMPARE(together.front()->steps, others == 0 ? drafted.steps : plain.steps);
        }
    }
}

void TranslateTest::theOldSuggestionIsADraftBehindWhatIsTyped()
{
    std::mt19937 random(3);
    int plainSteps = 0, draftedSteps = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Bench bench(seed);
        TranslateRequest request = english("Good morning, the house is green here.");
        const Translation suggested = bench(request);
        for (int i = 0; i < 10; ++i) {
            request.draft = {};
            request.forcedPrefix = suggested.target.text.substr(0, random() % (suggested.target.text.size() + 1)) + (i % 2 ? "x" : "");
            if (firstInvalidUtf8(request.forcedPrefix))
                continue;
            const Translation plain = bench(request);
            request.draft = suggested.target;
            const Translation drafted = bench(request);
            QVERIFY(sameButForTime(drafted, plain));
            QVERIFY(drafted.steps <= plain.steps);
            plainSteps += plain.steps;
            draftedSteps += drafted.steps;
        }
    }
    QVERIFY(draftedSteps < plainSteps);
}

void TranslateTest::typedPrefixIsKept()
{
    Bench bench(5);
    const std::string typed = "Guten Morgen, das Haus ist grün 👍 und (neu)!\nZeile";
    for (std::size_t length = 0; length <= typed.size(); ++length) {
        TranslateRequest request = english("Good morning, the house is green");
        request.forcedPrefix = typed.substr(0, length);
        request.beamSize = length % 7 == 0 ? 3 : 1;
        const auto translation = bench.tried(request);
        if (firstInvalidUtf8(request.forcedPrefix)) {
            QCOMPARE(translation.error().code, ErrorCode::NotUtf8);
            continue;
        }
        QVERIFY2(translation, translation ? "" : translation.error().sentence().c_str());
        QVERIFY(translation->target.text.starts_with(request.forcedPrefix));
        for (const float logProbability : translation->logProbabilities)
            QVERIFY(std::isfinite(logProbability));
    }
    TranslateRequest indented = english("  Good morning ");
    for (const char *prefix : {" ", "  ", "   x", "Gut", " Gut", "  Gut"}) {
        indented.forcedPrefix = prefix;
        QVERIFY(bench(indented).target.text.starts_with(prefix));
    }
}

void TranslateTest::typedPrefixSurvivesAnyLimit()
{
    Bench bench(6);
    TranslateRequest request = english("Good morning");
    request.maxNewTokens = 1;
    request.forcedPrefix = "xyzxyzxyzxyz";
    QVERIFY(bench(request).target.text.starts_with(request.forcedPrefix));
    request.forcedPrefix = std::string(140, 'x');
    const Translation full = bench(request);
    QVERIFY(full.target.text.starts_with(request.forcedPrefix));
    request.forcedPrefix = std::string(200, 'x');
    QCOMPARE(bench.tried(request).error().code, ErrorCode::OutOfRange);
    QCOMPARE(bench.runtime->open, 0);
}

void TranslateTest::whiteSpaceIsPutBack()
{
    Bench bench(7);
    const Translation bare = bench(english("Good morning"));
    const Translation padded = bench(english("\t Good morning \n"));
    QCOMPARE(padded.tokens, bare.tokens);
    QCOMPARE(padded.target.text, "\t " + bare.target.text + " \n");
    QCOMPARE(padded.alignment.front().source.begin, bare.alignment.front().source.begin + 2);
}

void TranslateTest::blankSourceIsItsOwnTarget()
{
    Bench bench;
    for (const char *blank : {"", " ", "\n\t \n"}) {
        TranslateRequest request = english(blank);
        request.source.tags = {{1, TagKind::Standalone, 0, "<br/>", ""}};
        request.capture = CaptureLevel::Choices;
        const Translation translation = bench(request);
        QCOMPARE(translation.target, request.source);
        QVERIFY(translation.complete && translation.tokens.empty() && translation.capture);
        QCOMPARE(bench.runtime->steps, 0);
    }
}

void TranslateTest::limitIsHonoured()
{
    Bench bench(1);
    for (const int limit : {1, 2, 9}) {
        TranslateRequest request = english("the house");
        request.maxNewTokens = limit;
        const Translation translation = bench(request);
        QVERIFY(static_cast<int>(translation.tokens.size()) <= limit);
        QCOMPARE(translation.complete, static_cast<int>(translation.tokens.size()) < limit);
    }
    TranslateRequest usual = english("the house");   // two tokens
    usual.maxNewTokens = 0;
    QVERIFY(bench(usual).tokens.size() <= 24);
    TranslateRequest huge = english("the house");
    huge.maxNewTokens = 1 << 30;
    const Translation full = bench(huge);
    QCOMPARE(full.tokens.size(), static_cast<std::size_t>(bench.model->config.maxPositions) - 5);
    QVERIFY(!full.complete);
}

void TranslateTest::longSourceIsCutAtASentenceEnd()
{
    Bench bench(2);   // reads (160 - 3) / 2 = 78 source tokens
    std::string text;
    for (int i = 0; i < 4000; ++i)
        text += "the house is. ";
    TranslateRequest request = english(text);
    request.capture = CaptureLevel::Choices;
    request.source.tags = {{1, TagKind::Standalone, text.size() - 2, "<br/>", ""}};
    const Translation cut = bench(request);
    QVERIFY(cut.sourceCut);
    QVERIFY(sameTags(request.source, cut.target));
    std::string read;
    for (const CapturedToken &token : cut.capture->tokens) {
        if (token.phase == Phase::Prompt)
            read = text.substr(0, std::max(read.size(), token.spanBytes.end));
    }
    QVERIFY(read.ends_with("."));
    QVERIFY(read.size() > 200);

    QVERIFY(bench(english(std::string(3000, 'x'))).sourceCut);
    std::string words;
    for (int i = 0; i < 300; ++i)
        words += "house ";
    QVERIFY(bench(english(words)).sourceCut);
    QVERIFY(!bench(english("the house.")).sourceCut);
}

void TranslateTest::tagsAreAllThere()
{
    Bench bench(8);
    TranslateRequest request = english("Good morning, the house is green.");
    request.source.tags = {{1, TagKind::Open, 5, "**", ""}, {2, TagKind::Standalone, 9, "<x/>", ""}, {1, TagKind::Close, 12, "**", ""}, {3, TagKind::Standalone, 33, "<y/>", ""}};
    for (const int beams : {1, 3}) {
        request.beamSize = beams;
        const Translation translation = bench(request);
        QVERIFY(sameTags(request.source, translation.target));
        QVERIFY(translation.target.isWellFormed());
    }
}

void TranslateTest::strangeTextIsTranslated()
{
    Bench bench(9);
    std::string marks = "e";
    for (int i = 0; i < 5000; ++i)
        marks += "\xCC\x81";   // U+0301
    for (const std::string &text : {marks, std::string("\0a\x01", 3), std::string("日本語 한국어 \xEF\xBF\xBF"), std::string("<de> </s> <1>")}) {
        const Translation translation = bench(english(text));
        QVERIFY(!firstInvalidUtf8(translation.target.text));
        for (const TokenId token : translation.tokens)
            QVERIFY(!bench.model->tokenizer->isControl(token));
    }
    QCOMPARE(bench.tried(english("a\xED\xA0\x80z")).error().code, ErrorCode::NotUtf8);   // a lone surrogate
}

void TranslateTest::translationOffIsTheSlicedModel()
{
    Bench mixed(3);
    Bench lmOnly(3, sliced(tinyConfig()));
    TranslateRequest request = english("Good morning, the house.");
    const Translation original = mixed(request);
    const Translation expected = lmOnly(request);
    request.interventions = {{.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation}};
    QVERIFY(sameButForTime(mixed(request), expected));
    request.interventions.front().enabled = false;
    QVERIFY(sameButForTime(mixed(request), original));
}

void TranslateTest::stopEndsTheWork()
{
    Bench bench(1);
    TranslateRequest request = english("the house is green");
    request.maxNewTokens = 50;
    for (const int after : {0, 1, 7}) {
        std::stop_source source;
        if (after == 0)
            source.request_stop();
        int seen = 0;
        bench.runtime->steps = 0;
        const auto stopped = translate(*bench.runtime, *bench.model, request, [&](const StepEvent &) {
            if (++seen == after)
                source.request_stop();
        }, source.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QCOMPARE(seen, after);
        QVERIFY(bench.runtime->steps <= after + 3);
        QCOMPARE(bench.runtime->open, 0);
    }

    std::stop_source source;
    const std::vector<TranslateRequest> requests(6, english("the house"));
    int finished = 0;
    const auto results = translateBatch(*bench.runtime, *bench.model, requests, source.get_token(), {.maxSequences = 2, .onFinished = [&](std::size_t, const Result<Translation> &result) {
        finished += result ? 1 : 0;
        source.request_stop();
    }});
    QCOMPARE(std::ranges::count_if(results, [](const auto &result) { return result.has_value(); }), finished);
    QVERIFY(finished >= 1 && finished <= 2);
    QVERIFY(std::ranges::all_of(results, [](const auto &result) { return result || result.error().code == ErrorCode::Cancelled; }));
    QCOMPARE(bench.runtime->open, 0);
}

void TranslateTest::aRegionChangesNothing()
{
    Bench bench;
    TranslateRequest request = english("the house is good");
    request.capture = CaptureLevel::Probabilities;
    const Translation plain = bench(request);
    request.from = "en-GB";
    request.to = "DE_at";
    const Translation regional = bench(request);
    QVERIFY(sameButForTime(regional, plain));
    QVERIFY(*regional.capture == *plain.capture);
    QCOMPARE(regional.capture->toLanguage, std::string("de"));
}

void TranslateTest::badRequestsAreRefused()
{
    Bench bench;
    const auto code = [&](void (*spoil)(TranslateRequest &)) {
        TranslateRequest request = english("the house");
        spoil(request);
        const auto outcome = bench.tried(request);
        return outcome ? std::optional<ErrorCode>() : std::optional(outcome.error().code);
    };
    QCOMPARE(code([](TranslateRequest &r) { r.from = "fr"; }), ErrorCode::UnknownLanguage);
    QCOMPARE(code([](TranslateRequest &r) { r.to = ""; r.source.text = " "; }), ErrorCode::UnknownLanguage);
    QCOMPARE(code([](TranslateRequest &r) { r.to = "en-GB"; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.beamSize = 0; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.maxNewTokens = -1; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.nBest = 2; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.nBest = 0; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.beamSize = 2; r.sampling = Sampling{}; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.sampling = Sampling{.temperature = 0}; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.sampling = Sampling{.topP = NAN}; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.lengthPenalty = NAN; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.interventions = {{.expert = 9}}; }), ErrorCode::InvalidArgument);
    QCOMPARE(code([](TranslateRequest &r) { r.source.text = "\xFF"; }), ErrorCode::NotUtf8);
    QCOMPARE(code([](TranslateRequest &r) { r.forcedPrefix = "\xFF"; }), ErrorCode::NotUtf8);
    QCOMPARE(code([](TranslateRequest &r) { r.draft.text = "\xFF"; }), ErrorCode::NotUtf8);
    QCOMPARE(code([](TranslateRequest &) {}), std::nullopt);
    QCOMPARE(bench.runtime->open, 0);
}

QTEST_APPLESS_MAIN(TranslateTest)
#include "tst_translate.moc"
