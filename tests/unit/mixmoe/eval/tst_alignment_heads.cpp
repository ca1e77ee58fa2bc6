// Alignment heads: tags of both sides find each other, each head is read alone, and what is chosen is the best that was tried.
#include "engine/mixmoe/eval/alignment_heads.h"

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/text/prompt.h"
#include "tests/support/tiny_model.h"

#include <QTest>

#include <cmath>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

std::vector<TaggedPair> somePairs()
{
    return {*taggedPair("en", "de", "the <b>house</b> is here.", "hier ist <b>das Haus</b>."), *taggedPair("de", "en", "<i>Guten</i> <b>Morgen</b>", "<i>Good</i> <b>morning</b>"),
            *taggedPair("en", "de", "x <br/> here", "x <br/> hier")};
}

// A head that looks where it should, at "ab cd ef gh" from "ef ab cd gh"; the others look at the first word.
AttentionOfHeads rightInHead(int right)
{
    AttentionOfHeads attention{.layers = 2, .headCount = 2, .pairs = {}};
    const std::size_t wordBehind[] = {2, 0, 1, 3};
    PairAttention pair;
    for (std::size_t i = 0; i < 4; ++i) {
        pair.sourceSpans.push_back({3 * i, 3 * i + 2});
        pair.targetSpans.push_back({3 * i, 3 * i + 2});
    }
    for (int head = 0; head < 4; ++head) {
        std::vector<float> rows(16, 0.0F);
        for (std::size_t i = 0; i < 4; ++i)
            rows[4 * i + (head == right ? wordBehind[i] : 0)] = 1;
        pair.heads.push_back(rows);
    }
    attention.pairs.push_back(pair);
    return attention;
}

}  // namespace

