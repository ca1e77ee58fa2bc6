#include "tests/bench/term_speed.h"

#include "engine/cat/terms/termbase.h"
#include "engine/core/stopwatch.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <unordered_set>

namespace interlinear::bench {

namespace {

constexpr int wordsOfSegment = 60, segments = 100;

/// Words as frequent as Zipf's law has them, and terms of them: many begin with the same ones.
class TermText {
public:
    std::string word()
    {
        const double share = std::uniform_real_distribution<>(0, 1)(m_random);
        return word(static_cast<std::size_t>(std::pow(20'000.0, share)));
    }

    std::string term()
    {
        std::string text = word();
        for (std::size_t more = m_random() % 4; more > 0; --more)
            text += ' ' + word();
        return text;
    }

    std::string segment(const std::vector<std::string> &terms)
    {
        std::string text;
        for (int words = 0; words < wordsOfSegment;) {
            const std::string next = m_random() % 5 == 0 ? terms[m_random() % terms.size()] + 's' : word();
            text += (text.empty() ? "" : " ") + next;
            words += 1 + static_cast<int>(std::ranges::count(next, ' '));
        }
        return text + '.';
    }

private:
    static std::string word(std::size_t rank)
    {
        constexpr const char *syllables[] = {"ta", "re", "mi", "con", "ver", "sol", "ne", "dor", "pa", "lin", "ku", "est"};
        std::string text;
        for (std::size_t rest = rank + 12; rest > 0; rest /= 12)
            text += syllables[rest % 12];
        return text;
    }

    std::mt19937_64 m_random{17};
};

/// A folder that goes with its maker.
struct TemporaryFolder {
    std::filesystem::path path = [] {
        std::string name = (std::filesystem::temp_directory_path() / "interlinear-terms-XXXXXX").string();
        return std::filesystem::path(mkdtemp(name.data()) ? name : "");
    }();
    TemporaryFolder() = default;
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

Result<std::vector<std::string>> fill(const std::filesystem::path &file, std::size_t count, TermText &text)
{
    Result<cat::Termbase> termbase = cat::Termbase::create(file, "en", "de");
    if (!termbase)
        return std::unexpected(termbase.error());
    Result<cat::TermbaseWriter> writer = termbase->write();
    if (!writer)
        return std::unexpected(writer.error());
    std::vector<std::string> terms;
    std::unordered_set<std::string> known;
    while (terms.size() < count) {
        const std::string term = text.term();
        if (!known.insert(term).second)
            continue;
        terms.push_back(term);
        const cat::Concept entry{.id = std::to_string(terms.size()),
                                 .terms = {{.text = terms.back(), .language = "en"}, {.text = "Wort " + terms.back(), .language = "de"}}};
        if (const auto added = writer->add(entry); !added)
            return std::unexpected(added.error());
    }
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return terms;
}

Result<double> findTime95(cat::Termbase &termbase, const std::vector<std::string> &texts)
{
    std::vector<double> times;
    for (const std::string &text : texts) {
        const Stopwatch watch;
        if (const auto hits = termbase.find({text, {}}, "en"); !hits)
            return std::unexpected(hits.error());
        times.push_back(watch.seconds() * 1e3);
    }
    std::ranges::sort(times);
    return times[times.size() * 95 / 100];
}

Result<double> openingTime(const std::filesystem::path &file, const std::string &text)
{
    const Stopwatch watch;
    Result<cat::Termbase> termbase = cat::Termbase::open(file);
    if (!termbase)
        return std::unexpected(termbase.error());
    if (const auto hits = termbase->find({text, {}}, "en"); !hits)
        return std::unexpected(hits.error());
    return watch.seconds() * 1e3;
}

/// Of one pair of terms, milliseconds, while the termbase grows to that many.
Result<double> addingTime(const std::filesystem::path &file, std::size_t count)
{
    Result<cat::Termbase> termbase = cat::Termbase::create(file, "en", "de");
    if (!termbase)
        return std::unexpected(termbase.error());
    const Stopwatch watch;
    Result<cat::TermbaseWriter> writer = termbase->write();
    if (!writer)
        return std::unexpected(writer.error());
    for (std::size_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        if (const auto added = writer->addPair({{.text = "term " + number, .language = "en"}, {.text = "Wort " + number, .language = "de"}}); !added)
            return std::unexpected(added.error());
    }
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return watch.seconds() * 1e3 / static_cast<double>(count);
}

}  // namespace

Result<std::vector<Measurement>> measureTerms(const TermWorkload &workload)
{
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path / "bench.itb";
    TermText text;
    const Result<std::vector<std::string>> terms = fill(file, workload.terms, text);
    if (!terms)
        return std::unexpected(terms.error());
    std::vector<std::string> texts;
    for (int i = 0; i < segments; ++i)
        texts.push_back(text.segment(*terms));

    Result<cat::Termbase> termbase = cat::Termbase::open(file);
    if (!termbase)
        return std::unexpected(termbase.error());
    std::optional<Error> problem;
    const auto valueOf = [&](const Result<double> &measured) {
        if (!measured)
            problem = measured.error();
        return measured.value_or(0);
    };
    const Samples opening = repeat(std::min(workload.repetitions, 3), [&] { return valueOf(openingTime(file, texts.front())); });
    valueOf(findTime95(*termbase, texts));   // reads the terms
    const Samples finding = repeat(workload.repetitions, [&] { return valueOf(findTime95(*termbase, texts)); });
    const Samples adding = repeat(1, [&] { return valueOf(addingTime(folder.path / "added.itb", workload.terms)); });
    if (problem)
        return std::unexpected(*problem);
    return std::vector<Measurement>{
        {.id = "memory.terms_in_segment", .unit = "ms", .samples = finding, .limit = {}, .floor = {}, .target = {}, .most = 20, .aim = 2},
        {.id = "memory.terms_adding_one", .unit = "ms", .samples = adding, .limit = {}, .floor = {}, .target = {}, .most = {}, .aim = {}},
        {.id = "memory.terms_opening", .unit = "ms", .samples = opening, .limit = {}, .floor = {}, .target = {}, .most = {}, .aim = {}}};
}

}  // namespace interlinear::bench
