#include "engine/cat/memory/source_hash.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <xxhash.h>

#include <algorithm>
#include <string>

namespace interlinear::cat {

namespace {

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool isAsciiSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Composed, without white space, as UTF-8.
std::string normalised(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    if (isAscii(text)) {
        std::copy_if(text.begin(), text.end(), std::back_inserter(result), [](char c) { return !isAsciiSpace(c); });
        return result;
    }
    UErrorCode code = U_ZERO_ERROR;
    const icu::Normalizer2 *composer = icu::Normalizer2::getNFCInstance(code);
    const icu::UnicodeString all = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    const icu::UnicodeString composed = U_SUCCESS(code) ? composer->normalize(all, code) : all;
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < composed.length(); at = composed.moveIndex32(at, 1)) {
        const UChar32 character = composed.char32At(at);
        if (!u_isUWhiteSpace(character))
            kept.append(character);
    }
    return kept.toUTF8String(result);
}

}  // namespace

std::int64_t sourceHash(std::string_view text)
{
    const std::string content = normalised(text);
    return static_cast<std::int32_t>(XXH3_64bits(content.data(), content.size()));
}

}  // namespace interlinear::cat
