// What translation memories know about a segment before a model reads it.
//
//   Result<Memories> memories = Memories::open({"work.tm", "house.tm"}, "en", "de");
//   Result<MemoryAnswer> answer = memories->answer({.text = {"Press Enter."}});
//   if (answer->target) …                 // taken as it is
//   else request.draft = answer->draft;
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/core/result.h"

#include <optional>
#include <string>
#include <vector>

namespace interlinear::cli {

struct MemoryAnswer {
    std::optional<TaggedText> target{};   ///< of a match that is taken, with the codes of the source's tags
    TaggedText draft{};                   ///< else of a match that is near enough; may be empty
    int perMille = 0;                     ///< the score of the match that is either; 0: none is
    std::string unitId{};                 ///< of that match
};

/// The best of the matches is taken from this score on, when no other is as good with another target and its tags are the source's.
/// Matches as cat::Memory::lookup() gives them with askedFrom().
MemoryAnswer answerOf(const std::vector<cat::Match> &matches, const TaggedText &source, int takenFromPerMille);
/// The threshold to look up with, so that matches which are drafts only are there too.
int askedFrom(int takenFromPerMille);

/// Memories that are read as one. One thread.
class Memories {
public:
    /// InvalidArgument for a memory of other languages; variants such as "en-GB" for "en" are welcome.
    static Result<Memories> open(const std::vector<std::string> &files, const std::string &from, const std::string &to);

    /// Exact matches are taken.
    Result<MemoryAnswer> answer(const cat::Query &query);

private:
    std::vector<cat::Memory> m_memories;
};

}  // namespace interlinear::cli
