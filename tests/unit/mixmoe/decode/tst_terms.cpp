// Terms that must or must not appear: matching against a plain reading of the text, the search against a trial of every text, and what a request promises.
#include "engine/mixmoe/decode/beam_allotment.h"
#include "engine/mixmoe/decode/constrained_beam.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/decode/whole_words.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/runtime/reference/reference_runtime.h"
#include "engine/mixmoe/text/prompt.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"
#include "tests/support/tiny_tokenizer.h"
#include "tests/unit/mixmoe/decode/every_text.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <numeric>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

// Letters a, b, c and what stands between words.
bool joins(char c)
{
    return c >= 'a' && c <= 'c';
}

bool standsIn(const std::string &text, const std::string &form)
{
    for (std::size_t at = 0; at + form.size() <= text.size(); ++at) {
        const std::size_t end = at + form.size();
        const bool begins = at == 0 || !joins(text[at - 1]) || !joins(form.front());
        const bool ends = end == text.size() || !joins(text[end]) || !joins(form.back());
        if (text.compare(at, form.size(), form) == 0 && begins && ends)
            return true;
    }
    return false;
}

bool standsIn(const std::string &text, const TermConstraint &term)
{
    return std::ranges::any_of(term.forms, [&](const std::string &form) { return standsIn(text, form); });
}

bool obeys(const std::string &text, const std::vector<TermConstraint> &terms)
{
    return std::ranges::all_of(terms, [&](const TermConstraint &term) { return standsIn(text, term) == (term.rule == TermRule::Required); });
}

bool repeats(const std::string &text, const std::vector<TermConstraint> &terms)
{
    for (const TermConstraint &term : terms) {
        for (const std::string &form : term.forms) {
            if (term.rule == TermRule::Required && standsIn(text, form + ' ' + form))
                return true;
        }
    }
    return false;
}

std::string drawn(std::mt19937 &random, const std::string &letters, std::size_t most)
{
    std::string text;
    for (std::size_t left = random() % (most + 1); left > 0; --left)
        text += letters[random() % letters.size()];
    return text;
}

std::shared_ptr<const TinyTokenizer> fewLetters(std::vector<std::string> pieces)
{
    return std::make_shared<TinyTokenizer>(TinyTokenizer::controls({"de", "en"}), std::move(pieces));
}

std::vector<TermConstraint> drawnTerms(std::mt19937 &random, const std::vector<std::string> &forms, std::size_t most)
{
    std::vector<TermConstraint> terms;
    for (std::size_t left = 1 + random() % most; left > 0; --left) {
        TermConstraint term{.rule = random() % 2 == 0 ? TermRule::Required : TermRule::Forbidden};
        for (std::size_t more = 1 + random() % 2; more > 0; --more)
            term.forms.push_back(forms[random() % forms.size()]);
        terms.push_back(std::move(term));
    }
    return terms;
}

TranslateRequest english(std::string source)
{
    return {.source = {std::move(source), {}}, .from = "en", .to = "de", .maxNewTokens = 12};
}

struct Bench {
    std::shared_ptr<const Model> model;
    std::unique_ptr<Runtime> runtime;

    explicit Bench(std::uint64_t seed, int threads = 2) : model(tinyModel({.seed = seed})), runtime(must(makeCpuRuntime(model, {.threads = threads}))) {}
    Result<Translation> tried(const TranslateRequest &request) { return translate(*runtime, *model, request, {}, {}); }
    Translation operator()(const TranslateRequest &request) { return must(tried(request)); }
};

bool sameBits(const Translation &a, const Translation &b)
{
    return a.target == b.target && a.tokens == b.tokens && a.logProbabilities == b.logProbabilities && a.complete == b.complete && a.missingTerms == b.missingTerms && a.score == b.score;
}

}  // namespace

class TermsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeWordsAreThoseOfAPlainReading();
    void wholeWordsByUnicode();
    void aGrowingTextIsReadAsTheWhole();
    void placesOfABeamAreShared();
    void theBestTextUnderTermsIsThatOfATrialOfAll();
    void termsAreObeyedWhateverTheTokens();
    void termsOutOfTheWayChangeNothing();
    void batchesGiveTheSameBits();
    void typedTextCounts();
    void copiesCount();
    void oneTermMayBeTheDoubleOfAnother();
    void manyLongTermsFindTheirPlaces();
    void whatFindsNoPlaceIsTold();
    void badTermsAreRefused();
    void theShippedModelObeys_data();
    void theShippedModelObeys();
};

