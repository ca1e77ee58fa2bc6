#include "engine/cat/review/review_text.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/cat/document/target_text.h"
#include "engine/core/utf8.h"

#include <xxhash.h>

#include <charconv>
#include <cstdint>

namespace interlinear::cat {

namespace {

constexpr std::size_t digestDigits = 16;
constexpr std::size_t reviewDigits = 8;
constexpr std::size_t mostRowDigits = 9;
constexpr std::string_view hexadecimal = "0123456789abcdef";

bool isHexadecimal(std::string_view text)
{
    return text.find_first_not_of(hexadecimal) == std::string_view::npos;
}

/// What a file for review holds in place of the character.
std::string_view heldCharacter(std::string_view character)
{
    const auto first = static_cast<unsigned char>(character[0]);
    const bool control = first < 0x20 && first != '\t' && first != '\n';
    return control || character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF" ? "\xEF\xBF\xBD" : character;
}

}  // namespace

TaggedText reviewText(const TaggedText &text)
{
    TaggedText result;
    auto tag = text.tags.begin();
    const auto takeTags = [&](std::size_t before) {
        for (; tag != text.tags.end() && tag->offset <= before; ++tag)
            result.tags.push_back({tag->id, tag->kind, result.text.size(), {}, {}});
    };
    for (std::size_t at = 0; at < text.text.size();) {
        takeTags(at);
        const std::string_view character = std::string_view(text.text).substr(at, utf8CharacterLength(text.text, at));
        at += character.size();
        const bool partOfLineEnd = character == "\r" && at < text.text.size() && text.text[at] == '\n' && (tag == text.tags.end() || tag->offset > at);
        if (!partOfLineEnd)
            result.text += character == "\r" ? "\n" : heldCharacter(character);
    }
    takeTags(text.text.size());
    return result;
}

bool isSameReviewText(const TaggedText &a, const TaggedText &b)
{
    return withoutOuterSpace(reviewText(a)) == withoutOuterSpace(reviewText(b));
}

std::string reviewDigest(const TaggedText &text)
{
    const std::string notation = toNotation(reviewText(text));
    std::uint64_t hash = XXH3_64bits(notation.data(), notation.size());
    std::string digest(digestDigits, '0');
    for (std::size_t i = digestDigits; i-- > 0; hash >>= 4U)
        digest[i] = hexadecimal[hash & 15U];
    return digest;
}

std::string reviewRowId(const std::string &review, std::size_t row, const TaggedText &source)
{
    return review + "-" + std::to_string(row) + "-" + reviewDigest(source);
}

std::optional<ReviewRowId> rowIdFromText(std::string_view text)
{
    const std::size_t first = text.find('-');
    const std::size_t second = text.rfind('-');
    if (first != reviewDigits + 1 || second <= first + 1 || text[0] != 'r' || text.size() - second - 1 != digestDigits)
        return std::nullopt;
    const std::string_view digits = text.substr(first + 1, second - first - 1);
    std::size_t row = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), row);
    const bool isNumber = problem == std::errc() && end == digits.data() + digits.size() && digits.size() <= mostRowDigits && digits[0] != '0';
    if (!isNumber || !isHexadecimal(text.substr(1, reviewDigits)) || !isHexadecimal(text.substr(second + 1)))
        return std::nullopt;
    return ReviewRowId{std::string(text.substr(0, first)), row, std::string(text.substr(second + 1))};
}

}  // namespace interlinear::cat
