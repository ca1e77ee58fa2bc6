// What is picked behind the tokens of a step, whatever it reads along with it: a prompt, tokens given, tokens tried.
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/runtime/every_runtime.h"
#include "tests/unit/mixmoe/runtime/random_steps.h"

#include <QTest>

#include <limits>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

class PicksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBestAfterEachTokenIsThatOfStepsOneByOne();
    void whatIsGivenIsAsProbableAsItsTokensOneByOne();
    void aPromptAndWhatFollowsItInOneStepAreAsInTwo();
    void firstSelectionsBindTheFirstPicks();
    void aStepThatTakesSeveralPassesIsAsOneAlone();
    void numbersMustBeThereWhereTheyAreLookedAt();
};

void PicksTest::theBestAfterEachTokenIsThatOfStepsOneByOne()
{
    const auto model = tinyModel({.seed = 5});
    const Selection selection{.topK = 3, .banned = {2, 7, 11}, .biases = {{4, 1.0F}}, .scored = {4}};
    for (const auto &runtime : everyRuntime(model)) {
        for (unsigned round = 0; round < 6; ++round) {
            const std::vector<TokenId> tokens = someTokens(2 + 7 * round, round, model->config.vocabSize);
            const SequenceId together = must(runtime->openSequence()), alone = must(runtime->openSequence());
            const SequenceOutput all = must(runtime->step({{.sequence = together, .tokens = tokens, .triedTokens = tokens.size() - 1, .selection = selection}}, {})).front();
            QCOMPARE(all.bestAfterEach.size(), tokens.size());
            for (std::size_t i = 0; i < tokens.size(); ++i) {
                const SequenceOutput one = must(runtime->step({{.sequence = alone, .tokens = {tokens[i]}, .selection = selection}}, {})).front();
                QVERIFY(one.bestAfterEach.empty());
                QCOMPARE(all.bestAfterEach[i].token, one.candidates.front().token);
                QCOMPARE(all.bestAfterEach[i].logProbability, one.candidates.front().logProbability);
            }
            runtime->closeSequence(together);
            runtime->closeSequence(alone);
        }
    }
}

// What is given behind a prompt is as probable as the model finds it step by step, whatever may be picked behind it.
void PicksTest::whatIsGivenIsAsProbableAsItsTokensOneByOne()
{
    const auto model = tinyModel({.seed = 8});
    const auto allowed = std::make_shared<const TokenSet>(std::vector<TokenId>{4, 8, 9, 12});
    std::mt19937 random(21);
    for (const auto &runtime : everyRuntime(model)) {
        for (unsigned round = 0; round < 12; ++round) {
            const std::size_t ofPrompt = 1 + random() % 9, given = random() % 6, tried = random() % 3;
            const std::vector<TokenId> tokens = someTokens(ofPrompt + given + tried, round, model->config.vocabSize);
            const Selection selection{.banned = tokens, .biases = {{tokens.back(), 3.0F}}, .allowed = random() % 2 == 0 ? allowed : nullptr};
            const SequenceId together = must(runtime->openSequence()), alone = must(runtime->openSequence());
            const SequenceOutput all = must(runtime->step({{.sequence = together, .tokens = tokens, .promptTokens = ofPrompt, .triedTokens = tried, .wantGiven = true, .selection = selection}}, {})).front();
            QCOMPARE(all.given.size(), given);
            QCOMPARE(all.bestAfterEach.size(), tried > 0 ? tried + 1 : 0);
            std::vector<TokenId> next(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(ofPrompt));
            for (std::size_t i = 0; i < given; ++i) {
                const TokenId behind = tokens[ofPrompt + i];
                const SequenceOutput one = must(runtime->step({{.sequence = alone, .tokens = next, .promptTokens = i == 0 ? ofPrompt : 0, .wantGiven = true, .selection = {.topK = 0, .scored = {behind}}}}, {})).front();
                QVERIFY(one.given.empty());
                QCOMPARE(all.given[i], one.scored.front());
                next = {behind};
            }
            runtime->closeSequence(together);
            runtime->closeSequence(alone);
        }
    }
}

