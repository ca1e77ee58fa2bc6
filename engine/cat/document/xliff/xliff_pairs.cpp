#include "engine/cat/document/xliff/xliff_pairs.h"

#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace interlinear::cat {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

// For each tag the other half of its pair, or none.
class Pairing {
public:
    Pairing(XliffContent &content, const XliffContent *source) : m_content(content), m_partner(content.text.tags.size(), none)
    {
        for (std::size_t j = 0; source && j < source->codes.size(); ++j) {
            if (source->codes[j].soft && source->text.tags[j].kind == TagKind::Standalone)
                m_alone.insert(source->codes[j].key);
        }
    }

    void run()
    {
        matchHalves();
        for (std::size_t i = 0; i < m_partner.size(); ++i) {
            const TagKind kind = tag(i).kind;
            if (kind == TagKind::Open && m_partner[i] != none)
                m_open.push_back(i);
            else if (kind == TagKind::Close && m_partner[i] != none)
                close(i);
        }
        number();
    }

private:
    InlineTag &tag(std::size_t i) { return m_content.text.tags[i]; }
    bool isSoft(std::size_t i) const { return m_content.codes[i].soft; }

    void matchHalves()
    {
        std::map<std::string, std::vector<std::size_t>> open;   // not closed yet
        for (std::size_t i = 0; i < m_partner.size(); ++i) {
            if (tag(i).kind == TagKind::Standalone || (isSoft(i) && m_alone.contains(m_content.codes[i].key)))
                continue;
            std::vector<std::size_t> &same = open[isSoft(i) ? "soft " + m_content.codes[i].key : std::to_string(tag(i).id)];
            if (tag(i).kind == TagKind::Open) {
                same.push_back(i);
            } else if (!same.empty()) {
                m_partner[i] = same.back();
                m_partner[same.back()] = i;
                same.pop_back();
            }
        }
    }

    void part(std::size_t open)
    {
        m_partner[m_partner[open]] = none;
        m_partner[open] = none;
    }

    // Of two pairs that cross, the one of separate elements is parted.
    void close(std::size_t i)
    {
        const auto partner = std::find(m_open.rbegin(), m_open.rend(), m_partner[i]).base() - 1;
        if (std::any_of(partner + 1, m_open.end(), [&](std::size_t crossing) { return !isSoft(crossing); })) {
            part(*partner);
            m_open.erase(partner);
            return;
        }
        for (auto crossing = partner + 1; crossing != m_open.end(); ++crossing)
            part(*crossing);
        m_open.erase(partner, m_open.end());
    }

    void number()
    {
        int next = 1;
        for (std::size_t i = 0; i < m_partner.size(); ++i) {
            if (m_partner[i] == none) {
                tag(i).may = tag(i).kind == TagKind::Standalone ? tag(i).may : TagPermissions{false, false, tag(i).may.move};
                tag(i).kind = TagKind::Standalone;
            }
            tag(i).id = m_partner[i] != none && m_partner[i] < i ? tag(m_partner[i]).id : next++;
            if (m_partner[i] != none && m_partner[i] < i) {
                tag(i).may = tag(m_partner[i]).may;
                tag(i).display = tag(m_partner[i]).display;
            }
        }
    }

    XliffContent &m_content;
    std::set<std::string_view> m_alone;   // keys of the source's halves that stand alone
    std::vector<std::size_t> m_partner;
    std::vector<std::size_t> m_open;
};

// The source's tags of one look, in their order.
class Candidates {
public:
    void add(std::size_t tag) { m_tags.push_back(tag); }

    /// The first that no tag of the target stands for yet.
    std::optional<std::size_t> firstFree(const std::vector<bool> &used)
    {
        while (m_next < m_tags.size() && used[m_tags[m_next]])
            ++m_next;
        return m_next < m_tags.size() ? std::optional(m_tags[m_next]) : std::nullopt;
    }

    std::optional<std::size_t> first() const { return m_tags.empty() ? std::nullopt : std::optional(m_tags.front()); }

private:
    std::vector<std::size_t> m_tags;
    std::size_t m_next = 0;
};

class Linking {
public:
    Linking(XliffContent &target, const XliffContent &source) : m_target(target), m_source(source), m_used(source.text.tags.size())
    {
        for (std::size_t j = 0; j < m_used.size(); ++j) {
            const InlineTag &tag = source.text.tags[j];
            m_next = std::max(m_next, tag.id + 1);
            if (source.codes[j].element)
                m_byKey[{tag.kind, source.codes[j].closes, source.codes[j].key}].add(j);
        }
        m_firstNew = m_next;
    }

