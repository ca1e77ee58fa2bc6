#include "app/cli/memory_answers.h"

#include "engine/cat/document/target_text.h"
#include "engine/cat/memory/match_use.h"

#include <algorithm>

namespace interlinear::cli {

namespace {

bool isVariantOf(const std::string &tag, const std::string &language)
{
    return tag.substr(0, tag.find('-')) == language.substr(0, language.find('-'));
}

Result<cat::Memory> openFor(const std::string &file, const std::string &from, const std::string &to)
{
    Result<cat::Memory> memory = cat::Memory::open(file, cat::Access::Read);
    if (memory && !(isVariantOf(memory->sourceLanguage(), from) && isVariantOf(memory->targetLanguage(), to)))
        return fail(ErrorCode::InvalidArgument, file, "is a memory from %1 to %2; expected one from %3 to %4", memory->sourceLanguage(), memory->targetLanguage(), from, to);
    return memory;
}

}  // namespace

MemoryAnswer answerOf(const std::vector<cat::Match> &matches, const TaggedText &source, int takenFromPerMille)
{
    if (const cat::Match *taken = cat::undisputed(matches, takenFromPerMille)) {
        if (const Result<TaggedText> target = cat::withCodesOf(source, cat::offeredTarget(*taken)))
            return {.target = *target, .perMille = taken->perMille, .unitId = taken->unit.id};
    }
    if (const cat::Match *draft = cat::worthADraft(matches))
        return {.draft = cat::offeredTarget(*draft), .perMille = draft->perMille, .unitId = draft->unit.id};
    return {};
}

int askedFrom(int takenFromPerMille)
{
    return std::min(takenFromPerMille, cat::worthADraftPerMille);
}

Result<Memories> Memories::open(const std::vector<std::string> &files, const std::string &from, const std::string &to)
{
    Memories memories;
    for (const std::string &file : files) {
        Result<cat::Memory> memory = openFor(file, from, to);
        if (!memory)
            return std::unexpected(memory.error());
        memories.m_memories.push_back(std::move(*memory));
    }
    return memories;
}

Result<MemoryAnswer> Memories::answer(const cat::Query &query)
{
    std::vector<cat::Match> best;
    for (cat::Memory &memory : m_memories) {
        Result<std::vector<cat::Match>> matches = memory.lookup(query, {.thresholdPerMille = askedFrom(cat::perMilleEqual), .limit = 1});
        if (!matches)
            return std::unexpected(matches.error());
        for (cat::Match &match : *matches)
            cat::insertMatch(best, std::move(match), 1);
    }
    return answerOf(best, query.text, cat::perMilleEqual);
}

}  // namespace interlinear::cli
