#include "engine/cat/terms/matching/term_matcher.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostPathsOfTerm = 16;

std::uint64_t edge(std::uint32_t node, std::uint32_t stem, bool glued)
{
    return (static_cast<std::uint64_t>(node) << 32) | (static_cast<std::uint64_t>(stem) << 1) | (glued ? 1 : 0);
}

bool startsUpper(std::string_view word)
{
    UChar32 first = 0;
    std::int32_t at = 0;
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(word.data()), at, static_cast<std::int32_t>(word.size()), first);
    return u_isupper(first) || u_istitle(first);
}

std::size_t commonPrefix(std::string_view a, std::string_view b)
{
    return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

/// By place, longer ones first; of one concept at one place what stands exactly so first.
bool before(const TermFind &a, const TermFind &b)
{
    return std::tuple(a.span.begin, b.span.end, a.key.row, a.manner, a.key.place) < std::tuple(b.span.begin, a.span.end, b.key.row, b.manner, b.key.place);
}

/// Of one term at one place only the first, and no inflected one where its concept stands exactly so.
void removeRepeated(std::vector<TermFind> &found)
{
    std::vector<TermFind> kept;
    for (const TermFind &find : found) {
        const bool sameConcept = !kept.empty() && kept.back().span == find.span && kept.back().key.row == find.key.row;
        const bool repeated = sameConcept && (find.manner != kept.back().manner || find.key.place == kept.back().key.place);
        if (!repeated)
            kept.push_back(find);
    }
    found = std::move(kept);
}

}  // namespace

TermMatcher::TermMatcher(std::string language) : m_primary(primaryLanguageOf(language)), m_stems(std::move(language)) {}

std::uint32_t TermMatcher::number(const std::string &stem)
{
    return m_numbers.try_emplace(stem, static_cast<std::uint32_t>(m_numbers.size())).first->second;
}

std::vector<std::string> TermMatcher::stemsOf(const TermWord &word)
{
    return word.kind == TermWord::Kind::Word ? m_stems.of(word.form) : std::vector<std::string>{word.folded};
}

TermMatcher::Node TermMatcher::child(Node node, std::uint32_t stem, bool glued)
{
    const auto [place, isNew] = m_children.try_emplace(edge(node, stem, glued), static_cast<Node>(m_entryOfNode.size()));
    if (isNew)
        m_entryOfNode.push_back(-1);
    return place->second;
}

void TermMatcher::add(TermKey key, const Term &term)
{
    Entry entry{.key = key, .status = term.status, .caseRule = term.caseRule, .words = {}};
    addText(entry, term.text);
    entry.isForm = true;
    for (const std::string &form : term.forms)
        addText(entry, form);
}

void TermMatcher::addText(const Entry &entry, const std::string &text)
{
    const std::vector<TermWord> words = termWords({text, {}});
    if (words.empty())
        return;
    std::vector<Node> ends{0};
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::vector<Node> next;
        for (const std::string &stem : stemsOf(words[i])) {
            for (const Node node : ends) {
                if (next.size() < mostPathsOfTerm)
                    next.push_back(child(node, number(stem), i > 0 && words[i].glued));
            }
        }
        ends = std::move(next);
    }
    for (const Node node : ends) {
        m_entries.push_back(entry);
        std::ranges::transform(words, std::back_inserter(m_entries.back().words), &TermWord::form);
        m_entries.back().next = std::exchange(m_entryOfNode[node], static_cast<std::int64_t>(m_entries.size()) - 1);
    }
}

std::vector<TermMatcher::Stemmed> TermMatcher::stemmed(const TaggedText &text)
{
    std::vector<Stemmed> words;
    for (TermWord &word : termWords(text)) {
        std::vector<std::uint32_t> stems;
        for (const std::string &stem : stemsOf(word)) {
            if (const auto known = m_numbers.find(stem); known != m_numbers.end())
                stems.push_back(known->second);
        }
        words.push_back({std::move(word), std::move(stems)});
    }
    return words;
}

/// An inflected word may not differ in case where the term's case counts, and in German a noun stays one: "Ware" is not in "Sie waren".
bool TermMatcher::agrees(const std::string &termWord, const TermWord &textWord, CaseRule rule) const
{
    if (rule == CaseRule::Exact) {
        if (foldedTerm(termWord) == textWord.folded)
            return termWord == textWord.form;
        const std::size_t common = commonPrefix(foldedTerm(termWord), textWord.folded);
        return std::string_view(termWord).substr(0, common) == std::string_view(textWord.form).substr(0, common);
    }
    if (m_primary != "de" || !startsUpper(termWord) || startsUpper(textWord.form))
        return true;
    return foldedTerm(termWord) == textWord.folded;
}

void TermMatcher::take(Node node, std::size_t first, std::size_t last, const std::vector<Stemmed> &words, std::vector<TermFind> &found) const
{
    for (std::int64_t at = m_entryOfNode[node]; at >= 0; at = m_entries[static_cast<std::size_t>(at)].next) {
        const Entry &entry = m_entries[static_cast<std::size_t>(at)];
        bool agreed = true, equal = !entry.isForm;
        for (std::size_t i = first; agreed && i <= last; ++i) {
            const std::string &termWord = entry.words[i - first];
            agreed = agrees(termWord, words[i].word, entry.caseRule);
            equal = equal && (termWord == words[i].word.form || foldedTerm(termWord) == words[i].word.folded);
        }
        if (agreed)
            found.push_back(
                {{words[first].word.span.begin, words[last].word.span.end}, entry.key, equal ? TermManner::Exact : TermManner::Inflected, entry.status});
    }
}

void TermMatcher::findFrom(std::size_t first, const std::vector<Stemmed> &words, const std::string &text, std::vector<TermFind> &found) const
{
    std::vector<Node> nodes{0};
    for (std::size_t last = first; last < words.size() && !nodes.empty(); ++last) {
        std::vector<Node> next;
        for (const Node node : nodes) {
            for (const std::uint32_t stem : words[last].stems) {
                if (const auto child = m_children.find(edge(node, stem, last > first && words[last].word.glued)); child != m_children.end())
                    next.push_back(child->second);
            }
        }
        nodes = std::move(next);
        if (nodes.empty() || !standsWhole(text, {words[first].word.span.begin, words[last].word.span.end}))
            continue;
        for (const Node node : nodes)
            take(node, first, last, words, found);
    }
}

std::vector<TermFind> TermMatcher::find(const TaggedText &text)
{
    const std::vector<Stemmed> words = stemmed(text);
    std::vector<TermFind> found;
    for (std::size_t first = 0; first < words.size(); ++first) {
        if (words[first].word.begins)
            findFrom(first, words, text.text, found);
    }
    std::ranges::sort(found, before);
    removeRepeated(found);
    return found;
}

std::vector<TermFind> withoutHidden(const std::vector<TermFind> &finds)
{
    std::vector<TermFind> shown;
    std::size_t furthest = 0;             // end of those that begin before this one
    std::size_t begin = 0, longest = 0;   // of those that begin where this one does
    for (const TermFind &find : finds) {
        if (find.span.begin != begin) {
            furthest = std::max(furthest, longest);
            begin = find.span.begin;
            longest = 0;
        }
        const bool hidden = find.span.end <= furthest || find.span.end < longest;
        longest = std::max(longest, find.span.end);
        if (!hidden || find.status == TermStatus::Forbidden)
            shown.push_back(find);
    }
    return shown;
}

}  // namespace interlinear::cat
