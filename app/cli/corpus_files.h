// Corpus files on the command line: their names say what they hold.
//
//   corpusFileOf("train/tatoeba.en-de.tsv.xz");   // pairs of "en" and "de"
//   corpusFileOf("mono/novels.de.txt");           // text in "de"
//   corpusFileOf("en-de=memory.tmx");             // named where the name does not say it
#pragma once

#include "engine/core/result.h"
#include "engine/training/data/corpus.h"

#include <string>
#include <vector>

namespace interlinear::cli {

struct CorpusFile {
    std::string path;
    training::CorpusKind kind = training::CorpusKind::Pairs;
    std::vector<std::string> languages;
};

Result<CorpusFile> corpusFileOf(const std::string &argument);

}  // namespace interlinear::cli
