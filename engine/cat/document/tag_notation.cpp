#include "engine/cat/document/tag_notation.h"

#include <charconv>

namespace interlinear::cat {

namespace {

constexpr std::size_t maxDigits = 9;

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

std::string tagMark(const InlineTag &tag, TagBrackets brackets)
{
    const std::string closing = tag.kind == TagKind::Close ? "/" : "";
    const std::string alone = tag.kind == TagKind::Standalone ? "/" : "";
    return brackets.open + closing + std::to_string(tag.id) + alone + brackets.close;
}

std::optional<TagMark> tagMarkAt(std::string_view text, TagBrackets brackets)
{
    if (!text.starts_with(brackets.open))
        return std::nullopt;
    const bool closes = text.substr(1).starts_with('/');
    const std::size_t digits = closes ? 2 : 1;
    const std::size_t end = text.find_first_not_of("0123456789", digits);
    if (end == std::string_view::npos || end == digits || end - digits > maxDigits)
        return std::nullopt;
    const bool leadingZero = text[digits] == '0' && end - digits > 1;
    const bool alone = !closes && text[end] == '/';
    const std::size_t last = end + (alone ? 1 : 0);
    if (leadingZero || last >= text.size() || text[last] != brackets.close)
        return std::nullopt;
    TagMark mark;
    std::from_chars(text.data() + digits, text.data() + end, mark.tag.id);
    mark.tag.kind = alone ? TagKind::Standalone : closes ? TagKind::Close : TagKind::Open;
    mark.length = last + 1;
    return mark;
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
        } else if (auto mark = tagMarkAt(line)) {
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
