#include "engine/training/data/shard_groups.h"

#include "engine/training/data/corpus.h"

#include <cstdio>

namespace interlinear::training {

GroupWriter::GroupWriter(std::filesystem::path folder, VocabularyId vocabulary, PairFrame frame, GroupReport report)
    : m_folder(std::move(folder)), m_vocabulary(std::move(vocabulary)), m_frame(std::move(frame)), m_report(std::move(report))
{
}

std::size_t GroupWriter::lengthOf(std::size_t sourceTokens, std::size_t targetTokens) const
{
    return m_frame.lengthOf(sourceTokens, targetTokens);
}

Result<void> GroupWriter::add(std::span<const mixmoe::TokenId> source, std::span<const mixmoe::TokenId> target)
{
    const Sequence sequence = pairSequence(m_frame, source, target);
    const std::size_t tokens = m_builder.tokens().size() + sequence.tokens.size();
    if (shardBytes(tokens, m_builder.examples().size() + 1, m_vocabulary.size) > largestShard) {
        if (auto flushed = flush(); !flushed)
            return flushed;
    }
    m_builder.add(sequence.tokens, sequence.targetBegin);
    return {};
}

Result<GroupReport> GroupWriter::finish()
{
    if (auto flushed = flush(); !flushed)
        return std::unexpected(flushed.error());
    return m_report;
}

Result<void> GroupWriter::flush()
{
    if (m_builder.examples().empty())
        return {};
    char number[24];
    std::snprintf(number, sizeof number, "-%05zu.tokens", m_report.shards.size());
    ShardReport shard{.file = m_report.name + number, .sha256 = {}, .examples = static_cast<std::int64_t>(m_builder.examples().size()),
                      .tokens = static_cast<std::int64_t>(m_builder.tokens().size())};
    if (auto written = writeShard(m_folder / shard.file, m_builder, m_vocabulary); !written)
        return written;
    Result<std::string> hash = sha256OfFile(m_folder / shard.file);
    if (!hash)
        return std::unexpected(hash.error());
    shard.sha256 = std::move(*hash);
    m_report.examples += shard.examples;
    m_report.tokens += shard.tokens;
    m_report.shards.push_back(std::move(shard));
    m_builder = {};
    return {};
}

ShardGroups::ShardGroups(std::filesystem::path folder, const mixmoe::Tokenizer &tokenizer)
    : m_folder(std::move(folder)), m_tokenizer(tokenizer), m_vocabulary(vocabularyIdOf(tokenizer))
{
}

Result<GroupWriter *> ShardGroups::group(const std::string &domain, const std::string &from, const std::string &to)
{
    const std::string name = domain + "." + (from == to ? from : from + "-" + to);
    if (const auto known = m_writers.find(name); known != m_writers.end())
        return &known->second;
    Result<PairFrame> frame = from == to ? textFrame(m_tokenizer, from) : pairFrame(m_tokenizer, from, to);
    if (!frame)
        return std::unexpected(frame.error());
    GroupReport report{.name = name, .domain = domain, .from = from, .to = to, .examples = 0, .tokens = 0, .shards = {}};
    return &m_writers.try_emplace(name, m_folder, m_vocabulary, std::move(*frame), std::move(report)).first->second;
}

Result<std::vector<GroupReport>> ShardGroups::finish()
{
    std::vector<GroupReport> reports;
    for (auto &[name, writer] : m_writers) {
        Result<GroupReport> report = writer.finish();
        if (!report)
            return std::unexpected(report.error());
        if (report->examples > 0)
            reports.push_back(std::move(*report));
    }
    return reports;
}

}  // namespace interlinear::training
