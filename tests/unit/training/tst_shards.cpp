// Shards: what is written is read, and a file that is cut, flipped, foreign or on a full disk is a sentence, never a crash.
#include "engine/core/files.h"
#include "engine/training/data/examples.h"
#include "engine/training/data/token_shards.h"
#include "tests/unit/cat/memory/faults.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <random>

using namespace interlinear;
using namespace interlinear::training;
using interlinear::cat::faults::SizeLimit;

namespace {

constexpr std::size_t headerBytes = 120;

VocabularyId madeUpVocabulary(int size)
{
    return {.sha256 = std::string(64, 'a'), .size = size};
}

ExampleBuilder madeUpExamples(int count, int vocabularySize, std::mt19937 &random)
{
    ExampleBuilder builder;
    for (int i = 0; i < count; ++i) {
        std::vector<mixmoe::TokenId> tokens(2 + random() % 30);
        std::ranges::generate(tokens, [&] { return static_cast<mixmoe::TokenId>(random() % static_cast<unsigned>(vocabularySize)); });
        builder.add(tokens, 1 + random() % (tokens.size() - 1));
    }
    return builder;
}

bool isSentence(const Error &error)
{
    return !error.where.empty() && error.sentence().size() > error.where.size() + 10 && error.sentence().find('%') == std::string::npos;
}

bool equal(const ExampleSource::Example &a, const ExampleSource::Example &b)
{
    return a.begin == b.begin && a.length == b.length && a.targetBegin == b.targetBegin;
}

}  // namespace

class TestShards : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::mt19937 m_random{7};

    std::filesystem::path path(const char *name) const { return (m_folder.path() + "/" + name).toStdString(); }

    std::string shardOf(int examples)
    {
        [&] { QVERIFY(writeShard(path("made.tokens"), madeUpExamples(examples, 350, m_random), madeUpVocabulary(350))); }();
        return *readFile(path("made.tokens"));
    }

    Result<ExampleSource> openBytes(const std::string &bytes) const
    {
        std::ofstream(path("changed.tokens"), std::ios::binary) << bytes;
        return openShard(path("changed.tokens"), madeUpVocabulary(350));
    }

