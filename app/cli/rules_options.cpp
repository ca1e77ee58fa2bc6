#include "app/cli/rules_options.h"

#include "app/cli/option_checks.h"

#include "engine/cat/document/rules_json.h"
#include "engine/core/files.h"

namespace interlinear::cli {

void addRulesOptions(CLI::App &command, RulesOptions &options)
{
    const auto list = [&](const char *name, std::vector<std::string> &place, const char *description) {
        return command.add_option(name, place, description)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    };
    const auto column = [&](const char *name, std::string &place, const char *description) {
        command.add_option(name, place, std::string("Of a table: ") + description)->type_name("COLUMN");
    };
    list("--keys", options.keys, "Of a file of keys and values: pattern of the keys to translate, as menu.*; may be given more than once")->type_name("PATTERN");
    list("--skip-keys", options.skippedKeys, "Pattern of keys not to translate; may be given more than once")->type_name("PATTERN");
    list("--source-column", options.rules.columns, "Of a table: column to translate, by its name or its number from 1; may be given more than once")->type_name("COLUMN");
    column("--target-column", options.rules.targetColumn, "column of the translations; else they take the place of the texts");
    column("--key-column", options.rules.keyColumn, "column that names the rows");
    column("--context-column", options.rules.contextColumn, "column that says where a text stands");
    column("--note-column", options.rules.noteColumn, "column of notes for translators");
    command.add_option("--header", options.header, "Of a table: whether its first row names the columns; else by its looks")->check(oneOf({"yes", "no"}))->type_name("yes|no");
    command.add_option("--encoding", options.rules.encoding, "Encoding of the file where it is taken for another, as windows-1250; the translation is written in it")
        ->type_name("NAME");
    command.add_option("--document-rules", options.file, "A JSON file that says all this: keys (with ! before those to skip), columns, targetColumn, keyColumn, contextColumn, "
                                                         "noteColumn, header, encoding")
        ->type_name("FILE");
}

Result<std::optional<cat::DocumentRules>> chosenRules(const RulesOptions &options)
{
    cat::DocumentRules rules;
    if (!options.file.empty()) {
        const Result<std::string> text = readTextFile(options.file);
        Result<cat::DocumentRules> read = text ? cat::rulesFromJson(*text, options.file) : std::unexpected(text.error());
        if (!read)
            return std::unexpected(read.error());
        rules = std::move(*read);
    }
    if (!options.keys.empty() || !options.skippedKeys.empty()) {
        rules.keys = options.keys;
        for (const std::string &pattern : options.skippedKeys)
            rules.keys.push_back("!" + pattern);
    }
    if (!options.rules.columns.empty())
        rules.columns = options.rules.columns;
    using Text = std::string cat::DocumentRules::*;
    for (const Text text : {&cat::DocumentRules::targetColumn, &cat::DocumentRules::keyColumn, &cat::DocumentRules::contextColumn, &cat::DocumentRules::noteColumn,
                            &cat::DocumentRules::encoding}) {
        if (!(options.rules.*text).empty())
            rules.*text = options.rules.*text;
    }
    if (!options.header.empty())
        rules.header = options.header == "yes";
    const bool saysNothing = options.file.empty() && rules == cat::DocumentRules();
    return saysNothing ? std::optional<cat::DocumentRules>() : std::optional(std::move(rules));
}

}  // namespace interlinear::cli
