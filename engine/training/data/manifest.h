// What a folder of shards holds: manifest.json, and the shards opened as sources for a sampler.
//
//   Result<std::vector<NamedSource>> shards = openShards("corpus-european", *tokenizer);     // milliseconds: files are mapped
//   for (NamedSource &shard : *shards) shard.source.promptWeight = shard.isText() ? 0 : 0.3F;
//   SamplingPlan plan{.sources = mixtureOf(*shards), .temperature = {5, 1, steps}};
//   BatchSampler sampler(sourcesOf(*shards), plan, 1024, seed);
//
// The folder's own vocabulary is tokenizer.model in it.
#pragma once

#include "engine/training/data/sampling.h"
#include "engine/training/data/token_shards.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace interlinear::training {

/// One file in one pair of languages, before and after.
struct SourceReport {
    std::string file, sha256, kind, domain;
    std::vector<std::string> languages;
    std::int64_t rows = 0, kept = 0;
    std::int64_t oneDirection = 0;                 ///< of the kept: rows where the other direction has its most targets
    std::map<std::string, std::int64_t> dropped;   ///< by filter, and "duplicate", "held_out", "most_targets", "longest_example", "incomplete", "token_budget"
    std::map<std::string, std::string> instances;  ///< for each filter the first row it dropped: "line 5: 3 characters against 80"
};

struct ShardReport {
    std::string file, sha256;
    std::int64_t examples = 0, tokens = 0;
};

/// Examples of one domain in one direction. In running text both languages are the same.
struct GroupReport {
    std::string name, domain, from, to;
    std::int64_t examples = 0, tokens = 0;
    std::vector<ShardReport> shards;
};

struct HeldOutReport {
    std::string file, sha256;
};

struct CorpusManifest {
    std::string name;
    std::vector<std::string> languages;
    VocabularyId vocabulary;
    int longestExample = 0;
    std::map<std::string, double> domains;         ///< weights
    std::vector<SourceReport> sources;
    std::vector<HeldOutReport> heldOut;
    std::vector<GroupReport> groups;
};

inline constexpr const char *manifestFile = "manifest.json";
inline constexpr const char *vocabularyFile = "tokenizer.model";

std::string toJson(const CorpusManifest &manifest);
/// A manifest with unknown or missing keys is an Error that names them.
Result<CorpusManifest> readManifest(const std::filesystem::path &folder);

struct NamedSource {
    std::string group, domain, from, to;
    double domainWeight = 1;
    ExampleSource source;

    bool isText() const { return from == to; }
};

/// All shards of a folder, checked against the vocabulary of a model.
Result<std::vector<NamedSource>> openShards(const std::filesystem::path &folder, const mixmoe::Tokenizer &tokenizer);
/// The same with the folder's own vocabulary.
Result<std::vector<NamedSource>> openShards(const std::filesystem::path &folder);

/// What a SamplingPlan needs of these sources, in their order.
std::vector<MixedSource> mixtureOf(const std::vector<NamedSource> &sources);
/// What a BatchSampler draws from; the sources must stay where they are.
std::vector<const ExampleSource *> sourcesOf(const std::vector<NamedSource> &sources);

/// Reads every byte: hashes of shards and vocabulary, ids within the vocabulary, counts.
Result<void> verifyShards(const std::filesystem::path &folder, const CorpusManifest &manifest);

}  // namespace interlinear::training
