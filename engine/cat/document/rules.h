// What a project decides about its documents: which entries of a data file are texts, and where segments end.
//
//   DocumentRules rules;
//   rules.keys = {"*.title", "messages.*", "!*.id"};   // of JSON, YAML, …; the last pattern that fits decides
//   readDocument("app.json", "en", rules);
#pragma once

#include "engine/cat/segmentation/srx_rules.h"

#include <memory>
#include <string>
#include <vector>

namespace interlinear::cat {

struct DocumentRules {
    /// Patterns of key paths joined by dots, "*" for any characters, "!" before one for what is not offered. Empty: what each format takes for texts.
    std::vector<std::string> keys;
    /// Of tables: names from the first row, or numbers from 1, of the columns to translate. Empty: all that hold text.
    std::vector<std::string> columns;

    /// What cuts running text into segments; null: ownSrxRules(). Compared as the same object.
    std::shared_ptr<const SrxRules> segmentation = {};
    /// Each line of a plain text is a segment, and each paragraph of another running text; `segmentation` says nothing then.
    bool segmentsAreLines = false;

    bool operator==(const DocumentRules &) const = default;
};

}  // namespace interlinear::cat
