#include "engine/mixmoe/decode/alternatives.h"

#include "engine/core/stopwatch.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/punctuation.h"
#include "engine/mixmoe/decode/search_plan.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t mostFollowed = 32;
constexpr double leastProbability = 1e-5;
constexpr int most = 64;

// The beginning of a word, in a sequence that has not read its newest token.
struct Beginning {
    OwnedSequence sequence;
    std::vector<TokenId> unread;
    std::string text;              // behind what was typed
    Spelling spelling;             // of what was typed, still to be spelled
    bool atStart = true;           // no token is written yet
    double probability = 1;
    int tokens = 0;
    int wordTokens = 0;            // of them, those behind what was typed
};

class WordSearch {
public:
    WordSearch(Runtime &runtime, const SearchPlan &plan, const AlternativesRequest &request, std::string_view typed)
        : m_runtime(runtime), m_plan(plan), m_request(request), m_everyToken(plan.table->surface.size())
    {
        std::iota(m_everyToken.begin(), m_everyToken.end(), 0);
        const std::u32string before = codePointsOf(typed);
        m_insideWord = !before.empty() && isWordCharacter(before.back());
        for (const std::string &surface : plan.table->surface)
            m_breaksWord.push_back(unfinishedBytes(surface) == surface.size() && !surface.empty() ? 0 : surface.empty() || !isWordCharacter(codePointsOf(surface).front()) ? 1 : 0);
        if (plan.terms)
            m_typedTerms = plan.terms->after(plan.terms->begin(), typed, typed.size());
    }

    Result<std::vector<Alternative>> run(std::stop_token stop)
    {
        StepOptions options{.interventions = m_request.request.interventions, .stop = std::move(stop)};
        Result<std::vector<Beginning>> beginnings = first();
        while (beginnings && !beginnings->empty()) {
            std::vector<SequenceInput> inputs;
            for (const Beginning &beginning : *beginnings)
                inputs.push_back({.sequence = beginning.sequence.id(), .tokens = beginning.unread, .promptTokens = beginning.tokens == 0 ? m_plan.prompt.size() : 0, .selection = selectionFor(beginning)});
            const Result<std::vector<SequenceOutput>> outputs = m_runtime.step(inputs, options);
            if (!outputs)
                return std::unexpected(outputs.error());
            beginnings = extended(*beginnings, *outputs);
        }
        return beginnings ? Result<std::vector<Alternative>>(best()) : std::unexpected(beginnings.error());
    }

private:
    struct Extension {
        std::size_t beginning;
        TokenId token;
        double probability;
        std::string text;
        Spelling spelling;
    };
    struct Word {
        double probability = 0;
        bool whole = false;
        bool allowed = true;
    };

    // The prompt, and what is forced behind it.
    Result<std::vector<Beginning>> first()
    {
        const Result<SequenceId> root = m_runtime.openSequence();
        if (!root)
            return std::unexpected(root.error());
        const std::vector<TokenId> &forced = m_plan.prefix.tokens;
        std::vector<TokenId> unread = m_plan.prompt;
        unread.insert(unread.end(), forced.begin(), forced.end());
        std::vector<Beginning> beginnings;
        beginnings.push_back({.sequence = OwnedSequence(m_runtime, *root), .unread = std::move(unread), .text = {}, .spelling = m_plan.prefix.spelling, .atStart = forced.empty()});
        return beginnings;
    }

    Selection selectionFor(const Beginning &beginning) const
    {
        return {.topK = 0, .banned = beginning.spelling.open() ? misspelling(beginning.spelling, *m_plan.table, m_plan.banned) : m_plan.banned, .scored = m_everyToken};
    }