// A draft that is read along with the prompt and what is given behind it: each token under the interventions of its own phase.
void PicksTest::aPromptAndWhatFollowsItInOneStepAreAsInTwo()
{
    const auto model = tinyModel({.seed = 9});
    std::mt19937 random(12);
    for (const auto &runtime : everyRuntime(model)) {
        for (unsigned round = 0; round < 12; ++round) {
            const std::size_t ofPrompt = 1 + random() % 9, behind = 1 + random() % 5, tried = random() % (behind + 1), triedApart = std::min(tried, behind - 1);
            const std::vector<TokenId> tokens = someTokens(ofPrompt + behind, round, model->config.vocabSize);
            const auto split = tokens.begin() + static_cast<std::ptrdiff_t>(ofPrompt);
            StepOptions options = everything;
            for (const Intervention::Scope scope : {Intervention::Scope::Prompt, Intervention::Scope::Generated}) {
                if (random() % 2 == 0)
                    options.interventions.push_back({.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation, .expert = static_cast<int>(random() % 4), .scope = scope});
            }
            const Selection selection{.topK = 2, .banned = {5}};
            const SequenceId together = must(runtime->openSequence()), apart = must(runtime->openSequence());
            const SequenceOutput both = must(runtime->step({{.sequence = together, .tokens = tokens, .promptTokens = ofPrompt, .triedTokens = tried, .wantGiven = true, .selection = selection}}, options)).front();
            const SequenceOutput first = must(runtime->step({{.sequence = apart, .tokens = {tokens.begin(), split}, .promptTokens = ofPrompt, .selection = {.banned = tried == behind ? selection.banned : std::vector<TokenId>{}, .scored = {*split}}}}, options)).front();
            const SequenceOutput second = must(runtime->step({{.sequence = apart, .tokens = {split, tokens.end()}, .triedTokens = triedApart, .wantGiven = true, .selection = selection}}, options)).front();

            std::vector<Candidate> best = second.bestAfterEach;
            if (triedApart == 0 && tried > 0)
                best = {second.candidates.front()};
            if (tried == behind)
                best.insert(best.begin(), first.candidates.front());
            QVERIFY(same(both.candidates, second.candidates) && same(both.bestAfterEach, best));
            std::vector<float> given = second.given;
            if (tried < behind)
                given.insert(given.begin(), first.scored.front());
            QCOMPARE(both.given, given);
            std::vector<float> attention = first.attention;
            attention.resize(tokens.size());
            attention.insert(attention.end(), second.attention.begin(), second.attention.end());
            QCOMPARE(both.attention, attention);
            std::vector<TokenRouting> routing = first.routing;
            routing.insert(routing.end(), second.routing.begin(), second.routing.end());
            QVERIFY(identical(both.routing, routing));
            runtime->closeSequence(together);
            runtime->closeSequence(apart);
        }
    }
}

// Each pick under what binds it, as in steps one by one.
void PicksTest::firstSelectionsBindTheFirstPicks()
{
    const auto model = tinyModel({.seed = 11});
    const auto allowed = std::make_shared<const TokenSet>(std::vector<TokenId>{4, 8, 9, 12});
    const std::vector<TokenId> tokens = someTokens(7, 2, model->config.vocabSize);
    const std::vector<Selection> bound{{.banned = {4, 9}, .allowed = allowed}, {.banned = {8, 30, 31}}, {.biases = {{17, 30.0F}}}};
    const Selection usual{.topK = 2, .banned = {17}, .scored = {5}};
    for (const auto &runtime : everyRuntime(model)) {
        const SequenceId together = must(runtime->openSequence()), alone = must(runtime->openSequence());
        const SequenceOutput all = must(runtime->step({{.sequence = together, .tokens = tokens, .promptTokens = 2, .triedTokens = 5, .selection = usual, .firstSelections = bound}}, {})).front();
        QCOMPARE(all.bestAfterEach.size(), 6U);
        std::vector<TokenId> next(tokens.begin(), tokens.begin() + 2);
        for (std::size_t pick = 0; pick < all.bestAfterEach.size(); ++pick) {
            const SequenceOutput one = must(runtime->step({{.sequence = alone, .tokens = next, .selection = pick < bound.size() ? bound[pick] : usual}}, {})).front();
            QVERIFY(same({all.bestAfterEach[pick]}, {one.candidates.front()}));
            if (pick + 1 == all.bestAfterEach.size())
                QVERIFY(same(all.candidates, one.candidates) && all.scored == one.scored);
            else
                next = {tokens[2 + pick]};
        }
    }
}

