// From a spec to shards: rows are counted and none is lost, held-out sentences stay out, bad input is named and leaves nothing behind.
#include "engine/core/files.h"
#include "engine/training/data/corpus_build.h"
#include "engine/training/data/examples.h"
#include "engine/training/data/vocabulary.h"
#include "tests/unit/cat/memory/faults.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

using namespace interlinear;
using namespace interlinear::training;
using interlinear::cat::faults::SizeLimit;
using Json = nlohmann::json;

namespace {

const BuildProgress silent = [](const std::string &) {};

const std::vector<std::pair<std::string, std::string>> words{{"house", "Haus"}, {"tree", "Baum"}, {"water", "Wasser"}, {"small", "klein"}, {"green", "grün"}, {"and", "und"},
                                                             {"see", "sehen"}, {"we", "wir"}, {"morning", "Morgen"}, {"river", "Fluss"}, {"bread", "Brot"}, {"old", "alt"}};

SentencePair madeUpPair(std::mt19937 &random)
{
    SentencePair pair;
    for (unsigned word = 0, count = 5 + static_cast<unsigned>(random() % 5); word < count; ++word) {
        const auto &[en, de] = words[random() % words.size()];
        pair.first += (word ? " " : "") + en;
        pair.second += (word ? " " : "") + de;
    }
    return pair;
}

std::string madeUpRows(int count, unsigned seed)
{
    std::mt19937 random(seed);
    std::string rows;
    for (int i = 0; i < count; ++i) {
        const SentencePair pair = madeUpPair(random);
        rows += pair.first + "\t" + pair.second + "\n";
    }
    return rows;
}

const char *memory = R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header/><body>
<tu><tuv xml:lang="en-US"><seg>The <bpt i="1">&lt;b&gt;</bpt>green<ept i="1">&lt;/b&gt;</ept> garden &amp; the lake</seg></tuv><tuv xml:lang="DE"><seg>Der grüne Garten &amp; der See</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Only in English</seg></tuv></tu>
</body></tmx>
)";

Json madeUpSpec()
{
    return {{"name", "made-up"}, {"corpus", "."}, {"languages", {"de", "en"}}, {"vocabulary", {{"size", 350}}}, {"longest_example", 150}, {"held_out", {"dev"}},
            {"domains", {{{"name", "everyday"}, {"weight", 3}, {"most_targets", 2}}, {{"name", "memory"}, {"weight", 1}}}},
            {"sources", {{{"file", "pairs.tsv"}, {"languages", {"en", "de"}}, {"domain", "everyday"}},
                         {{"file", "verses.multi.tsv"}, {"kind", "multi"}, {"languages", {"de", "en"}}, {"domain", "everyday"}},
                         {{"file", "memory.tmx"}, {"kind", "tmx"}, {"languages", {"en", "de"}}, {"domain", "memory"}, {"both_directions", false}},
                         {{"file", "text.txt"}, {"kind", "text"}, {"languages", {"de"}}, {"domain", "everyday"}}}}};
}

std::int64_t sumOf(const std::map<std::string, std::int64_t> &counts)
{
    std::int64_t sum = 0;
    for (const auto &[name, count] : counts)
        sum += count;
    return sum;
}

}  // namespace

class TestCorpusBuild : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path path(const std::string &name) const { return m_folder.path().toStdString() + "/" + name; }
    void write(const std::string &name, const std::string &text) const { QVERIFY(writeFileAtomically(path(name), text)); }

    Result<CorpusManifest> build(const Json &spec, const std::string &folder, std::int64_t mostTokens = 0) const
    {
        write("spec.json", spec.dump());
        Result<CorpusSpec> read = readCorpusSpec(path("spec.json"));
        if (!read)
            return std::unexpected(read.error());
        read->mostTokens = mostTokens;
        return buildCorpus(*read, path(folder), silent);
    }

    QStringList leftovers() const { return QDir(m_folder.path()).entryList({"*.part"}, QDir::AllEntries); }