    void run()
    {
        std::map<int, int> idOfPair;
        for (std::size_t i = 0; i < m_target.text.tags.size(); ++i) {
            InlineTag &tag = m_target.text.tags[i];
            const int own = tag.id;
            if (tag.kind == TagKind::Close) {
                tag.id = idOfPair[own];
                continue;
            }
            const std::optional<std::size_t> original = originalOf(tag, m_target.codes[i]);
            if (original)
                m_used[*original] = true;
            tag.id = original ? m_source.text.tags[*original].id : m_next++;
            idOfPair[own] = tag.id;
        }
        spellOut();
    }

private:
    using Index = std::map<std::tuple<TagKind, bool, std::string_view>, Candidates>;   // by kind, XliffCode::closes, and a name

    std::optional<std::size_t> free(Index &index, TagKind kind, bool closes, std::string_view name) const
    {
        const auto found = index.find({kind, closes, name});
        return found == index.end() ? std::nullopt : found->second.firstFree(m_used);
    }

    std::optional<std::size_t> repeatable(const Index &index, TagKind kind, bool closes, std::string_view name) const
    {
        const auto found = index.find({kind, closes, name});
        const auto first = found == index.end() ? std::nullopt : found->second.first();
        return first && m_source.text.tags[*first].may.copy ? first : std::nullopt;
    }

    // Most tags are found by their keys alone.
    void indexRest()
    {
        for (std::size_t j = 0; j < m_used.size(); ++j) {
            const InlineTag &tag = m_source.text.tags[j];
            m_byBytes[{tag.kind, m_source.codes[j].closes, tag.code}].add(j);
            if (!m_source.codes[j].element)
                m_bySpace[{tag.kind, false, tag.display}].add(j);
            if (!m_source.codes[j].looks.empty() && tag.may.copy)
                m_byLooks[{tag.kind, m_source.codes[j].closes, m_source.codes[j].looks}].add(j);
        }
    }

    std::optional<std::size_t> originalOf(const InlineTag &tag, const XliffCode &code)
    {
        if (code.element) {
            if (const auto found = free(m_byKey, tag.kind, code.closes, code.key))
                return found;
            if (const auto found = repeatable(m_byKey, tag.kind, code.closes, code.key))
                return found;
            if (const auto found = code.copyOf.empty() ? std::nullopt : repeatable(m_byKey, tag.kind, code.closes, code.copyOf))
                return found;
        }
        if (m_byBytes.empty())
            indexRest();
        if (const auto found = free(m_byBytes, tag.kind, code.closes, tag.code))
            return found;
        if (!code.element && tag.code.starts_with("&#x")) {
            const auto found = free(m_bySpace, tag.kind, code.closes, tag.display);
            return found ? found : repeatable(m_bySpace, tag.kind, code.closes, tag.display);
        }
        return code.looks.empty() ? repeatable(m_byBytes, tag.kind, code.closes, tag.code) : repeatable(m_byLooks, tag.kind, code.closes, code.looks);
    }

    // Line ends and tabs that the source does not have are characters.
    void spellOut()
    {
        std::vector<InlineTag> &tags = m_target.text.tags;
        for (std::size_t i = tags.size(); i-- > 0;) {
            const bool isSpace = tags[i].display == "↵" || tags[i].display == "⇥";
            if (m_target.codes[i].element || tags[i].id < m_firstNew || !isSpace)
                continue;
            const std::string character = tags[i].code.starts_with('&') ? decodedXml(tags[i].code) : tags[i].display == "↵" ? "\n" : "\t";
            m_target.text.text.insert(tags[i].offset, character);
            tags.erase(tags.begin() + static_cast<std::ptrdiff_t>(i));
            m_target.codes.erase(m_target.codes.begin() + static_cast<std::ptrdiff_t>(i));
            for (std::size_t j = i; j < tags.size(); ++j)
                ++tags[j].offset;
        }
    }

    XliffContent &m_target;
    const XliffContent &m_source;
    std::vector<bool> m_used;
    Index m_byKey, m_byBytes, m_byLooks, m_bySpace;
    int m_next = 1;
    int m_firstNew = 1;   // ids from here are of tags that the source lacks
};

}  // namespace

void pairUp(XliffContent &content, const XliffContent *source)
{
    if (!content.text.tags.empty())
        Pairing(content, source).run();
}

void linkTags(XliffContent &target, const XliffContent &source)
{
    if (!target.text.tags.empty())
        Linking(target, source).run();
}

}  // namespace interlinear::cat
