// Other words at a place: their probabilities against a trial of every text, and what is promised of places, translations, terms and errors.
#include "engine/mixmoe/decode/alternatives.h"
#include "engine/mixmoe/text/piece_table.h"
#include "engine/mixmoe/decode/forced_prefix.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/decode/whole_words.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/text/prompt.h"
#include "tests/support/must.h"
#include "tests/support/runtime_layer.h"
#include "tests/support/tiny_model.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

std::shared_ptr<const Model> fewLetters(std::uint64_t seed)
{
    return tinyModel({.seed = seed, .tokenizer = std::make_shared<TinyTokenizer>(TinyTokenizer::controls({"de", "en"}), std::vector<std::string>{"▁", "a", "b", "ab", "▁a"})});
}

// The probability of every word of at most so many tokens, by following each text there is. Letters a and b, and spaces between words.
class EveryWord {
public:
    EveryWord(const Model &model, Runtime &runtime, int longest) : m_model(model), m_runtime(runtime), m_table(model.tokenizer->pieceTable()), m_longest(longest) {}

    std::map<std::string, double> behind(const std::vector<TokenId> &prompt, const std::string &typed)
    {
        m_words.clear();
        m_insideWord = !typed.empty() && typed.back() != ' ';
        const ForcedPrefix forced = must(forcePrefix(*m_model.tokenizer, m_table, typed, 40));
        std::vector<TokenId> tokens = prompt;
        tokens.insert(tokens.end(), forced.tokens.begin(), forced.tokens.end());
        follow(tokens, forced.spelling, forced.tokens.empty(), {}, 1.0, 0);
        return m_words;
    }

private:
    void follow(const std::vector<TokenId> &tokens, const Spelling &spelling, bool atStart, const std::string &text, double probability, int depth)
    {
        const std::vector<TokenId> never{1, 2, 3, 4};
        std::vector<TokenId> all(m_table.surface.size());
        std::iota(all.begin(), all.end(), 0);
        const SequenceId sequence = must(m_runtime.openSequence());
        const auto output
            = must(m_runtime.step({{.sequence = sequence, .tokens = tokens, .selection = {.topK = 0, .banned = spelling.open() ? misspelling(spelling, m_table, never) : never, .scored = all}}}, {})).front();
        m_runtime.closeSequence(sequence);
        for (const TokenId token : all) {
            const double p = probability * std::exp(static_cast<double>(output.scored[static_cast<std::size_t>(token)]));
            if (p == 0)
                continue;
            const std::string written = token == m_table.end ? " " : std::string(shownText(m_table, token, atStart)).substr(std::min(spelling.rest.size(), shownText(m_table, token, atStart).size()));
            const std::string longer = text + written;
            const std::size_t begin = m_insideWord ? 0 : std::min(longer.find_first_not_of(' '), longer.size());
            const std::size_t end = longer.find(' ', begin);
            if (end != std::string::npos)
                m_words[longer.substr(0, end)] += p;
            else if (token != m_table.end && !longer.empty() && depth + 1 >= m_longest)
                m_words[longer] += p;
            else if (token != m_table.end) {
                std::vector<TokenId> next = tokens;
                next.push_back(token);
                follow(next, spelling.open() ? afterPiece(spelling, m_table, token) : Spelling{}, false, longer, p, depth + (longer.empty() ? 0 : 1));
            }
        }
    }

    const Model &m_model;
    Runtime &m_runtime;
    const PieceTable &m_table;
    int m_longest;
    bool m_insideWord = false;
    std::map<std::string, double> m_words;
};

AlternativesRequest inEnglish(std::string source, std::string target, std::size_t offset)
{
    return {.request = {.source = {std::move(source), {}}, .from = "en", .to = "de", .maxNewTokens = 12}, .target = std::move(target), .offset = offset};
}

// Counts the sequences left open.
class CountingRuntime final : public RuntimeLayer {
public:
    using RuntimeLayer::RuntimeLayer;
    Result<SequenceId> openSequence() override { return ++open, RuntimeLayer::openSequence(); }
    Result<SequenceId> forkSequence(SequenceId from) override { return ++open, RuntimeLayer::forkSequence(from); }
    void closeSequence(SequenceId sequence) override { --open, RuntimeLayer::closeSequence(sequence); }

