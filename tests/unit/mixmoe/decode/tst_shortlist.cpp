// Shortlists as files, and translations that pick from them.
#include "engine/mixmoe/decode/alternatives.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/model/shortlist.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"

#include <QTest>

#include <numeric>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

std::shared_ptr<const Model> modelWithFingerprint(char digit)
{
    auto model = std::make_shared<Model>(*tinyModel({.seed = 2}));
    model->fingerprint = std::string(64, digit);
    return model;
}

// Knows nothing but its usual tokens; measured to miss none.
Shortlist shortlistOf(const Model &model, std::vector<TokenId> usual)
{
    usual.push_back(model.tokenizer->endToken());
    const TokenSet set(std::move(usual));
    return {.modelFingerprint = model.fingerprint, .from = "en", .to = "de", .tokensMeasured = Shortlist::leastMeasured, .tokensMissed = 0,
            .usual = {set.ids().begin(), set.ids().end()}, .becomes = std::vector<std::vector<TokenId>>(static_cast<std::size_t>(model.config.vocabSize))};
}

std::vector<TokenId> wholeVocabulary(const Model &model)
{
    std::vector<TokenId> all(static_cast<std::size_t>(model.config.vocabSize));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

TranslateRequest english(std::string source, Shortlist shortlist)
{
    return {.source = {std::move(source), {}}, .from = "en", .to = "de", .shortlist = std::make_shared<const Shortlist>(std::move(shortlist)), .maxNewTokens = 12};
}

}  // namespace

class ShortlistTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesComeBackAsTheyWere();
    void damagedFilesAreRefused();
    void foreignFilesAreRefused();
    void onlyWhatIsAllowedIsPicked();
    void theWholeVocabularyChangesNoText();
    void aListThatMissesTooMuchIsNotUsed();
    void whatIsTypedIsKept();
    void batchesGiveTheSameBits();
    void termsAndAlternativesSeeEveryToken();
    void capturesNameTheListThatWasUsed();
};

void ShortlistTest::filesComeBackAsTheyWere()
{
    std::mt19937 random(3);
    const auto model = modelWithFingerprint('a');
    for (int round = 0; round < 50; ++round) {
        Shortlist shortlist = shortlistOf(*model, {static_cast<TokenId>(random() % 40), static_cast<TokenId>(random() % 40)});
        shortlist.tokensMeasured = static_cast<std::uint32_t>(random());
        shortlist.tokensMissed = static_cast<std::uint32_t>(random());
        for (std::vector<TokenId> &targets : shortlist.becomes) {
            for (TokenId token = 0; token < model->config.vocabSize; ++token) {
                if (random() % 8 == 0)
                    targets.push_back(token);
            }
        }
        const Shortlist read = must(shortlistFromBytes(toBytes(shortlist), "list", *model, "en", "de"));
        QCOMPARE(read.usual, shortlist.usual);
        QCOMPARE(read.becomes, shortlist.becomes);
        QCOMPARE(read.tokensMeasured, shortlist.tokensMeasured);
        QCOMPARE(read.tokensMissed, shortlist.tokensMissed);
    }
}

void ShortlistTest::damagedFilesAreRefused()
{
    const auto model = modelWithFingerprint('a');
    const std::string whole = toBytes(shortlistOf(*model, {3, 5}));
    const auto refused = [&](const std::string &bytes) {
        const auto read = shortlistFromBytes(bytes, "list", *model, "en", "de");
        return !read && (read.error().code == ErrorCode::Damaged || read.error().code == ErrorCode::BadFormat) && read.error().where == "list";
    };
    for (std::size_t length = 0; length < whole.size(); ++length)
        QVERIFY(refused(whole.substr(0, length)));
    for (std::size_t byte = 0; byte < whole.size(); ++byte) {
        std::string changed = whole;
        changed[byte] = static_cast<char>(changed[byte] ^ 0x10);
        QVERIFY(refused(changed));
    }
    QVERIFY(refused(whole + "x"));
    // Right checksums over wrong contents.
    Shortlist outside = shortlistOf(*model, {model->config.vocabSize});
    QVERIFY(refused(toBytes(outside)));
    Shortlist endless = shortlistOf(*model, {3});
    std::erase(endless.usual, model->tokenizer->endToken());
    QVERIFY(refused(toBytes(endless)));
}

