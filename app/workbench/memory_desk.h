// Everything that the window does to a memory's file by itself, as plain calls: what a memory thread runs.
//
//   MemoryDesk desk;
//   Result<cat::UnitPage> page = desk.page(place, std::nullopt, 200);                 // the newest ones
//   Result<cat::UnitPage> older = desk.page(place, page->next, 200);
//   Result<Findings> findings = desk.inspect(place, stop);
//
// The memory is opened here once more, beside the project's own connection, which goes on answering and taking in what is confirmed. One thread at a time.
#pragma once

#include "engine/cat/bitext/aligned_units.h"
#include "engine/cat/memory/exchange/import.h"
#include "engine/cat/memory/hygiene/bulk_change.h"
#include "engine/cat/memory/hygiene/finding.h"
#include "engine/cat/memory/memory.h"
#include "engine/cat/memory/search/concordance.h"
#include "engine/cat/memory/search/unit_pages.h"
#include "engine/cat/shared/conflicts.h"

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace interlinear::workbench {

struct MemoryPlace {
    std::filesystem::path path;
    cat::Access access = cat::Access::Read;

    bool operator==(const MemoryPlace &) const = default;
};

/// The units of one finding, oldest first, with what is to be said of them.
struct FoundUnits {
    cat::FindingKind kind = cat::FindingKind::Duplicate;
    Error sentence;                       ///< for errorText()
    std::vector<std::string> ids;
};

struct Findings {
    static constexpr std::size_t mostOfKind = 2000;

    std::array<std::size_t, cat::findingKindCount> counts{};   // [kind]
    std::vector<FoundUnits> found;        ///< the first mostOfKind of each kind
};

struct ChangePreview {
    static constexpr std::size_t mostShown = 200;

    std::size_t units = 0;                ///< that would change
    std::vector<cat::ChangedUnit> shown;
};

struct AlignedDocuments {
    cat::Document source, target;
    std::vector<cat::AlignedPair> pairs;
};

struct AlignmentAdded {
    std::size_t added = 0, known = 0;
};

class MemoryDesk {
public:
    /// See cat::unitPage().
    Result<cat::UnitPage> page(const MemoryPlace &place, std::optional<std::int64_t> from, std::size_t units);
    /// The newest units that hold the text, at most so many.
    Result<std::vector<cat::ConcordanceHit>> search(const MemoryPlace &place, const cat::ConcordanceQuery &query, std::size_t most,
                                                    std::stop_token stop);
    /// In the order of the ids; those that are gone are left out.
    Result<std::vector<cat::Unit>> units(const MemoryPlace &place, const std::vector<std::string> &ids);
    Result<std::size_t> count(const MemoryPlace &place);
    Result<std::vector<cat::UnitVersion>> history(const MemoryPlace &place, const std::string &id);
    Result<Findings> inspect(const MemoryPlace &place, std::stop_token stop);

    /// The unit with other texts (see tag_notation.h), which takes the place of the one of that id. NotFound when that is gone; what
    /// MemoryWriter::replace() refuses.
    Result<cat::Unit> edit(const MemoryPlace &place, const std::string &id, const std::string &source, const std::string &target,
                           const std::string &author);
    Result<ChangePreview> preview(const MemoryPlace &place, const cat::BulkChange &change, std::stop_token stop);
    Result<cat::AppliedChange> apply(const MemoryPlace &place, const cat::BulkChange &change);
    /// Takes the last bulk change back; NotFound without one.
    Result<cat::UndoReport> undoLast(const MemoryPlace &place);
    /// How many bulk changes can be taken back.
    Result<std::size_t> undoable(const MemoryPlace &place);

    /// Of a memory that is shared; see conflicts.h.
    Result<std::vector<cat::Conflict>> conflicts(const MemoryPlace &place);
    Result<void> decide(const MemoryPlace &place, const std::string &conflict, const cat::Decision &decision);

    /// These open the memory for themselves, and keep nothing.
    Result<cat::ImportReport> import(const MemoryPlace &place, const std::filesystem::path &file, const cat::ImportSettings &settings,
                                     std::stop_token stop);
    /// TMX, CSV or TSV, as the name ends.
    Result<void> exportUnits(const MemoryPlace &place, const std::filesystem::path &file);
    /// The document and its translation, side by side; the memory teaches the lexicon.
    Result<std::shared_ptr<const AlignedDocuments>> align(const MemoryPlace &place, const std::filesystem::path &source, const std::filesystem::path &target);
    Result<AlignmentAdded> addAligned(const MemoryPlace &place, const AlignedDocuments &aligned, double leastConfidence);

    void closeAll() { m_open.reset(); }

private:
    struct Open {
        MemoryPlace place;
        cat::Memory memory;
    };
    Result<cat::Memory *> open(const MemoryPlace &place);

    std::optional<Open> m_open;   // the memory that was asked last
};

}  // namespace interlinear::workbench