    Result<std::vector<Beginning>> extended(const std::vector<Beginning> &beginnings, const std::vector<SequenceOutput> &outputs)
    {
        std::vector<Extension> extensions;
        for (std::size_t i = 0; i < beginnings.size(); ++i) {
            for (const TokenId token : m_everyToken)
                extend(beginnings[i], i, token, beginnings[i].probability * std::exp(static_cast<double>(outputs[i].scored[static_cast<std::size_t>(token)])), extensions);
        }
        std::ranges::stable_sort(extensions, std::ranges::greater(), &Extension::probability);
        const double least = leastWanted();
        std::vector<Beginning> next;
        for (Extension &extension : extensions) {
            if (next.size() == mostFollowed || extension.probability < least)
                break;
            const Beginning &from = beginnings[extension.beginning];
            const int ofWord = from.wordTokens + (extension.text.empty() ? 0 : 1);   // what only spells typed text is no part of the word
            if (from.tokens + 1 >= m_plan.room || ofWord >= m_request.longest) {
                if (ofWord > 0)
                    add(extension.text, extension.probability, false);
                continue;
            }
            const Result<SequenceId> fork = m_runtime.forkSequence(from.sequence.id());
            if (!fork)
                return std::unexpected(fork.error());
            next.push_back({.sequence = OwnedSequence(m_runtime, *fork),
                            .unread = {extension.token},
                            .text = std::move(extension.text),
                            .spelling = std::move(extension.spelling),
                            .atStart = false,
                            .probability = extension.probability,
                            .tokens = from.tokens + 1,
                            .wordTokens = ofWord});
        }
        return next;
    }

    void extend(const Beginning &from, std::size_t number, TokenId token, double probability, std::vector<Extension> &extensions)
    {
        const bool open = from.spelling.open();
        if (!open && m_breaksWord[static_cast<std::size_t>(token)] && probability > 0 && isWord(from.text))
            return add(from.text, probability, true);
        if (!(probability >= leastProbability))
            return;
        if (token == m_plan.table->end)
            return trimmed(from.text).empty() ? void() : add(from.text, probability, true);
        const std::string_view written = shownText(*m_plan.table, token, from.atStart);
        const std::string text = from.text + std::string(written.substr(open ? std::min(written.size(), from.spelling.rest.size()) : 0));
        if (const auto end = wordEnd(text))
            return add(text.substr(0, *end), probability, true);
        extensions.push_back({number, token, probability, text, open ? afterPiece(from.spelling, *m_plan.table, token) : Spelling{.atStart = false}});
    }

    // Whether what breaks a word behind it makes it one.
    bool isWord(const std::string &text) const
    {
        if (text.empty())
            return m_insideWord;
        return unfinishedBytes(text) == 0 && isWordCharacter(codePointsOf(text).back());
    }

    // Bytes up to where a word ends and something else follows.
    std::optional<std::size_t> wordEnd(const std::string &text) const
    {
        const std::u32string characters = codePointsOf(std::string_view(text).substr(0, text.size() - unfinishedBytes(text)));
        bool begun = m_insideWord, word = m_insideWord;
        std::size_t bytes = 0;
        for (const char32_t c : characters) {
            const bool continuesWord = isWordCharacter(c);
            if (begun && (c == U' ' || (word && !continuesWord)))
                return bytes;
            begun = begun || c != U' ';
            word = continuesWord;
            bytes += utf8Of(c).size();
        }
        return std::nullopt;
    }

    void add(const std::string &text, double probability, bool whole)
    {
        const auto [word, added] = m_words.try_emplace(text);
        if (added)
            word->second.allowed = isAllowed(text);
        word->second.probability += probability;
        word->second.whole = word->second.whole || whole;
    }

    bool isAllowed(const std::string &text) const
    {
        if (!m_typedTerms)
            return true;
        const std::optional<TermState> state = m_plan.terms->after(*m_typedTerms, text, 0);
        return state && m_plan.terms->mayEnd(*state);
    }

    // What a beginning must reach to become one of those wanted.
    double leastWanted() const
    {
        std::vector<double> probabilities;
        for (const auto &[text, word] : m_words) {
            if (word.allowed)
                probabilities.push_back(word.probability);
        }
        const auto wanted = static_cast<std::size_t>(m_request.count);
        if (probabilities.size() < wanted)
            return leastProbability;
        std::ranges::nth_element(probabilities, probabilities.begin() + static_cast<std::ptrdiff_t>(wanted - 1), std::ranges::greater());
        return std::max(leastProbability, probabilities[wanted - 1]);
    }

    std::vector<Alternative> best() const
    {
        std::vector<Alternative> words;
        for (const auto &[text, word] : m_words) {
            if (word.allowed && word.probability >= leastProbability)
                words.push_back({.text = text, .probability = word.probability, .whole = word.whole});
        }
        std::ranges::stable_sort(words, std::ranges::greater(), &Alternative::probability);
        words.resize(std::min(words.size(), static_cast<std::size_t>(m_request.count)));
        return words;
    }

