// Shards: files of at most 64 MiB of token ids and examples, written once and mapped to be read, without a copy.
//
//   const VocabularyId vocabulary = vocabularyIdOf(*tokenizer);
//   auto written = writeShard("everyday.en-de-00000.tokens", builder, vocabulary);
//   Result<ExampleSource> source = openShard("everyday.en-de-00000.tokens", vocabulary);
//
// Little-endian: a header of 120 bytes with a checksum, the ids (two bytes each up to 65,536 pieces, else four), up to 7 zeros, the table of examples.
// A file that is not whole, or of another vocabulary, is an Error; token ids are checked by checkTokens(), which reads all of them.
#pragma once

#include "engine/core/result.h"
#include "engine/training/data/example_source.h"

#include <filesystem>
#include <string>

namespace interlinear::training {

inline constexpr std::size_t largestShard = std::size_t(64) << 20;

struct VocabularyId {
    std::string sha256;      ///< of tokenizer.model, 64 hex digits
    int size = 0;            ///< pieces

    bool operator==(const VocabularyId &) const = default;
};
VocabularyId vocabularyIdOf(const mixmoe::Tokenizer &tokenizer);

/// What a shard of so many tokens and examples takes on disk.
std::size_t shardBytes(std::size_t tokens, std::size_t examples, int vocabularySize);

/// Atomically: after a full disk no half file is left. Every id must be one of the vocabulary.
Result<void> writeShard(const std::filesystem::path &file, const ExampleBuilder &examples, const VocabularyId &vocabulary);

/// Maps the file and checks its size, its header and its table of examples. The mapping lives as long as a copy of the source.
Result<ExampleSource> openShard(const std::filesystem::path &file, const VocabularyId &vocabulary);

/// Every id is one of the vocabulary.
Result<void> checkTokens(const ExampleSource &source, const VocabularyId &vocabulary, const std::string &where);

}  // namespace interlinear::training
