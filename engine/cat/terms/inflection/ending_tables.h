// The endings that languages inflect words by, as tables.
//
//   if (const InflectedLanguage *german = inflectedLanguage("de"))
//       for (const EndingRule &rule : german->rules) …
#pragma once

#include <span>
#include <string_view>

namespace interlinear::cat {

/// The ending gives way to another one, where at least so many characters are left.
struct EndingRule {
    std::string_view ending;
    std::string_view instead{};
    std::size_t left = 3;
};

enum class Accents {
    Kept,
    Dropped   ///< they change with the ending: "Häuser", "conexiones", "botões", "dům, domu"
};

/// How the end of what is left changes with the ending that follows.
enum class StemChange {
    None,
    Dutch,    ///< "taal, talen", "knop, knoppen", "huis, huizen", "brief, brieven"
    Slavic    ///< "účet, účtu", "ссылка, ссылок", "banka, bance"
};

struct InflectedLanguage {
    std::string_view tag;                       ///< primary
    std::span<const EndingRule> rules;          ///< the first that fits is the one; longer endings stand before shorter ones that they end with
    Accents accents = Accents::Kept;
    StemChange change = StemChange::None;
    std::span<const std::string_view> forms;    ///< endings that a dictionary may confirm
};

/// Null for a language without a table.
const InflectedLanguage *inflectedLanguage(std::string_view primaryTag);

}  // namespace interlinear::cat
