// Queries and answers of a memory as JSON: the shapes that scripts read.
//
//   Result<cat::Query> query = queryFromLine(R"({"text": "Press Enter.", "previous": "Ready?"})", "standard input, line 1");
//   toJson(match).dump();   // {"source":…, "target":…, "score":84, "score_per_mille":845, "explanation":[…], …}
#pragma once

#include "engine/cat/memory/assembly/fragments.h"
#include "engine/cat/memory/search/concordance.h"
#include "engine/cat/memory/memory.h"

#include <nlohmann/json.hpp>

#include <string>

namespace interlinear::cli {

/// A JSON object with "text" (or "notation", a text with <1>…</1>), and where they are known "previous", "next", "context_id", and the
/// variants of the languages, "from" and "to"; any line that is no JSON object is the text itself.
/// BadFormat for an object of another shape.
Result<cat::Query> queryFromLine(const std::string &line, const std::string &where);

/// "repaired" is there where numbers, dates and the like are all that differs: the target with those of the query, and what was replaced.
/// Points of the explanation are per mille and add up to score_per_mille; spans of the differences are bytes.
nlohmann::ordered_json toJson(const cat::Match &match);
nlohmann::ordered_json toJson(const cat::ConcordanceHit &hit);
nlohmann::ordered_json toJson(const cat::UnitVersion &version);
/// "text" of the query and "target" of the unit are cut out; the spans are bytes of the whole texts.
nlohmann::ordered_json toJson(const cat::Fragment &fragment, const TaggedText &query);

}  // namespace interlinear::cli
