// What bulk changes took away and what they added, in the memory's own file, until they are undone.
//
//   Result<ChangeRecord> record = ChangeRecord::begin(database, nowMs());   // in a transaction
//   record->keep(row);            // the unit of that row, before it is changed
//   record->noteSuccessor(row);   // the unit added last has taken its place
//   record->noteAddition({});     // the unit added last is new
//   record->finish();
//
// The tables are made when they are first needed. Units are kept in the columns of the table `unit` as this version of the schema has them.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/hygiene/bulk_change.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// A unit as it was before a change.
struct KeptUnit {
    std::int64_t row = 0;
    Unit unit;
    bool untouched = true;   ///< what the change made of it is still as it was made
};

/// A unit that a change added.
struct AddedUnit {
    std::int64_t row = 0;
    std::optional<std::int64_t> removedMs;   ///< when it had been removed before that; nothing: it never was
    std::optional<std::string> id;           ///< nothing: it is not there any more as it was added
};

class ChangeRecord {
public:
    /// A new one.
    static Result<ChangeRecord> begin(const Database &database, std::int64_t atMs);
    /// NotFound for a number that no change has.
    static Result<ChangeRecord> open(const Database &database, std::int64_t number);
    /// Of all changes, oldest first.
    static Result<std::vector<RecordedChange>> list(const Database &database);

    std::int64_t number() const { return m_number; }
    std::size_t units() const { return m_units; }
    /// The unit of that row, before it is changed.
    Result<void> keep(std::int64_t row);
    /// The unit added last is what became of it; without one it is removed.
    Result<void> noteSuccessor(std::int64_t row);
    /// The unit added last came with the change; when it had been removed before.
    Result<void> noteAddition(std::optional<std::int64_t> removedMs);
    /// Forgets a change without units.
    Result<void> finish();

    Result<void> forEachKept(const std::function<Result<void>(const KeptUnit &)> &visit);
    Result<std::vector<AddedUnit>> addedUnits() const;
    /// The unit added last is the one of that row, back again: what earlier changes made is untouched once more.
    Result<void> noteReturn(std::int64_t row);
    /// The units of these rows, kept and added, and the change itself when it has no others.
    Result<void> forget(const std::vector<std::int64_t> &kept, const std::vector<std::int64_t> &added);

private:
    struct Statements {
        Statement keep, noteSuccessor, noteAddition, successorReturned, additionReturned;
    };
    ChangeRecord(const Database &database, std::int64_t number, Statements statements);
    static Result<ChangeRecord> over(const Database &database, std::int64_t number);

    const Database &m_database;
    std::int64_t m_number;
    std::size_t m_units = 0;   // kept and added by this object
    Statements m_statements;
};

}  // namespace interlinear::cat
