#include "engine/cat/segmentation/rule_automaton.h"

#include "engine/cat/segmentation/code_point.h"

#include <algorithm>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::size_t firstPlane = 0x10000;
constexpr std::size_t mostStates = 10000;

}  // namespace

CharacterClasses::CharacterClasses(const CharacterSets &sets) : m_sets(sets), m_known(firstPlane, unknown) {}

std::uint32_t CharacterClasses::find(char32_t character)
{
    if (const auto known = m_others.find(character); known != m_others.end())
        return known->second;
    std::vector<bool> members;
    for (std::size_t set = 0; set < m_sets.size(); ++set)
        members.push_back(m_sets.contains(static_cast<int>(set), character));
    members.push_back(wordCharacters().contains(static_cast<UChar32>(character)));
    const auto [entry, isNew] = m_byMembers.try_emplace(members, static_cast<std::uint32_t>(m_members.size()));
    if (isNew)
        m_members.push_back(std::move(members));
    if (character < firstPlane && entry->second < unknown)
        m_known[character] = static_cast<std::uint16_t>(entry->second);
    else
        m_others.emplace(character, entry->second);
    return entry->second;
}

RuleAutomaton::RuleAutomaton(Direction direction, const std::vector<const PatternNode *> &patterns, CharacterClasses &classes)
    : m_direction(direction), m_classes(classes)
{
    for (std::size_t rule = 0; rule < patterns.size(); ++rule) {
        if (patterns[rule])
            m_begin.push_back(build(*patterns[rule], add({Node::Kind::Accept, static_cast<int>(rule)})));
    }
    reset();
}

int RuleAutomaton::add(Node node)
{
    m_nodes.push_back(node);
    return static_cast<int>(m_nodes.size()) - 1;
}

int RuleAutomaton::build(const PatternNode &pattern, int next)
{
    switch (pattern.kind) {
    case PatternNode::Kind::Set: return add({Node::Kind::Set, pattern.set, next});
    case PatternNode::Kind::Assertion: return add({Node::Kind::Assertion, static_cast<int>(pattern.assertion), next});
    case PatternNode::Kind::Repeat: return buildRepeat(pattern, next);
    case PatternNode::Kind::Choice: {
        int chosen = build(pattern.children.front(), next);
        for (std::size_t i = 1; i < pattern.children.size(); ++i)
            chosen = add({Node::Kind::Split, 0, chosen, build(pattern.children[i], next)});
        return chosen;
    }
    case PatternNode::Kind::Sequence: break;
    }
    // Built from its end: the last child first, or, to be read backwards, the first one.
    const std::size_t count = pattern.children.size();
    for (std::size_t i = 0; i < count; ++i)
        next = build(pattern.children[m_direction == Direction::Forward ? count - 1 - i : i], next);
    return next;
}

int RuleAutomaton::buildRepeat(const PatternNode &pattern, int next)
{
    const PatternNode &repeated = pattern.children.front();
    if (pattern.most < 0) {
        const int loop = add({Node::Kind::Split, 0, next});
        const int body = build(repeated, loop);
        m_nodes[static_cast<std::size_t>(loop)].other = body;
        next = loop;
    }
    const int end = next;
    for (int i = pattern.least; i < pattern.most; ++i)
        next = add({Node::Kind::Split, 0, end, build(repeated, next)});
    for (int i = 0; i < pattern.least; ++i)
        next = build(repeated, next);
    return next;
}

void RuleAutomaton::reset()
{
    m_states.clear();
    m_stateByNodes.clear();
    m_hits.clear();
    for (const Context before : {Context::Edge, Context::Word, Context::Other})
        stateOf(m_begin, before);
}

int RuleAutomaton::stateOf(std::vector<int> nodes, Context before)
{
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    const auto [entry, isNew] = m_stateByNodes.try_emplace({before, nodes}, static_cast<int>(m_states.size()));
    if (isNew)
        m_states.push_back({std::move(nodes), before, {}});
    return entry->second;
}