void TermsTest::wholeWordsAreThoseOfAPlainReading()
{
    std::mt19937 random(3);
    for (int round = 0; round < 4000; ++round) {
        const std::string text = drawn(random, "ab -.", 9), form = drawn(random, "ab .", 3);
        if (!form.empty())
            QCOMPARE(hasWholeWords(text, form, false), standsIn(text, form));
        for (const ByteSpan &span : wholeWords("ä" + text + "ö", form, false))
            QCOMPARE(("ä" + text + "ö").substr(span.begin, span.length()), form);
    }
}

void TermsTest::wholeWordsByUnicode()
{
    QVERIFY(hasWholeWords("Das „Haus“ steht", "Haus", false));
    QVERIFY(hasWholeWords("das Haus-Tor, l’eau", "eau", false));
    QVERIFY(!hasWholeWords("Das Hausboot", "Haus", false));
    QVERIFY(!hasWholeWords("größe", "gr", false));
    QVERIFY(!hasWholeWords("e\xCC\x81t\xC3\xA9", "e", false));   // a combining accent joins
    QVERIFY(!hasWholeWords("Das Haus", "haus", false));
    QVERIFY(hasWholeWords("ÜBERSETZUNG", "übersetzung", true));
    QVERIFY(hasWholeWords("我的家很大", "家", false));
    QVERIFY(hasWholeWords("use .NET now", ".NET", false));
}

// Text byte by byte and in pieces: the state tells what the finished text tells, and where a forbidden form is finished the text is refused.
void TermsTest::aGrowingTextIsReadAsTheWhole()
{
    const auto tokenizer = TinyTokenizer::standard();
    const PieceTable &table = tokenizer->pieceTable();
    std::mt19937 random(5);
    for (int round = 0; round < 3000; ++round) {
        std::vector<TermConstraint> terms;
        for (int i = 0; i < 3; ++i) {
            TermConstraint term{.rule = i == 0 ? TermRule::Forbidden : TermRule::Required};
            for (int forms = 0; forms < 2; ++forms)
                term.forms.push_back("a" + drawn(random, "ab c", 2) + "b");
            terms.push_back(std::move(term));
        }
        const bool contradict = std::ranges::any_of(terms, [&](const TermConstraint &term) {
            return term.rule == TermRule::Required && std::ranges::any_of(term.forms, [&](const std::string &form) { return standsIn(form, terms.front()); });
        });
        if (contradict)
            continue;
        const std::string text = drawn(random, "aab bc.", 14);
        const SearchTerms search(*tokenizer, table, terms, {});
        std::optional<TermState> state = search.begin();
        for (std::size_t at = 0; at < text.size() && state;) {
            const std::size_t length = std::min(text.size() - at, 1 + random() % 3);
            state = search.after(std::move(*state), text.substr(at, length), 0);
            at += length;
        }
        const bool forbidden = standsIn(text, terms.front()) || repeats(text, terms);
        QCOMPARE(!state || !search.mayEnd(*state), forbidden);
        if (forbidden)
            continue;
        QCOMPARE(search.missing(*state), static_cast<int>(missingTerms(terms, text).size()));
        QCOMPARE(search.tokensLeft(*state) == 0, search.missing(*state) == 0);
        QCOMPARE(search.advancing(*state).empty(), search.missing(*state) == 0);
    }
}

void TermsTest::placesOfABeamAreShared()
{
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::vector<std::size_t> candidates(1 + random() % 20);
        for (std::size_t &count : candidates)
            count = random() % 10;
        const std::size_t beams = 1 + random() % 12;
        const std::vector<std::size_t> places = allotBeams(candidates, beams);
        QCOMPARE(places.size(), candidates.size());
        const std::size_t all = std::accumulate(candidates.begin(), candidates.end(), std::size_t{0});
        QCOMPARE(std::accumulate(places.begin(), places.end(), std::size_t{0}), std::min(all, beams));
        for (std::size_t bank = 0; bank < places.size(); ++bank) {
            QVERIFY(places[bank] <= candidates[bank]);
            QVERIFY(places[bank] >= std::min(candidates[bank], beams / candidates.size()));
        }
        const auto first = std::ranges::find_if(candidates, [](std::size_t count) { return count > 0; });
        QVERIFY(first == candidates.end() || places[static_cast<std::size_t>(first - candidates.begin())] > 0);
    }
}

