#include "engine/cat/review/tag_marks.h"

#include "engine/cat/document/tag_notation.h"

#include <optional>

namespace interlinear::cat {

namespace {

constexpr TagBrackets braces{'{', '}'};

std::size_t backslashesAt(std::string_view text)
{
    const std::size_t end = text.find_first_not_of('\\');
    return end == std::string_view::npos ? text.size() : end;
}

/// `beforeMark`: a mark follows the text.
std::string escaped(std::string_view text, bool beforeMark)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t backslashes = backslashesAt(text);
        const std::string_view rest = text.substr(backslashes);
        const bool looksLikeMark = tagMarkAt(rest, braces).has_value();
        const bool doubled = looksLikeMark || (rest.empty() && beforeMark);
        result.append((doubled ? 2 : 1) * backslashes + (looksLikeMark ? 1 : 0), '\\');
        const std::size_t taken = rest.empty() ? 0 : 1;
        result += rest.substr(0, taken);
        text.remove_prefix(backslashes + taken);
    }
    return result;
}

}  // namespace

std::vector<MarkPiece> markPieces(const TaggedText &text)
{
    std::vector<MarkPiece> pieces;
    const auto addText = [&](std::size_t begin, std::size_t end, bool beforeMark) {
        if (end > begin)
            pieces.push_back({escaped(std::string_view(text.text).substr(begin, end - begin), beforeMark), false});
    };
    std::size_t at = 0;
    for (const InlineTag &tag : text.tags) {
        addText(at, tag.offset, true);
        pieces.push_back({tagMark(tag, braces), true});
        at = tag.offset;
    }
    addText(at, text.text.size(), false);
    return pieces;
}

TaggedText fromMarks(std::string_view text)
{
    TaggedText result;
    while (!text.empty()) {
        const std::size_t backslashes = backslashesAt(text);
        text.remove_prefix(backslashes);
        std::optional<TagMark> mark = tagMarkAt(text, braces);
        result.text.append(mark ? backslashes / 2 : backslashes, '\\');
        if (mark && backslashes % 2 == 0) {
            mark->tag.offset = result.text.size();
            result.tags.push_back(mark->tag);
            text.remove_prefix(mark->length);
        } else if (!text.empty()) {
            result.text += text[0];
            text.remove_prefix(1);
        }
    }
    return result;
}

}  // namespace interlinear::cat
