#include "engine/core/tagged_text.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace interlinear {

namespace {

std::vector<std::pair<int, TagKind>> tagNames(const TaggedText &text)
{
    std::vector<std::pair<int, TagKind>> names;
    for (const InlineTag &tag : text.tags)
        names.emplace_back(tag.id, tag.kind);
    std::sort(names.begin(), names.end());
    return names;
}

// "<br>", "<BR/>", "<br class=…>".
bool isHtmlBreak(const std::string &code)
{
    const bool named = code.size() > 3 && code[0] == '<' && (code[1] | 0x20) == 'b' && (code[2] | 0x20) == 'r';
    return named && std::string_view(" \t\r\n/>").find(code[3]) != std::string_view::npos;
}

bool onCharacter(const std::string &text, std::size_t offset)
{
    return offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80;
}

}  // namespace

bool TaggedText::isWellFormed() const
{
    std::size_t last = 0;
    std::vector<int> open;
    for (const InlineTag &tag : tags) {
        if (tag.offset < last || tag.offset > text.size() || !onCharacter(text, tag.offset))
            return false;
        last = tag.offset;
        if (tag.kind == TagKind::Open) {
            open.push_back(tag.id);
        } else if (tag.kind == TagKind::Close) {
            if (open.empty() || open.back() != tag.id)
                return false;
            open.pop_back();
        }
    }
    return open.empty();
}

TagReading readingOf(const InlineTag &tag)
{
    if (tag.kind != TagKind::Standalone || tag.code.starts_with("[^"))
        return TagReading::Nothing;
    if (standsForSpace(tag) || isHtmlBreak(tag.code) || tag.display == "↵" || tag.display == "⇥")
        return TagReading::Space;
    const bool markup = tag.code.starts_with('<') && (tag.display.empty() || tag.display == tag.code);   // an automatic link shows its address
    return markup ? TagReading::Nothing : TagReading::Word;
}

bool standsForSpace(const InlineTag &tag)
{
    const bool breaksLine = tag.code.find_first_of("\r\n") != std::string::npos;
    return tag.kind == TagKind::Standalone && breaksLine && tag.code.find_first_not_of("\\ \t\r\n>") == std::string::npos;
}

bool sameTags(const TaggedText &a, const TaggedText &b)
{
    return tagNames(a) == tagNames(b);
}

std::vector<InlineTag> missingTags(const TaggedText &source, const TaggedText &target)
{
    std::map<std::pair<int, TagKind>, std::size_t> present;
    for (const InlineTag &tag : target.tags)
        ++present[{tag.id, tag.kind}];
    std::vector<InlineTag> missing;
    for (const InlineTag &tag : source.tags) {
        const auto found = present.find({tag.id, tag.kind});
        if (found == present.end() || found->second == 0)
            missing.push_back(tag);
        else
            --found->second;
    }
    return missing;
}

}  // namespace interlinear
