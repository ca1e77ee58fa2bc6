// Corpus files: sentence pairs from tab-separated text and single sentences from plain text, either of them also compressed by xz.
//
//   Result<std::vector<SentencePair>> pairs = readPairs("train/tatoeba.en-de.tsv.xz");
//   Result<std::vector<std::string>> lines = readSentences("mono/commonvoice.de.txt.xz");
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::training {

struct SentencePair {
    std::string first, second;
};

/// Exactly two columns in every line; the error names the line and its columns.
Result<std::vector<SentencePair>> readPairs(const std::filesystem::path &file);

/// One sentence a line, in UTF-8.
Result<std::vector<std::string>> readSentences(const std::filesystem::path &file);

}  // namespace interlinear::training