private Q_SLOTS:
    void initTestCase()
    {
        std::filesystem::create_directories(path("dev"));
        const std::string rows = madeUpRows(500, 1);
        const std::string held = rows.substr(0, rows.find('\n') + 1);
        write("dev/held.tsv", held);
        const std::string again = rows.substr(0, rows.rfind('\n', 400) + 1);
        write("pairs.tsv", rows + again + "The hou\xFFse is here\tDas Haus ist hier\n\tein leerer Satz\n"
                               + "we see the old tree\twe see the old tree\n");
        write("verses.multi.tsv", "id\ten\tde\n1.1\tIn the beginning was the word\tIm Anfang war das Wort\n1.2\t\tNur deutsch ist dieser Vers\n");
        write("memory.tmx", memory);
        std::mt19937 random(9);
        std::string text;
        for (int i = 0; i < 100; ++i)
            text += madeUpPair(random).second + "\n";
        write("text.txt", text);
    }

    void everyRowIsKeptOrCounted()
    {
        const auto manifest = build(madeUpSpec(), "whole");
        QVERIFY2(manifest, manifest ? "" : manifest.error().sentence().c_str());
        QCOMPARE(manifest->sources.size(), std::size_t(4));
        for (const SourceReport &source : manifest->sources)
            QCOMPARE(source.kept + sumOf(source.dropped), source.rows);
        const auto &pairs = manifest->sources[0];
        QVERIFY(pairs.dropped.at("held_out") >= 1 && pairs.dropped.at("duplicate") > 3);
        QVERIFY(pairs.dropped.at("broken_utf8") == 1 && pairs.dropped.at("empty") == 1 && pairs.dropped.at("copy") == 1);
        QVERIFY2(pairs.instances.at("broken_utf8").starts_with("line "), pairs.instances.at("broken_utf8").c_str());
        QVERIFY(manifest->sources[1].kept == 1 && manifest->sources[1].dropped.at("empty") == 1);
        QVERIFY(manifest->sources[2].kept == 1 && manifest->sources[2].dropped.at("incomplete") == 1);

        const auto read = readManifest(path("whole"));
        QVERIFY2(read, read ? "" : read.error().sentence().c_str());
        QCOMPARE(toJson(*read), toJson(*manifest));
        QVERIFY(verifyShards(path("whole"), *read));
    }

    void shardsHoldTheTextsInTheShapeOfTraining()
    {
        const auto tokenizer = mixmoe::Tokenizer::load(path("whole") / vocabularyFile);
        const auto shards = openShards(path("whole"));
        QVERIFY2(shards, shards ? "" : shards.error().sentence().c_str());
        std::set<std::string> groups;
        for (const NamedSource &shard : *shards)
            groups.insert(shard.group);
        QCOMPARE(groups, (std::set<std::string>{"everyday.de", "everyday.de-en", "everyday.en-de", "memory.en-de"}));
        const auto &garden = std::ranges::find(*shards, "memory.en-de", &NamedSource::group)->source;
        const auto expected = pairExamples(**tokenizer, {{"The green garden & the lake", "Der grüne Garten & der See"}}, "en", "de", 0, 1000);
        QVERIFY(std::equal(garden.tokens.begin(), garden.tokens.end(), expected->tokens.begin(), expected->tokens.end()));
        QCOMPARE(garden.examples[0].targetBegin, expected->examples[0].targetBegin);

        BatchSampler sampler(sourcesOf(*shards), {.sources = mixtureOf(*shards), .temperature = {5, 1, 100}}, 256, 1);
        for (int i = 0; i < 50; ++i)
            QVERIFY(sampler.next().inputs.size() <= 256);
        QVERIFY(near(weightsAt({.sources = mixtureOf(*shards), .temperature = {}}, 0)));
    }

    void heldOutSentencesAreInNoShard()
    {
        const auto tokenizer = mixmoe::Tokenizer::load(path("whole") / vocabularyFile);
        const auto shards = openShards(path("whole"));
        const auto held = readPairs(path("dev/held.tsv"));
        QVERIFY(tokenizer && shards && held);
        for (const NamedSource &shard : *shards) {
            for (const auto &example : shard.source.examples) {
                const auto begin = shard.source.tokens.begin() + static_cast<std::ptrdiff_t>(example.begin);
                const std::vector<mixmoe::TokenId> tokens(begin, begin + example.length);
                const std::string text = (*tokenizer)->decode(tokens);
                QVERIFY(text.find(held->front().first + held->front().second) == std::string::npos && text != held->front().second);
            }
        }
    }

    void theSameSpecGivesTheSameShards()
    {
        Json spec = madeUpSpec();
        spec["vocabulary"] = {{"file", "whole/tokenizer.model"}};
        const auto first = build(spec, "first"), second = build(spec, "second");
        QVERIFY(first && second);
        QCOMPARE(toJson(*first), toJson(*second));
    }

    void aBudgetThinsTheCorpus()
    {
        Json spec = madeUpSpec();
        spec["vocabulary"] = {{"file", "whole/tokenizer.model"}};
        const auto tokensIn = [](const CorpusManifest &manifest) {
            std::int64_t tokens = 0;
            for (const GroupReport &group : manifest.groups)
                tokens += group.tokens;
            return static_cast<double>(tokens);
        };
        const auto whole = build(spec, "unlimited"), half = build(spec, "half", static_cast<std::int64_t>(tokensIn(*whole) / 2));
        QVERIFY(whole && half);
        QVERIFY2(std::abs(tokensIn(*half) / tokensIn(*whole) - 0.5) < 0.03, qPrintable(QString::number(tokensIn(*half) / tokensIn(*whole))));
        QVERIFY(std::ranges::any_of(half->groups, [](const GroupReport &group) { return group.domain == "memory"; }));   // the small domain is there still
        for (const SourceReport &source : half->sources)
            QCOMPARE(source.kept + sumOf(source.dropped), source.rows);
    }

    void badSpecsAreNamed_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown key") << "/colour" << "1" << "colour";
        QTest::newRow("unknown key of a domain") << "/domains/1/colour" << "1" << "domains[1].colour";
        QTest::newRow("unknown filter") << "/domains/0/filters" << R"({"off": ["lenght"]})" << "lenght";
        QTest::newRow("unknown limit") << "/domains/0/filters" << R"({"longest": 3})" << "domains[0].filters.longest";
        QTest::newRow("impossible limit") << "/domains/0/filters" << R"({"letter_share": 2})" << "letter_share";
        QTest::newRow("unknown domain") << "/sources/0/domain" << "\"legal\"" << "sources[0].domain";
        QTest::newRow("unknown language") << "/sources/0/languages" << R"(["en", "fr"])" << "\"fr\"";
        QTest::newRow("one language for pairs") << "/sources/0/languages" << R"(["en"])" << "sources[0].languages";
        QTest::newRow("unknown kind") << "/sources/0/kind" << "\"csv\"" << "sources[0].kind";
        QTest::newRow("no weight") << "/domains/0/weight" << "0" << "domains[0].weight";
        QTest::newRow("a domain with a path") << "/domains/0/name" << "\"../x\"" << "domains[0].name";
        QTest::newRow("neither file nor size") << "/vocabulary" << "{}" << "vocabulary";
        QTest::newRow("missing file") << "/sources/0/file" << "\"missing.tsv\"" << "missing.tsv";
        QTest::newRow("missing held-out file") << "/held_out/0" << "\"missing.tsv\"" << "missing.tsv";
        QTest::newRow("no vocabulary") << "/vocabulary" << R"({"file": "pairs.tsv"})" << "pairs.tsv";
        QTest::newRow("a column that is not there") << "/sources/1/file" << "\"pairs.tsv\"" << "no column \"de\"";
        QTest::newRow("no TMX") << "/sources/2/file" << "\"pairs.tsv\"" << "pairs.tsv:1";
    }

    void badSpecsAreNamed()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, named);
        Json spec = madeUpSpec();
        spec[Json::json_pointer(pointer.toStdString())] = Json::parse(value.toStdString());
        const auto manifest = build(spec, "bad");
        QVERIFY(!manifest);
        QVERIFY2(manifest.error().sentence().find(named.toStdString()) != std::string::npos, manifest.error().sentence().c_str());
        QVERIFY(!std::filesystem::exists(path("bad")) && leftovers().isEmpty());
    }

    void unevenColumnsAreNamedByLine()
    {
        write("uneven.tsv", "a house\tein Haus\na tree\tein Baum\tun arbre\n");
        Json spec = madeUpSpec();
        spec["sources"][0]["file"] = "uneven.tsv";
        const auto manifest = build(spec, "bad");
        QVERIFY(!manifest && manifest.error().where.ends_with("uneven.tsv:2"));
        QVERIFY2(manifest.error().sentence().find("3 columns; expected 2") != std::string::npos, manifest.error().sentence().c_str());
    }

    void aVocabularyOfAnotherModelIsRefused()
    {
        const auto other = trainVocabulary({"la maison est petite", "le pain et la rivière"}, {.size = 307, .languages = {"fr", "en"}});
        QVERIFY2(other, other ? "" : other.error().sentence().c_str());
        write("other.model", *other);
        Json spec = madeUpSpec();
        spec["vocabulary"] = {{"file", "other.model"}};
        const auto manifest = build(spec, "bad");
        QVERIFY(!manifest && manifest.error().code == ErrorCode::WrongModel);
        QVERIFY2(manifest.error().sentence().find("\"de\"") != std::string::npos, manifest.error().sentence().c_str());
        const auto tokenizer = mixmoe::Tokenizer::fromBytes(*other, "other.model");
        const auto shards = openShards(path("whole"), **tokenizer);
        QVERIFY(!shards && shards.error().code == ErrorCode::WrongModel);
    }

    void aFullFolderIsLeftAlone()
    {
        const auto manifest = build(madeUpSpec(), "dev");
        QVERIFY(!manifest && manifest.error().code == ErrorCode::Unwritable);
        QVERIFY(std::filesystem::exists(path("dev/held.tsv")));
    }

    void aFullDiskLeavesNothingBehind()
    {
        Json spec = madeUpSpec();
        spec["vocabulary"] = {{"file", "whole/tokenizer.model"}};
        write("spec.json", spec.dump());
        const Result<CorpusSpec> read = readCorpusSpec(path("spec.json"));
        QVERIFY(read);
        {
            const SizeLimit full(3000);
            const auto manifest = buildCorpus(*read, path("full"), silent);
            QVERIFY(!manifest);
            QVERIFY2(manifest.error().where.starts_with(path("full").string() + "/"), manifest.error().sentence().c_str());
        }
        QVERIFY(!std::filesystem::exists(path("full")) && leftovers().isEmpty());
    }

    void damageIsFoundAfterwards()
    {
        const auto manifest = readManifest(path("first"));
        QVERIFY(manifest);
        const std::filesystem::path shard = path("first") / manifest->groups.front().shards.front().file;
        std::string bytes = *readFile(shard);
        bytes[200] = static_cast<char>(bytes[200] ^ 1);
        QVERIFY(writeFileAtomically(shard, bytes));
        const auto verified = verifyShards(path("first"), *manifest);
        QVERIFY(!verified && verified.error().code == ErrorCode::Damaged && verified.error().where == shard.string());
        std::filesystem::remove(shard);
        QVERIFY(!verifyShards(path("first"), *manifest) && !openShards(path("first")));
        write("first/manifest.json", "{}");
        QVERIFY(!openShards(path("first")));
    }

private:
    static bool near(const std::vector<double> &weights)
    {
        double sum = 0;
        for (const double weight : weights)
            sum += weight;
        return std::abs(sum - 1) < 1e-9;
    }
};

QTEST_APPLESS_MAIN(TestCorpusBuild)
#include "tst_corpus_build.moc"
