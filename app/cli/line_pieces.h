// Lines as the model can read them: one that is longer than the model reads is cut into its sentences.
//
//   Result<LinePieces> pieces = cutIntoPieces(text.lines, model, "en");
//   run(job, jobSources(pieces->sources, pieces->lines), engine);
#pragma once

#include "engine/core/result.h"
#include "engine/core/tagged_text.h"
#include "engine/mixmoe/model/model.h"

#include <cstddef>
#include <string>
#include <vector>

namespace interlinear::cli {

struct LinePieces {
    std::vector<TaggedText> sources;
    std::vector<std::size_t> lines;   ///< [source]: the line that it comes from, from 0; rising, every line at least once
};

/// The language's rules find the sentences. A sentence may still be longer than the model reads.
Result<LinePieces> cutIntoPieces(const std::vector<std::string> &lines, const mixmoe::Model &model, const std::string &language);

}  // namespace interlinear::cli
