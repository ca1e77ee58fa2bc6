// What a project decides about its documents: which entries of a data file are texts, how a file's bytes are meant, and where segments end.
//
//   DocumentRules rules;
//   rules.keys = {"*.title", "messages.*", "!*.id"};   // of JSON, YAML, …; the last pattern that fits decides
//   rules.encoding = "windows-1250";                   // where the file is taken for something else
//   readDocument("app.json", "en", rules);
#pragma once

#include "engine/cat/segmentation/srx_rules.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

struct DocumentRules {
    /// Patterns of key paths joined by dots, "*" for any characters, "!" before one for what is not offered. Empty: what each format takes for texts, of which
    /// patterns take away when all begin with "!".
    std::vector<std::string> keys = {};

    // Columns of tables, by the names in the first row, or by numbers from 1.
    std::vector<std::string> columns = {};   ///< to translate; empty: all that hold text
    std::string targetColumn = {};           ///< holds the translations of the one column to translate; empty: they take the place of the texts
    std::string keyColumn = {};              ///< names the rows; empty: the first that is called "key", "id" or the like
    std::string contextColumn = {};          ///< says where a text stands; empty: that is the name of its column
    std::string noteColumn = {};             ///< notes for translators; empty: all that are called "comment", "note" or the like
    std::optional<bool> header = {};         ///< whether the first row names the columns; nothing: by its looks

    /// Of a text file, by a name that ICU knows; empty: as decodedText() finds it.
    std::string encoding = {};

    /// What cuts running text into segments; null: ownSrxRules(). Compared as the same object.
    std::shared_ptr<const SrxRules> segmentation = {};
    /// Each line of a plain text is a segment, and each paragraph of another running text; `segmentation` says nothing then.
    bool segmentsAreLines = false;

    bool operator==(const DocumentRules &) const = default;
};

}  // namespace interlinear::cat
