#include "engine/cat/memory/index/token_index.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace interlinear::cat;

namespace {

using Words = std::vector<std::string>;

Words words(samples::Random &random, std::size_t vocabulary, std::size_t longest)
{
    Words result;
    for (std::size_t count = samples::below(random, longest + 1); count > 0; --count) {
        // A few words are common, most are rare.
        const std::size_t rank = samples::below(random, 1 + samples::below(random, vocabulary));
        result.push_back("w" + std::to_string(rank));
    }
    return result;
}

Words edited(Words words, samples::Random &random)
{
    for (std::size_t edits = samples::below(random, 5); edits > 0 && !words.empty(); --edits)
        words[samples::below(random, words.size())] = "w" + std::to_string(samples::below(random, 30));
    return words;
}

std::vector<std::string_view> views(const Words &words)
{
    return {words.begin(), words.end()};
}

int ceilingOf(const Words &a, const Words &b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j <= b.size(); ++j)
            row[j] = std::min({std::exchange(diagonal, row[j]) + (a[i - 1] == b[j - 1] ? 0 : 1), row[j] + 1, row[j - 1] + 1});
    }
    const std::size_t larger = std::max(a.size(), b.size());
    return larger == 0 ? 0 : 1000 - static_cast<int>((1000 * row[b.size()] + larger - 1) / larger);
}

}  // namespace

class TestTokenIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Thousands of small indexes; every threshold; entries added between the questions.
    void answersAreThoseOfBruteForce()
    {
        samples::Random random(21);
        std::size_t found = 0;
        for (int round = 0; round < interlinear::tests::rounds(4000); ++round) {
            TokenIndex index;
            std::vector<Words> entries;
            for (int question = 0; question < 4; ++question) {
                for (std::size_t more = samples::below(random, 20); more > 0; --more) {
                    entries.push_back(!entries.empty() && samples::below(random, 2) == 0 ? edited(entries[samples::below(random, entries.size())], random)
                                                                                          : words(random, 30, 25));
                    index.add(views(entries.back()));
                }
                const Words query = !entries.empty() && samples::below(random, 3) != 0 ? edited(entries[samples::below(random, entries.size())], random) : words(random, 40, 25);
                const int threshold = round % 50 == 0 ? 1 : 500 + static_cast<int>(samples::below(random, 501));
                std::map<std::uint32_t, int> expected;
                for (std::size_t entry = 0; entry < entries.size() && !query.empty(); ++entry) {
                    if (ceilingOf(query, entries[entry]) >= threshold)
                        expected[static_cast<std::uint32_t>(entry)] = ceilingOf(query, entries[entry]);
                }
                std::map<std::uint32_t, int> answered;
                const std::vector<Candidate> candidates = index.candidates(views(query), threshold);
                for (const Candidate &candidate : candidates)
                    answered[candidate.entry] = candidate.ceilingPerMille;
                QCOMPARE(answered.size(), candidates.size());
                QCOMPARE(answered, expected);
                QVERIFY(std::is_sorted(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) { return a.ceilingPerMille > b.ceilingPerMille; }));
                found += expected.size();
            }
        }
        QVERIFY(found > 10000);
    }

    void longListsToo()
    {
        samples::Random random(22);
        for (int round = 0; round < 20; ++round) {
            const Words entry = words(random, 200, 1500);
            const Words query = edited(entry, random);
            TokenIndex index;
            index.add(views(entry));
            const std::vector<Candidate> candidates = index.candidates(views(query), 500);
            QCOMPARE(candidates.size(), std::size_t(query.empty() || ceilingOf(query, entry) < 500 ? 0 : 1));
            if (!candidates.empty())
                QCOMPARE(candidates[0].ceilingPerMille, ceilingOf(query, entry));
        }
    }
};

QTEST_APPLESS_MAIN(TestTokenIndex)
#include "tst_token_index.moc"
