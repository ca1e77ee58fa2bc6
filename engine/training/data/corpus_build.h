// From a spec to a folder of shards: read, clean, filter, hold out, de-duplicate, tokenise, write.
//
//   Result<CorpusSpec> spec = readCorpusSpec("resources/corpora/european.json");
//   Result<CorpusManifest> manifest = buildCorpus(*spec, "corpus-european", [](const std::string &line) { show(line); });
//   Result<std::vector<NamedSource>> shards = openShards("corpus-european");
//
// The folder appears whole at the end or not at all. Kept rows are in memory meanwhile: about 300 bytes each.
#pragma once

#include "engine/training/data/corpus_spec.h"
#include "engine/training/data/manifest.h"

#include <functional>

namespace interlinear::training {

/// Called now and then on the calling thread with what is being done.
using BuildProgress = std::function<void(const std::string &)>;

/// The folder must be missing or empty. Takes seconds to minutes.
Result<CorpusManifest> buildCorpus(const CorpusSpec &spec, const std::filesystem::path &folder, const BuildProgress &progress);

}  // namespace interlinear::training