void ShortlistTest::foreignFilesAreRefused()
{
    const auto model = modelWithFingerprint('a'), other = modelWithFingerprint('b');
    const std::string bytes = toBytes(shortlistOf(*model, {3}));
    const auto code = [&](const Model &read, const char *from, const char *to) { return shortlistFromBytes(bytes, "list", read, from, to).error().code; };
    QCOMPARE(code(*other, "en", "de"), ErrorCode::WrongModel);
    QCOMPARE(code(*model, "de", "en"), ErrorCode::InvalidArgument);
    const auto runtime = must(makeCpuRuntime(other, {.threads = 1}));
    QCOMPARE(translate(*runtime, *other, english("house", shortlistOf(*model, {3})), {}, {}).error().code, ErrorCode::WrongModel);
    QCOMPARE(loadShortlist(*model, "en", "de").error().code, ErrorCode::NotFound);
}

void ShortlistTest::onlyWhatIsAllowedIsPicked()
{
    const auto model = modelWithFingerprint('a');
    const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
    const Translation free = must(translate(*runtime, *model, {.source = {"Good morning", {}}, .from = "en", .to = "de", .maxNewTokens = 12}, {}, {}));
    QVERIFY(!free.usedShortlist);
    std::mt19937 random(4);
    for (int round = 0; round < 30; ++round) {
        Shortlist shortlist = shortlistOf(*model, {});
        for (std::vector<TokenId> &targets : shortlist.becomes)
            targets = {static_cast<TokenId>(random() % static_cast<unsigned>(model->config.vocabSize))};
        std::vector<TokenId> source;
        for (const Piece &piece : model->tokenizer->encode("Good morning"))
            source.push_back(piece.id);
        const TokenSet allowed(shortlist.tokensFor(source));
        TranslateRequest request = english("Good morning", shortlist);
        request.beamSize = round % 2 == 0 ? 1 : 3;
        const Translation translation = must(translate(*runtime, *model, request, {}, {}));
        QVERIFY(translation.usedShortlist);
        QVERIFY(std::ranges::all_of(translation.tokens, [&](TokenId token) { return allowed.contains(token); }));
        QVERIFY(std::ranges::all_of(source, [&](TokenId token) { return allowed.contains(token); }));
    }
}

void ShortlistTest::theWholeVocabularyChangesNoText()
{
    const auto model = modelWithFingerprint('a');
    const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
    for (const int beams : {1, 3}) {
        TranslateRequest request = english("The house is green.", shortlistOf(*model, wholeVocabulary(*model)));
        request.beamSize = beams;
        TranslateRequest without = request;
        without.shortlist = nullptr;
        const Translation a = must(translate(*runtime, *model, request, {}, {})), b = must(translate(*runtime, *model, without, {}, {}));
        QVERIFY(a.usedShortlist && !b.usedShortlist);
        QCOMPARE(a.tokens, b.tokens);
        QCOMPARE(a.logProbabilities, b.logProbabilities);
    }
}

void ShortlistTest::aListThatMissesTooMuchIsNotUsed()
{
    const auto model = modelWithFingerprint('a');
    const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
    const Translation free = must(translate(*runtime, *model, {.source = {"Good morning", {}}, .from = "en", .to = "de", .maxNewTokens = 12}, {}, {}));
    for (const auto &[measured, missed] : {std::pair{10000U, 11U}, {10000U, 10000U}, {Shortlist::leastMeasured - 1, 0U}, {0U, 0U}}) {
        Shortlist shortlist = shortlistOf(*model, {});
        shortlist.tokensMeasured = measured;
        shortlist.tokensMissed = missed;
        const Translation translation = must(translate(*runtime, *model, english("Good morning", shortlist), {}, {}));
        QVERIFY(!translation.usedShortlist);
        QCOMPARE(translation.tokens, free.tokens);
        QCOMPARE(translation.logProbabilities, free.logProbabilities);
    }
}

