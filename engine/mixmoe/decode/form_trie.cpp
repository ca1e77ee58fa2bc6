#include "engine/mixmoe/decode/form_trie.h"

#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>
#include <limits>

namespace interlinear::mixmoe {

FormTrie::FormTrie(std::span<const EncodedForm> forms, bool ignoreCase) : m_ignoreCase(ignoreCase), m_nodes{Node{.next = {}, .tokensLeft = std::numeric_limits<int>::max()}}
{
    for (const EncodedForm &form : forms)
        add(form);
}

void FormTrie::add(const EncodedForm &form)
{
    const auto left = [&](std::size_t depth) { return static_cast<int>(form.tokenEnds.end() - std::ranges::upper_bound(form.tokenEnds, depth)); };
    std::size_t node = 0;
    m_nodes[0].tokensLeft = std::min(m_nodes[0].tokensLeft, left(0));
    for (std::size_t depth = 1; depth <= form.text.size(); ++depth) {
        const auto [edge, added] = m_nodes[node].next.try_emplace(compared(form.text[depth - 1]), static_cast<int>(m_nodes.size()));
        node = static_cast<std::size_t>(edge->second);
        if (added)
            m_nodes.push_back({.next = {}, .tokensLeft = left(depth)});
        m_nodes[node].tokensLeft = std::min(m_nodes[node].tokensLeft, left(depth));
    }
    m_nodes[node].ends = true;
}

char32_t FormTrie::compared(char32_t c) const
{
    return m_ignoreCase ? foldedCase(c) : c;
}

int FormTrie::child(int node, char32_t c) const
{
    const auto &next = m_nodes[static_cast<std::size_t>(node)].next;
    const auto edge = next.find(compared(c));
    return edge == next.end() ? -1 : edge->second;
}

bool FormTrie::advance(FormProgress &progress, char32_t before, char32_t c) const
{
    const bool insideWord = isWordCharacter(before) && isWordCharacter(c);
    const bool whole = progress.ended && !insideWord;
    std::vector<int> open;
    for (const int node : progress.open) {
        if (const int next = child(node, c); next >= 0)
            open.push_back(next);
    }
    if (const int first = insideWord ? -1 : child(0, c); first >= 0)
        open.push_back(first);
    progress.ended = std::ranges::any_of(open, [&](int node) { return m_nodes[static_cast<std::size_t>(node)].ends; });
    progress.open = std::move(open);
    return whole;
}

int FormTrie::tokensLeft(const FormProgress &progress) const
{
    int fewest = m_nodes.front().tokensLeft;
    for (const int node : progress.open)
        fewest = std::min(fewest, m_nodes[static_cast<std::size_t>(node)].tokensLeft);
    return fewest;
}

bool FormTrie::goesOnWith(const FormProgress &progress, char32_t before, std::u32string_view characters) const
{
    const auto spells = [&](int node, std::u32string_view text) {
        for (std::size_t i = 0; node >= 0 && i < text.size(); ++i)
            node = child(node, text[i]);
        return node >= 0;
    };
    if (characters.empty())
        return false;
    if (std::ranges::any_of(progress.open, [&](int node) { return spells(node, characters); }))
        return true;
    if (!(isWordCharacter(before) && isWordCharacter(characters.front())) && spells(0, characters))
        return true;
    return characters.front() == U' ' && before != U' ' && spells(0, characters.substr(1));
}

std::vector<char32_t> FormTrie::nextCharacters(const FormProgress &progress, char32_t before) const
{
    std::vector<char32_t> characters;
    for (const int node : progress.open) {
        for (const auto &[c, next] : m_nodes[static_cast<std::size_t>(node)].next)
            characters.push_back(c);
    }
    for (const auto &[c, next] : m_nodes.front().next) {
        if (!(isWordCharacter(before) && isWordCharacter(c)))
            characters.push_back(c);
    }
    return characters;
}

}  // namespace interlinear::mixmoe
