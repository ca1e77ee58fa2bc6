// What a memory has already, so that an import doubles nothing: by hashes of the contents.
//
//   Result<ExistingUnits> existing = ExistingUnits::of(memory, false);
//   if (!existing->addContent(unit)) ++known;
//   for (const std::string &id : existing->withSource(unit)) remove(id);      // other targets of the same source in the same context
#pragma once

#include "engine/cat/memory/exchange/content_set.h"
#include "engine/cat/memory/memory.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace interlinear::cat {

class ExistingUnits {
public:
    /// Reads the whole memory; withSource() finds something only when sources are wanted too, which takes 100 bytes a unit more.
    static Result<ExistingUnits> of(const Memory &memory, bool wantSources);

    /// Whether a unit with the same texts, tags, context, document and languages was there or added before; one of a language serves its variants.
    bool has(const Unit &unit) const;
    /// Whether has() was false until now.
    bool addContent(const Unit &unit);
    /// Whether the unit was there under its formerIdFromContent(), and may have been edited since, or is in the history under it.
    Result<bool> hasUnderFormerId(const Unit &unit);
    /// The ids of the units that were there with the same source, tags and context.
    std::vector<std::string> withSource(const Unit &unit) const;

private:
    ExistingUnits(Languages languages, Statement findFormer, bool hasSome);
    /// One of the languages whose variants the unit is in.
    bool hasServing(const Unit &unit) const;
    struct HashOfHash {
        std::size_t operator()(const ContentHash &hash) const { return hash.low; }
    };
    Languages m_languages;   // of the memory
    ContentSet m_contents;
    mutable std::string m_bytes;   // of one unit, kept for the next
    std::unordered_multimap<ContentHash, std::string, HashOfHash> m_sources;
    Statement m_findFormer;
    bool m_hasSome;   // units, or earlier ones
};

}  // namespace interlinear::cat