RuleAutomaton::Context RuleAutomaton::contextOf(std::size_t symbol) const
{
    if (symbol == 0)
        return Context::Edge;
    return m_classes.isWord(static_cast<std::uint32_t>(symbol - 1)) ? Context::Word : Context::Other;
}

bool RuleAutomaton::holds(PatternAssertion assertion, Context before, Context behind) const
{
    const bool boundary = (before == Context::Word) != (behind == Context::Word);
    const Context left = m_direction == Direction::Forward ? before : behind;
    const Context right = m_direction == Direction::Forward ? behind : before;
    switch (assertion) {
    case PatternAssertion::WordBoundary: return boundary;
    case PatternAssertion::NoWordBoundary: return !boundary;
    case PatternAssertion::TextBegin: return left == Context::Edge;
    case PatternAssertion::TextEnd: return right == Context::Edge;
    }
    return false;
}

// The Set and Accept nodes that the state's lead to without reading a character.
std::vector<int> RuleAutomaton::reachable(const State &state, Context behind) const
{
    std::vector<bool> seen(m_nodes.size());
    std::vector<int> open = state.nodes;
    std::vector<int> found;
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        if (seen[static_cast<std::size_t>(at)])
            continue;
        seen[static_cast<std::size_t>(at)] = true;
        const Node &node = m_nodes[static_cast<std::size_t>(at)];
        if (node.kind == Node::Kind::Set || node.kind == Node::Kind::Accept) {
            found.push_back(at);
        } else if (node.kind == Node::Kind::Split) {
            open.push_back(node.next);
            if (node.other >= 0)
                open.push_back(node.other);
        } else if (holds(static_cast<PatternAssertion>(node.value), state.before, behind)) {
            open.push_back(node.next);
        }
    }
    return found;
}

RuleAutomaton::Step RuleAutomaton::makeStep(int state, std::size_t symbol)
{
    Step made{dead, -1};
    std::vector<int> nodes;
    std::vector<int> hits;
    for (const int at : reachable(m_states[static_cast<std::size_t>(state)], contextOf(symbol))) {
        const Node &node = m_nodes[static_cast<std::size_t>(at)];
        if (node.kind == Node::Kind::Accept)
            hits.push_back(node.value);
        else if (symbol > 0 && m_classes.isIn(static_cast<std::uint32_t>(symbol - 1), node.value))
            nodes.push_back(node.next);
    }
    if (!hits.empty()) {
        made.hits = static_cast<int>(m_hits.size());
        m_hits.push_back(std::move(hits));
    }
    if (!nodes.empty())
        made.next = stateOf(std::move(nodes), contextOf(symbol));
    std::vector<Step> &steps = m_states[static_cast<std::size_t>(state)].steps;
    if (steps.size() <= symbol)
        steps.resize(std::max(symbol, m_classes.count()) + 1);
    steps[symbol] = made;
    return made;
}

void RuleAutomaton::match(std::string_view text, std::size_t offset, RuleBits &hits)
{
    if (m_begin.empty())
        return;
    if (m_states.size() > mostStates)
        reset();
    const bool forward = m_direction == Direction::Forward;
    const auto next = [&](std::size_t at) { return forward ? firstCodePoint(text.substr(at)) : lastCodePoint(text.substr(0, at)); };
    const CodePoint beside = forward ? lastCodePoint(text.substr(0, offset)) : firstCodePoint(text.substr(offset));
    const Context before = contextOf(beside.length == 0 ? 0 : m_classes.of(beside.value) + 1);
    int state = static_cast<int>(before);
    for (int i = 0; state != dead && i < mostCharacters; ++i) {
        const CodePoint character = next(offset);
        const Step taken = step(state, character.length == 0 ? 0 : m_classes.of(character.value) + 1);
        if (taken.hits >= 0) {
            for (const int rule : m_hits[static_cast<std::size_t>(taken.hits)])
                hits[static_cast<std::size_t>(rule) / 64] |= std::uint64_t(1) << (static_cast<std::size_t>(rule) % 64);
        }
        offset = forward ? offset + character.length : offset - character.length;
        state = taken.next;
    }
}

}  // namespace interlinear::cat