class TestAlignmentHeads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tagsFindTheirCounterparts()
    {
        const auto pair = taggedPair("en", "de", "Set <v>a</v> to <v>b</v>.", "<v>b</v> wird <v>a</v><br/>");
        QVERIFY(!pair);   // a tag too many
        const auto turned = taggedPair("en", "de", "Set <v>a</v> to <v>b</v>.", "<v>b</v> wird <v>a</v>");
        QVERIFY(turned);
        QCOMPARE(turned->source.text, std::string("Set a to b."));
        QCOMPARE(turned->target.text, std::string("b wird a"));
        QCOMPARE(turned->source.tags[0].id, 1);
        QCOMPARE(turned->target.tags[0].id, 2);
        QCOMPARE(turned->target.tags[2].id, 1);
        QVERIFY(sameTags(turned->source, turned->target) && turned->target.isWellFormed());
        const auto translated = taggedPair("en", "de", "<b>one</b> <b>two</b>", "<b>eins</b> <b>zwei</b>");
        QCOMPARE(translated->target.tags[0].id, 1);
        QCOMPARE(translated->target.tags[2].id, 2);
        for (const char *broken : {"<b>x", "x</b>", "<b><i>x</b></i>", "x", "a < b > c", "<>x</>"})
            QVERIFY2(!taggedPair("en", "de", broken, broken), broken);
        QCOMPARE(taggedPair("en", "de", "a < b <i>c</i>", "<i>c</i> a < b")->source.text, std::string("a < b c"));
    }

    void eachHeadIsReadAlone()
    {
        const auto model = tinyModel({.seed = 4});
        const auto pairs = somePairs();
        const auto attention = readAttention(model, pairs);
        QVERIFY(attention);
        QCOMPARE(attention->pairs.size(), pairs.size());
        for (std::size_t p = 0; p < pairs.size(); ++p) {
            const auto prompt = *translationPrompt(*model->tokenizer, pairs[p].from, pairs[p].to, pairs[p].source.text);
            const std::size_t sources = prompt.sourceEnd - prompt.sourceBegin, targets = attention->pairs[p].targetSpans.size();
            QCOMPARE(attention->pairs[p].heads.size(), static_cast<std::size_t>(model->config.layerCount * model->config.headCount));
            // The mean of a layer's heads is what the reference gives without a choice of heads.
            for (int layer = 0; layer < model->config.layerCount; ++layer) {
                auto whole = std::make_shared<Model>(*model);
                whole->config.alignmentLayer = layer;
                const auto runtime = std::move(*makeReferenceRuntime(whole));
                const SequenceId id = *runtime->openSequence();
                const auto rows = *runtime->step({{.sequence = id, .tokens = prompt.tokens, .promptTokens = prompt.tokens.size()}}, {.wantAttention = true});
                for (std::size_t i = 0; i < sources; ++i) {
                    float mean = 0;
                    for (int head = 0; head < model->config.headCount; ++head)
                        mean += attention->pairs[p].heads[static_cast<std::size_t>(layer * model->config.headCount + head)][i] / static_cast<float>(model->config.headCount);
                    QVERIFY(std::abs(mean - rows[0].attention[prompt.sourceBegin + i]) < 1e-5F);
                }
                runtime->closeSequence(id);
            }
            QCOMPARE(attention->pairs[p].heads.front().size(), sources * targets);
        }
    }

    void runtimesAgreeOnChosenHeads()
    {
        for (const std::vector<int> &heads : {std::vector<int>{}, {0}, {1, 2}}) {
            auto config = tinyConfig();
            if (!heads.empty() && heads.back() >= config.headCount)
                continue;
            config.alignmentHeads = heads;
            const auto model = tinyModel({.seed = 6, .config = config});
            const auto reference = std::move(*makeReferenceRuntime(model)), cpu = std::move(*makeCpuRuntime(model, {.threads = 2}));
            const auto tokens = translationPrompt(*model->tokenizer, "en", "de", "the house is here.")->tokens;
            std::vector<std::vector<float>> rows;
            for (Runtime *runtime : {reference.get(), cpu.get()}) {
                const SequenceId id = *runtime->openSequence();
                rows.push_back((*runtime->step({{.sequence = id, .tokens = tokens}}, {.wantAttention = true}))[0].attention);
                runtime->closeSequence(id);
            }
            QCOMPARE(rows[0].size(), rows[1].size());
            for (std::size_t i = 0; i < rows[0].size(); ++i)
                QVERIFY(std::abs(rows[0][i] - rows[1][i]) < 1e-4F);
        }
    }

    void theHeadThatLooksRightIsChosen()
    {
        const std::vector<TaggedPair> pairs{*taggedPair("en", "de", "ab cd <b>ef</b> gh", "<b>ef</b> ab cd gh")};
        for (int right = 0; right < 4; ++right) {
            const AttentionOfHeads attention = rightInHead(right);
            const HeadChoice best = bestHeads(attention, pairs);
            QCOMPARE(best, (HeadChoice{right / 2, {right % 2}, 1}));
            QVERIFY(scoreHeads(attention, pairs, 1 - right / 2, {0}).placed < 1);
        }
    }

    void noChoiceThatWasTriedIsBetter()
    {
        const auto model = tinyModel({.seed = 8});
        const auto pairs = somePairs();
        const auto attention = readAttention(model, pairs);
        const HeadChoice best = bestHeads(*attention, pairs);
        QCOMPARE(scoreHeads(*attention, pairs, best.layer, best.heads), best);
        QVERIFY(std::ranges::is_sorted(best.heads) && !best.heads.empty());
        for (int i = 0; i < attention->layers * attention->headCount; ++i)
            QVERIFY(scoreHeads(*attention, pairs, i / attention->headCount, {i % attention->headCount}).placed <= best.placed);
        QVERIFY(!readAttention(model, {*taggedPair("en", "xx", "<b>x</b>", "<b>x</b>")}));
    }
};

QTEST_GUILESS_MAIN(TestAlignmentHeads)
#include "tst_alignment_heads.moc"
