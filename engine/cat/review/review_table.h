// The rows of a document that goes out for review, and of one that comes back: plain data, the same for every format.
//
//   ReviewTable table{.sourceLanguage = "en", .targetLanguage = "de"};
//   table.rows.push_back({.id = "r3f2a91bc-1-9f86d081884c7d65", .document = "guide.md", .number = 1, .source = {"Good morning."}, .target = {"Guten
//   Morgen."}});
#pragma once

#include "engine/cat/document/segment.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

struct ReviewComment {
    std::string author;   ///< empty where the file does not say
    std::string text;

    bool operator==(const ReviewComment &) const = default;
};

struct ReviewRow {
    std::string id;                            ///< see reviewRowId(); of a file that comes back, whatever stands there
    std::string document = {};
    std::size_t number = 0;                    ///< of the segment in its document, from 1
    TaggedText source = {}, target = {};
    std::optional<TranslationState> state = {};   ///< nothing: the file says none that is known here
    bool locked = false;
    std::vector<ReviewComment> comments = {};
    bool tracked = false;                      ///< its target holds tracked changes, read as accepted

    bool operator==(const ReviewRow &) const = default;
};

struct ReviewTable {
    std::string sourceLanguage, targetLanguage;   ///< BCP 47 tags
    std::vector<ReviewRow> rows = {};
    std::vector<ReviewComment> stray = {};        ///< comments that stand beside all rows
};

/// "M. Weber: Is this the button?": as a file without a place for the author holds it.
std::string commentLine(const ReviewComment &comment);

}  // namespace interlinear::cat
