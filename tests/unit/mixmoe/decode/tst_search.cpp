// Beam search against an exhaustive one, on a vocabulary small enough to try every text.
#include "engine/mixmoe/decode/sentence_search.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/text/prompt.h"
#include "tests/support/must.h"
#include "tests/support/runtime_layer.h"
#include "tests/support/tiny_model.h"
#include "tests/support/tiny_tokenizer.h"
#include "tests/unit/mixmoe/decode/every_text.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

constexpr int longest = 3;

std::shared_ptr<const Model> smallModel(std::uint64_t seed)
{
    return tinyModel({.seed = seed, .tokenizer = std::make_shared<TinyTokenizer>(TinyTokenizer::controls({"de", "en"}), std::vector<std::string>{"▁", "a", "b", "c"})});
}

float scoreOf(const Translation &translation, float lengthPenalty)
{
    float sum = 0;
    for (const float logProbability : translation.logProbabilities)
        sum += logProbability;
    return sum / std::pow(static_cast<float>(translation.logProbabilities.size()), lengthPenalty);
}

struct Searched {
    std::vector<TokenId> tokens;
    std::vector<float> logProbabilities;
    std::vector<TokenRouting> routing;
    std::vector<std::pair<std::size_t, float>> attention;   // of the passes that picked a token and read it
    int steps = 0;
    std::size_t triedFirst = 0;   // along with the prompt
};

Searched searchWith(Runtime &runtime, const Model &model, std::vector<TokenId> draft, std::vector<TokenId> typed = {})
{
    const PieceTable &table = model.tokenizer->pieceTable();
    const Prompt prompt = must(translationPrompt(*model.tokenizer, "en", "de", "abc a"));
    SearchPlan plan;
    plan.prompt = prompt.tokens;
    plan.sourceBegin = prompt.sourceBegin;
    plan.sourceEnd = prompt.sourceEnd;
    plan.draft = Draft(std::move(draft));
    for (const TokenId token : typed)
        plan.draft.picked(token);
    plan.prefix.tokens = std::move(typed);
    plan.banned = {1, 2, 3, 4};
    plan.table = &table;
    plan.maxNewTokens = 40;
    plan.room = 60;
    SentenceSearch search = must(SentenceSearch::begin(runtime, std::move(plan)));
    Searched searched{.triedFirst = search.inputs().front().triedTokens};
    for (; !search.done(); ++searched.steps) {
        auto outputs = must(runtime.step(search.inputs(), {.capture = CaptureLevel::Probabilities, .wantAttention = true}));
        if (auto accepted = search.accept(outputs); !accepted)
            qFatal("%s", accepted.error().sentence().c_str());
    }
    for (const GeneratedToken *token : search.settled()) {
        searched.tokens.push_back(token->token);
        searched.logProbabilities.push_back(token->logProbability);
        searched.routing.push_back(token->routing);
        for (const SourceAttention &of : {token->pickedBy, token->readBy})
            searched.attention.emplace_back(of.token, of.mass);
    }
    searched.logProbabilities.push_back(search.finished().front().endLogProbability);
    return searched;
}

// Log-probabilities of a text's first tokens.
std::vector<float> oneByOne(Runtime &runtime, const Model &model, const std::vector<TokenId> &tokens)
{
    std::vector<TokenId> next = must(translationPrompt(*model.tokenizer, "en", "de", "abc a")).tokens;
    std::vector<float> logProbabilities;
    const SequenceId sequence = must(runtime.openSequence());
    for (const TokenId token : tokens) {
        logProbabilities.push_back(must(runtime.step({{.sequence = sequence, .tokens = next, .selection = {.topK = 0, .scored = {token}}}}, {})).front().scored.front());
        next = {token};
    }
    runtime.closeSequence(sequence);
    return logProbabilities;
}

bool sameText(const Searched &a, const Searched &b)
{
    const auto sameRouting = [](const TokenRouting &x, const TokenRouting &y) { return x.choices == y.choices && x.weights == y.weights && x.gateProbabilities == y.gateProbabilities; };
    return a.tokens == b.tokens && a.logProbabilities == b.logProbabilities && a.attention == b.attention && std::ranges::equal(a.routing, b.routing, sameRouting);
}

// Breaks the numbers behind tokens that are tried, now and then.
class UnsureRuntime final : public RuntimeLayer {
public:
    using RuntimeLayer::RuntimeLayer;
    Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) override
    {
        Result<void> done = RuntimeLayer::stepInto(inputs, options, outputs);
        for (std::size_t i = 0; done && i < outputs.size(); ++i) {
            for (std::size_t tried = 1; tried < outputs[i].bestAfterEach.size(); ++tried) {
                if (++m_seen % 3 == 0)
                    outputs[i].bestAfterEach[tried] = noCandidate;
            }
            if (inputs[i].triedTokens > 0 && outputs[i].bestAfterEach.back().token < 0) {
                outputs[i].candidates.clear();
                outputs[i].scored.clear();
            }
        }
        return done;
    }

