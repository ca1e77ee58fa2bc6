#include "engine/cat/document/tag_notation.h"

#include <charconv>
#include <optional>

namespace interlinear::cat {

namespace {

struct Mark {
    InlineTag tag;
    std::size_t length = 0;
};

constexpr std::size_t maxDigits = 9;

std::optional<Mark> markAt(std::string_view line)
{
    const bool closes = line.starts_with("</");
    const std::size_t digits = closes ? 2 : 1;
    const std::size_t end = line.find_first_not_of("0123456789", digits);
    if (end == std::string_view::npos || end == digits || end - digits > maxDigits)
        return std::nullopt;
    const bool leadingZero = line[digits] == '0' && end - digits > 1;
    const bool alone = !closes && line.substr(end).starts_with("/>");
    if (leadingZero || (!alone && line[end] != '>'))
        return std::nullopt;
    Mark mark;
    std::from_chars(line.data() + digits, line.data() + end, mark.tag.id);
    mark.tag.kind = alone ? TagKind::Standalone : closes ? TagKind::Close : TagKind::Open;
    mark.length = end + (alone ? 2 : 1);
    return mark;
}

void appendEscaped(std::string &line, std::string_view text)
{
    for (const char c : text) {
        if (c == '\\' || c == '<')
            line += '\\';
        if (c == '\n')
            line += "\\n";
        else if (c == '\r')
            line += "\\r";
        else
            line += c;
    }
}

std::optional<char> unescaped(char c)
{
    switch (c) {
    case '\\':
    case '<':
        return c;
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    default:
        return std::nullopt;
    }
}

}  // namespace

std::string tagMark(const InlineTag &tag)
{
    const std::string id = std::to_string(tag.id);
    switch (tag.kind) {
    case TagKind::Open:
        return "<" + id + ">";
    case TagKind::Close:
        return "</" + id + ">";
    case TagKind::Standalone:
        break;
    }
    return "<" + id + "/>";
}

std::string toNotation(const TaggedText &text)
{
    std::string line;
    std::size_t copied = 0;
    for (const InlineTag &tag : text.tags) {
        appendEscaped(line, std::string_view(text.text).substr(copied, tag.offset - copied));
        line += tagMark(tag);
        copied = tag.offset;
    }
    appendEscaped(line, std::string_view(text.text).substr(copied));
    return line;
}

TaggedText fromNotation(std::string_view line)
{
    TaggedText result;
    while (!line.empty()) {
        std::size_t length = 1;
        if (const auto escaped = line[0] == '\\' && line.size() > 1 ? unescaped(line[1]) : std::nullopt) {
            result.text += *escaped;
            length = 2;
        } else if (auto mark = line[0] == '<' ? markAt(line) : std::nullopt) {
            mark->tag.offset = result.text.size();
            result.tags.push_back(mark->tag);
            length = mark->length;
        } else {
            result.text += line[0];
        }
        line.remove_prefix(length);
    }
    return result;
}

}  // namespace interlinear::cat
