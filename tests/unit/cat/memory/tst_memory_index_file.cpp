#include "engine/cat/memory/index/index_file.h"
#include "engine/cat/memory/memory.h"
#include "engine/cat/memory/scoring/tokens.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/word_units.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;

namespace {

constexpr std::size_t unitsOfFile = 33000;   // more than are indexed one by one when a memory is opened

/// Adds what the memory lacks of the units. Rows count from 1, without gaps.
bool write(Memory &memory, WordUnits &units)
{
    Result<MemoryWriter> writer = memory.write();
    for (std::size_t unit = *memory.countUnits(); writer && unit < units.rows.size(); ++unit) {
        units.rows[unit] = static_cast<std::int64_t>(unit) + 1;
        Unit added;
        added.id = "unit " + std::to_string(unit);
        added.source.text = "x " + joined(units.sources[unit]);   // no text is empty
        added.target.text = "x " + joined(units.targets[unit]);
        units.sources[unit].insert(units.sources[unit].begin(), "x");
        units.targets[unit].insert(units.targets[unit].begin(), "x");
        if (!writer->add(added))
            return false;
    }
    return writer && writer->commit();
}

std::filesystem::path indexOf(const std::filesystem::path &memory)
{
    return memory.string() + "-index";
}

Words keysOf(const std::string &text)
{
    const TokenList list = tokenise({text, {}});
    const std::vector<std::string_view> keys = contentKeys(list);
    return {keys.begin(), keys.end()};
}

void overwrite(const std::filesystem::path &path, std::size_t at, std::size_t count)
{
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(at));
    file << std::string(count, '\x5A');
}

}  // namespace

class TestMemoryIndexFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;
    WordUnits m_units;
    std::filesystem::path m_made;

    /// A memory with its index, to spoil.
    std::filesystem::path copyOfMade()
    {
        const std::filesystem::path copy = (m_folder.path() + "/copy" + QString::number(++m_files)).toStdString();
        std::filesystem::copy_file(m_made, copy);
        std::filesystem::copy_file(indexOf(m_made), indexOf(copy));
        return copy;
    }

    bool answersAsBruteForce(Memory &memory, const WordUnits &units, Random &random)
    {
        const Result<MemoryIndex *> index = memory.index();
        for (int question = 0; index && question < 4; ++question) {
            Words query = units.query(random);
            if (query.empty())
                query = {"x"};
            const int least = 500 + static_cast<int>(below(random, 400));
            if (asCeilings((*index)->candidates(views(query), least)) != units.similarTo(query, least))
                return false;
        }
        return index.has_value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", (m_folder.path() + "/cache").toUtf8());
        Random random(51);
        m_units.addSome(unitsOfFile, random);
        m_made = (m_folder.path() + "/made").toStdString();
        Result<Memory> memory = Memory::create(m_made, "en", "de");
        QVERIFY(memory.has_value());
        QVERIFY(write(*memory, m_units));
        QVERIFY(answersAsBruteForce(*memory, m_units, random));
        const auto file = IndexFile::open(indexOf(m_made));
        QVERIFY(file != nullptr);
        QCOMPARE(file->origin().unitCount, unitsOfFile);
        QVERIFY(file->isSound({}));
    }

    void aSoundFileIsUsedAsItIs()
    {
        Random random(52);
        const auto path = copyOfMade();
        const auto made = std::filesystem::last_write_time(indexOf(path));
        Result<Memory> memory = Memory::open(path);
        QVERIFY(memory.has_value());
        QVERIFY(answersAsBruteForce(*memory, m_units, random));
        (*memory->index())->finishWork();
        QVERIFY(answersAsBruteForce(*memory, m_units, random));
        QVERIFY(std::filesystem::last_write_time(indexOf(path)) == made);
    }

    void whatIsWrongWithTheFileIsMended_data()
    {
        using Spoil = std::function<void(const std::filesystem::path &)>;
        QTest::addColumn<Spoil>("spoil");
        QTest::newRow("missing") << Spoil([](const auto &index) { std::filesystem::remove(index); });
        QTest::newRow("empty") << Spoil([](const auto &index) { std::ofstream(index, std::ios::trunc).close(); });
        QTest::newRow("cut in half") << Spoil([](const auto &index) { std::filesystem::resize_file(index, std::filesystem::file_size(index) / 2); });
        QTest::newRow("something else") << Spoil([](const auto &index) { std::ofstream(index, std::ios::trunc) << std::string(100000, 'x'); });
        QTest::newRow("signatures overwritten") << Spoil([](const auto &index) { overwrite(index, 20000, 3000); });
        QTest::newRow("words overwritten") << Spoil([](const auto &index) { overwrite(index, std::filesystem::file_size(index) / 2, 3000); });
        QTest::newRow("one byte") << Spoil([](const auto &index) { overwrite(index, 600000, 1); });
        QTest::newRow("the end overwritten") << Spoil([](const auto &index) { overwrite(index, std::filesystem::file_size(index) - 50, 20); });
    }
    void whatIsWrongWithTheFileIsMended()
    {
        QFETCH(std::function<void(const std::filesystem::path &)>, spoil);
        Random random(53);
        const auto path = copyOfMade();
        spoil(indexOf(path));
        Result<Memory> memory = Memory::open(path);
        QVERIFY(memory.has_value());
        Result<MemoryIndex *> index = memory->index();
        QVERIFY(index.has_value());
        for (int question = 0; question < 20; ++question)
            (*index)->candidates(views(m_units.query(random)), 500);   // whatever it answers before it knows
        (*index)->finishWork();
        QVERIFY(answersAsBruteForce(*memory, m_units, random));
        const auto file = IndexFile::open(indexOf(path));
        QVERIFY(file != nullptr);
        QVERIFY(file->isSound({}));
    }

    void anIndexOfAnotherMemoryIsNotUsed()
    {
        Random random(54);
        const auto path = copyOfMade();
        WordUnits others;
        others.addSome(200, random);
        const std::filesystem::path other = (m_folder.path() + "/other").toStdString();
        {
            Result<Memory> memory = Memory::create(other, "en", "de");
            QVERIFY(memory.has_value() && write(*memory, others));
        }
        std::filesystem::copy_file(indexOf(path), indexOf(other));
        Result<Memory> memory = Memory::open(other);
        QVERIFY(memory.has_value());
        QVERIFY(answersAsBruteForce(*memory, others, random));
    }

    /// Units that another connection adds are found at once, and in time are in the file.
    void theFileGrows()
    {
        Random random(55);
        const auto path = copyOfMade();
        WordUnits units = m_units;
        Result<Memory> reader = Memory::open(path);
        Result<Memory> writer = Memory::open(path);
        QVERIFY(reader.has_value() && writer.has_value());
        QVERIFY(answersAsBruteForce(*reader, units, random));
        (*reader->index())->finishWork();
        for (int step = 0; step < 3; ++step) {
            units.addSome(5000, random);
            QVERIFY(write(*writer, units));
            QVERIFY(answersAsBruteForce(*reader, units, random));
            (*reader->index())->finishWork();
            QVERIFY(answersAsBruteForce(*reader, units, random));
        }
        const auto file = IndexFile::open(indexOf(path));
        QVERIFY(file != nullptr);
        QVERIFY(file->isSound({}));
        QVERIFY(file->origin().unitCount > unitsOfFile);
        Result<Memory> again = Memory::open(path);
        QVERIFY(again.has_value());
        QVERIFY(answersAsBruteForce(*again, units, random));
    }

    /// Two copies of a memory that went on apart: the index of one is none for the other, even where the last unit that it has is gone there.
    void anIndexOfAnotherCopyIsNotTaken()
    {
        Random random(59);
        const auto one = copyOfMade();
        const auto other = copyOfMade();
        const auto addTo = [&](const std::filesystem::path &path, const char *name, std::size_t count) {
            Result<Memory> memory = Memory::open(path);
            Result<MemoryWriter> writer = memory->write();
            for (std::size_t i = 0; i < count; ++i) {
                Unit unit;
                unit.id = name + std::to_string(i);
                unit.source.text = std::string(name) + " speaks of number " + std::to_string(i);
                unit.target.text = "x";
                QVERIFY(writer->add(unit).has_value());
            }
            QVERIFY(writer->commit().has_value());
            (*memory->index())->finishWork();
            (*memory->index())->finishWork();
        };
        addTo(one, "alpha", 9000);
        addTo(other, "omega", 9001);
        {
            Result<Memory> memory = Memory::open(other);
            QVERIFY(memory->remove("omega8999").has_value());   // the row that is the last one of the index of `one`
        }
        QVERIFY(IndexFile::open(indexOf(one))->origin().lastRow >= static_cast<std::int64_t>(unitsOfFile) + 8000);
        std::filesystem::copy_file(indexOf(one), indexOf(other), std::filesystem::copy_options::overwrite_existing);
        Result<Memory> memory = Memory::open(other);
        const Result<std::vector<Match>> matches = memory->lookup({{"omega speaks of number 5000", {}}, {}, {}}, {900, 3});
        QVERIFY(matches.has_value());
        QVERIFY(!matches->empty());
        QCOMPARE(matches->front().unit.id, std::string("omega5000"));
    }

    void wordsLeadToRows()
    {
        Random random(56);
        Result<Memory> memory = Memory::open(copyOfMade());
        QVERIFY(memory.has_value());
        const MemoryIndex &index = **memory->index();
        for (const Side side : {Side::Source, Side::Target}) {
            const std::vector<Words> groups{{"wb", "wc", "unheard"}, {"wd"}};
            std::vector<WantedWords> wanted;
            for (const Words &group : groups) {
                WantedWords &words = wanted.emplace_back();
                for (const std::string &word : group) {
                    if (const WordId number = index.find(side, word); number != unknownWord)
                        words.words.push_back(number);
                }
            }
            std::vector<std::int64_t> rows;
            const auto take = [&](std::int64_t row) {
                rows.push_back(row);
                return true;
            };
            index.visitRows(side, wanted, take);
            QCOMPARE(rows, m_units.rowsWithEach(side, groups));
            int visits = 0;
            index.visitRows(side, wanted, [&](std::int64_t) { return ++visits < 3; });
            QCOMPARE(visits, 3);
            rows.clear();
            wanted[1].behindPrevious = true;
            index.visitRows(side, wanted, take);
            QCOMPARE(rows, side == Side::Source ? m_units.rowsWithSequence(groups) : m_units.rowsWithEach(side, groups));
            std::size_t common = 0;
            std::set<std::string> all, holding;
            index.forEachWord(side, "", [&](WordId number, std::string_view word) {
                common += word == "wb" || word == "x" ? 1 : 0;
                all.emplace(word);
                return number == index.find(side, word);
            });
            QCOMPARE(common, std::size_t(2));
            index.forEachWord(side, "b", [&](WordId, std::string_view word) { return holding.emplace(word).second; });
            std::erase_if(all, [](const std::string &word) { return word.find('b') == std::string::npos; });
            QVERIFY(!holding.empty() && holding == all);
        }
    }

    void manyRemovedUnitsLeaveTheFile()
    {
        Random random(58);
        const auto path = copyOfMade();
        Result<Memory> memory = Memory::open(path);
        QVERIFY(memory.has_value());
        {
            Result<MemoryWriter> writer = memory->write();
            QVERIFY(writer.has_value());
            for (std::size_t unit = 0; unit < unitsOfFile / 2; ++unit)
                QVERIFY(writer->remove("unit " + std::to_string(unit)).has_value());
            QVERIFY(writer->commit().has_value());
        }
        WordUnits units;
        units.addSome(9000, random);
        {
            Result<MemoryWriter> writer = memory->write();
            QVERIFY(writer.has_value());
            for (std::size_t unit = 0; unit < units.rows.size(); ++unit) {
                Unit added;
                added.id = "more " + std::to_string(unit);
                added.source.text = "y " + joined(units.sources[unit]);
                added.target.text = "y";
                QVERIFY(writer->add(added).has_value());
            }
            QVERIFY(writer->commit().has_value());
        }
        (*memory->index())->finishWork();   // the check of what was found
        (*memory->index())->finishWork();   // the new file
        QCOMPARE(IndexFile::open(indexOf(path))->origin().unitCount, unitsOfFile - unitsOfFile / 2 + 9000);
    }

    /// The lines of the licence, and edits of them.
    void realTextToo()
    {
        Random random(59);
        std::ifstream file(INTERLINEAR_SOURCE_DIR "/LICENSE");
        const std::string text(std::istreambuf_iterator<char>(file), {});
        std::vector<std::string> sentences;
        for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
            end = std::min(text.find_first_of(".\n|", begin), text.size());
            if (end > begin + 2)
                sentences.push_back(text.substr(begin, end - begin));
        }
        QVERIFY(sentences.size() > 300);
        Result<Memory> memory = Memory::create((m_folder.path() + "/real").toStdString(), "en", "de");
        QVERIFY(memory.has_value());
        WordUnits units;
        {
            Result<MemoryWriter> writer = memory->write();
            QVERIFY(writer.has_value());
            for (const std::string &sentence : sentences) {
                Unit unit;
                unit.id = newUnitId();
                unit.source.text = unit.target.text = sentence;
                QVERIFY(writer->add(unit).has_value());
                units.rows.push_back(static_cast<std::int64_t>(units.rows.size()) + 1);
                units.sources.push_back(keysOf(sentence));
            }
            QVERIFY(writer->commit().has_value());
        }
        const Result<MemoryIndex *> index = memory->index();
        QVERIFY(index.has_value());
        std::size_t found = 0;
        for (int question = 0; question < interlinear::tests::rounds(200); ++question) {
            const Words query = keysOf(samples::edited(sentences[below(random, sentences.size())], random));
            const Ceilings expected = units.similarTo(query, 500);
            QCOMPARE(asCeilings((*index)->candidates(views(query), 500)), expected);
            found += expected.size();
        }
        QVERIFY(found > 200);
    }

    /// What lies in the way of the file sends it to the user's cache; without that it is kept in memory.
    void aFolderThatTakesNoFileWillDo()
    {
        Random random(57);
        for (const QByteArray &cache : {(m_folder.path() + "/cache").toUtf8(), QByteArray("/dev/null/none")}) {
            qputenv("XDG_CACHE_HOME", cache);
            const auto path = copyOfMade();
            std::filesystem::remove(indexOf(path));
            std::filesystem::create_directory(indexOf(path));
            for (int opening = 0; opening < 2; ++opening) {
                Result<Memory> memory = Memory::open(path);
                QVERIFY(memory.has_value());
                QVERIFY(answersAsBruteForce(*memory, m_units, random));
            }
        }
        QVERIFY(!std::filesystem::is_empty((m_folder.path() + "/cache/interlinear/memory-index").toStdString()));
    }
};

QTEST_APPLESS_MAIN(TestMemoryIndexFile)
#include "tst_memory_index_file.moc"