private:
    int m_seen = 0;
};

}  // namespace

class SearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wideBeamFindsTheBestText();
    void theBestTextsAreThoseOfATrialOfAll();
    void greedyTakesTheBestTokenEachTime();
    void samplingFollowsTheProbabilities();
    void samplingIsTheSeeds();
    void drawnTextsAreWholeCharacters();
    void aRightDraftCostsFewSteps();
    void whatIsTypedIsReadAlongWithThePrompt();
    void aDraftThatCannotBeSpelledOnIsNotTried();
    void aDraftIsFollowedAgainBehindOtherWords();
    void aWrongDraftIsLeft();
    void brokenNumbersBehindADraftAreReadAgain();
    void moreIsTriedBehindAPrompt();
};

void SearchTest::wideBeamFindsTheBestText()
{
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const auto model = smallModel(seed);
        const auto runtime = must(makeReferenceRuntime(model));
        const auto prompt = must(translationPrompt(*model->tokenizer, "en", "de", "abc a"));
        for (const float penalty : {0.0F, 1.0F, 2.0F}) {
            const ScoredText best = EveryText(*model, *runtime, longest, penalty).ranked(prompt.tokens).front();
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

void SearchTest::theBestTextsAreThoseOfATrialOfAll()
{
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const auto model = smallModel(seed);
        const auto runtime = must(makeReferenceRuntime(model));
        const auto prompt = must(translationPrompt(*model->tokenizer, "en", "de", "abc a"));
        const std::vector<ScoredText> ranked = EveryText(*model, *runtime, longest, 1.0F).ranked(prompt.tokens);
        const Translation found = must(translate(*runtime, *model, {.source = {"abc a", {}}, .from = "en", .to = "de", .beamSize = 200, .nBest = 6, .maxNewTokens = longest}, {}, {}));
        QCOMPARE(found.others.size(), 5U);
        std::vector<std::string> expected, texts{found.target.text};
        for (const ScoredText &best : ranked) {
            const std::string text = model->tokenizer->decode(best.tokens);
            if (expected.size() < 6 && std::ranges::find(expected, text) == expected.end())
                expected.push_back(text);
        }
        float last = found.score;
        QVERIFY(std::abs(found.score - ranked.front().score) < 1e-5F);
        for (const OtherTranslation &other : found.others) {
            texts.push_back(other.target.text);
            QVERIFY(other.score <= last);
            QCOMPARE(other.logProbabilities.size(), other.tokens.size() + 1);
            last = other.score;
        }
        QCOMPARE(texts, expected);
    }
}

// A thousand draws for each setting: shares as the formula has them.
void SearchTest::samplingFollowsTheProbabilities()
{
    const std::vector<double> p{0.5, 0.3, 0.15, 0.05};
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < p.size(); ++i)
        candidates.push_back({static_cast<TokenId>(i), static_cast<float>(std::log(p[i]))});
    for (const Sampling &sampling : {Sampling{}, Sampling{.temperature = 0.5F}, Sampling{.topK = 2}, Sampling{.topP = 0.75F}, Sampling{.temperature = 3.0F, .topK = 3}}) {
        std::vector<double> weights;
        double reached = 0, sum = 0;
        for (std::size_t i = 0; i < p.size() && static_cast<int>(i) < sampling.topK && reached < static_cast<double>(sampling.topP); ++i) {
            reached += p[i];
            weights.push_back(std::pow(p[i], 1 / static_cast<double>(sampling.temperature)));
            sum += weights.back();
        }
        weights.resize(p.size());
        std::vector<int> drawn(p.size());
        Sampler sampler(sampling);
        constexpr int draws = 4000;
        for (int i = 0; i < draws; ++i)
            ++drawn[static_cast<std::size_t>(sampler.draw(candidates).token)];
        for (std::size_t i = 0; i < p.size(); ++i)
            QVERIFY(std::abs(drawn[i] - draws * weights[i] / sum) <= 5 * std::sqrt(draws * weights[i] / sum) + 1e-9);
    }
}

void SearchTest::samplingIsTheSeeds()
{
    const auto model = smallModel(2);
    const auto runtime = must(makeReferenceRuntime(model));
    const auto text = [&](std::uint64_t seed, float temperature) {
        return must(translate(*runtime, *model, {.source = {"abc a", {}}, .from = "en", .to = "de", .sampling = Sampling{.temperature = temperature, .seed = seed}, .maxNewTokens = 12}, {}, {})).tokens;
    };
    std::vector<std::vector<TokenId>> texts;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        texts.push_back(text(seed, 1.0F));
        QCOMPARE(text(seed, 1.0F), texts.back());
    }
    std::ranges::sort(texts);
    QVERIFY(std::ranges::unique(texts).begin() - texts.begin() > 5);
    const Translation greedy = must(translate(*runtime, *model, {.source = {"abc a", {}}, .from = "en", .to = "de", .maxNewTokens = 12}, {}, {}));
    QCOMPARE(text(1, 1e-4F), greedy.tokens);
}