    int open = 0;
};

bool sameWords(const Alternatives &a, const Alternatives &b)
{
    return std::ranges::equal(a.words, b.words, [](const Alternative &x, const Alternative &y) {
        return x.text == y.text && x.probability == y.probability && x.whole == y.whole && x.translation->target == y.translation->target && x.translation->logProbabilities == y.translation->logProbabilities;
    });
}

}  // namespace

class AlternativesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void probabilitiesAreThoseOfATrialOfAll();
    void translationsGoOnWithTheWord();
    void termsHold();
    void sameBitsWithAnyThreads();
    void longTypedWordsLeadToThePlace();
    void badPlacesAreRefused();
    void theShippedModelKnowsOtherWords();
};

void AlternativesTest::probabilitiesAreThoseOfATrialOfAll()
{
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const auto model = fewLetters(seed);
        const auto runtime = must(makeReferenceRuntime(model));
        const auto prompt = must(translationPrompt(*model->tokenizer, "en", "de", "ab a"));
        for (const std::string typed : {"", "a", "ab ", "b ab", "a b a "}) {
            std::map<std::string, double> expected = EveryWord(*model, *runtime, 3).behind(prompt.tokens, typed);
            AlternativesRequest request = inEnglish("ab a", typed + "bb a", typed.size());
            request.count = 64;
            request.longest = 3;
            request.withTranslations = false;
            const Alternatives found = must(alternatives(*runtime, *model, request, {}));
            QCOMPARE(found.offset, typed.size());
            QVERIFY(!found.words.empty());
            double last = 1.0 + 1e-9;
            for (const Alternative &word : found.words) {
                QVERIFY(expected.contains(word.text));
                const double lacks = expected[word.text] - word.probability;   // what was too improbable to be followed
                QVERIFY2(lacks > -1e-6 && lacks < 1e-4, word.text.c_str());
                QVERIFY(word.probability <= last);
                last = word.probability;
                expected.erase(word.text);
            }
            for (const auto &[text, probability] : expected)
                QVERIFY2(probability <= last + 1e-4, text.c_str());
        }
    }
}

void AlternativesTest::translationsGoOnWithTheWord()
{
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const auto model = tinyModel({.seed = seed});
        CountingRuntime runtime(must(makeCpuRuntime(model, {.threads = 2})));
        const std::string target = "Guten Morgen, das Haus.";
        for (const std::size_t offset : {0, 3, 5, 6, 9, 12, 14, 18, 23}) {
            const AlternativesRequest request = inEnglish("Good morning, the house.", target, offset);
            const Alternatives found = must(alternatives(runtime, *model, request, {}));
            QCOMPARE(runtime.open, 0);
            QVERIFY(found.words.size() <= 6);
            std::set<std::string> texts;
            for (const Alternative &word : found.words) {
                QVERIFY(texts.insert(word.text).second);
                if (!word.translation)
                    continue;
                const std::string begin = target.substr(0, offset) + word.text;
                const std::string &text = word.translation->target.text;
                QVERIFY2(text.starts_with(begin), (begin + "|" + text).c_str());
                const std::u32string behind = codePointsOf(text.substr(begin.size())), before = codePointsOf(begin);
                if (word.whole && !behind.empty() && !before.empty())
                    QVERIFY2(!(isWordCharacter(before.back()) && isWordCharacter(behind.front())), (begin + "|" + text).c_str());
            }
        }
    }
}

void AlternativesTest::termsHold()
{
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const auto model = fewLetters(seed);
        const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
        AlternativesRequest request = inEnglish("ab a", "ab b", 3);
        const Alternatives plain = must(alternatives(*runtime, *model, request, {}));
        const std::string first = plain.words.front().text;
        request.request.terms = {{.rule = TermRule::Forbidden, .forms = {first}}};
        for (const Alternative &word : must(alternatives(*runtime, *model, request, {})).words) {
            QVERIFY(word.text != first);
            QVERIFY(!hasWholeWords(word.translation->target.text.substr(3), first, false) || hasWholeWords("ab", first, false));
        }
    }
}

