#include "engine/cat/document/data/yaml_scalars.h"

#include "engine/cat/document/byte_order_mark.h"

#include <yaml.h>

#include <algorithm>
#include <memory>

namespace interlinear::cat {

namespace {

constexpr std::size_t deepest = 1000;

// libyaml counts characters; its marks rise but for those of anchors, so the way from the last one is short.
class ByteOffsets {
public:
    ByteOffsets(std::string_view text, std::size_t begin) : m_text(text), m_byte(begin) {}

    std::size_t of(std::size_t character)
    {
        for (; m_character < character && m_byte < m_text.size(); ++m_character)
            do
                ++m_byte;
            while (m_byte < m_text.size() && isContinuation(m_byte));
        for (; m_character > character && m_byte > 0; --m_character)
            do
                --m_byte;
            while (m_byte > 0 && isContinuation(m_byte));
        return m_byte;
    }

private:
    bool isContinuation(std::size_t at) const { return (static_cast<unsigned char>(m_text[at]) & 0xC0U) == 0x80U; }

    std::string_view m_text;
    std::size_t m_byte;
    std::size_t m_character = 0;
};

struct Level {
    bool mapping = false;
    bool atKey = true;
    std::string key;
    std::size_t index = 0;
    std::size_t line = 0;
};

class ScalarReader {
public:
    explicit ScalarReader(std::string_view text) : m_text(text), m_offsets(text, byteOrderMarkLength(text)) {}

    Result<std::vector<YamlScalar>> read()
    {
        yaml_parser_t parser;
        if (yaml_parser_initialize(&parser) == 0)
            return fail(ErrorCode::EngineFailure, {}, "there is not enough memory to read this file");
        const std::unique_ptr<yaml_parser_t, decltype(&yaml_parser_delete)> closed(&parser, yaml_parser_delete);
        const std::string_view input = m_text.substr(byteOrderMarkLength(m_text));
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char *>(input.data()), input.size());
        for (bool more = true; more;) {
            yaml_event_t event;
            if (yaml_parser_parse(&parser, &event) == 0)
                return fail(ErrorCode::BadFormat, "line " + std::to_string(parser.problem_mark.line + 1), "is no YAML: %1",
                            parser.problem ? parser.problem : "it cannot be read");
            more = event.type != YAML_STREAM_END_EVENT;
            take(event);
            yaml_event_delete(&event);
            if (m_levels.size() > deepest)
                return fail(ErrorCode::BadFormat, "line " + std::to_string(parser.mark.line + 1), "is nested deeper than %1 levels", deepest);
        }
        return std::move(m_scalars);
    }

private:
    void take(const yaml_event_t &event)
    {
        switch (event.type) {
        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT:
            m_levels.push_back({event.type == YAML_MAPPING_START_EVENT, true, {}, 0, 0});
            break;
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
            m_levels.pop_back();
            nodeEnded();
            break;
        case YAML_ALIAS_EVENT:
            nodeEnded();
            break;
        case YAML_SCALAR_EVENT:
            takeScalar(event);
            nodeEnded();
            break;
        default:
            break;
        }
    }

    void takeScalar(const yaml_event_t &event)
    {
        const auto &scalar = event.data.scalar;
        std::string value(reinterpret_cast<const char *>(scalar.value), scalar.length);
        const std::size_t begin = m_offsets.of(event.start_mark.index);
        const std::size_t line = m_text.rfind('\n', begin > 0 ? begin - 1 : 0);
        const std::size_t lineBegin = line == std::string_view::npos || begin == 0 ? 0 : line + 1;
        if (!m_levels.empty() && m_levels.back().mapping && m_levels.back().atKey) {
            m_levels.back().key = value;
            m_levels.back().line = lineBegin;
            return;
        }
        const YamlStyle style = styleOf(scalar.style);
        const bool inMapping = !m_levels.empty() && m_levels.back().mapping;
        const ByteSpan span = spanOf(begin, m_offsets.of(event.end_mark.index), style);
        if (!span.empty() && !isBinary(scalar.tag))
            m_scalars.push_back({context(), m_levels.empty() ? std::string() : nameOf(m_levels.back()), std::move(value), style, span,
                                 inMapping ? m_levels.back().line : lineBegin});
    }

    static bool isBinary(const yaml_char_t *tag) { return tag && std::string_view(reinterpret_cast<const char *>(tag)) == "tag:yaml.org,2002:binary"; }

    static YamlStyle styleOf(yaml_scalar_style_t style)
    {
        switch (style) {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: return YamlStyle::SingleQuoted;
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return YamlStyle::DoubleQuoted;
        case YAML_LITERAL_SCALAR_STYLE: return YamlStyle::Literal;
        case YAML_FOLDED_SCALAR_STYLE: return YamlStyle::Folded;
        default: return YamlStyle::Plain;
        }
    }

    // The event begins with anchor and tag, and a block's ends before what comes next.
    ByteSpan spanOf(std::size_t begin, std::size_t end, YamlStyle) const
    {
        while (begin < end && (m_text[begin] == '&' || m_text[begin] == '!')) {
            begin = std::min(m_text.find_first_of(" \t\r\n", begin), end);
            begin = std::min(m_text.find_first_not_of(" \t\r\n", begin), end);
        }
        const std::size_t last = end > begin ? m_text.find_last_not_of(" \t\r\n", end - 1) : std::string_view::npos;
        return {begin, last == std::string_view::npos || last < begin ? begin : last + 1};
    }

    void nodeEnded()
    {
        if (m_levels.empty())
            return;
        Level &level = m_levels.back();
        level.atKey = !level.atKey;
        level.index += level.mapping ? 0 : 1;
    }

    static std::string nameOf(const Level &level) { return level.mapping ? level.key : std::to_string(level.index); }
    std::string context() const
    {
        std::string path;
        for (std::size_t i = 0; i + 1 < m_levels.size(); ++i)
            path += (i > 0 ? "." : "") + nameOf(m_levels[i]);
        return path;
    }

    std::string_view m_text;
    ByteOffsets m_offsets;
    std::vector<Level> m_levels;
    std::vector<YamlScalar> m_scalars;
};

}  // namespace

Result<std::vector<YamlScalar>> yamlScalars(std::string_view text)
{
    return ScalarReader(text).read();
}

}  // namespace interlinear::cat
