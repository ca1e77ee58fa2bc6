#include "engine/cat/document/markdown/inline_events.h"

#include "engine/cat/document/markdown/dialect.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace interlinear::cat::markdown {

namespace {

constexpr std::size_t largestFile = std::numeric_limits<std::int32_t>::max();

class Collector {
public:
    Collector(std::string_view bytes, std::size_t bodyBegin) : m_bytes(bytes), m_searchFrom(bodyBegin), m_placedUpTo(bodyBegin) {}

    void enterBlock(MD_BLOCKTYPE type)
    {
        finishBlock();
        m_open.push_back(type);
    }
    void leaveBlock()
    {
        finishBlock();
        m_open.pop_back();
    }
    void add(InlineEvent event)
    {
        if (event.place)
            m_placedUpTo = event.place->end;
        if (!inVerbatimBlock())
            m_events.push_back(event);
    }
    std::optional<ByteSpan> placeOf(const MD_CHAR *text, MD_SIZE size) const
    {
        const auto begin = reinterpret_cast<std::uintptr_t>(text);
        const auto first = reinterpret_cast<std::uintptr_t>(m_bytes.data());
        if (begin < first || begin + size > first + m_bytes.size())
            return std::nullopt;
        return ByteSpan{begin - first, begin - first + size};
    }
    std::vector<InlineBlock> takeBlocks() { return std::move(m_blocks); }

private:
    bool inVerbatimBlock() const { return !m_open.empty() && (m_open.back() == MD_BLOCK_CODE || m_open.back() == MD_BLOCK_HTML); }

    BlockKind kind() const
    {
        for (auto type = m_open.rbegin(); type != m_open.rend(); ++type) {
            switch (*type) {
            case MD_BLOCK_H:
                return BlockKind::Heading;
            case MD_BLOCK_LI:
                return BlockKind::ListItem;
            case MD_BLOCK_QUOTE:
                return BlockKind::Quote;
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                return BlockKind::TableCell;
            default:
                break;
            }
        }
        return BlockKind::Paragraph;
    }

    void finishBlock()
    {
        const bool placed = std::any_of(m_events.begin(), m_events.end(), [](const InlineEvent &event) { return event.place.has_value(); });
        if (placed)
            m_blocks.push_back({kind(), m_searchFrom, std::move(m_events)});
        m_events.clear();
        m_searchFrom = m_placedUpTo;
    }

    std::string_view m_bytes;
    std::size_t m_searchFrom;
    std::size_t m_placedUpTo;
    std::vector<MD_BLOCKTYPE> m_open;
    std::vector<InlineEvent> m_events;
    std::vector<InlineBlock> m_blocks;
};

std::optional<SpanKind> spanKind(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
        return SpanKind::Emphasis;
    case MD_SPAN_STRONG:
        return SpanKind::Strong;
    case MD_SPAN_DEL:
        return SpanKind::Strike;
    case MD_SPAN_A:
        return SpanKind::Link;
    case MD_SPAN_IMG:
        return SpanKind::Image;
    case MD_SPAN_CODE:
        return SpanKind::Code;
    default:
        return std::nullopt;
    }
}

EventKind eventKind(MD_TEXTTYPE type)
{
    switch (type) {
    case MD_TEXT_ENTITY:
        return EventKind::Entity;
    case MD_TEXT_HTML:
        return EventKind::Html;
    case MD_TEXT_CODE:
        return EventKind::Code;
    case MD_TEXT_NULLCHAR:
        return EventKind::NullCharacter;
    case MD_TEXT_SOFTBR:
        return EventKind::SoftBreak;
    case MD_TEXT_BR:
        return EventKind::HardBreak;
    default:
        return EventKind::Text;
    }
}

Collector &collector(void *self)
{
    return *static_cast<Collector *>(self);
}

int addSpan(EventKind kind, MD_SPANTYPE type, void *self)
{
    const std::optional<SpanKind> span = spanKind(type);
    if (!span)
        return -1;
    collector(self).add({kind, *span, std::nullopt});
    return 0;
}

int addText(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *self)
{
    collector(self).add({eventKind(type), {}, collector(self).placeOf(text, size)});
    return 0;
}

MD_PARSER parser()
{
    MD_PARSER parser{};
    parser.flags = dialect;
    parser.enter_block = [](MD_BLOCKTYPE type, void *, void *self) { return collector(self).enterBlock(type), 0; };
    parser.leave_block = [](MD_BLOCKTYPE, void *, void *self) { return collector(self).leaveBlock(), 0; };
    parser.enter_span = [](MD_SPANTYPE type, void *, void *self) { return addSpan(EventKind::Enter, type, self); };
    parser.leave_span = [](MD_SPANTYPE type, void *, void *self) { return addSpan(EventKind::Leave, type, self); };
    parser.text = addText;
    return parser;
}

}  // namespace

Result<std::vector<InlineBlock>> inlineBlocks(std::string_view bytes, std::size_t bodyBegin)
{
    if (bytes.size() > largestFile)
        return fail(ErrorCode::Unsupported, {}, "the file has %1 bytes; Markdown is read up to %2", bytes.size(), largestFile);
    Collector collector(bytes, bodyBegin);
    const std::string_view body = bytes.substr(bodyBegin);
    const MD_PARSER callbacks = parser();
    if (md_parse(body.data(), static_cast<MD_SIZE>(body.size()), &callbacks, &collector) != 0)
        return fail(ErrorCode::EngineFailure, {}, "the Markdown parser gave up; is there memory left?");
    return collector.takeBlocks();
}

}  // namespace interlinear::cat::markdown