void AlternativesTest::sameBitsWithAnyThreads()
{
    const auto model = tinyModel({.seed = 4});
    const auto one = must(makeCpuRuntime(model, {.threads = 1})), two = must(makeCpuRuntime(model, {.threads = 2}));
    AlternativesRequest request = inEnglish("Good morning, the house.", "Guten Morgen.", 6);
    const Alternatives found = must(alternatives(*one, *model, request, {}));
    QVERIFY(sameWords(found, must(alternatives(*two, *model, request, {}))));
    // What the request has for a whole translation is not used.
    request.request.forcedPrefix = "Das";
    request.request.draft.text = "Guten Tag.";
    request.request.sampling = Sampling{.seed = 3};
    QVERIFY(sameWords(found, must(alternatives(*two, *model, request, {}))));
    // The text behind the place is of no account.
    request.target = "Guten Abend zusammen.";
    QVERIFY(sameWords(found, must(alternatives(*one, *model, request, {}))));
}

// Every token of "abab…" only spells what was typed, and there are more of them than a word may have.
void AlternativesTest::longTypedWordsLeadToThePlace()
{
    const auto model = fewLetters(3);
    const auto runtime = must(makeReferenceRuntime(model));
    std::string typed;
    for (int i = 0; i < 20; ++i)
        typed += "ab";
    for (const int longest : {1, 3}) {
        AlternativesRequest request = inEnglish("ab ab ab ab ab ab ab ab ab ab ab ab", typed + " b", typed.size());
        request.longest = longest;
        const Alternatives found = must(alternatives(*runtime, *model, request, {}));
        QVERIFY(!found.words.empty());
        for (const Alternative &word : found.words)
            QVERIFY(word.whole || !word.text.empty());   // the word may end where it was typed
    }
}

void AlternativesTest::badPlacesAreRefused()
{
    const auto model = tinyModel({.seed = 1});
    const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
    const auto codeOf = [&](const AlternativesRequest &request, std::stop_token stop = {}) {
        const auto result = alternatives(*runtime, *model, request, std::move(stop));
        return result ? std::optional<ErrorCode>() : std::optional(result.error().code);
    };
    QCOMPARE(codeOf(inEnglish("Good.", "Gut.", 4)), std::optional<ErrorCode>());
    QCOMPARE(codeOf(inEnglish("Good.", "Gut.", 5)), ErrorCode::OutOfRange);
    QCOMPARE(codeOf(inEnglish("Good.", "Grün", 3)), ErrorCode::OutOfRange);
    QCOMPARE(codeOf(inEnglish("Good.", "G\xFF", 0)), ErrorCode::NotUtf8);
    AlternativesRequest none = inEnglish("Good.", "Gut.", 0);
    none.count = 0;
    QCOMPARE(codeOf(none), ErrorCode::OutOfRange);
    none.count = 3;
    none.request.to = "xx";
    QCOMPARE(codeOf(none), ErrorCode::UnknownLanguage);
    QVERIFY(must(alternatives(*runtime, *model, inEnglish("  ", "Gut.", 0), {})).words.empty());
    std::stop_source stopped;
    stopped.request_stop();
    QCOMPARE(codeOf(inEnglish("Good.", "Gut.", 0), stopped.get_token()), ErrorCode::Cancelled);
}

void AlternativesTest::theShippedModelKnowsOtherWords()
{
    const auto model = must(loadModel(INTERLINEAR_SOURCE_DIR "/resources/models/european"));
    const auto runtime = must(makeCpuRuntime(model, {.threads = 2}));
    AlternativesRequest request = inEnglish("The house is green.", "Das Haus ist grün.", 4);
    request.request.maxNewTokens = 0;
    const Alternatives found = must(alternatives(*runtime, *model, request, {}));
    QCOMPARE(found.words.size(), std::size_t(6));
    QCOMPARE(found.words.front().text, "Haus");
    QVERIFY(found.words.front().probability > 0.5);
    for (const Alternative &word : found.words)
        QVERIFY(word.translation->target.text.starts_with("Das " + word.text));
}

QTEST_APPLESS_MAIN(AlternativesTest)
#include "tst_alternatives.moc"