void TermsTest::theBestTextUnderTermsIsThatOfATrialOfAll()
{
    std::mt19937 random(11);
    int constrained = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const auto model = tinyModel({.seed = seed, .tokenizer = fewLetters({"▁", "a", "b", "ab", "▁a"})});
        const auto runtime = must(makeReferenceRuntime(model));
        const std::vector<ScoredText> ranked = EveryText(*model, *runtime, 3, 1.0F).ranked(must(translationPrompt(*model->tokenizer, "en", "de", "aab a")).tokens);
        for (int round = 0; round < 8; ++round) {
            TranslateRequest request = english("aab a");
            request.terms = drawnTerms(random, {"a", "b", "ab", "a b", "aa", "ba", "bab"}, 2);
            request.beamSize = 400;
            request.maxNewTokens = 3;
            const auto good = [&](const ScoredText &text) {
                const std::string written = model->tokenizer->decode(text.tokens);
                return obeys(written, request.terms) && !repeats(written, request.terms);
            };
            const auto best = std::ranges::find_if(ranked, good);
            const Translation found = must(translate(*runtime, *model, request, {}, {}));
            if (best == ranked.end()) {
                QVERIFY(!obeys(found.target.text, request.terms));
                continue;
            }
            constrained += best == ranked.begin() ? 0 : 1;
            QVERIFY(found.missingTerms.empty());
            QVERIFY(std::abs(found.score - best->score) < 1e-5F);
            QCOMPARE(found.target.text, model->tokenizer->decode(best->tokens));
        }
    }
    QVERIFY(constrained > 20);
}

// Random models, whose every tokenisation of a form is as likely as any other.
void TermsTest::termsAreObeyedWhateverTheTokens()
{
    std::mt19937 random(13);
    int placed = 0, asked = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const auto model = tinyModel({.seed = seed, .tokenizer = fewLetters({"▁", "a", "b", "c", "ab", "ba", "▁a", "▁ab", "a▁b", ".", "b."})});
        const auto runtime = must(makeCpuRuntime(model, {.threads = 1}));
        for (int round = 0; round < 6; ++round) {
            TranslateRequest request = english("abc a.");
            request.terms = drawnTerms(random, {"a", "b", "ab", "a b", "abc", "ba.", "cab ba", "b"}, 4);
            request.beamSize = 1 + static_cast<int>(random() % 3) * 5;
            request.maxNewTokens = 1 + static_cast<int>(random() % 20);
            const Translation found = must(translate(*runtime, *model, request, {}, {}));
            std::vector<std::size_t> missing;
            for (std::size_t i = 0; i < request.terms.size(); ++i) {
                const bool there = standsIn(found.target.text, request.terms[i]);
                if (request.terms[i].rule == TermRule::Forbidden)
                    QVERIFY2(!there, found.target.text.c_str());
                else if (!there)
                    missing.push_back(i);
            }
            QCOMPARE(found.missingTerms, missing);
            QVERIFY2(!repeats(found.target.text, request.terms), found.target.text.c_str());
            const bool contradiction = std::ranges::any_of(request.terms, [&](const TermConstraint &term) {
                return term.rule == TermRule::Forbidden && std::ranges::any_of(request.terms, [&](const TermConstraint &other) {
                    return other.rule == TermRule::Required && std::ranges::all_of(other.forms, [&](const std::string &form) { return standsIn(form, term); });
                });
            });
            if (!contradiction && request.maxNewTokens >= 16) {
                ++asked;
                placed += missing.empty() ? 1 : 0;
            }
        }
    }
    QVERIFY(asked > 30);
    QVERIFY2(placed == asked, qPrintable(QString::number(placed) + " of " + QString::number(asked)));
}

void TermsTest::termsOutOfTheWayChangeNothing()
{
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Bench bench(seed);
        TranslateRequest request = english("Good morning, the house.");
        request.beamSize = constrainedBeams;
        request.nBest = 3;
        const Translation plain = bench(request);
        request.terms = {{.rule = TermRule::Forbidden, .forms = {"zzzzzzzzzzzzz"}}};
        const Translation under = bench(request);
        QVERIFY(sameBits(plain, under));
        QCOMPARE(under.others.size(), plain.others.size());
        request.beamSize = 1;
        request.nBest = 1;
        QVERIFY(sameBits(bench(request), plain));   // as many hypotheses are followed at least
    }
}

