#include "engine/cat/document/html/html.h"
#include "engine/cat/document/html/references.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace interlinear::cat {

namespace {

using namespace html;

bool opensValue(const InlineTag &tag)
{
    return tag.kind == TagKind::Open && (tag.code.ends_with('"') || tag.code.ends_with('\''));
}

// A link within a link, or anything in the value of an attribute.
bool isMisplaced(const TaggedText &target)
{
    std::vector<const InlineTag *> open;
    for (const InlineTag &tag : target.tags) {
        if (tag.kind == TagKind::Close) {
            open.pop_back();
            continue;
        }
        const auto clashes = [&](const InlineTag *outer) {
            const bool alone = outer->display == "a" || outer->display == "button" || outer->display == "nobr";
            return opensValue(*outer) || (alone && tag.kind == TagKind::Open && outer->display == tag.display);
        };
        if (std::ranges::any_of(open, clashes))
            return true;
        if (tag.kind == TagKind::Open)
            open.push_back(&tag);
    }
    return false;
}

std::string spelled(const TaggedText &target, bool inValue)
{
    std::string result;
    std::size_t written = 0;
    const auto write = [&](std::size_t end) {
        const std::string_view part = std::string_view(target.text).substr(written, end - written);
        result += inValue ? htmlAttribute(part) : htmlText(part);
        written = end;
    };
    for (const InlineTag &tag : target.tags) {
        write(tag.offset);
        result += tag.code;
        inValue = opensValue(tag);
    }
    write(target.text.size());
    return result;
}

// Whether what stands before would take the character into a reference without a semicolon: "&#10" before "12", "&am" before "p;".
bool continuesReference(std::string_view before, char next)
{
    constexpr std::size_t longest = 40;   // the longest name has 31 letters
    before.remove_prefix(before.size() - std::min(before.size(), longest));
    const std::size_t begin = before.rfind('&');
    const auto isPart = [](char c) { return c == '#' || c == ';' || std::isalnum(static_cast<unsigned char>(c)); };
    return begin != std::string_view::npos && isPart(next) && std::ranges::all_of(before.substr(begin + 1), [&](char c) { return c != ';' && isPart(c); });
}

std::string spelledBehind(std::string_view before, std::string text)
{
    if (!text.empty() && continuesReference(before, text.front()))
        text.replace(0, 1, "&#" + std::to_string(static_cast<int>(text.front())) + ";");
    return text;
}

// The value of an attribute that the file has without quotes gets some.
std::string spelledValue(const Document &document, const Replacement &replacement)
{
    const std::string &text = document.text;
    std::string value = spelled(replacement.target, true);
    const std::size_t before = text.find_last_not_of(" \t\r\n\f", replacement.span.begin - 1);
    return before != std::string::npos && text[before] == '=' ? '"' + value + '"' : value;
}

}  // namespace

Result<Written> writeHtml(const Document &document, const std::vector<Replacement> &replacements)
{
    Written written;
    for (const Replacement &replacement : replacements) {
        const bool isValue = document.segments[replacement.segment].kind == BlockKind::Attribute;
        if (isMisplaced(replacement.target))
            written.misread.push_back(replacement.segment);
        else
            written.splices.push_back({replacement.span, spelledBehind(std::string_view(document.text).substr(0, replacement.span.begin),
                                                                       isValue ? spelledValue(document, replacement) : spelled(replacement.target, false))});
    }
    return written;
}

}  // namespace interlinear::cat
