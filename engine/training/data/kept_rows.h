// The rows of a corpus that a model may learn: cleaned, filtered, free of held-out sentences and duplicates, and counted.
//
//   RowKeeper keeper(spec);
//   keeper.holdOut("dev/tatoeba.en-de.tsv.xz");
//   Result<std::vector<KeptSource>> kept = keeper.read(spec.sources[0]);     // one for every pair of languages in the file
//   kept->front().report.dropped["duplicate"];
//
// Sources count in the order in which they are read: of two equal rows the first stays.
#pragma once

#include "engine/training/data/corpus_spec.h"
#include "engine/training/data/deduplication.h"
#include "engine/training/data/manifest.h"

#include <string>
#include <vector>

namespace interlinear::training {

struct KeptRow {
    std::string first, second;           ///< second is empty in running text
    bool forward = true;                 ///< first to second is an example
    bool backward = false;
};

struct KeptSource {
    std::string domain;
    std::string first, second;           ///< languages; the same in running text
    std::vector<KeptRow> rows;
    SourceReport report;
};

class RowKeeper {
public:
    explicit RowKeeper(const CorpusSpec &spec) : m_spec(spec) {}

    /// No later row may hold a sentence of this file of text, tab-separated columns or TMX. A folder means the files in it.
    Result<std::vector<HeldOutReport>> holdOut(const std::string &name);
    Result<std::vector<KeptSource>> read(const SourceSpec &source);

private:
    Result<HeldOutReport> holdOutFile(const std::filesystem::path &file, const std::string &name);
    KeptSource keepTexts(const CorpusTable &table, const SourceSpec &source);
    KeptSource keepPairs(const CorpusTable &table, const SourceSpec &source, std::size_t first, std::size_t second);

    const CorpusSpec &m_spec;
    HeldOut m_heldOut;
    Deduplicator m_seen;
};

}  // namespace interlinear::training
