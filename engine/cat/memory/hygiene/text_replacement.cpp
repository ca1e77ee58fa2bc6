#include "engine/cat/memory/hygiene/text_replacement.h"

#include <vector>

namespace interlinear::cat {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string expanded(const std::string &replacement, const Occurrence &occurrence, const std::string &text)
{
    std::string result;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
        if (replacement[i] != '$' || (next != '$' && !isDigit(next))) {
            result += replacement[i];
            continue;
        }
        ++i;
        const auto group = static_cast<std::size_t>(next - '0');
        if (next == '$')
            result += '$';
        else if (group == 0)
            result.append(text, occurrence.span.begin, occurrence.span.length());
        else if (group <= occurrence.groups.size())
            result.append(text, occurrence.groups[group - 1].begin, occurrence.groups[group - 1].length());
    }
    return result;
}

}  // namespace

Result<TaggedText> replaceIn(const TaggedText &text, TextPattern &pattern, const std::string &replacement)
{
    const Result<std::vector<Occurrence>> found = pattern.find(text.text);
    if (!found)
        return std::unexpected(found.error());
    TaggedText result;
    std::size_t copied = 0;
    auto tag = text.tags.begin();
    const auto copyUntil = [&](std::size_t end) {
        for (; tag != text.tags.end() && tag->offset <= end; ++tag) {
            result.tags.push_back(*tag);
            result.tags.back().offset = result.text.size() + tag->offset - copied;
        }
        result.text.append(text.text, copied, end - copied);
        copied = end;
    };
    for (const Occurrence &occurrence : *found) {
        copyUntil(occurrence.span.begin);
        result.text += pattern.kind() == PatternKind::Regex ? expanded(replacement, occurrence, text.text) : replacement;
        for (; tag != text.tags.end() && tag->offset < occurrence.span.end; ++tag) {
            result.tags.push_back(*tag);
            result.tags.back().offset = result.text.size();
        }
        copied = occurrence.span.end;
    }
    copyUntil(text.text.size());
    return result;
}

}  // namespace interlinear::cat
