// Translations of tokens out of pairs, and the shortlist out of them.
#include "engine/training/data/lexicon.h"
#include "engine/training/data/shortlist_learning.h"
#include "tests/support/tiny_model.h"

#include <QTest>

#include <numeric>
#include <random>

using namespace interlinear;
using namespace interlinear::training;
using mixmoe::Shortlist;
using mixmoe::TokenId;

namespace {

// Source token s becomes target token s + 30 (of 60), in any order and beside a word that goes with everything.
std::vector<TokenPair> scrambled(std::mt19937 &random, int count)
{
    std::vector<TokenPair> pairs;
    for (int i = 0; i < count; ++i) {
        TokenPair pair;
        for (auto left = 1 + random() % 6; left > 0; --left)
            pair.source.push_back(static_cast<TokenId>(random() % 29));
        for (const TokenId token : pair.source)
            pair.target.push_back(token + 30);
        pair.target.push_back(59);
        std::ranges::shuffle(pair.target, random);
        pairs.push_back(std::move(pair));
    }
    return pairs;
}

Lexicon chain(int vocabulary)
{
    Lexicon lexicon{.of = {}, .targetCounts = std::vector<std::uint64_t>(static_cast<std::size_t>(vocabulary))};
    for (TokenId token = 0; token < vocabulary; ++token)
        lexicon.of.push_back({{(token + 1) % vocabulary, 1.0F}});
    return lexicon;
}

}  // namespace

class LexiconTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scrambledWordsAreToldApart();
    void oneRoundOfTheFormula();
    void everyRunGivesTheSame();
    void emptyPairsTeachNothing();
    void missesAreThoseOfTheOtherTexts();
    void listsThatMissTooMuchAreRefused();
};

void LexiconTest::scrambledWordsAreToldApart()
{
    std::mt19937 random(2);
    const Lexicon lexicon = learnLexicon(scrambled(random, 2000), 60);
    for (TokenId token = 0; token < 29; ++token) {
        const auto &entries = lexicon.of[static_cast<std::size_t>(token)];
        QCOMPARE(entries.front().target, token + 30);
        QVERIFY(entries.front().probability > 0.5F);
        QVERIFY(std::ranges::is_sorted(entries, std::ranges::greater(), &LexiconEntry::probability));
        const float total = std::accumulate(entries.begin(), entries.end(), 0.0F, [](float sum, const LexiconEntry &entry) { return sum + entry.probability; });
        QVERIFY(total > 0.99F && total < 1.0001F);
    }
    QCOMPARE(lexicon.targetCounts[59], 2000U);
}

// Brown et al. 1993, equations 15 to 18, word for word in five rounds over every token pair that occurs: few enough that none is left out.
void LexiconTest::oneRoundOfTheFormula()
{
    std::mt19937 random(3);
    const std::vector<TokenPair> pairs = scrambled(random, 60);
    constexpr std::size_t v = 60, null = v;
    std::vector<std::vector<double>> t(v + 1, std::vector<double>(v, 0.0));
    for (const TokenPair &pair : pairs)
        for (const TokenId e : pair.source)
            for (const TokenId f : pair.target)
                t[static_cast<std::size_t>(e)][static_cast<std::size_t>(f)] = 1;
    std::ranges::fill(t[null], 1.0);
    const auto normalise = [&] {
        for (auto &row : t) {
            const double sum = std::accumulate(row.begin(), row.end(), 0.0);
            for (double &value : row)
                value = sum > 0 ? value / sum : 0;
        }
    };
    normalise();
    for (int round = 0; round < 5; ++round) {
        std::vector<std::vector<double>> counts(v + 1, std::vector<double>(v, 0.0));
        for (const TokenPair &pair : pairs) {
            for (const TokenId f : pair.target) {
                const auto column = static_cast<std::size_t>(f);
                double total = t[null][column];
                for (const TokenId e : pair.source)
                    total += t[static_cast<std::size_t>(e)][column];
                for (const TokenId e : pair.source)
                    counts[static_cast<std::size_t>(e)][column] += t[static_cast<std::size_t>(e)][column] / total;
                counts[null][column] += t[null][column] / total;
            }
        }
        t = counts;
        normalise();
    }
    const Lexicon lexicon = learnLexicon(pairs, v);
    for (std::size_t e = 0; e < v; ++e) {
        for (const LexiconEntry &entry : lexicon.of[e])
            QVERIFY(std::abs(entry.probability - t[e][static_cast<std::size_t>(entry.target)]) < 1e-5);
        QCOMPARE(lexicon.of[e].size(), static_cast<std::size_t>(std::ranges::count_if(t[e], [](double p) { return p >= 1e-4; })));
    }
}

