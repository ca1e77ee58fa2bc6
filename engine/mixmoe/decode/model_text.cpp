#include "engine/mixmoe/decode/model_text.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/protected_text.h"
#include "engine/mixmoe/decode/punctuation.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

// The source's tags with those for protected text among them. A tag inside protected text comes to stand behind it.
std::vector<InlineTag> withCopies(const TaggedText &source, const std::vector<ByteSpan> &copies)
{
    std::vector<InlineTag> tags;
    auto tag = source.tags.begin();
    int id = 0;
    for (const ByteSpan &span : copies) {
        for (; tag != source.tags.end() && tag->offset <= span.begin; ++tag)
            tags.push_back(*tag);
        tags.push_back({--id, TagKind::Standalone, span.begin, source.text.substr(span.begin, span.length()), {}});
        for (; tag != source.tags.end() && tag->offset < span.end; ++tag) {
            tags.push_back(*tag);
            tags.back().offset = span.end;
        }
    }
    tags.insert(tags.end(), tag, source.tags.end());
    return tags;
}

class Reader {
public:
    explicit Reader(std::string_view source) : m_source(source) {}

    void readText(std::size_t begin, std::size_t end)
    {
        for (std::size_t i = begin; i < end; ++i)
            readCharacter(i);
    }

    void readTag(InlineTag tag, std::size_t end)
    {
        m_read.neighbours.push_back({std::string(lastCharacter(m_source.substr(0, tag.offset))), std::string(firstCharacter(m_source.substr(end)))});
        const TagReading reading = readingOf(tag);
        if (reading == TagReading::Space && !endsInSpace())
            append(' ', tag.offset);
        m_cut = m_cut || reading != TagReading::Nothing;
        tag.offset = m_read.content.text.size();
        m_read.content.tags.push_back(std::move(tag));
    }

    ModelText finish(std::size_t end)
    {
        if (m_cut)
            dropSpace();
        m_read.origin.push_back(end);
        return std::move(m_read);
    }

private:
    bool endsInSpace() const { return m_read.content.text.empty() || isSpace(m_read.content.text.back()); }

    void append(char c, std::size_t origin)
    {
        m_read.content.text += c;
        m_read.origin.push_back(origin);
    }

    void dropSpace()
    {
        std::string &text = m_read.content.text;
        if (text.empty() || text.back() != ' ')
            return;
        text.pop_back();
        m_read.origin.pop_back();
        for (InlineTag &tag : m_read.content.tags)
            tag.offset = std::min(tag.offset, text.size());
    }

    // Behind something taken out one space is enough, a mark needs none, and two words need one.
    void readCharacter(std::size_t i)
    {
        if (m_cut && isSpace(m_source[i])) {
            if (!endsInSpace())
                append(m_source[i], i);
            return;
        }
        if (m_cut && closes(m_source.substr(i)))
            dropSpace();
        else if (m_cut && !endsInSpace() && inWord(m_source[i]) && inWord(m_read.content.text.back()))
            append(' ', i);
        m_cut = false;
        append(m_source[i], i);
    }

    std::string_view m_source;
    ModelText m_read;
    bool m_cut = false;   // since the last character that is no space, something was taken out
};

}  // namespace

bool isCopy(const InlineTag &tag)
{
    return tag.id < 0;
}

void forgetCopiesBehind(std::size_t offset, ModelText &read)
{
    for (std::size_t i = read.content.tags.size(); i-- > 0;) {
        if (!isCopy(read.content.tags[i]) || read.content.tags[i].offset <= offset)
            continue;
        read.content.tags.erase(read.content.tags.begin() + static_cast<std::ptrdiff_t>(i));
        read.neighbours.erase(read.neighbours.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

ModelText modelText(const TaggedText &source)
{
    const std::string_view text = source.text;
    const std::string_view inner = trimmed(text);
    const auto begin = static_cast<std::size_t>(inner.data() - text.data());
    const std::size_t end = begin + inner.size();
    Reader reader(text);
    std::size_t at = begin;
    for (const InlineTag &tag : withCopies(source, protectedSpans(text))) {
        const std::size_t tagBegin = std::clamp(tag.offset, at, std::max(at, end));
        reader.readText(at, tagBegin);
        at = isCopy(tag) ? tag.offset + tag.code.size() : tagBegin;
        reader.readTag(tag, isCopy(tag) ? at : std::min(tag.offset, text.size()));
    }
    reader.readText(at, std::max(at, end));
    return reader.finish(end);
}

}  // namespace interlinear::mixmoe
