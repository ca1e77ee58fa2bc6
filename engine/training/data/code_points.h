// Walking over the characters of UTF-8 text, as ICU numbers them.
//
//   forEachCodePoint(text, [&](UChar32 character) { letters += u_isalpha(character) ? 1 : 0; });
//   appendCodePoint(text, 0x1F44D);
//
// The text must be UTF-8: rejectedBytes() has seen to it.
#pragma once

#include "engine/core/utf8.h"

#include <unicode/umachine.h>

#include <string>
#include <string_view>

namespace interlinear::training {

inline UChar32 codePointAt(std::string_view text, std::size_t at, std::size_t length)
{
    const auto byte = [&](std::size_t offset) { return static_cast<UChar32>(static_cast<unsigned char>(text[at + offset])); };
    switch (length) {
    case 1: return byte(0);
    case 2: return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3: return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default: return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    }
}

template <typename Visit>
void forEachCodePoint(std::string_view text, Visit visit)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8CharacterLength(text, at);
        visit(codePointAt(text, at, length));
        at += length;
    }
}

inline void appendCodePoint(std::string &text, UChar32 character)
{
    const auto trailing = [&](int shift) { text += static_cast<char>(0x80 | (character >> shift & 0x3F)); };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xC0 | character >> 6);
        trailing(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xE0 | character >> 12);
        trailing(6);
        trailing(0);
    } else {
        text += static_cast<char>(0xF0 | character >> 18);
        trailing(12);
        trailing(6);
        trailing(0);
    }
}

}  // namespace interlinear::training