// Behind other rows, so that each row of it is once the first of a pass.
void PicksTest::aStepThatTakesSeveralPassesIsAsOneAlone()
{
    const auto model = tinyModel({.seed = 7});
    const auto allowed = std::make_shared<const TokenSet>(std::vector<TokenId>{4, 8, 9, 12, 30});
    const std::vector<TokenId> tokens = someTokens(9, 5, model->config.vocabSize);
    for (const WeightType weights : {WeightType::Fp32, WeightType::Int8}) {
        const auto runtime = must(makeCpuRuntime(model, {.threads = 2, .weights = weights}));
        const auto input = [&] {
            return SequenceInput{.sequence = must(runtime->openSequence()), .tokens = tokens, .promptTokens = 3, .triedTokens = 3, .wantGiven = true, .selection = {.allowed = allowed},
                                 .firstSelections = {{.banned = {12}, .allowed = allowed}}};
        };
        const SequenceOutput expected = must(runtime->step({input()}, {})).front();
        for (std::size_t before = 512 - tokens.size(); before <= 512; ++before) {
            std::vector<SequenceInput> inputs;
            for (std::size_t rows = 0; rows < before;) {
                const std::size_t count = std::min<std::size_t>(64, before - rows);
                inputs.push_back({.sequence = must(runtime->openSequence()), .tokens = someTokens(count, 1, model->config.vocabSize)});
                rows += count;
            }
            inputs.push_back(input());
            const SequenceOutput output = must(runtime->step(inputs, {})).back();
            QVERIFY(same(output.candidates, expected.candidates) && same(output.bestAfterEach, expected.bestAfterEach));
            QCOMPARE(output.given, expected.given);
            for (const SequenceInput &done : inputs)
                runtime->closeSequence(done.sequence);
        }
    }
}

// The logit of one token is no number, nor is anything behind it.
void PicksTest::numbersMustBeThereWhereTheyAreLookedAt()
{
    constexpr TokenId broken = 3;
    auto model = std::make_shared<Model>(*tinyModel({.seed = 3}));
    const auto width = static_cast<std::size_t>(model->config.hiddenSize);
    std::fill_n(model->weights.embedding.begin() + static_cast<std::ptrdiff_t>(broken * width), width, std::numeric_limits<float>::infinity());
    const auto others = std::make_shared<const TokenSet>(std::vector<TokenId>{4, 8, 9, 12});
    for (const auto &runtime : everyRuntime(model)) {
        const SequenceId sequence = must(runtime->openSequence());
        SequenceInput input{.sequence = sequence, .tokens = {1, 2, 4}, .promptTokens = 2, .selection = {.allowed = others}};
        QVERIFY(runtime->step({input}, {}));
        runtime->truncate(sequence, 0);
        input.wantGiven = true;
        const auto given = runtime->step({input}, {});
        QVERIFY(!given);
        QCOMPARE(given.error().code, ErrorCode::EngineFailure);
        QCOMPARE(runtime->length(sequence), 0);

        // Each pick by what binds it.
        runtime->truncate(sequence, 0);
        const SequenceInput bound{.sequence = sequence, .tokens = {1, 2, 4}, .promptTokens = 2, .triedTokens = 1, .selection = {.scored = {4}}, .firstSelections = {{.allowed = others}}};
        const SequenceOutput half = must(runtime->step({bound}, {})).front();
        QCOMPARE(half.bestAfterEach.size(), 2U);
        QVERIFY(half.bestAfterEach[0].token >= 0);
        QCOMPARE(half.bestAfterEach[1].token, noCandidate.token);
        QVERIFY(half.candidates.empty() && half.scored.empty());

        runtime->truncate(sequence, 0);
        const SequenceInput tried{.sequence = sequence, .tokens = {1, 2, broken}, .promptTokens = 2, .triedTokens = 1, .selection = {.scored = {4}, .allowed = others}};
        const auto outputs = runtime->step({tried}, {});
        if (runtime->description().device == "cpu") {   // its attention weighs what later tokens of a step have by 0, and 0 times what is no number is none
            QVERIFY(!outputs);
            QCOMPARE(outputs.error().code, ErrorCode::EngineFailure);
            continue;
        }
        const SequenceOutput output = must(outputs).front();
        QCOMPARE(output.bestAfterEach.size(), 2U);
        QVERIFY(output.bestAfterEach[0].token >= 0);
        QCOMPARE(output.bestAfterEach[1].token, noCandidate.token);
        QVERIFY(output.candidates.empty() && output.scored.empty());
    }
}

QTEST_APPLESS_MAIN(PicksTest)
#include "tst_picks.moc"
