#include "app/cli/line_pieces.h"

#include "engine/cat/segmentation/tagged_sentences.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/source_text.h"
#include "engine/mixmoe/text/tokenizer.h"

namespace interlinear::cli {

namespace {

bool fits(const std::string &line, const mixmoe::Model &model)
{
    return model.tokenizer->encode(trimmed(line)).size() <= mixmoe::longestSource(model.config);
}

}  // namespace

Result<LinePieces> cutIntoPieces(const std::vector<std::string> &lines, const mixmoe::Model &model, const std::string &language)
{
    Result<cat::SentenceBreaker> breaker = cat::SentenceBreaker::create(language);
    if (!breaker)
        return std::unexpected(breaker.error());
    LinePieces pieces;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const TaggedText line{lines[i], {}};
        std::vector<TaggedText> sources{line};
        if (!fits(lines[i], model)) {
            sources.clear();
            for (const cat::TaggedSentence &sentence : cat::taggedSentences(line, *breaker))
                sources.push_back({line.text.substr(sentence.text.begin, sentence.text.length()), {}});
        }
        pieces.lines.insert(pieces.lines.end(), sources.size(), i);
        pieces.sources.insert(pieces.sources.end(), sources.begin(), sources.end());
    }
    return pieces;
}

}  // namespace interlinear::cli
