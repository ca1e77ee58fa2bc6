// A termbase: one SQLite file of concepts with terms in any number of languages, and where those terms stand in a text.
//
//   Result<Termbase> termbase = Termbase::create("client.itb", "en", "de");
//   termbase->addPair({.source = {.text = "hard disk", .language = "en"}, .target = {.text = "Festplatte", .language = "de"}});
//   Result<std::vector<TermHit>> hits = termbase->find({"Two hard disks.", {}}, "en");
//   hits->front().span;      // "hard disks"; hits->front().entry.terms: what the concept is called in German
//
// A change is seen by the very next lookup, whichever connection or program made it. A Termbase belongs to one thread at a time; several threads or programs
// open the file once each.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/terms/concept.h"
#include "engine/cat/terms/matching/term_matcher.h"
#include "engine/cat/terms/termbase_writer.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat {

/// A term that stands in a text.
struct TermHit {
    ByteSpan span;
    Concept entry;
    std::size_t term = 0;                    ///< which of the concept's terms
    TermManner manner = TermManner::Exact;
};

struct TermbaseStatistics {
    std::size_t concepts = 0;
    std::size_t terms = 0;
    std::size_t forbidden = 0;
    std::map<std::string, std::size_t> termsOfLanguage;   ///< by primary tag
    std::uintmax_t fileBytes = 0;
};

class Termbase {
public:
    /// The languages are what addPair() and others are asked with when nobody says; both may be empty. A file that exists is InvalidArgument; a tag that is
    /// none is UnknownLanguage.
    static Result<Termbase> create(const std::filesystem::path &path, const std::string &sourceLanguage = {}, const std::string &targetLanguage = {});
    /// Checks the whole file first; see Database::open().
    static Result<Termbase> open(const std::filesystem::path &path, Access access = Access::Write);

    const std::string &sourceLanguage() const { return m_sourceLanguage; }
    const std::string &targetLanguage() const { return m_targetLanguage; }
    const std::filesystem::path &path() const { return m_database.path(); }

    /// One change, durable when it returns; as TermbaseWriter has them.
    Result<bool> add(const Concept &entry);
    Result<bool> change(const Concept &entry);
    Result<bool> remove(const std::string &id);
    Result<PairAddition> addPair(const TermPair &pair);
    /// For many changes at once.
    Result<TermbaseWriter> write();

    Result<std::optional<Concept>> find(const std::string &id) const;
    /// Concepts that have the term, in any case of letters, oldest first.
    Result<std::vector<Concept>> findTerm(const std::string &text, const std::string &language) const;

    /// Terms of the language, and of its variants, in the text: by their beginning, longer ones first. What stands inside a longer one is left out unless it is
    /// forbidden. The first call for a language reads its terms: a second for each 100,000; longer with a dictionary. Later ones read what is new.
    Result<std::vector<TermHit>> find(const TaggedText &text, const std::string &language);
    /// The same with what stands inside longer ones.
    Result<std::vector<TermHit>> findAll(const TaggedText &text, const std::string &language);
    /// The primary tags of all terms, in order.
    Result<std::vector<std::string>> languages() const;
    /// The stems that find() uses for the language.
    WordStems &stems(const std::string &language);

    /// Every concept in the order of adding, changed ones last, as of one instant; the visitor's Error ends it.
    Result<void> forEach(const std::function<Result<void>(const Concept &)> &visit) const;
    Result<std::size_t> countConcepts() const;
    Result<TermbaseStatistics> statistics() const;
    /// Structure, indexes and every concept; the first fault is Damaged.
    Result<void> check() const;

private:
    struct LanguageIndex {
        TermMatcher matcher;
        std::int64_t lastRow = 0;
    };
    Termbase(Database database, std::string sourceLanguage, std::string targetLanguage);
    LanguageIndex &indexOf(const std::string &language);
    /// While it stands at its row, all reads are of one instant, and none takes a lock of its own.
    Result<Statement> holdInstant() const;
    Result<void> indexNewTerms(LanguageIndex &index, const std::string &primary);
    Result<std::vector<TermFind>> existing(const TaggedText &text, const std::string &language);
    Result<std::vector<TermHit>> hitsOf(const std::vector<TermFind> &finds);

    Database m_database;
    std::string m_sourceLanguage;
    std::string m_targetLanguage;
    std::map<std::string, LanguageIndex> m_indexes;   // by primary tag; of rows that are gone by now too: they are passed over
};

}  // namespace interlinear::cat
