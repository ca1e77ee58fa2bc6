#include "engine/cat/document/xliff/phrase_marks.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::size_t longestName = 12;

/// Lower-case letters, then digits; empty for neither.
std::string_view nameAt(std::string_view text)
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view digits = "0123456789";
    const std::size_t digitsBegin = std::min(text.find_first_not_of(letters), text.size());
    const std::size_t end = std::min(text.find_first_not_of(digits, digitsBegin), text.size());
    return end <= longestName ? text.substr(0, end) : std::string_view();
}

}  // namespace

std::optional<PhraseMark> phraseMarkAt(std::string_view raw)
{
    struct Shape {
        TagKind kind;
        std::string_view before, behind;
    };
    constexpr std::array shapes{Shape{TagKind::Standalone, "{", "}"}, Shape{TagKind::Open, "{", "&gt;"}, Shape{TagKind::Open, "{", ">"}, Shape{TagKind::Close, "&lt;", "}"}};
    for (const auto &[kind, before, behind] : shapes) {
        if (!raw.starts_with(before))
            continue;
        const std::string_view name = nameAt(raw.substr(before.size()));
        if (!name.empty() && raw.substr(before.size() + name.size()).starts_with(behind))
            return PhraseMark{kind, name, before.size() + name.size() + behind.size()};
    }
    return std::nullopt;
}

}  // namespace interlinear::cat
