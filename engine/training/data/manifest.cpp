#include "engine/training/data/manifest.h"

#include "engine/core/files.h"
#include "engine/mixmoe/model/json_object.h"
#include "engine/training/data/corpus.h"

namespace interlinear::training {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Reader = mixmoe::JsonObjectReader<Json>;

constexpr int formatVersion = 1;

Json toJson(const SourceReport &source)
{
    return {{"file", source.file}, {"sha256", source.sha256}, {"kind", source.kind}, {"domain", source.domain}, {"languages", source.languages}, {"rows", source.rows},
            {"kept", source.kept}, {"one_direction", source.oneDirection}, {"dropped", source.dropped}, {"instances", source.instances}};
}

Json toJson(const ShardReport &shard)
{
    return {{"file", shard.file}, {"sha256", shard.sha256}, {"examples", shard.examples}, {"tokens", shard.tokens}};
}

Json toJson(const GroupReport &group)
{
    Json shards = Json::array();
    for (const ShardReport &shard : group.shards)
        shards.push_back(toJson(shard));
    return {{"name", group.name}, {"domain", group.domain}, {"from", group.from}, {"to", group.to}, {"examples", group.examples}, {"tokens", group.tokens}, {"shards", shards}};
}

template <typename Value>
Result<std::map<std::string, Value>> readMap(const Json &json, const std::string &where, const std::string &key)
{
    std::map<std::string, Value> map;
    for (const auto &[name, value] : json.items()) {
        if (std::is_arithmetic_v<Value> ? !value.is_number() : !value.is_string())
            return fail(ErrorCode::BadFormat, where, "\"%1.%2\" is %3; build the corpus again", key, name, value.dump());
        map[name] = value.template get<Value>();
    }
    return map;
}

Result<SourceReport> readSource(const Json &json, const std::string &where, const std::string &prefix)
{
    SourceReport source;
    Reader reader(json, where, prefix);
    reader.string("file", source.file);
    reader.string("sha256", source.sha256);
    reader.string("kind", source.kind);
    reader.string("domain", source.domain);
    reader.strings("languages", source.languages);
    reader.integer("rows", source.rows);
    reader.integer("kept", source.kept);
    reader.integer("one_direction", source.oneDirection);
    const Json *dropped = reader.object("dropped");
    const Json *instances = reader.object("instances");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    auto droppedCounts = readMap<std::int64_t>(*dropped, where, prefix + "dropped");
    auto instanceTexts = readMap<std::string>(*instances, where, prefix + "instances");
    if (!droppedCounts || !instanceTexts)
        return std::unexpected(!droppedCounts ? droppedCounts.error() : instanceTexts.error());
    source.dropped = std::move(*droppedCounts);
    source.instances = std::move(*instanceTexts);
    return source;
}

Result<HeldOutReport> readHeldOut(const Json &json, const std::string &where, const std::string &prefix)
{
    HeldOutReport heldOut;
    Reader reader(json, where, prefix);
    reader.string("file", heldOut.file);
    reader.string("sha256", heldOut.sha256);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return heldOut;
}

Result<ShardReport> readShard(const Json &json, const std::string &where, const std::string &prefix)
{
    ShardReport shard;
    Reader reader(json, where, prefix);
    reader.string("file", shard.file);
    reader.string("sha256", shard.sha256);
    reader.integer("examples", shard.examples);
    reader.integer("tokens", shard.tokens);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (shard.file.empty() || shard.file.find('/') != std::string::npos)
        return fail(ErrorCode::BadFormat, where, "\"%1file\" is \"%2\"; expected the name of a file in this folder", prefix, shard.file);
    return shard;
}

template <typename T, typename Read>
Result<std::vector<T>> readList(const Json &list, const std::string &where, const std::string &key, Read read)
{
    std::vector<T> items;
    for (const Json &json : list) {
        const std::string item = key + "[" + std::to_string(items.size()) + "]";
        if (!json.is_object())
            return fail(ErrorCode::BadFormat, where, "\"%1\" is %2; expected an object", item, json.dump());
        Result<T> value = read(json, where, item + ".");
        if (!value)
            return std::unexpected(value.error());
        items.push_back(std::move(*value));
    }
    return items;
}

Result<GroupReport> readGroup(const Json &json, const std::string &where, const std::string &prefix)
{
    GroupReport group;
    Reader reader(json, where, prefix);
    reader.string("name", group.name);
    reader.string("domain", group.domain);
    reader.string("from", group.from);
    reader.string("to", group.to);
    reader.integer("examples", group.examples);
    reader.integer("tokens", group.tokens);
    const Json *shards = reader.list("shards");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    auto list = readList<ShardReport>(*shards, where, prefix + "shards", readShard);
    if (!list)
        return std::unexpected(list.error());
    group.shards = std::move(*list);
    return group;
}

Result<VocabularyId> readVocabulary(const Json &json, const std::string &where)
{
    VocabularyId vocabulary;
    Reader reader(json, where, "vocabulary.");
    reader.string("sha256", vocabulary.sha256);
    reader.integer("size", vocabulary.size);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return vocabulary;
}

Result<std::vector<NamedSource>> openAll(const fs::path &folder, const VocabularyId &vocabulary)
{
    const Result<CorpusManifest> manifest = readManifest(folder);
    if (!manifest)
        return std::unexpected(manifest.error());
    std::vector<NamedSource> sources;
    for (const GroupReport &group : manifest->groups) {
        const auto weight = manifest->domains.find(group.domain);
        if (weight == manifest->domains.end())
            return fail(ErrorCode::BadFormat, (folder / manifestFile).string(), "the group \"%1\" is of the domain \"%2\", which has no weight; build the corpus again", group.name,
                        group.domain);
        for (const ShardReport &shard : group.shards) {
            Result<ExampleSource> source = openShard(folder / shard.file, vocabulary);
            if (!source)
                return std::unexpected(source.error());
            if (!source->examples.empty())
                sources.push_back({group.name, group.domain, group.from, group.to, weight->second, std::move(*source)});
        }
    }
    if (sources.empty())
        return fail(ErrorCode::BadFormat, folder.string(), "holds no examples; build the corpus again with more text");
    return sources;
}

Result<void> verifyFile(const fs::path &file, const std::string &expected)
{
    const Result<std::string> found = sha256OfFile(file);
    if (!found)
        return std::unexpected(found.error());
    if (*found != expected)
        return fail(ErrorCode::Damaged, file.string(), "is not the file that was written: SHA-256 %1…, expected %2…; build the corpus again", found->substr(0, 12), expected.substr(0, 12));
    return {};
}

}  // namespace

