#include "engine/cat/memory/index/index_file.h"
#include "engine/cat/memory/index/recent_units.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/word_units.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <map>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;

namespace {

template <typename Vocabulary>
std::vector<WordId> numbers(const Vocabulary &vocabulary, const Words &query)
{
    std::vector<WordId> result;
    for (const std::string &word : query)
        result.push_back(vocabulary.find(word));
    return result;
}

/// An index file in memory, of chunks of at most that many units.
std::string fileOf(const WordUnits &units, std::size_t unitsOfChunk)
{
    std::string bytes;
    IndexFileWriter writer([&](std::string_view more) {
        bytes += more;
        return Result<void>();
    });
    std::array<WordTable, sideCount> vocabularies;
    ChunkBuilder builder;
    for (std::size_t unit = 0; unit < units.rows.size(); ++unit) {
        std::array<std::vector<WordId>, sideCount> ids;
        for (const std::string &word : units.sources[unit])
            ids[0].push_back(vocabularies[0].add(word));
        for (const std::string &word : units.targets[unit])
            ids[1].push_back(vocabularies[1].add(word));
        builder.add(units.rows[unit], {.source = ids[0], .besideSource = {}, .target = ids[1]});
        if (builder.size() == unitsOfChunk || unit + 1 == units.rows.size()) {
            if (!writer.append(builder.build()))
                return {};
            builder.clear();
        }
    }
    const IndexOrigin origin{.memory = 7, .lastRow = units.rows.empty() ? 0 : units.rows.back(), .unitCount = units.rows.size()};
    return writer.finish(vocabularies[0].view(), vocabularies[1].view(), origin) ? bytes : std::string();
}

std::vector<Candidate> search(const IndexFile &file, const Words &query, int threshold)
{
    std::vector<Candidate> candidates;
    if (query.empty())
        return candidates;
    const FuzzyQuery fuzzy(numbers(file.words(Side::Source), query), threshold);
    for (const IndexChunk &chunk : file.chunks())
        chunk.findSimilar(fuzzy, candidates);
    return candidates;
}

}  // namespace

class TestMemoryIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Thousands of small memories; every threshold; units added between the questions.
    void recentUnitsAnswerAsBruteForce()
    {
        Random random(21);
        std::size_t found = 0;
        for (int round = 0; round < interlinear::tests::rounds(4000); ++round) {
            RecentUnits index;
            WordUnits units;
            for (int question = 0; question < 4; ++question) {
                const std::size_t before = units.rows.size();
                units.addSome(below(random, 20), random);
                for (std::size_t unit = before; unit < units.rows.size(); ++unit)
                    index.add(units.rows[unit], {.source = views(units.sources[unit]), .besideSource = {}, .target = views(units.targets[unit])});
                const Words query = units.query(random);
                const int least = threshold(random);
                std::vector<Candidate> candidates;
                if (!query.empty())
                    index.findSimilar(FuzzyQuery(numbers(index.words(Side::Source), query), least), candidates);
                QCOMPARE(asCeilings(candidates), units.similarTo(query, least));
                found += candidates.size();
            }
        }
        QVERIFY(found > 10000);
    }

    void filesAnswerAsBruteForce()
    {
        Random random(23);
        std::size_t found = 0;
        for (int round = 0; round < interlinear::tests::rounds(600); ++round) {
            WordUnits units;
            units.addSome(1 + below(random, round % 20 == 0 ? 3000 : 200), random);
            const auto file = IndexFile::fromBytes(fileOf(units, 1 + below(random, 1500)));
            QVERIFY(file != nullptr);
            QCOMPARE(file->origin().lastRow, units.rows.back());
            for (int question = 0; question < 10; ++question) {
                const Words query = units.query(random);
                const int least = threshold(random);
                const Ceilings answer = asCeilings(search(*file, query, least));
                QCOMPARE(answer, units.similarTo(query, least));
                found += answer.size();
            }
        }
        QVERIFY(found > 10000);
    }

    /// Files and recent units together, in more than one chunk of each.
    void unitsWithWordsAreFound()
    {
        Random random(24);
        WordUnits units;
        units.addSome(10000, random);
        const auto file = IndexFile::fromBytes(fileOf(units, 3000));
        QVERIFY(file != nullptr);
        RecentUnits recent;
        for (std::size_t unit = 0; unit < units.rows.size(); ++unit)
            recent.add(units.rows[unit], {.source = views(units.sources[unit]), .besideSource = {}, .target = views(units.targets[unit])});
        for (int question = 0; question < 100; ++question) {
            const Side side = question % 2 == 0 ? Side::Source : Side::Target;
            std::vector<Words> groups(below(random, 4));
            for (Words &group : groups)
                group = words(random, 35, 1 + below(random, 3));
            const bool inOrder = side == Side::Source && below(random, 2) == 0;
            const auto known = [&](const auto &vocabulary) {
                WordFilter filter{.groups = {}, .sequences = WordSequences(vocabulary.size())};
                for (const Words &group : groups)
                    std::ranges::sort(filter.groups.emplace_back(numbers(vocabulary, group)));
                if (inOrder)
                    filter.sequences.add(filter.groups);
                return filter;
            };
            const std::vector<std::int64_t> expected = inOrder ? units.rowsWithSequence(groups) : units.rowsWithEach(side, groups);
            std::vector<std::int64_t> found;
            const auto take = [&](std::int64_t row) {
                found.push_back(row);
                return true;
            };
            QVERIFY(recent.visitRows(side, known(recent.words(side)), take));
            QCOMPARE(found, expected);
            found.clear();
            for (std::size_t chunk = file->chunks().size(); chunk > 0; --chunk)
                QVERIFY(file->chunks()[chunk - 1].visitRows(side, known(file->words(side)), take));
            QCOMPARE(found, expected);
        }
    }

    /// Each of them somewhere, whatever the others are; a joker is all of them; what does not fit into eight groups is not asked for.
    void sequencesAreThoseOfTheTextbook()
    {
        Random random(28);
        constexpr WordId vocabulary = 6, joker = 5;
        std::size_t found = 0;
        for (int round = 0; round < interlinear::tests::rounds(3000); ++round) {
            WordSequences sequences(vocabulary, joker);
            std::vector<std::vector<WordGroup>> expected;
            for (std::size_t groups = 0, more = below(random, 4); more > 0; --more) {
                std::vector<WordGroup> sequence(1 + below(random, 4));
                for (WordGroup &group : sequence)
                    group = {static_cast<WordId>(below(random, joker)), below(random, 2) == 0 ? static_cast<WordId>(below(random, joker)) : unknownWord};
                sequences.add(sequence);
                sequence.resize(std::min(sequence.size(), 8 - groups));
                if (sequence.size() > 1)
                    groups += sequence.size(), expected.push_back(std::move(sequence));
            }
            std::vector<WordId> text(below(random, 30));
            for (WordId &word : text)
                word = static_cast<WordId>(below(random, below(random, 5) == 0 ? vocabulary + 1 : joker));
            const auto isOneOf = [](WordId word, const WordGroup &group) { return std::ranges::find(group, word) != group.end(); };
            const auto isIn = [&](const std::vector<WordGroup> &sequence) { return std::search(text.begin(), text.end(), sequence.begin(), sequence.end(), isOneOf) != text.end(); };
            QCOMPARE(sequences.areIn(text), std::ranges::find(text, joker) != text.end() || std::ranges::all_of(expected, isIn));
            found += sequences.areIn(text) ? 1 : 0;
        }
        QVERIFY(found > 300);
    }

    /// All of the hash and none that differs in more than the last bits, which chunks do not keep.
    void unitsOfAHashAreFound()
    {
        Random random(27);
        for (int round = 0; round < 30; ++round) {
            RecentUnits recent;
            std::vector<ChunkBuilder> builders(1);
            std::map<std::uint32_t, std::vector<std::int64_t>> equal, nearlyEqual;
            std::int64_t row = 0;
            for (std::size_t units = below(random, 9000); units > 0; --units) {
                row += 1 + static_cast<std::int64_t>(below(random, 20) / 19);
                const auto hash = static_cast<std::uint32_t>(below(random, 8) << 29 | below(random, 4) << 14 | below(random, 3));
                recent.add(row, {.source = {}, .besideSource = {}, .target = {}, .sourceHash = hash});
                if (builders.back().size() == 2000)
                    builders.emplace_back();
                builders.back().add(row, {.source = {}, .besideSource = {}, .target = {}, .sourceHash = hash});
                equal[hash].push_back(row);
                nearlyEqual[hash >> 4].push_back(row);
            }
            std::vector<std::string> chunks;
            for (const ChunkBuilder &builder : builders)
                chunks.push_back(builder.size() == 0 ? std::string() : builder.build());
            for (const auto &[hash, rows] : equal) {
                std::vector<std::int64_t> found, foundInChunks;
                recent.visitRowsOfHash(hash, [&](std::int64_t each) { found.push_back(each); });
                for (const std::string &bytes : chunks)
                    IndexChunk::view(bytes)->visitRowsOfHash(hash, [&](std::int64_t each) { foundInChunks.push_back(each); });
                QVERIFY(std::ranges::includes(found, rows) && std::ranges::includes(nearlyEqual[hash >> 4], found));
                QCOMPARE(foundInChunks, nearlyEqual[hash >> 4]);
            }
        }
    }

    void longSourcesToo()
    {
        Random random(22);
        for (int round = 0; round < 20; ++round) {
            WordUnits units;
            units.add(words(random, 200, 1500), {}, random);
            units.add(words(random, 200, 1500), {}, random);
            const auto file = IndexFile::fromBytes(fileOf(units, 10));
            for (const Words &source : units.sources) {
                const Words query = edited(source, random);
                QCOMPARE(asCeilings(search(*file, query, 500)), units.similarTo(query, 500));
            }
        }
    }

    void distancesAreThoseOfTheTextbook()
    {
        Random random(25);
        for (int round = 0; round < interlinear::tests::rounds(3000); ++round) {
            const Words a = words(random, 12, round % 10 == 0 ? 300 : 70);
            const Words b = below(random, 2) == 0 ? edited(a, random) : words(random, 12, 100);
            WordTable table;
            std::vector<WordId> idsOfA, idsOfB;
            for (const std::string &word : a)
                idsOfA.push_back(table.add(word));
            for (const std::string &word : b)
                idsOfB.push_back(table.add(word));
            const std::size_t expected = editsBetween(a, b);
            const WordDistance distance(idsOfA);
            QCOMPARE(distance.to(idsOfB, 1000), expected);
            const std::size_t most = below(random, 40);
            QCOMPARE(distance.to(idsOfB, most) <= most, expected <= most);
        }
    }

    /// A file that is cut short is none; whatever bit is flipped, the check finds it, and a search reads nothing but the file.
    void damageIsNoticed()
    {
        Random random(26);
        WordUnits units;
        units.addSome(300, random);
        const std::string bytes = fileOf(units, 100);
        QTemporaryDir folder;
        const std::filesystem::path path = (folder.path() + "/index").toStdString();
        const auto save = [&](const std::string &content) { std::ofstream(path, std::ios::binary) << content; };
        save(bytes);
        QVERIFY(IndexFile::open(path) != nullptr);
        QVERIFY(IndexFile::open(path)->isSound({}));
        for (int round = 0; round < interlinear::tests::rounds(300); ++round) {
            save(bytes.substr(0, below(random, bytes.size())));
            QVERIFY(IndexFile::open(path) == nullptr);
            std::string flipped = bytes;
            std::size_t at = below(random, bytes.size());
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << below(random, 8)));
            save(flipped);
            const auto file = IndexFile::open(path);
            if (!file)
                continue;
            search(*file, units.query(random), threshold(random));
            const Side side = below(random, 2) == 0 ? Side::Source : Side::Target;
            const std::vector<WordGroup> groups{numbers(file->words(side), words(random, 30, 5)), numbers(file->words(side), words(random, 30, 5))};
            WordFilter filter{groups, WordSequences(file->words(side).size())};
            filter.sequences.add(groups);
            for (const IndexChunk &chunk : file->chunks())
                chunk.visitRows(side, filter, [](std::int64_t) { return true; });
            if (file->isSound({}))
                QCOMPARE(asCeilings(search(*file, units.sources[5], 500)), units.similarTo(units.sources[5], 500));   // between two sections
        }
    }
};

QTEST_APPLESS_MAIN(TestMemoryIndex)
#include "tst_memory_index.moc"
