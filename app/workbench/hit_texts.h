// What the memory's concordance, its fragments and the termbase answer, as rows of the panes.
//
//   view.setHits({concordanceRow(hit, memory.path())}, false);
//   list.setTerms({{.source = "hard disk", …}});
#pragma once

#include "engine/cat/memory/assembly/fragments.h"
#include "engine/cat/memory/search/concordance.h"
#include "engine/cat/terms/term_check.h"
#include "widgets/lookup/concordance_view.h"
#include "widgets/lookup/fragment_list.h"
#include "widgets/lookup/term_row.h"

namespace interlinear::workbench {

/// `memory`: the file that has the unit.
widgets::ConcordanceRow concordanceRow(const cat::ConcordanceHit &hit, const std::filesystem::path &memory);

/// `segment` is the source that was asked about.
widgets::FragmentRow fragmentRow(const cat::Fragment &fragment, const std::string &segment);

/// Definition, domains and notes in one line.
QString explanationOf(const cat::Concept &entry);
widgets::TermState shownStatus(cat::TermStatus status);

/// "term missing: “hard disk” is “Festplatte”", "forbidden term “Harddisk”: use “Festplatte”"; all findings in one line, empty for none.
QString findingsText(const std::vector<cat::TermFinding> &findings);

}  // namespace interlinear::workbench
