// Finds the terms of one language in a text: whole words, inflected or not, however many terms there are.
//
//   TermMatcher matcher("en");
//   matcher.add({row, place}, term);
//   for (const TermFind &find : matcher.find({"Clean the hard disks."}))
//       use(find.key, find.span, find.manner);
//
// A trie on the stems of words: the time to find depends on the text, not on the number of terms.
#pragma once

#include "engine/cat/terms/concept.h"
#include "engine/cat/terms/inflection/word_stems.h"
#include "engine/cat/terms/matching/term_words.h"
#include "engine/core/spans.h"
#include "engine/core/tagged_text.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace interlinear::cat {

/// How a text has a term.
enum class TermManner {
    Exact,      ///< the same words in any case of letters that the term allows
    Inflected   ///< other forms of them
};

/// The concept's row and the term's place in it; or what the caller likes.
struct TermKey {
    std::int64_t row = 0;
    std::size_t place = 0;

    auto operator<=>(const TermKey &) const = default;
};

struct TermFind {
    ByteSpan span;              ///< in the text
    TermKey key;
    TermManner manner = TermManner::Exact;
    TermStatus status = TermStatus::Unknown;
};

/// One thread.
class TermMatcher {
public:
    /// A BCP 47 tag.
    explicit TermMatcher(std::string language);

    /// A term without a word or a sign is never found.
    void add(TermKey key, const Term &term);

    /// Every place where a term stands, those inside longer ones too, by their beginning, longer ones first. Of one concept at one place, one that stands
    /// exactly so hides inflected ones.
    std::vector<TermFind> find(const TaggedText &text);

    WordStems &stems() { return m_stems; }
    std::size_t terms() const { return m_entries.size(); }

private:
    using Node = std::uint32_t;
    struct Entry {
        TermKey key;
        TermStatus status = TermStatus::Unknown;
        CaseRule caseRule = CaseRule::Any;
        bool isForm = false;            ///< a stored form, not the term itself
        std::vector<std::string> words; ///< [word]: its form
        std::int64_t next = -1;         ///< another one at the same node
    };
    struct Stemmed {
        TermWord word;
        std::vector<std::uint32_t> stems;
    };

    void addText(const Entry &entry, const std::string &text);
    std::uint32_t number(const std::string &stem);
    std::vector<std::string> stemsOf(const TermWord &word);
    std::vector<Stemmed> stemmed(const TaggedText &text);
    Node child(Node node, std::uint32_t stem, bool glued);
    void findFrom(std::size_t first, const std::vector<Stemmed> &words, const std::string &text, std::vector<TermFind> &found) const;
    void take(Node node, std::size_t first, std::size_t last, const std::vector<Stemmed> &words, std::vector<TermFind> &found) const;
    bool agrees(const std::string &termWord, const TermWord &textWord, CaseRule rule) const;

    std::string m_primary;
    WordStems m_stems;
    std::vector<Entry> m_entries;
    std::unordered_map<std::string, std::uint32_t> m_numbers;      // of stems
    std::unordered_map<std::uint64_t, Node> m_children;            // of node, stem and whether it is glued
    std::vector<std::int64_t> m_entryOfNode{-1};                   // [node]: the first one; the root has none
};

/// Without what stands inside a longer one; forbidden terms stay wherever they stand.
std::vector<TermFind> withoutHidden(const std::vector<TermFind> &finds);

}  // namespace interlinear::cat
