// What a termbase asks of a translation of a text: the forms of which one must appear, and those that may not.
//
//   Result<TermDemands> demands = TermDemands::load(termbase, "en", "de");
//   for (const TermDemand &demand : demands->of({"Two hard disks.", {}}))
//       use(demand.source, demand.allowed, demand.forbidden);   // "hard disks", {"Festplatte", "Festplatten"}, {"Harddisk", "Harddisks"}
//
// Held in memory, so that asking cannot fail and the file may change meanwhile.
#pragma once

#include "engine/cat/terms/termbase.h"

#include <map>
#include <string>
#include <vector>

namespace interlinear::cat {

struct TermDemand {
    std::string source;                    ///< as the termbase has it
    std::vector<std::string> allowed;      ///< one of them at least; empty: nothing is asked for. Preferred terms first
    std::vector<std::string> forbidden;    ///< none of them
    bool exactCase = false;                ///< a term among them whose case counts
};

/// One thread.
class TermDemands {
public:
    /// Every concept that has terms of both languages.
    static Result<TermDemands> load(const Termbase &termbase, const std::string &from, const std::string &to);

    /// One for each place where a term of the source stands, in their order, each demand once. The forms are the terms, those stored with them and, where a
    /// dictionary of the language is installed, those that it confirms: of several words, of the last.
    std::vector<TermDemand> of(const TaggedText &text);

private:
    TermDemands(const std::string &from, std::string to);
    const std::vector<std::string> &formsOf(const Term &term);
    void addForms(const Concept &entry, TermDemand &demand);

    std::string m_to;
    TermMatcher m_source;
    WordStems m_target;
    std::vector<Concept> m_concepts;                             // [row of the matcher's keys]
    std::map<std::string, std::vector<std::string>> m_forms;     // of terms that were asked for
};

}  // namespace interlinear::cat