// Of a model that has learnt nothing, half of whose vocabulary are bytes.
void SearchTest::drawnTextsAreWholeCharacters()
{
    const auto model = tinyModel({.seed = 2, .tokenizer = TinyTokenizer::standard()});
    const auto runtime = must(makeReferenceRuntime(model));
    int beyondAscii = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const Sampling sampling{.temperature = 100, .topK = 1000, .seed = seed};
        const Translation drawn = must(translate(*runtime, *model, {.source = {"abc a", {}}, .from = "en", .to = "de", .sampling = sampling, .maxNewTokens = 400}, {}, {}));
        beyondAscii += std::ranges::any_of(drawn.target.text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) ? 1 : 0;
        std::string_view text = drawn.target.text;
        while (!drawn.complete && text.ends_with("\uFFFD"))   // cut within a character
            text.remove_suffix(std::string_view("\uFFFD").size());
        QVERIFY2(!text.contains("\uFFFD"), drawn.target.text.c_str());
    }
    QVERIFY(beyondAscii > 30);
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

void SearchTest::aRightDraftCostsFewSteps()
{
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto model = smallModel(seed);
        for (const auto &runtime : {must(makeReferenceRuntime(model)), must(makeCpuRuntime(model, {.threads = 2}))}) {
            const Searched plain = searchWith(*runtime, *model, {});
            const Searched right = searchWith(*runtime, *model, plain.tokens);
            QVERIFY(sameText(right, plain));
            const int length = static_cast<int>(plain.tokens.size()), tried = static_cast<int>(Draft::mostTried);
            QCOMPARE(plain.triedFirst, 0U);
            QVERIFY(plain.tokens.empty() || right.triedFirst > 0);
            QVERIFY(right.steps <= 3 + (length + tried) / (tried + 1));   // it tries few at first, then so many

            std::vector<TokenId> oneWrong = plain.tokens;
            if (length > 6) {
                oneWrong[3] = 5 + (oneWrong[3] - 5 + 1) % 4;
                const Searched mended = searchWith(*runtime, *model, oneWrong);
                QVERIFY(sameText(mended, plain));
                QVERIFY(mended.steps < plain.steps);
            }
        }
    }
}

// And a draft behind it in the same step.
void SearchTest::whatIsTypedIsReadAlongWithThePrompt()
{
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto model = smallModel(seed);
        for (const auto &runtime : {must(makeReferenceRuntime(model)), must(makeCpuRuntime(model, {.threads = 2}))}) {
            const Searched plain = searchWith(*runtime, *model, {});
            for (const std::size_t length : {std::size_t(1), plain.tokens.size() / 2, plain.tokens.size()}) {
                if (length == 0 || length > plain.tokens.size())
                    continue;
                const std::vector<TokenId> typed(plain.tokens.begin(), plain.tokens.begin() + static_cast<std::ptrdiff_t>(length));
                const Searched found = searchWith(*runtime, *model, {}, typed), drafted = searchWith(*runtime, *model, plain.tokens, typed);
                QCOMPARE(std::vector(found.tokens.begin(), found.tokens.begin() + static_cast<std::ptrdiff_t>(plain.tokens.size())), plain.tokens);
                QCOMPARE(found.steps, static_cast<int>(found.tokens.size() - length) + 1);
                QVERIFY(sameText(drafted, found));
                QVERIFY(drafted.triedFirst > 0 || length == plain.tokens.size());
                QCOMPARE(std::vector(found.logProbabilities.begin(), found.logProbabilities.begin() + static_cast<std::ptrdiff_t>(length)), oneByOne(*runtime, *model, typed));
            }
        }
    }
}