void TermsTest::batchesGiveTheSameBits()
{
    std::mt19937 random(17);
    const std::vector<std::string> words{"Good", "morning", "the", "house", "is", "x", "grün", "here."};
    std::vector<TranslateRequest> requests;
    for (int i = 0; i < 24; ++i) {
        std::string text;
        for (auto left = 1 + random() % 8; left > 0; --left)
            text += words[random() % words.size()] + ' ';
        requests.push_back(english(text));
        if (random() % 3 > 0)
            requests.back().terms = drawnTerms(random, {"Haus", "die", "ein Haus", "und", "ist"}, 3);
        if (random() % 4 == 0)
            requests.back().draft.text = "Guten Morgen, das Haus ist grün.";
        requests.back().beamSize = random() % 3 == 0 ? 9 : 1;
    }
    Bench bench(5), other(5, 1);
    const auto together = translateBatch(*bench.runtime, *bench.model, requests, {}, {.maxSequences = 19});
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Translation alone = other(requests[i]);
        QVERIFY(sameBits(must(together[i]), alone));
        TranslateRequest withoutDraft = requests[i];
        withoutDraft.draft = {};
        QVERIFY(sameBits(bench(withoutDraft), alone));
    }
}

void TermsTest::typedTextCounts()
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Bench bench(seed);
        TranslateRequest request = english("The house is green.");
        request.forcedPrefix = "Das Haus ";
        request.terms = {{.rule = TermRule::Required, .forms = {"Haus", "Hauses"}}};
        const Translation required = bench(request);
        QVERIFY(required.target.text.starts_with("Das Haus "));
        QVERIFY(required.missingTerms.empty());

        // Kept where it was typed whole, whatever follows; not finished where only its beginning was typed.
        request.terms = {{.rule = TermRule::Forbidden, .forms = {"Haus"}}};
        for (const std::string typed : {"Das Haus ", "Das Haus", "Haus", "Ein Haus."}) {
            request.forcedPrefix = typed;
            const std::string text = bench(request).target.text;
            QVERIFY2(text.starts_with(typed), text.c_str());
            QVERIFY2(!hasWholeWords(text.substr(typed.size()), "Haus", false) || text.substr(typed.size()).starts_with("Haus"), text.c_str());
        }
        for (const std::string typed : {"Das Hau", "Das H", "Das "}) {
            request.forcedPrefix = typed;
            const std::string text = bench(request).target.text;
            QVERIFY2(text.starts_with(typed), text.c_str());
            QVERIFY2(!hasWholeWords(text, "Haus", false), text.c_str());
        }
    }
}

void TermsTest::copiesCount()
{
    Bench bench(3);
    TranslateRequest request = english("Open config.json now.");
    const Translation plain = bench(request);
    request.beamSize = constrainedBeams;
    const Translation wide = bench(request);
    QVERIFY(plain.target.text.find("config.json") != std::string::npos);
    request.terms = {{.rule = TermRule::Required, .forms = {"config.json"}}};
    const Translation under = bench(request);
    QVERIFY(under.missingTerms.empty());
    QCOMPARE(under.target, wide.target);
}

void TermsTest::oneTermMayBeTheDoubleOfAnother()
{
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        Bench bench(seed);
        TranslateRequest request = english("Good morning.");
        request.maxNewTokens = 40;
        request.terms = {{.rule = TermRule::Required, .forms = {"ab"}}, {.rule = TermRule::Required, .forms = {"ab ab"}}};
        QCOMPARE(bench(request).missingTerms, std::vector<std::size_t>{});
    }
}

// More tokens of terms than hypotheses: what has begun none of them keeps a place.
void TermsTest::manyLongTermsFindTheirPlaces()
{
    Bench bench(2);
    TranslateRequest request = english("Good morning.");
    request.maxNewTokens = 90;
    request.terms = {{.rule = TermRule::Required, .forms = {"Donaudampf"}}, {.rule = TermRule::Required, .forms = {"Wasserrad"}}, {.rule = TermRule::Required, .forms = {"Zeitung"}}};
    QCOMPARE(bench(request).missingTerms, std::vector<std::size_t>{});
}