// Whatever was typed, with whatever it takes to spell it.
void ShortlistTest::whatIsTypedIsKept()
{
    const auto model = modelWithFingerprint('a');
    const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
    for (const std::string typed : {"Guten Tag", "Guten Mor", "grün", "x", "Häus"}) {
        TranslateRequest request = english("Good morning", shortlistOf(*model, {}));
        request.forcedPrefix = typed;
        const Translation translation = must(translate(*runtime, *model, request, {}, {}));
        QVERIFY2(translation.target.text.starts_with(typed), translation.target.text.c_str());
        QVERIFY(translation.usedShortlist);
    }
}

void ShortlistTest::batchesGiveTheSameBits()
{
    const auto model = modelWithFingerprint('a');
    const auto runtime = must(makeCpuRuntime(model, {.threads = 2, .weights = WeightType::Int8}));
    std::mt19937 random(5);
    const std::vector<std::string> words{"Good ", "morning ", "the ", "house ", "is ", "x ", "green "};
    std::vector<TranslateRequest> requests;
    for (int i = 0; i < 40; ++i) {
        Shortlist shortlist = shortlistOf(*model, {});
        for (std::vector<TokenId> &targets : shortlist.becomes) {
            for (TokenId token = 0; token < model->config.vocabSize; ++token) {
                if (random() % 4 == 0)
                    targets.push_back(token);
            }
        }
        std::string source;
        for (auto left = 1 + random() % 6; left > 0; --left)
            source += words[random() % words.size()];
        requests.push_back(english(source, std::move(shortlist)));
        requests.back().beamSize = random() % 3 == 0 ? 2 : 1;
        if (random() % 3 == 0)
            requests.back().shortlist = nullptr;
    }
    const auto together = translateBatch(*runtime, *model, requests, {}, {.maxSequences = 8});
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Translation alone = must(translate(*runtime, *model, requests[i], {}, {}));
        QCOMPARE(must(together[i]).tokens, alone.tokens);
        QCOMPARE(must(together[i]).logProbabilities, alone.logProbabilities);
        QCOMPARE(must(together[i]).usedShortlist, requests[i].shortlist != nullptr);
    }
}

void ShortlistTest::termsAndAlternativesSeeEveryToken()
{
    const auto model = modelWithFingerprint('a');
    const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
    TranslateRequest request = english("Good morning", shortlistOf(*model, {})), without = request;
    without.shortlist = nullptr;
    const std::string target = must(translate(*runtime, *model, without, {}, {})).target.text;
    const Alternatives some = must(alternatives(*runtime, *model, {.request = request, .target = target}, {}));
    const Alternatives all = must(alternatives(*runtime, *model, {.request = without, .target = target}, {}));
    QVERIFY(!all.words.empty());
    QCOMPARE(some.words.size(), all.words.size());
    for (std::size_t i = 0; i < all.words.size(); ++i) {
        QCOMPARE(some.words[i].text, all.words[i].text);
        QCOMPARE(some.words[i].probability, all.words[i].probability);
    }
    request.terms = without.terms = {{.rule = TermRule::Required, .forms = {"house"}}};
    const Translation a = must(translate(*runtime, *model, request, {}, {})), b = must(translate(*runtime, *model, without, {}, {}));
    QVERIFY(!a.usedShortlist);
    QCOMPARE(a.tokens, b.tokens);
    QCOMPARE(a.logProbabilities, b.logProbabilities);
}

void ShortlistTest::capturesNameTheListThatWasUsed()
{
    const auto model = modelWithFingerprint('a');
    const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
    const Shortlist list = shortlistOf(*model, {3});
    const auto recorded = [&](TranslateRequest request) {
        request.capture = CaptureLevel::Choices;
        return must(translate(*runtime, *model, request, {}, {})).capture->origin->settings.shortlist;
    };
    QVERIFY(toBytes(list).ends_with(list.fingerprint()));
    QVERIFY(list.fingerprint() != shortlistOf(*model, {4}).fingerprint());
    TranslateRequest request = english("Good morning", list);
    QCOMPARE(recorded(request), list.fingerprint());
    QCOMPARE(recorded(english("  ", list)), std::string());
    request.terms = {{.rule = TermRule::Forbidden, .forms = {"house"}}};
    QCOMPARE(recorded(request), std::string());
    Shortlist missing = list;
    missing.tokensMissed = missing.tokensMeasured;
    QCOMPARE(recorded(english("Good morning", missing)), std::string());
}

QTEST_APPLESS_MAIN(ShortlistTest)
#include "tst_shortlist.moc"
