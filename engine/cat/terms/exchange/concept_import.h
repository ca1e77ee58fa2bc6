// Concepts of a file into a termbase, all or none, with a report of what became of them.
//
//   ConceptImport import(*writer);
//   if (auto taken = import.take(std::move(entry), line); !taken) return taken;
//   return import.commit();
//
// A concept whose id is there already takes the place of that one when both have a term in common, else it gets an id of its own: two files may each have a
// "c1".
#pragma once

#include "engine/cat/terms/termbase_writer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace interlinear::cat {

struct TermImportReport {
    struct Skipped {
        std::int64_t line = 0;   ///< where the concept ends in the file
        std::string reason;
    };
    std::size_t added = 0;
    std::size_t changed = 0;     ///< were there otherwise
    std::size_t known = 0;       ///< were there already, all the same
    std::vector<Skipped> skipped;
};

class ConceptImport {
public:
    explicit ConceptImport(TermbaseWriter &writer) : m_writer(writer) {}

    /// An empty id becomes one that the content gives. What no termbase takes is skipped.
    Result<void> take(Concept entry, std::int64_t line);
    void skip(std::int64_t line, std::string reason) { m_report.skipped.push_back({line, std::move(reason)}); }
    /// The report, once all is on disk.
    Result<TermImportReport> commit();

private:
    Result<void> add(const Concept &entry);

    TermbaseWriter &m_writer;
    TermImportReport m_report;
};

}  // namespace interlinear::cat
