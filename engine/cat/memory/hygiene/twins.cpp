#include "engine/cat/memory/hygiene/twins.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/stringoptions.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <functional>
#include <string_view>

namespace interlinear::cat {

namespace {

std::uint64_t hashOf(const std::string &text)
{
    return std::hash<std::string_view>()(text);
}

std::string foldedCase(const std::string &text)
{
    UErrorCode status = U_ZERO_ERROR;
    std::string folded;
    icu::StringByteSink<std::string> sink(&folded, static_cast<std::int32_t>(text.size()));
    icu::CaseMap::utf8Fold(0, icu::StringPiece(text), sink, nullptr, status);
    return U_SUCCESS(status) ? folded : text;
}

std::uint64_t looseHash(const TaggedText &text)
{
    std::string form = looseForm(text.text);
    for (const InlineTag &tag : text.tags)
        form += '\0' + std::to_string(tag.id) + static_cast<char>('0' + static_cast<int>(tag.kind));
    return hashOf(form);
}

std::uint64_t exactHash(const TaggedText &text)
{
    std::string form = text.text;
    for (const InlineTag &tag : text.tags)
        form += '\0' + std::to_string(tag.id) + static_cast<char>('0' + static_cast<int>(tag.kind)) + std::to_string(tag.offset) + ' ' + tag.code;
    return hashOf(form);
}

/// Sorted; those that stood there more than once.
std::vector<std::uint64_t> repeated(std::vector<std::uint64_t> hashes)
{
    std::sort(hashes.begin(), hashes.end());
    std::vector<std::uint64_t> result;
    for (std::size_t i = 1; i < hashes.size(); ++i) {
        if (hashes[i] == hashes[i - 1] && (result.empty() || result.back() != hashes[i]))
            result.push_back(hashes[i]);
    }
    return result;
}

}  // namespace

std::string looseForm(const std::string &text)
{
    const std::string folded = foldedCase(text);
    std::string form;
    form.reserve(folded.size());
    bool space = false;
    std::int32_t at = 0;
    const auto size = static_cast<std::int32_t>(folded.size());
    while (at < size) {
        const std::int32_t begin = at;
        UChar32 character = 0;
        U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t *>(folded.data()), at, size, character);
        if (character <= 0x20 || (character >= 0x80 && u_isUWhiteSpace(character))) {
            space = !form.empty();
            continue;
        }
        if (space)
            form += ' ';
        space = false;
        form.append(folded, static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
    }
    return form;
}

void TwinCounts::add(const Unit &unit)
{
    m_sources.push_back(looseHash(unit.source));
    m_targets.push_back(looseHash(unit.target));
}

Twins::Twins(TwinCounts counts) : m_repeatedSources(repeated(std::move(counts.m_sources))), m_repeatedTargets(repeated(std::move(counts.m_targets))) {}

void Twins::add(const Unit &unit)
{
    const std::uint64_t source = looseHash(unit.source);
    const std::uint64_t target = looseHash(unit.target);
    if (std::binary_search(m_repeatedSources.begin(), m_repeatedSources.end(), source) ||
        std::binary_search(m_repeatedTargets.begin(), m_repeatedTargets.end(), target))
        m_twins.push_back({source, target, exactHash(unit.source), exactHash(unit.target), unit.id, static_cast<std::uint32_t>(m_twins.size())});
}

/// Two or more that agree in all keys, each group in the order of adding, the groups by their oldest.
std::vector<Twins::Members> Twins::groupsBy(std::initializer_list<Key> keys) const
{
    Members members;
    for (const Twin &twin : m_twins)
        members.push_back(&twin);
    const auto compare = [&](const Twin *a, const Twin *b) {
        for (const Key key : keys) {
            if (a->*key != b->*key)
                return a->*key < b->*key;
        }
        return false;
    };
    std::stable_sort(members.begin(), members.end(), compare);
    std::vector<Members> groups;
    for (auto begin = members.begin(); begin != members.end();) {
        const auto end = std::upper_bound(begin, members.end(), *begin, compare);
        if (end - begin > 1)
            groups.emplace_back(begin, end);
        begin = end;
    }
    std::sort(groups.begin(), groups.end(), [](const Members &a, const Members &b) { return a.front()->order < b.front()->order; });
    return groups;
}

std::size_t Twins::distinct(const Members &members, std::initializer_list<Key> keys)
{
    std::vector<std::vector<std::uint64_t>> values;
    for (const Twin *twin : members) {
        values.emplace_back();
        for (const Key key : keys)
            values.back().push_back(twin->*key);
    }
    std::sort(values.begin(), values.end());
    return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin());
}

Result<void> Twins::visitFindings(const std::function<Result<void>(const Finding &)> &visit)
{
    struct Rule {
        FindingKind kind;
        std::initializer_list<Key> same;
        std::initializer_list<Key> differing;   // none: all of a group are a finding; else those groups with at least two kinds
    };
    static constexpr std::initializer_list<Key> sameTexts{&Twin::source, &Twin::target}, nearTexts{&Twin::looseSource, &Twin::looseTarget};
    static constexpr std::initializer_list<Key> sameSource{&Twin::source}, otherTarget{&Twin::looseTarget}, sameTarget{&Twin::target}, otherSource{&Twin::looseSource};
    for (const auto &[kind, same, differing] : {Rule{FindingKind::Duplicate, sameTexts, {}}, Rule{FindingKind::NearDuplicate, nearTexts, sameTexts},
                                                Rule{FindingKind::SourceContradiction, sameSource, otherTarget},
                                                Rule{FindingKind::TargetContradiction, sameTarget, otherSource}}) {
        for (const Members &members : groupsBy(same)) {
            const std::size_t kinds = differing.size() == 0 ? members.size() : distinct(members, differing);
            if (kinds < 2)
                continue;
            Finding finding{kind, {}, {std::to_string(kinds)}};
            for (const Twin *twin : members)
                finding.unitIds.push_back(twin->id);
            if (auto visited = visit(finding); !visited)
                return visited;
        }
    }
    return {};
}

}  // namespace interlinear::cat
