// What a corpus is built from: one JSON file with the vocabulary, the domains and the files of each.
//
//   Result<CorpusSpec> spec = readCorpusSpec("resources/corpora/european.json");
//   spec->domains[0].weight;      // how often "everyday" is drawn
//   spec->sources[3].file;        // "train/tatoeba.en-de.tsv.xz"
//
// Corpus files are relative to "corpus", which is relative to the spec's folder unless the command line names another. A vocabulary file is relative to the spec's folder.
#pragma once

#include "engine/training/data/corpus.h"
#include "engine/training/data/filters.h"
#include "engine/training/data/text_cleaning.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace interlinear::training {

struct DomainSpec {
    std::string name;                      ///< a-z, 0-9, "-" and "_": it becomes part of file names
    float weight = 1;                      ///< how often it is drawn, among the weights of all domains
    int mostTargets = 5;                   ///< translations of one text, in each direction
    FilterSettings filters;
};

struct SourceSpec {
    std::string file;
    CorpusKind kind = CorpusKind::Pairs;
    std::vector<std::string> languages;    ///< of the columns; of "multi" those that are taken, in every pair of two
    std::size_t domain = 0;                ///< into domains
    bool bothDirections = true;            ///< else from the first language to the second only
};

struct VocabularySpec {
    std::string file;                      ///< a tokenizer.model, or empty: one is trained
    int size = 0;                          ///< pieces of the one that is trained
    int sentences = 400000;                ///< that it is trained on, the same number of each language
};

struct CorpusSpec {
    std::string name;
    std::filesystem::path corpus;
    std::vector<std::string> languages;
    VocabularySpec vocabulary;
    int longestExample = 256;              ///< tokens, tags and end included
    LineEnds lineEnds = LineEnds::ToSpaces;
    std::int64_t mostTokens = 0;           ///< of the whole corpus, about: each domain by its weight; 0: no limit. Not in the file: a command asks for it
    std::vector<std::string> heldOut;      ///< files, or folders of them, whose sentences no row may hold
    std::vector<DomainSpec> domains;
    std::vector<SourceSpec> sources;
};

/// As files name a kind: "pairs", "text", "multi", "tmx".
const char *nameOf(CorpusKind kind);

/// Unknown keys, unknown names of filters, domains and languages, and impossible values are errors that name the key.
Result<CorpusSpec> readCorpusSpec(const std::filesystem::path &file);

}  // namespace interlinear::training
