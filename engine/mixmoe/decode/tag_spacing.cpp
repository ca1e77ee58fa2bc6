#include "engine/mixmoe/decode/tag_spacing.h"

#include "engine/mixmoe/decode/punctuation.h"

#include <algorithm>
#include <string>

namespace interlinear::mixmoe {

namespace {

class Spacer {
public:
    Spacer(const TaggedText &placed, const ModelText &read, std::string_view typed) : m_placed(placed), m_read(read), m_typed(typed)
    {
        m_spaced.place.reserve(placed.text.size() + 1);
    }

    SpacedText space()
    {
        std::vector<InlineTag> tags = withoutTyped(m_placed.tags);
        for (const InlineTag &tag : tags) {
            copyText(std::max(tag.offset, m_at));
            switch (readingOf(tag)) {
            case TagReading::Nothing:
                addTag(tag);
                break;
            case TagReading::Space:
                addBreak(tag);
                break;
            case TagReading::Word:
                addWord(tag);
                break;
            }
        }
        copyText(m_placed.text.size());
        m_spaced.place.push_back(m_spaced.text.text.size());
        return std::move(m_spaced);
    }

private:
    bool isTyped() const { return m_at < m_typed.size(); }
    std::string_view rest() const { return std::string_view(m_placed.text).substr(m_at); }

    // Copies that were typed are there already; the others stand behind the typed words.
    std::vector<InlineTag> withoutTyped(std::vector<InlineTag> tags) const
    {
        std::string typed(m_typed);
        std::vector<InlineTag> later;
        std::erase_if(tags, [&](const InlineTag &tag) {
            if (!isCopy(tag))
                return false;
            const std::size_t found = typed.find(tag.code);
            if (found != std::string::npos)
                typed.replace(found, tag.code.size(), 1, '\n');
            else if (tag.offset < m_typed.size())
                later.push_back(tag);
            return found != std::string::npos || tag.offset < m_typed.size();
        });
        const std::size_t wordEnd = std::min(m_placed.text.find_first_of(" \t\r\n", m_typed.size()), m_placed.text.size());
        for (InlineTag &tag : later)
            tag.offset = wordEnd;
        const auto behind = std::ranges::find_if(tags, [&](const InlineTag &tag) { return tag.offset >= wordEnd; });
        tags.insert(behind, later.begin(), later.end());
        return tags;
    }

    void copyText(std::size_t end)
    {
        for (; m_at < end; ++m_at) {
            const char c = m_placed.text[m_at];
            if (m_behindBreak && !isTyped() && isSpace(c)) {
                m_spaced.place.push_back(m_spaced.text.text.size());
                continue;
            }
            if (m_word && !isTyped() && !isSpace(c) && !closes(rest()) && !leansBehind(firstCharacter(rest())))
                addSpace();
            m_behindBreak = false;
            m_word = nullptr;
            m_spaced.place.push_back(m_spaced.text.text.size());
            m_spaced.text.text += c;
            if (isTyped())
                m_typedEnd = m_spaced.text.text.size();
        }
    }

    void addTag(InlineTag tag)
    {
        tag.offset = m_spaced.text.text.size();
        m_spaced.text.tags.push_back(std::move(tag));
    }

    void addBreak(const InlineTag &tag)
    {
        while (!isTyped() && closes(rest()))
            copyText(m_at + firstCharacter(rest()).size());
        std::string &text = m_spaced.text.text;
        while (text.size() > m_typedEnd && isSpace(text.back()))
            text.pop_back();
        for (InlineTag &other : m_spaced.text.tags)
            other.offset = std::min(other.offset, text.size());
        for (auto place = m_spaced.place.rbegin(); place != m_spaced.place.rend() && *place > text.size(); ++place)
            *place = text.size();
        m_word = nullptr;
        m_behindBreak = true;
        addTag(tag);
    }

    void addWord(const InlineTag &tag)
    {
        const std::string &text = m_spaced.text.text;
        const Neighbours &neighbours = neighboursOf(tag);
        const bool leans = m_word ? !neighbours.before.empty() && !isSpace(neighbours.before.back()) : neighbours.before == lastCharacter(text) || opens(text);
        if (!isTyped() && !m_behindBreak && !leans && (m_word || (!text.empty() && !isSpace(text.back()))))
            addSpace();
        if (isCopy(tag))
            m_spaced.text.text += tag.code;
        else
            addTag(tag);
        m_behindBreak = false;
        m_word = &neighbours;
    }

    bool leansBehind(std::string_view character) const { return m_word->behind == character; }

    // Outside of the pairs that open there.
    void addSpace()
    {
        std::vector<InlineTag> &tags = m_spaced.text.tags;
        const std::size_t offset = m_spaced.text.text.size();
        m_spaced.text.text += ' ';
        for (auto tag = tags.rbegin(); tag != tags.rend() && tag->kind == TagKind::Open && tag->offset == offset; ++tag)
            ++tag->offset;
    }

    const Neighbours &neighboursOf(const InlineTag &tag) const
    {
        const auto &tags = m_read.content.tags;
        const auto same = std::ranges::find_if(tags, [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
        return m_read.neighbours[static_cast<std::size_t>(same - tags.begin())];
    }

    const TaggedText &m_placed;
    const ModelText &m_read;
    std::string_view m_typed;
    SpacedText m_spaced;
    std::size_t m_at = 0;                   // in m_placed.text
    std::size_t m_typedEnd = 0;             // in m_spaced.text
    bool m_behindBreak = false;             // no character since a line break
    const Neighbours *m_word = nullptr;     // of the tag that reads as a word, while no character has followed it
};

}  // namespace

ByteSpan SpacedText::moved(ByteSpan span) const
{
    const std::size_t begin = place[span.begin];
    return {begin, span.empty() ? begin : std::max(begin, std::min(place[span.end - 1] + 1, place[span.end]))};
}

SpacedText withSpacing(const TaggedText &placed, const ModelText &read, std::string_view typed)
{
    return Spacer(placed, read, typed).space();
}

}  // namespace interlinear::mixmoe
