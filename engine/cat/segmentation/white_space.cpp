#include "engine/cat/segmentation/white_space.h"

#include "engine/cat/segmentation/code_point.h"

#include <unicode/uchar.h>

namespace interlinear::cat {

bool isWhiteSpace(char32_t character)
{
    return u_isUWhiteSpace(static_cast<UChar32>(character));
}

std::size_t leadingWhiteSpace(std::string_view text)
{
    std::size_t count = 0;
    while (count < text.size()) {
        const CodePoint character = firstCodePoint(text.substr(count));
        if (!isWhiteSpace(character.value))
            break;
        count += character.length;
    }
    return count;
}

std::size_t trailingWhiteSpace(std::string_view text)
{
    std::size_t count = 0;
    while (count < text.size()) {
        const CodePoint character = lastCodePoint(text.substr(0, text.size() - count));
        if (!isWhiteSpace(character.value))
            break;
        count += character.length;
    }
    return count;
}

std::string withoutWhiteSpace(std::string_view text)
{
    std::string rest;
    while (!text.empty()) {
        const CodePoint character = firstCodePoint(text);
        if (!isWhiteSpace(character.value))
            rest += text.substr(0, character.length);
        text.remove_prefix(character.length);
    }
    return rest;
}

}  // namespace interlinear::cat