    Runtime &m_runtime;
    const SearchPlan &m_plan;
    const AlternativesRequest &m_request;
    std::vector<TokenId> m_everyToken;
    std::vector<char> m_breaksWord;            // [token]: does not go on with a word before it
    bool m_insideWord = false;                 // what was typed ends with a word character
    std::optional<TermState> m_typedTerms;
    std::map<std::string, Word> m_words;
};

Result<void> checkPlace(const AlternativesRequest &request)
{
    const std::string &target = request.target;
    if (request.count < 1 || request.count > most)
        return fail(ErrorCode::OutOfRange, "", "%1 alternatives are wanted; expected 1 to %2", request.count, most);
    if (request.longest < 1 || request.longest > most)
        return fail(ErrorCode::OutOfRange, "", "alternatives of up to %1 tokens are wanted; expected 1 to %2", request.longest, most);
    if (const auto bad = firstInvalidUtf8(target))
        return fail(ErrorCode::NotUtf8, "", "byte %1 of the target is no UTF-8", *bad + 1);
    if (request.offset > target.size())
        return fail(ErrorCode::OutOfRange, "", "the place is %1 bytes into the target, which has %2", request.offset, target.size());
    if (request.offset < target.size() && (static_cast<unsigned char>(target[request.offset]) & 0xC0) == 0x80)
        return fail(ErrorCode::OutOfRange, "", "the place, %1 bytes into the target, is inside a character; expected where one begins", request.offset);
    return {};
}

TranslateRequest typing(const TranslateRequest &request, std::string typed)
{
    TranslateRequest changed = request;
    changed.forcedPrefix = std::move(typed);
    changed.prefixEndsWord = false;
    changed.draft = {};
    changed.sampling.reset();
    changed.shortlist.reset();
    return changed;
}

// Bytes of white space that source and target begin with: no word stands in them.
std::size_t leadingSpace(const AlternativesRequest &request)
{
    const std::string &source = request.request.source.text;
    const auto space = std::string_view(source).substr(0, static_cast<std::size_t>(std::ranges::find_if_not(source, isSpace) - source.begin()));
    return request.target.starts_with(space) ? space.size() : 0;
}

// Where the vocabulary cannot write a translation's beginning there is none.
Result<void> addTranslations(Runtime &runtime, const Model &model, const TranslateRequest &request, std::vector<Alternative> &words, const std::stop_token &stop)
{
    std::vector<TranslateRequest> requests;
    for (const Alternative &word : words) {
        requests.push_back(typing(request, request.forcedPrefix + word.text));
        requests.back().prefixEndsWord = word.whole;
    }
    std::vector<Result<Translation>> translations = translateBatch(runtime, model, requests, stop);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (translations[i])
            words[i].translation = std::move(*translations[i]);
        else if (translations[i].error().code == ErrorCode::Cancelled || translations[i].error().code == ErrorCode::EngineFailure)
            return std::unexpected(translations[i].error());
    }
    return {};
}

}  // namespace

Result<Alternatives> alternatives(Runtime &runtime, const Model &model, const AlternativesRequest &request, std::stop_token stop)
{
    const Stopwatch watch;
    if (auto valid = checkPlace(request); !valid)
        return std::unexpected(valid.error());
    const std::size_t offset = std::max(request.offset, leadingSpace(request));
    const TranslateRequest typed = typing(request.request, request.target.substr(0, offset));
    const Result<PreparedRequest> prepared = prepare(model, typed);
    if (!prepared)
        return std::unexpected(prepared.error());
    Alternatives found{.offset = offset, .words = {}};
    if (!prepared->source.blank()) {
        const Result<SearchPlan> plan = planFor(model, *prepared);
        if (!plan)
            return std::unexpected(plan.error());
        Result<std::vector<Alternative>> words = WordSearch(runtime, *plan, request, typed.forcedPrefix).run(stop);
        if (!words)
            return std::unexpected(words.error());
        found.words = std::move(*words);
        if (auto added = request.withTranslations ? addTranslations(runtime, model, typed, found.words, stop) : Result<void>(); !added)
            return std::unexpected(added.error());
    }
    found.elapsedMs = watch.seconds() * 1000;
    return found;
}

}  // namespace interlinear::mixmoe
