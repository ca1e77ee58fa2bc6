// Writing examples into shards, group by group: a group is a domain in one direction.
//
//   ShardGroups groups(folder, tokenizer);
//   GroupWriter *writer = groups.group("everyday", "en", "de").value();
//   writer->add(sourceTokens, targetTokens);
//   Result<std::vector<GroupReport>> reports = groups.finish();
#pragma once

#include "engine/training/data/examples.h"
#include "engine/training/data/manifest.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace interlinear::training {

/// Holds the tokens of a shard in memory until it is full.
class GroupWriter {
public:
    GroupWriter(std::filesystem::path folder, VocabularyId vocabulary, PairFrame frame, GroupReport report);

    /// Tokens of an example of these texts.
    std::size_t lengthOf(std::size_t sourceTokens, std::size_t targetTokens) const;
    Result<void> add(std::span<const mixmoe::TokenId> source, std::span<const mixmoe::TokenId> target);
    Result<GroupReport> finish();

private:
    Result<void> flush();

    std::filesystem::path m_folder;
    VocabularyId m_vocabulary;
    PairFrame m_frame;
    GroupReport m_report;
    ExampleBuilder m_builder;
};

class ShardGroups {
public:
    ShardGroups(std::filesystem::path folder, const mixmoe::Tokenizer &tokenizer);

    /// Running text when both languages are the same. A language that the vocabulary lacks is UnknownLanguage.
    Result<GroupWriter *> group(const std::string &domain, const std::string &from, const std::string &to);
    /// Writes what is left; groups in the order of their names.
    Result<std::vector<GroupReport>> finish();

private:
    std::filesystem::path m_folder;
    const mixmoe::Tokenizer &m_tokenizer;
    VocabularyId m_vocabulary;
    std::map<std::string, GroupWriter> m_writers;
};

}  // namespace interlinear::training
