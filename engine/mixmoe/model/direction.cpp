#include "engine/mixmoe/model/direction.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

void note(const std::vector<TokenId> &tags, TokenId token, int position, SequenceDirection::Tag &read)
{
    const auto found = std::ranges::find(tags, token);
    if (read.language < 0 && found != tags.end())
        read = {static_cast<int>(found - tags.begin()), position};
}

}  // namespace

void SequenceDirection::truncate(int length)
{
    for (Tag *tag : {&from, &to}) {
        if (tag->position >= length)
            *tag = {};
    }
}

Result<DirectionTags> DirectionTags::of(const ModelConfig &config, const Tokenizer *tokenizer)
{
    DirectionTags tags;
    if (!config.hasDirectionEmbedding())
        return tags;
    for (const std::string &language : config.languages) {
        const auto languageTag = tokenizer ? tokenizer->languageToken(language) : std::nullopt;
        const auto directionTag = tokenizer ? tokenizer->directionToken(language) : std::nullopt;
        if (!languageTag || !directionTag)
            return fail(ErrorCode::WrongModel, config.name, "the vocabulary has no control pieces for the language \"%1\" that the config names", language);
        tags.m_language.push_back(*languageTag);
        tags.m_direction.push_back(*directionTag);
    }
    return tags;
}

void DirectionTags::read(TokenId token, int position, SequenceDirection &direction) const
{
    note(m_language, token, position, direction.from);
    note(m_direction, token, position, direction.to);
}

}  // namespace interlinear::mixmoe
