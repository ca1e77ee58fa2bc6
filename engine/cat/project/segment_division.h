// Segments of a project split and joined: rows of the table `segment`, with what was translated.
//
//   Result<Transaction> change = database.begin();
//   Result<std::pair<std::int64_t, std::int64_t>> halves = divideSegment(database, 12, 17, "en", rules, "M. Weber");
//   Result<std::int64_t> whole = uniteSegments(database, halves->first, "en", rules, "M. Weber");   // 12 again
//   return change->commit();
//
// Language and rules are those by which the document was read.
// A row that gives way keeps its work and its history without a position, and takes its place again when the other thing is done. Within a transaction.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/document/rules.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace interlinear::cat {

/// The segment as two, before the byte of its source's text; their ids. The translation goes to the halves as dividedTranslation() knows them, with its state, or
/// stays with the first, as a draft, unless both halves had one before.
/// NotFound for an id of none; InvalidArgument, with the reason, as splitSegment(), and for a locked one.
Result<std::pair<std::int64_t, std::int64_t>> divideSegment(const Database &database, std::int64_t id, std::size_t offset, const std::string &language,
                                                            const DocumentRules &rules, const std::string &author);

/// The segment and the one behind it as one; its id. Their translations stand one behind the other, as a draft, unless that is what it said before.
/// NotFound for an id of none and where nothing follows; InvalidArgument, with the reason, as joinSegments(), and for a locked one.
Result<std::int64_t> uniteSegments(const Database &database, std::int64_t id, const std::string &language, const DocumentRules &rules,
                                   const std::string &author);

}  // namespace interlinear::cat