std::string toJson(const CorpusManifest &manifest)
{
    Json sources = Json::array(), heldOut = Json::array(), groups = Json::array();
    for (const SourceReport &source : manifest.sources)
        sources.push_back(toJson(source));
    for (const HeldOutReport &file : manifest.heldOut)
        heldOut.push_back({{"file", file.file}, {"sha256", file.sha256}});
    for (const GroupReport &group : manifest.groups)
        groups.push_back(toJson(group));
    const Json root{{"format", formatVersion}, {"name", manifest.name}, {"languages", manifest.languages},
                    {"vocabulary", {{"sha256", manifest.vocabulary.sha256}, {"size", manifest.vocabulary.size}}}, {"longest_example", manifest.longestExample},
                    {"domains", manifest.domains}, {"sources", sources}, {"held_out", heldOut}, {"groups", groups}};
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<CorpusManifest> readManifest(const fs::path &folder)
{
    const std::string where = (folder / manifestFile).string();
    const Result<std::string> text = readTextFile(folder / manifestFile);
    if (!text)
        return std::unexpected(text.error());
    const Result<Json> root = mixmoe::parseJsonObject<Json>(*text, where, "the manifest of a built corpus");
    if (!root)
        return std::unexpected(root.error());
    CorpusManifest manifest;
    int format = 0;
    Reader reader(*root, where, "");
    reader.integer("format", format);
    reader.string("name", manifest.name);
    reader.strings("languages", manifest.languages);
    const Json *vocabulary = reader.object("vocabulary");
    reader.integer("longest_example", manifest.longestExample);
    const Json *domains = reader.object("domains");
    const Json *sources = reader.list("sources");
    const Json *heldOut = reader.list("held_out");
    const Json *groups = reader.list("groups");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (format != formatVersion)
        return fail(ErrorCode::NewerVersion, where, "is of format %1; this program reads format %2", format, formatVersion);

    auto vocabularyId = readVocabulary(*vocabulary, where);
    auto weights = readMap<double>(*domains, where, "domains");
    auto sourceList = readList<SourceReport>(*sources, where, "sources", readSource);
    auto heldOutList = readList<HeldOutReport>(*heldOut, where, "held_out", readHeldOut);
    auto groupList = readList<GroupReport>(*groups, where, "groups", readGroup);
    if (!vocabularyId)
        return std::unexpected(vocabularyId.error());
    if (!weights)
        return std::unexpected(weights.error());
    if (!sourceList)
        return std::unexpected(sourceList.error());
    if (!heldOutList)
        return std::unexpected(heldOutList.error());
    if (!groupList)
        return std::unexpected(groupList.error());
    manifest.vocabulary = std::move(*vocabularyId);
    manifest.domains = std::move(*weights);
    manifest.sources = std::move(*sourceList);
    manifest.heldOut = std::move(*heldOutList);
    manifest.groups = std::move(*groupList);
    return manifest;
}

Result<std::vector<NamedSource>> openShards(const fs::path &folder, const mixmoe::Tokenizer &tokenizer)
{
    return openAll(folder, vocabularyIdOf(tokenizer));
}

Result<std::vector<NamedSource>> openShards(const fs::path &folder)
{
    const auto tokenizer = mixmoe::Tokenizer::load(folder / vocabularyFile);
    if (!tokenizer)
        return std::unexpected(tokenizer.error());
    return openShards(folder, **tokenizer);
}

std::vector<MixedSource> mixtureOf(const std::vector<NamedSource> &sources)
{
    std::vector<MixedSource> mixture;
    for (const NamedSource &source : sources)
        mixture.push_back({source.group, source.domain, source.domainWeight, static_cast<double>(source.source.examples.size())});
    return mixture;
}

std::vector<const ExampleSource *> sourcesOf(const std::vector<NamedSource> &sources)
{
    std::vector<const ExampleSource *> pointers;
    for (const NamedSource &source : sources)
        pointers.push_back(&source.source);
    return pointers;
}

Result<void> verifyShards(const fs::path &folder, const CorpusManifest &manifest)
{
    if (auto whole = verifyFile(folder / vocabularyFile, manifest.vocabulary.sha256); !whole)
        return whole;
    for (const GroupReport &group : manifest.groups) {
        for (const ShardReport &shard : group.shards) {
            const fs::path file = folder / shard.file;
            if (auto whole = verifyFile(file, shard.sha256); !whole)
                return whole;
            const Result<ExampleSource> source = openShard(file, manifest.vocabulary);
            if (!source)
                return std::unexpected(source.error());
            if (static_cast<std::int64_t>(source->examples.size()) != shard.examples || static_cast<std::int64_t>(source->tokens.size()) != shard.tokens)
                return fail(ErrorCode::Damaged, file.string(), "has %1 examples, but the manifest says %2; build the corpus again", source->examples.size(), shard.examples);
            if (auto good = checkTokens(*source, manifest.vocabulary, file.string()); !good)
                return good;
        }
    }
    return {};
}

}  // namespace interlinear::training
