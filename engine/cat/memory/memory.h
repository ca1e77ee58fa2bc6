// A translation memory: one SQLite file of units in one direction, with exact, context and fuzzy lookup.
//
//   Result<Memory> memory = Memory::create("work.itm", "en", "de");
//   memory->add(unit);
//   Result<std::vector<Match>> matches = memory->lookup({.text = {"Press Enter now.", {}}}, {.thresholdPerMille = 700, .limit = 5});
//   matches->front().perMille;      // 1020 and 1010 equal in context, 1000 equal; below: see score.h
//
// A unit is found by the very next lookup, whichever connection or program added it. A Memory belongs to one thread at a time; several
// threads or programs open the file once each.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/index/memory_index.h"
#include "engine/cat/memory/match.h"
#include "engine/cat/memory/memory_writer.h"
#include "engine/cat/memory/unit.h"
#include "engine/cat/memory/unit_history.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace interlinear::cat {

struct MemoryStatistics {
    std::size_t units = 0;
    std::size_t distinctSources = 0;
    std::size_t removed = 0;          ///< ids that stay away, those of earlier versions not counted
    std::size_t earlierVersions = 0;  ///< in the history of units
    std::size_t approved = 0;
    std::size_t used = 0;             ///< units that some segment was confirmed with
    std::uintmax_t fileBytes = 0;
};

class Memory {
public:
    /// Languages are BCP 47 tags such as "en" or "de-AT". A file that exists is InvalidArgument; a tag that is none is UnknownLanguage.
    static Result<Memory> create(const std::filesystem::path &path, const std::string &sourceLanguage, const std::string &targetLanguage);
    /// Checks the file first, and brings one of an earlier version up to this one; see Database::open().
    static Result<Memory> open(const std::filesystem::path &path, Access access = Access::Write);

    const std::string &sourceLanguage() const { return m_sourceLanguage; }
    const std::string &targetLanguage() const { return m_targetLanguage; }
    Languages languages() const { return {m_sourceLanguage, m_targetLanguage}; }
    const std::filesystem::path &path() const { return m_database.path(); }
    /// 32 hexadecimal digits that no other memory has, except copies of the file.
    const std::string &uuid() const { return m_uuid; }
    /// The file itself, to read from.
    const Database &database() const { return m_database; }

    /// One unit or one removal, durable when it returns.
    Result<Addition> add(const Unit &unit);
    Result<void> remove(const std::string &id);
    /// For many changes at once. Another writer is waited for so long, then Locked.
    Result<MemoryWriter> write(std::chrono::milliseconds patience = usualPatience);

    /// The best matches that reach the threshold, best first; equal to comparing with every unit that is not left out. Cancelled when asked to stop.
    Result<std::vector<Match>> lookup(const Query &query, const LookupSettings &settings, const std::stop_token &stop = {});

    /// Units of the same text as the query, equal white space aside: those that may score 1000 and more. Microseconds, whatever the size of the memory.
    Result<std::vector<Unit>> unitsOfText(std::string_view source);
    /// See unitHistory().
    Result<std::vector<UnitVersion>> history(const std::string &id) const;

    /// Which units have a word: the index, with every unit that there is by now. It stays the memory's, and goes on with it.
    Result<MemoryIndex *> index();

    /// Every unit in the order of adding, as of one instant; the visitor's Error ends it.
    Result<void> forEachUnit(const std::function<Result<void>(const Unit &)> &visit) const;
    /// The unit added or changed last comes first; the visitor says whether to go on.
    Result<void> forEachUnitNewestFirst(const std::function<Result<bool>(const Unit &)> &visit) const;
    /// Milliseconds for each 100,000 units.
    Result<std::size_t> countUnits() const;
    /// Reads every source: seconds for a large memory.
    Result<MemoryStatistics> statistics() const;
    /// Structure, indexes and every unit; the first fault is Damaged.
    Result<void> check() const;

private:
    Memory(Database database, std::string uuid, std::string sourceLanguage, std::string targetLanguage, Statement unitOfHash);
    static Result<Memory> over(Database database);
    /// Until the visitor answers false. `order` is SQL.
    Result<void> visitUnits(const char *order, const std::function<Result<bool>(const Unit &)> &visit) const;
    Result<std::vector<Match>> equalMatches(const Query &query, const LookupSettings &settings);

    Database m_database;
    std::string m_uuid;
    std::string m_sourceLanguage;
    std::string m_targetLanguage;
    Statement m_unitOfHash;
    MemoryIndex m_index;                     // rows that are gone by now are passed over when they are read
    std::optional<Statement> m_unitOfRow;
};

}  // namespace interlinear::cat
