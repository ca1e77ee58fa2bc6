// The direction of a translation as the tags of its sequence tell it, token by token: what the MT router's direction embedding is looked up by.
//
//   Result<DirectionTags> tags = DirectionTags::of(config, tokenizer.get());
//   SequenceDirection direction;
//   tags->read(token, position, direction);   // for each token in turn
//   direction.from.language;                  // 1 from "<en>" on where languages are {"de", "en"}; -1 before
//   direction.truncate(length);               // as if only the first tokens had been read
//
// In "<from> <to:to> source <to> target </s>" the first language tag names the source and the first direction tag the target; what is tagged later changes nothing.
// Source of the idea that gates read the task: Task-Based MoE, arXiv 2308.15772; an embedding for each side of the direction is ours.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <vector>

namespace interlinear::mixmoe {

struct SequenceDirection {
    struct Tag {
        int language = -1;   ///< index into ModelConfig::languages; -1: not read yet
        int position = 0;    ///< of the tag in the sequence
    };
    Tag from, to;

    /// Forgets tags at positions of length and above.
    void truncate(int length);
};

class DirectionTags {
public:
    /// None for a model without direction embedding, whose tokenizer may be null. WrongModel where the vocabulary lacks a tag of one of the config's languages.
    static Result<DirectionTags> of(const ModelConfig &config, const Tokenizer *tokenizer);

    /// Positions rise from one call to the next of a sequence.
    void read(TokenId token, int position, SequenceDirection &direction) const;

private:
    std::vector<TokenId> m_language, m_direction;   // "<xx>" and "<to:xx>", by language
};

}  // namespace interlinear::mixmoe
