// A project's termbase as the translator at work sees it: the file is made by the first term, and what is asked of a translation is kept at hand.
//
//   ProjectTerms terms(project);
//   terms.add({.pair = {.source = {.text = "hard disk", .language = "en"}, .target = {.text = "Festplatte", .language = "de"}}});
//   Result<std::vector<TermHit>> hits = terms.find({"Two hard disks.", {}});         // none while there is no file
//   Result<std::vector<TermDemand>> demands = terms.demands({"Two hard disks.", {}});
//
// The thread of its project, which must outlive it.
#pragma once

#include "engine/cat/project/project.h"
#include "engine/cat/terms/exchange/concept_import.h"
#include "engine/cat/terms/term_check.h"
#include "engine/cat/terms/term_demands.h"

#include <optional>
#include <stop_token>

namespace interlinear::cat {

/// What a person enters in one step. Definition and note, where they are given, are those of the concept from now on.
struct NewTerm {
    TermPair pair;
    std::string definition = {};
    std::string note = {};
};

class ProjectTerms {
public:
    explicit ProjectTerms(Project &project) : m_project(&project) {}

    /// Takes another file for the project, which is opened, or made where there is none. On an Error everything stays as it was.
    Result<void> choose(const std::filesystem::path &path);

    std::filesystem::path path() const { return m_project->termbasePath(); }
    /// Concepts; nothing while there is no file.
    Result<std::optional<std::size_t>> count();
    /// Somebody else has changed much of the termbase: what is kept at hand is read anew.
    void forget() { m_demands.reset(); }

    Result<std::vector<TermHit>> find(const TaggedText &source);
    /// After the first call for a termbase of 100,000 terms, which takes a second, milliseconds; and again after each change.
    Result<std::vector<TermDemand>> demands(const TaggedText &source);
    Result<std::vector<TermFinding>> check(const TaggedText &source, const TaggedText &target);

    Result<PairAddition> add(const NewTerm &term);
    /// NotFound where the concept is gone.
    Result<void> change(const Concept &entry);
    Result<void> remove(const std::string &id);
    /// Brings back what was removed; one that is there again by now stays as it is.
    Result<void> restore(const Concept &entry);

    /// TBX, or by the end of the name a table (.csv, .tsv, .txt) with a first row that says what its columns are.
    Result<TermImportReport> import(const std::filesystem::path &file, std::stop_token stop = {});
    /// TBX version 3 (DCT), or a table for .csv and .tsv. NotFound where there is no termbase yet.
    Result<void> exportTo(const std::filesystem::path &file);

private:
    /// Null where there is no file yet.
    Result<Termbase *> opened();
    Result<Termbase *> openedOrMade();

    Project *m_project;
    std::optional<Termbase> m_termbase;
    std::optional<TermDemands> m_demands;   // of the termbase as it is
};

}  // namespace interlinear::cat