void TermsTest::whatFindsNoPlaceIsTold()
{
    Bench bench(2);
    TranslateRequest request = english("Good morning.");
    request.maxNewTokens = 2;
    request.terms = {{.rule = TermRule::Forbidden, .forms = {"x"}}, {.rule = TermRule::Required, .forms = {"Donaudampfschifffahrtsgesellschaft"}}, {.rule = TermRule::Required, .forms = {"\xE4\xB8\xAD", "a\nb"}}};
    const Translation found = bench(request);
    QCOMPARE(found.missingTerms, (std::vector<std::size_t>{1, 2}));
    QVERIFY(!found.logProbabilities.empty());
    request.source.text = "  ";
    QCOMPARE(bench(request).missingTerms, (std::vector<std::size_t>{1, 2}));
    QCOMPARE(bench(request).target.text, "  ");
}

void TermsTest::badTermsAreRefused()
{
    Bench bench(1);
    const auto codeOf = [&](const TermConstraint &term, const std::optional<Sampling> &sampling = {}) {
        TranslateRequest request = english("Good morning.");
        request.terms = {term};
        request.sampling = sampling;
        const auto result = bench.tried(request);
        return result ? std::optional<ErrorCode>() : std::optional(result.error().code);
    };
    QCOMPARE(codeOf({.forms = {"Haus"}}), std::optional<ErrorCode>());
    QCOMPARE(codeOf({.forms = {}}), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf({.forms = {"Haus", " "}}), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf({.forms = {"Ha\xFFus"}}), ErrorCode::NotUtf8);
    QCOMPARE(codeOf({.forms = {"Haus"}}, Sampling{}), ErrorCode::InvalidArgument);
}

// Sentences that the model was not trained on (Tatoeba, CC BY 2.0 FR), each with a word that it would not write itself and one that it would.
void TermsTest::theShippedModelObeys_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QStringList>("required");
    QTest::addColumn<QString>("forbidden");
    QTest::newRow("His house is by the rive") << QStringLiteral("His house is by the river.") << QStringList{QStringLiteral("Gebäude")} << QStringLiteral("Haus");
    QTest::newRow("Tom needs the money.") << QStringLiteral("Tom needs the money.") << QStringList{QStringLiteral("Kohle"), QStringLiteral("Mittel")} << QStringLiteral("Geld");
    QTest::newRow("The train came on time.") << QStringLiteral("The train came on time.") << QStringList{QStringLiteral("Bahn"), QStringLiteral("Eisenbahn")} << QStringLiteral("Zug");
    QTest::newRow("Tom probably won't buy s") << QStringLiteral("Tom probably won't buy such a big car.") << QStringList{QStringLiteral("Wagen"), QStringLiteral("Wagens")} << QStringLiteral("Auto");
    QTest::newRow("I want my own shop.") << QStringLiteral("I want my own shop.") << QStringList{QStringLiteral("Kaufhaus"), QStringLiteral("Kaufhauses")} << QStringLiteral("Geschäft");
    QTest::newRow("That train doesn't stop ") << QStringLiteral("That train doesn't stop here.") << QStringList{QStringLiteral("Bahn"), QStringLiteral("Eisenbahn")} << QStringLiteral("Zug");
}

void TermsTest::theShippedModelObeys()
{
    QFETCH(QString, source);
    QFETCH(QStringList, required);
    QFETCH(QString, forbidden);
    static const auto model = must(loadModel(INTERLINEAR_SOURCE_DIR "/resources/models/european"));
    static const auto runtime = must(makeCpuRuntime(model, {.threads = 2}));
    TranslateRequest request{.source = {source.toStdString(), {}}, .from = "en", .to = "de"};
    QVERIFY(hasWholeWords(must(translate(*runtime, *model, request, {}, {})).target.text, forbidden.toStdString(), false));

    request.terms = {{.rule = TermRule::Forbidden, .forms = {forbidden.toStdString()}}};
    const std::string without = must(translate(*runtime, *model, request, {}, {})).target.text;
    QVERIFY2(!hasWholeWords(without, forbidden.toStdString(), false), without.c_str());

    TermConstraint term;
    for (const QString &form : required)
        term.forms.push_back(form.toStdString());
    request.terms = {term};
    const Translation with = must(translate(*runtime, *model, request, {}, {}));
    QVERIFY(with.complete);
    QVERIFY(with.missingTerms.empty());
    int times = 0;
    for (const QString &word : QString::fromStdString(with.target.text).split(QRegularExpression(QStringLiteral("[^\\w]+"), QRegularExpression::UseUnicodePropertiesOption)))
        times += required.contains(word) ? 1 : 0;
    QVERIFY2(times == 1, with.target.text.c_str());
}

QTEST_APPLESS_MAIN(TermsTest)
#include "tst_terms.moc"
