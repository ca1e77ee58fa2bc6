// The segment before in the prompt: the form that was trained, what is cut, and that everything else is about the segment alone.
#include "engine/mixmoe/decode/source_text.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/text/prompt.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

std::vector<TokenId> idsOf(const Tokenizer &tokenizer, std::string_view text)
{
    std::vector<TokenId> ids;
    for (const Piece &piece : tokenizer.encode(text))
        ids.push_back(piece.id);
    return ids;
}

ModelConfig withContext(int tokens)
{
    ModelConfig config = tinyConfig();
    config.contextTokens = tokens;
    return config;
}

struct Bench {
    std::shared_ptr<const Model> model;
    std::unique_ptr<Runtime> runtime;

    explicit Bench(std::uint64_t seed = 1, const ModelConfig &config = withContext(tinyConfig().maxPositions))
        : model(tinyModel({.seed = seed, .config = config})), runtime(must(makeCpuRuntime(model, {.threads = 2})))
    {
    }
    Result<Translation> tried(const TranslateRequest &request) const { return translate(*runtime, *model, request, {}, {}); }
    Translation operator()(const TranslateRequest &request) const { return must(tried(request)); }
};

TranslateRequest english(std::string source)
{
    return {.source = {std::move(source), {}}, .from = "en", .to = "de", .maxNewTokens = 8};
}

const SegmentBefore house{{"the house is here.", {}}, {"das Haus ist hier.", {}}};

TranslateRequest behindTheHouse(std::string source)
{
    TranslateRequest request = english(std::move(source));
    request.before = house;
    return request;
}

bool same(const Translation &a, const Translation &b)
{
    return a.target == b.target && a.tokens == b.tokens && a.logProbabilities == b.logProbabilities && a.complete == b.complete;
}

bool isEndOf(const std::vector<TokenId> &part, const std::vector<TokenId> &whole)
{
    return part.size() <= whole.size() && std::equal(part.rbegin(), part.rend(), whole.rbegin());
}

}  // namespace

class ContextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePromptIsThatOfTraining()
    {
        const auto tokenizer = TinyTokenizer::standard();
        const Prompt before = must(translationPrompt(*tokenizer, "en", "de", house.source.text)), alone = must(translationPrompt(*tokenizer, "en", "de", "Good morning."));
        std::vector<TokenId> expected = before.tokens;
        for (const std::vector<TokenId> &part : {idsOf(*tokenizer, house.target.text), alone.tokens})
            expected.insert(expected.end(), part.begin(), part.end());
        const Prompt whole = must(contextPrompt(*tokenizer, "en", "de", {house.source.text, house.target.text}, 1000, "Good morning."));
        QVERIFY(whole.tokens == expected);
        QVERIFY(!contextPrompt(*tokenizer, "en", "xx", {"a", "b"}, 1000, "c"));
    }

    void whatIsCutIsTheBeginning()
    {
        const auto tokenizer = TinyTokenizer::standard();
        const std::string was = "the house is here. Good morning, the house is grün.", became = "das Haus ist hier.";
        const std::vector<TokenId> wholeSource = idsOf(*tokenizer, was), wholeTarget = idsOf(*tokenizer, became);
        const Prompt alone = must(translationPrompt(*tokenizer, "en", "de", "Good morning."));
        std::size_t longest = 0;
        for (std::size_t room = 0; room < 80; ++room) {
            const Prompt prompt = must(contextPrompt(*tokenizer, "en", "de", {was, became}, room, "Good morning."));
            const std::size_t context = prompt.tokens.size() - alone.tokens.size();
            QVERIFY(context <= room && context >= longest);
            longest = context;
            QVERIFY(isEndOf(alone.tokens, prompt.tokens));
            QCOMPARE(prompt.sourceBegin - context, alone.sourceBegin);
            QCOMPARE(prompt.sourceEnd - context, alone.sourceEnd);
            QCOMPARE(prompt.spans.size(), prompt.tokens.size());
            for (std::size_t i = 0; i < prompt.spans.size(); ++i)
                QVERIFY(i < context ? prompt.spans[i] == ByteSpan() : prompt.spans[i] == alone.spans[i - context]);
            if (context == 0)
                continue;
            const auto begin = prompt.tokens.begin() + 2, end = prompt.tokens.begin() + static_cast<std::ptrdiff_t>(context);
            const auto middle = std::find(begin, end, alone.tokens.back());
            QVERIFY(middle != end);
            const std::vector<TokenId> source(begin, middle), target(middle + 1, end);
            QVERIFY(!source.empty() && isEndOf(source, wholeSource) && !target.empty() && isEndOf(target, wholeTarget));
            for (const std::vector<TokenId> &side : {source, target})
                QVERIFY(tokenizer->piece(side.front()).starts_with("\u2581"));
        }
        QCOMPARE(longest, wholeSource.size() + wholeTarget.size() + 3);
    }

    void modelsWithoutContextReadTheSegmentAlone()
    {
        const Bench bench(2, tinyConfig());
        QVERIFY(same(bench(behindTheHouse("Good morning.")), bench(english("Good morning."))));
    }

    void theTextIsThatOfTheWholeSequence()
    {
        int changed = 0;
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const Bench bench(seed);
            TranslateRequest request = behindTheHouse("Good morning.");
            request.capture = CaptureLevel::Choices;
            const Translation translation = bench(request);
            std::vector<TokenId> text = must(contextPrompt(*bench.model->tokenizer, "en", "de", {house.source.text, house.target.text}, 1000, "Good morning.")).tokens;
            const std::size_t prompt = text.size();
            text.insert(text.end(), translation.tokens.begin(), translation.tokens.end());
            QCOMPARE(translation.capture->tokenCount(), text.size());
            for (std::size_t i = 0; i < text.size(); ++i) {
                QCOMPARE(translation.capture->tokens[i].id, text[i]);
                QCOMPARE(translation.capture->tokens[i].phase, i < prompt ? Phase::Prompt : Phase::Generated);
            }
            const SequenceId sequence = must(bench.runtime->openSequence());
            const auto once = must(bench.runtime->step({{.sequence = sequence, .tokens = text, .selection = {.wantLogits = true}}}, {.capture = CaptureLevel::Choices})).front();
            bench.runtime->closeSequence(sequence);
            QVERIFY(assembleCapture(*translation.capture, once.routing)->choices == translation.capture->choices);
            changed += same(translation, bench(english("Good morning."))) ? 0 : 1;
        }
        QVERIFY(changed > 0);
    }

    void spansAndLinksAreOfTheSegment()
    {
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const Bench bench(seed);
            TranslateRequest request = behindTheHouse("  Good <b>morning</b>, the house.");
            request.source = {"  Good morning, the house.", {{1, TagKind::Open, 7, "<b>", {}}, {1, TagKind::Close, 14, "</b>", {}}}};
            request.capture = CaptureLevel::Choices;
            const Translation translation = bench(request);
            QVERIFY(sameTags(request.source, translation.target) && translation.target.isWellFormed());
            QVERIFY(translation.target.text.starts_with("  "));
            const TranslateRequest plain = [&] { TranslateRequest other = request; other.before.reset(); return other; }();
            const auto alone = bench(plain).capture;
            const auto &tokens = translation.capture->tokens;
            const std::size_t context = static_cast<std::size_t>(std::ranges::count(tokens, Phase::Prompt, &CapturedToken::phase) - std::ranges::count(alone->tokens, Phase::Prompt, &CapturedToken::phase));
            QVERIFY(context > 0);
            for (std::size_t i = 0; i < context; ++i)
                QVERIFY(tokens[i].spanBytes.empty());
            for (std::size_t i = context; tokens[i].phase == Phase::Prompt; ++i)
                QVERIFY(tokens[i].spanBytes == alone->tokens[i - context].spanBytes && tokens[i].spanUtf16 == alone->tokens[i - context].spanUtf16);
            for (const SourceTargetLink &link : translation.alignment)
                QVERIFY(link.source.begin < link.source.end && link.source.end <= request.source.text.size());
        }
    }

    void onlyWordsOfTheSegmentBeforeAreRead()
    {
        const Bench bench(3);
        TranslateRequest tagged = behindTheHouse("Good morning.");
        tagged.before = SegmentBefore{{" the house is here. ", {{1, TagKind::Open, 1, "*", {}}, {1, TagKind::Close, 4, "*", {}}}}, {"das Haus ist hier.\n", {}}};
        QVERIFY(same(bench(tagged), bench(behindTheHouse("Good morning."))));
    }

    void theSegmentKeepsItsRoom()
    {
        for (const int positions : {32, 48, tinyConfig().maxPositions}) {
            ModelConfig config = withContext(positions);
            config.maxPositions = positions;
            ModelConfig without = config;
            without.contextTokens = 0;
            const Bench bench(4, config), plain(4, without);
            std::string text;
            for (int words = 1; words <= 40; ++words) {
                text += "house ";
                for (const char *typed : {"", "das Haus ist gr"}) {
                    TranslateRequest request = behindTheHouse(text);
                    request.maxNewTokens = 0;
                    request.forcedPrefix = typed;
                    const Result<Translation> read = bench.tried(request);
                    const Result<Translation> alone = plain.tried(request);
                    QCOMPARE(read.has_value(), alone.has_value());
                    if (!read)
                        continue;
                    QCOMPARE(read->sourceCut, alone->sourceCut);
                    const auto written = [](const Translation &translation) { return static_cast<int>(translation.tokens.size()) - translation.typedTokens; };
                    QVERIFY(read->complete || written(*read) >= written(*alone));   // what the limit cuts is cut no earlier
                }
            }
        }
    }

    void neighboursAndThreadsChangeNoBit()
    {
        const Bench bench(5);
        std::vector<TranslateRequest> requests;
        for (const char *source : {"Good morning.", "the house", "", "here is the house, here.", "x"}) {
            requests.push_back(behindTheHouse(source));
            requests.push_back(english(source));
            requests.back().beamSize = 3;
            requests.push_back(behindTheHouse(source));
            requests.back().beamSize = 2;
            requests.back().before->target.text = "hier.";
        }
        for (const int together : {1, 3, 32}) {
            const auto results = translateBatch(*bench.runtime, *bench.model, requests, {}, {.maxSequences = together});
            for (std::size_t i = 0; i < requests.size(); ++i)
                QVERIFY(same(must(results[i]), bench(requests[i])));
        }
    }

    void tagsOfTheContextAreNotWritten()
    {
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            TranslateRequest request = behindTheHouse("Good morning.");
            request.before = SegmentBefore{{"<1> the house </1> <2/>", {}}, {"<1> das Haus </1> <2/>", {}}};
            QVERIFY(Bench(seed)(request).target.text.find("<1>") == std::string::npos);
        }
    }

    void textThatIsNoneIsRefused()
    {
        TranslateRequest request = behindTheHouse("Good morning.");
        request.before->target.text = "das \xFF";
        const Result<Translation> refused = Bench().tried(request);
        QVERIFY(!refused && refused.error().code == ErrorCode::NotUtf8);
        request.before = SegmentBefore{};
        QVERIFY(same(Bench()(request), Bench()(english("Good morning."))));
    }
};

QTEST_GUILESS_MAIN(ContextTest)
#include "tst_context.moc"
