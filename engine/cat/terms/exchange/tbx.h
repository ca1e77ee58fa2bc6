// A termbase as a TBX file, and TBX files into a termbase.
//
//   Result<TermImportReport> report = importTbx(termbase, "client.tbx");
//   if (report) show(report->added, report->skipped);
//   if (auto written = exportTbx(termbase, "client.tbx", TbxStyle::Dct); !written) return written;
//
// Read are version 2 (ISO 30042:2008, <martif>) and version 3 (ISO 30042:2019, <tbx>) in both its styles; the same data is the same concepts.
//   Concept        definition, subjectField (domains), note, transactions (author and dates); the same of a language and everything else: its properties
//   Term           partOfSpeech, grammaticalGender, usageNote, transactions; everything else: its properties
//   Status         preferred, standardized, legal, regulated: Preferred; admitted: Admitted; deprecated, superseded, obsolete: Forbidden.
//                  As administrativeStatus or, without it, normativeAuthorization; a value that is not the one this program writes is kept beside it
// The case rule and stored forms of a term are categories of this program's own.
#pragma once

#include "engine/cat/terms/exchange/concept_import.h"
#include "engine/cat/terms/termbase.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

namespace interlinear::cat {

enum class TbxStyle {
    Dct,   ///< version 3, categories as elements
    Dca,   ///< version 3, categories as attributes
    V2     ///< version 2
};

/// All or nothing: BadFormat with the line for what is not TBX, Cancelled, and on every Error the termbase is as it was. Importing a file again adds nothing.
/// The document type is read over, nothing is fetched, and entities may not grow. The text may be UTF-8 or UTF-16.
Result<TermImportReport> importTbx(Termbase &termbase, const std::filesystem::path &path, std::stop_token stop = {});

/// The concepts of a file one after the other, each with the line where it ends, as they stand there: without an id or a term perhaps. The visitor's Error ends
/// it.
Result<void> readTbx(const std::filesystem::path &path, const std::function<Result<void>(Concept entry, std::int64_t line)> &visit);

/// Replaces the file only when the new one is complete and on disk; a device or a pipe is written into. The termbase's own file is InvalidArgument.
/// Terms of a concept go language by language.
Result<void> exportTbx(const Termbase &termbase, const std::filesystem::path &path, TbxStyle style);

}  // namespace interlinear::cat