// "ab" leaves a "c" that nothing spells: whoever picks it is told so, and a draft that has it changes nothing.
void SearchTest::aDraftThatCannotBeSpelledOnIsNotTried()
{
    int stuck = 0, spelled = 0;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const auto tokenizer = std::make_shared<TinyTokenizer>(TinyTokenizer::controls({"de", "en"}), std::vector<std::string>{"▁", "a", "ab", "bc", "x"});
        const auto model = tinyModel({.seed = seed, .tokenizer = tokenizer});
        const auto runtime = must(makeReferenceRuntime(model));
        const PieceTable &table = tokenizer->pieceTable();
        const auto idOf = [&](const std::string &surface) { return static_cast<TokenId>(std::ranges::find(table.surface, surface) - table.surface.begin()); };
        const auto textBehind = [&](std::vector<TokenId> draft) -> Result<std::vector<TokenId>> {
            SearchPlan plan;
            plan.prompt = must(translationPrompt(*tokenizer, "en", "de", "a")).tokens;
            plan.sourceEnd = plan.prompt.size();
            plan.prefix.spelling = {.rest = "abc", .atStart = false};
            plan.draft = Draft(std::move(draft));
            plan.table = &table;
            plan.maxNewTokens = 6;
            plan.room = 12;
            SentenceSearch search = must(SentenceSearch::begin(*runtime, std::move(plan)));
            while (!search.done()) {
                auto outputs = must(runtime->step(search.inputs(), {.wantAttention = true}));
                if (auto accepted = search.accept(outputs); !accepted)
                    return std::unexpected(accepted.error());
            }
            std::vector<TokenId> tokens;
            for (const GeneratedToken *token : search.settled())
                tokens.push_back(token->token);
            return tokens;
        };
        const auto plain = textBehind({});
        for (const std::vector<TokenId> &draft : {std::vector<TokenId>{idOf("ab")}, {idOf("a"), idOf("bc"), idOf("x")}, {idOf("ab"), idOf("x")}, {idOf("a"), idOf("a")}}) {
            const auto drafted = textBehind(draft);
            QCOMPARE(drafted.has_value(), plain.has_value());
            QVERIFY(plain ? *drafted == *plain : drafted.error().code == plain.error().code);
        }
        ++(plain ? spelled : stuck);
    }
    QVERIFY(stuck > 0 && spelled > 0);
}

// What the model writes in place of a word of the draft, between two words, or without one.
void SearchTest::aDraftIsFollowedAgainBehindOtherWords()
{
    const std::vector<TokenId> others[] = {{99}, {99, 98}, {99, 98, 97}, {99, 5}, {99, 98, 5}, {6}, {8}, {}};
    const TokenId follows[] = {6, 7, 8, 6, 6, 7, 9, 5};
    for (std::size_t i = 0; i < std::size(others); ++i) {
        std::vector<TokenId> tokens(30);
        std::iota(tokens.begin(), tokens.end(), 0);
        Draft draft(tokens);
        for (TokenId token = 0; token < 5; ++token) {
            QVERIFY(!draft.next(1, Draft::mostTried).empty());
            QCOMPARE(draft.next(1, Draft::mostTried).front(), token);
            draft.picked(token);
        }
        for (const TokenId token : others[i])
            draft.picked(token);
        for (TokenId token = follows[i]; token < 30; ++token) {
            QVERIFY(draft.next(1, Draft::mostTried).empty() || draft.next(1, Draft::mostTried).front() == token);
            QVERIFY(token < follows[i] + 3 || draft.next(1, Draft::mostTried).size() >= std::min<std::size_t>(2, 30 - static_cast<std::size_t>(token)));
            draft.picked(token);
        }
        QVERIFY(draft.next(1, Draft::mostTried).empty());
    }
}

void SearchTest::aWrongDraftIsLeft()
{
    Draft draft(std::vector<TokenId>(40, 7));
    std::size_t tried = 0;
    for (int i = 0; i < 30; ++i) {
        tried += draft.next(1, Draft::mostTried).size();
        draft.picked(8);
    }
    QVERIFY(tried <= 3);
}

void SearchTest::brokenNumbersBehindADraftAreReadAgain()
{
    int steps = 0, withoutBreaks = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto model = smallModel(seed);
        const auto runtime = must(makeReferenceRuntime(model));
        UnsureRuntime unsure(must(makeReferenceRuntime(model)));
        const Searched plain = searchWith(*runtime, *model, {});
        for (const std::size_t length : {std::size_t(0), plain.tokens.size() / 3}) {
            const std::vector<TokenId> typed(plain.tokens.begin(), plain.tokens.begin() + static_cast<std::ptrdiff_t>(length));
            const Searched expected = searchWith(*runtime, *model, plain.tokens, typed), found = searchWith(unsure, *model, plain.tokens, typed);
            QVERIFY(sameText(found, expected));
            steps += found.steps;
            withoutBreaks += expected.steps;
        }
    }
    QVERIFY(steps > withoutBreaks);
}

// Where a step reads a prompt anyway, a token that is tried costs little.
void SearchTest::moreIsTriedBehindAPrompt()
{
    const Draft draft(std::vector<TokenId>(40, 7));
    QVERIFY(draft.next(1, Draft::mostTried).size() < draft.next(30, Draft::mostTried).size());
}

QTEST_APPLESS_MAIN(SearchTest)
#include "tst_search.moc"