private Q_SLOTS:
    void whatIsWrittenIsRead_data()
    {
        QTest::addColumn<int>("vocabularySize");
        for (const int size : {2, 350, 65536, 65537, 200000})
            QTest::addRow("%d pieces", size) << size;
    }

    void whatIsWrittenIsRead()
    {
        QFETCH(int, vocabularySize);
        for (int round = 0; round < 20; ++round) {
            const ExampleBuilder builder = madeUpExamples(static_cast<int>(m_random() % 60), vocabularySize, m_random);
            QVERIFY(writeShard(path("round.tokens"), builder, madeUpVocabulary(vocabularySize)));
            QCOMPARE(std::filesystem::file_size(path("round.tokens")), shardBytes(builder.tokens().size(), builder.examples().size(), vocabularySize));
            const auto source = openShard(path("round.tokens"), madeUpVocabulary(vocabularySize));
            QVERIFY2(source, source ? "" : source.error().sentence().c_str());
            QVERIFY(std::ranges::equal(source->examples, builder.examples(), equal));
            QVERIFY(std::equal(source->tokens.begin(), source->tokens.end(), builder.tokens().begin(), builder.tokens().end()));
            QVERIFY(checkTokens(*source, madeUpVocabulary(vocabularySize), "round.tokens"));
        }
    }

    void batchesFromAMappedFileAreThoseFromMemory()
    {
        ExampleBuilder builder = madeUpExamples(500, 350, m_random);
        QVERIFY(writeShard(path("mapped.tokens"), builder, madeUpVocabulary(350)));
        auto mapped = openShard(path("mapped.tokens"), madeUpVocabulary(350));
        QVERIFY(mapped);
        std::filesystem::remove(path("mapped.tokens"));
        const ExampleSource copy = std::exchange(*mapped, {}), memory = std::move(builder).build(0);
        BatchSampler first({&copy}, {1}, 256, 3), second({&memory}, {1}, 256, 3);
        for (int i = 0; i < 100; ++i) {
            const Batch a = first.next(), b = second.next();
            QVERIFY(a.inputs == b.inputs && a.targets == b.targets && a.weights == b.weights && a.offsets == b.offsets);
        }
    }

    void aCutOrLengthenedShardIsRefused()
    {
        const std::string whole = shardOf(40);
        std::vector<std::size_t> lengths;
        for (std::size_t length = 0; length <= headerBytes; ++length)
            lengths.push_back(length);
        for (int i = 0; i < 100; ++i)
            lengths.push_back(m_random() % whole.size());
        lengths.push_back(whole.size() - 1);
        for (const std::size_t length : lengths) {
            const auto source = openBytes(whole.substr(0, length));
            QVERIFY2(!source, qPrintable(QString("%1 of %2 bytes").arg(length).arg(whole.size())));
            QVERIFY2(isSentence(source.error()), source.error().sentence().c_str());
        }
        QVERIFY(!openBytes(whole + '\0'));
        QVERIFY(openBytes(whole));
    }

    void everyFlippedBitOfTheHeaderIsSeen()
    {
        const std::string whole = shardOf(10);
        for (std::size_t bit = 0; bit < headerBytes * 8; ++bit) {
            std::string bytes = whole;
            bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
            const auto source = openBytes(bytes);
            QVERIFY2(!source, qPrintable(QString("bit %1").arg(bit)));
            QVERIFY2(isSentence(source.error()), source.error().sentence().c_str());
        }
    }

    void flippedBitsElsewhereNeverLeadOutsideTheFile()
    {
        const std::string whole = shardOf(30);
        for (int round = 0; round < 500; ++round) {
            std::string bytes = whole;
            const std::size_t bit = headerBytes * 8 + m_random() % ((whole.size() - headerBytes) * 8);
            bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
            const auto source = openBytes(bytes);
            if (!source) {
                QCOMPARE(source.error().code, ErrorCode::Damaged);
                continue;
            }
            BatchSampler sampler({&*source}, {1}, 64, 1);
            for (int i = 0; i < 20; ++i)
                QVERIFY(!sampler.next().inputs.empty());
        }
    }

    void anExampleOutsideItsShardIsRefused_data()
    {
        QTest::addColumn<std::size_t>("offset");
        QTest::addColumn<quint32>("value");
        QTest::newRow("begins far away") << std::size_t(0) << 0xFFFFFFF0U;
        QTest::newRow("begins beyond all") << std::size_t(4) << 0xFFFFFFFFU;
        QTest::newRow("too long") << std::size_t(8) << 0xFFFFFFFFU;
        QTest::newRow("too short") << std::size_t(8) << 1U;
        QTest::newRow("target at the end") << std::size_t(12) << 0xFFFFU;
        QTest::newRow("target at the start") << std::size_t(12) << 0U;
    }

    void anExampleOutsideItsShardIsRefused()
    {
        QFETCH(std::size_t, offset);
        QFETCH(quint32, value);
        std::string bytes = shardOf(10);
        std::memcpy(bytes.data() + bytes.size() - 16 * 4 + offset, &value, sizeof value);
        const auto source = openBytes(bytes);
        QVERIFY(!source);
        QVERIFY2(source.error().sentence().find("example 7") != std::string::npos, source.error().sentence().c_str());
    }

    void aShardOfAnotherVocabularyIsRefused()
    {
        shardOf(5);
        VocabularyId other = madeUpVocabulary(350);
        other.sha256[63] = 'b';
        for (const VocabularyId &vocabulary : {other, madeUpVocabulary(351)}) {
            const auto source = openShard(path("made.tokens"), vocabulary);
            QVERIFY(!source && source.error().code == ErrorCode::WrongModel);
            QVERIFY2(source.error().sentence().find("another vocabulary") != std::string::npos, source.error().sentence().c_str());
        }
    }

    void whatIsNoShardIsRefused()
    {
        std::filesystem::create_directories(path("folder.tokens"));
        QVERIFY(!openShard(path("folder.tokens"), madeUpVocabulary(350)));
        QVERIFY(!openShard(path("missing.tokens"), madeUpVocabulary(350)));
        const auto text = openBytes(std::string(4000, 'x'));
        QVERIFY(!text && text.error().sentence().find("no shard") != std::string::npos);
    }

    void idsBeyondTheVocabularyAreFound()
    {
        std::string bytes = shardOf(5);
        bytes[headerBytes + 1] = '\x7F';
        const auto source = openBytes(bytes);
        QVERIFY(source);
        const auto checked = checkTokens(*source, madeUpVocabulary(350), "changed.tokens");
        QVERIFY(!checked && isSentence(checked.error()));
    }

    void aFullDiskLeavesTheOldFileAndNoHalfOne()
    {
        const std::string before = shardOf(20);
        {
            const SizeLimit full(1000);
            const auto written = writeShard(path("made.tokens"), madeUpExamples(400, 350, m_random), madeUpVocabulary(350));
            QVERIFY(!written && isSentence(written.error()));
        }
        QCOMPARE(*readFile(path("made.tokens")), before);
        QVERIFY(QDir(m_folder.path()).entryList({"*.part"}).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestShards)
#include "tst_shards.moc"