void LexiconTest::everyRunGivesTheSame()
{
    std::mt19937 random(4);
    const std::vector<TokenPair> pairs = scrambled(random, 500);
    const Lexicon a = learnLexicon(pairs, 60), b = learnLexicon(pairs, 60);
    for (std::size_t token = 0; token < 60; ++token)
        QVERIFY(std::ranges::equal(a.of[token], b.of[token], [](const LexiconEntry &x, const LexiconEntry &y) { return x.target == y.target && x.probability == y.probability; }));
}

void LexiconTest::emptyPairsTeachNothing()
{
    const Lexicon lexicon = learnLexicon(std::vector<TokenPair>{{}, {{1}, {}}, {{}, {2}}}, 4);
    QCOMPARE(lexicon.of.size(), 4U);
    QVERIFY(std::ranges::all_of(lexicon.of, [](const auto &entries) { return entries.empty(); }));
}

void LexiconTest::missesAreThoseOfTheOtherTexts()
{
    const auto model = tests::tinyModel();
    const int vocabulary = model->config.vocabSize;
    std::vector<GreedyText> texts;
    for (TokenId i = 0; i < 4000; ++i) {
        const TokenId token = i / 2 % (vocabulary - 2);
        texts.push_back({{token}, {token + 1, token, model->tokenizer->endToken()}});   // what it becomes, itself, the end
    }
    std::uint32_t missed = 0;
    for (const std::size_t odd : {1001U, 2001U, 3001U}) {   // those to learn from stay faultless
        TokenId strange = 0;
        while (model->tokenizer->isByte(strange) || strange == model->tokenizer->endToken() || strange == texts[odd].source[0] || strange == texts[odd].source[0] + 1)
            ++strange;
        texts[odd].picked.push_back(strange);
        ++missed;
    }
    const Result<LearntShortlist> learnt = learnShortlist(chain(vocabulary), *model, "en", "de", texts);
    QVERIFY2(learnt, learnt ? "" : learnt.error().sentence().c_str());
    QCOMPARE(learnt->shortlist.tokensMissed, missed);
    QCOMPARE(learnt->shortlist.tokensMeasured, 3U * 2000 + missed);
    QVERIFY(learnt->shortlist.missesLittle());
    QCOMPARE(learnt->shortlist.from + learnt->shortlist.to, std::string("ende"));
}

void LexiconTest::listsThatMissTooMuchAreRefused()
{
    const auto model = tests::tinyModel();
    TokenId strange = 0;
    while (model->tokenizer->isByte(strange) || strange == model->tokenizer->endToken())
        ++strange;
    const TokenId source = strange + 3;
    const std::vector<GreedyText> texts(8000, {{source}, {strange}}), few(100, {{source}, {source}});
    QCOMPARE(learnShortlist(chain(model->config.vocabSize), *model, "en", "de", texts).error().code, ErrorCode::Unsupported);
    QCOMPARE(learnShortlist(chain(model->config.vocabSize), *model, "en", "de", few).error().code, ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(LexiconTest)
#include "tst_lexicon.moc"
