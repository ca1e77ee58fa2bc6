#include "engine/cat/document/encoding.h"

#include "engine/cat/segmentation/code_point.h"
#include "engine/core/utf8.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace interlinear::cat {

namespace {

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;
using Detector = std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)>;

struct Mark {
    std::string_view bytes;
    const char *encoding;
};

// UTF-32's mark begins with that of UTF-16.
constexpr std::array marks{Mark{{"\xEF\xBB\xBF", 3}, "UTF-8"}, Mark{{"\xFF\xFE\0\0", 4}, "UTF-32LE"}, Mark{{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                           Mark{{"\xFF\xFE", 2}, "UTF-16LE"}, Mark{{"\xFE\xFF", 2}, "UTF-16BE"}};

Converter openConverter(const std::string &encoding)
{
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(encoding.c_str(), &status), ucnv_close);
    return U_FAILURE(status) ? Converter(nullptr, ucnv_close) : std::move(converter);
}

/// The first byte that the encoding does not have; nothing for an encoding that is not known, and where all is well.
std::optional<std::size_t> firstUndecodable(std::string_view bytes, const std::string &encoding)
{
    const Converter converter = openConverter(encoding);
    if (!converter)
        return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::array<UChar, 1 << 12> units{};
    const char *from = bytes.data();
    do {
        status = U_ZERO_ERROR;
        UChar *to = units.data();
        ucnv_toUnicode(converter.get(), &to, units.data() + units.size(), &from, bytes.data() + bytes.size(), nullptr, true, &status);
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    if (U_SUCCESS(status))
        return std::nullopt;
    std::array<char, 32> bad{};
    auto length = static_cast<int8_t>(bad.size());
    UErrorCode known = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), bad.data(), &length, &known);
    const auto behind = static_cast<std::size_t>(from - bytes.data());
    return behind - std::min(behind, static_cast<std::size_t>(U_SUCCESS(known) ? length : 0));
}

/// Nothing when the encoding is not known or does not have these bytes.
std::optional<std::string> toUtf8(std::string_view bytes, const std::string &encoding)
{
    const Converter from = openConverter(encoding);
    const Converter to = openConverter("UTF-8");
    if (!from || !to)
        return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    ucnv_setFromUCallBack(to.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::string text;
    std::array<UChar, 1 << 12> units{};
    UChar *unitsBegin = units.data();
    UChar *unitsEnd = units.data();
    std::array<char, 1 << 14> buffer{};
    const char *next = bytes.data();
    UBool first = true;
    do {
        status = U_ZERO_ERROR;
        char *end = buffer.data();
        ucnv_convertEx(to.get(), from.get(), &end, buffer.data() + buffer.size(), &next, bytes.data() + bytes.size(), units.data(), &unitsBegin, &unitsEnd,
                       units.data() + units.size(), first, true, &status);
        text.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
        first = false;
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    return U_FAILURE(status) ? std::nullopt : std::optional(std::move(text));
}

struct FirstUnencodable {
    UChar32 character = -1;
};

void refuse(const void *context, UConverterFromUnicodeArgs *, const UChar *, int32_t, UChar32 character, UConverterCallbackReason reason, UErrorCode *)
{
    auto *first = static_cast<FirstUnencodable *>(const_cast<void *>(context));
    if (reason <= UCNV_IRREGULAR && first->character < 0)
        first->character = character;   // the status stays a failure, which stops the conversion
}

void writeAscii(UConverterFromUnicodeArgs *arguments, const std::string &ascii, UErrorCode *status)
{
    *status = U_ZERO_ERROR;
    const std::u16string units(ascii.begin(), ascii.end());
    const UChar *from = units.data();
    ucnv_cbFromUWriteUChars(arguments, &from, units.data() + units.size(), 0, status);
}

// ICU's own escapes leave out what is invisible: joiners and marks of direction.
void writeReference(const void *, UConverterFromUnicodeArgs *arguments, const UChar *, int32_t, UChar32 character, UConverterCallbackReason reason, UErrorCode *status)
{
    if (reason <= UCNV_IRREGULAR)
        writeAscii(arguments, "&#" + std::to_string(character) + ";", status);
}

void writeJavaEscape(const void *, UConverterFromUnicodeArgs *arguments, const UChar *units, int32_t count, UChar32, UConverterCallbackReason reason, UErrorCode *status)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    if (reason > UCNV_IRREGULAR)
        return;
    std::string escapes;
    for (int32_t i = 0; i < count; ++i) {
        escapes += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4)
            escapes += digits[(static_cast<unsigned>(units[i]) >> shift) & 0xFU];
    }
    writeAscii(arguments, escapes, status);
}

void writeUnencodable(UConverter *converter, Unencodable unencodable, FirstUnencodable &first)
{
    UErrorCode status = U_ZERO_ERROR;
    if (unencodable == Unencodable::Refuse)
        ucnv_setFromUCallBack(converter, refuse, &first, nullptr, nullptr, &status);
    else
        ucnv_setFromUCallBack(converter, unencodable == Unencodable::CharacterReference ? writeReference : writeJavaEscape, nullptr, nullptr, nullptr, &status);
}

std::string detectedEncoding(std::string_view bytes)
{
    UErrorCode status = U_ZERO_ERROR;
    const Detector detector(ucsdet_open(&status), ucsdet_close);
    if (U_FAILURE(status))
        return {};
    constexpr std::size_t enough = 1 << 20;
    ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(std::min(bytes.size(), enough)), &status);
    const UCharsetMatch *match = ucsdet_detect(detector.get(), &status);
    const char *name = match && U_SUCCESS(status) ? ucsdet_getName(match, &status) : nullptr;
    return name && U_SUCCESS(status) ? name : std::string();
}

/// Text of few other than Latin letters has a zero in nearly every second byte.
const char *encodingByZeros(std::string_view bytes)
{
    const std::string_view head = bytes.substr(0, 4096);
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < head.size(); ++i)
        zeros[i % 2] += head[i] == '\0' ? 1 : 0;
    const std::size_t most = head.size() / 8;
    if (bytes.size() % 2 != 0 || head.size() < 4)
        return nullptr;
    if (zeros[1] > most && zeros[0] <= zeros[1] / 8)
        return "UTF-16LE";
    return zeros[0] > most && zeros[1] <= zeros[0] / 8 ? "UTF-16BE" : nullptr;
}

/// In the order in which they are tried; the first that fits is the one.
std::vector<std::string> candidates(std::string_view bytes, std::string_view declared)
{
    std::vector<std::string> names;
    for (const Mark &mark : marks) {
        if (bytes.starts_with(mark.bytes))
            names.push_back(mark.encoding);
    }
    if (const char *byZeros = encodingByZeros(bytes))
        names.push_back(byZeros);
    if (!declared.empty())
        names.emplace_back(declared);
    names.push_back("UTF-8");
    return names;
}

std::string icuName(const std::string &encoding)
{
    const Converter converter = openConverter(encoding);
    UErrorCode status = U_ZERO_ERROR;
    const char *name = converter ? ucnv_getName(converter.get(), &status) : nullptr;
    return name && U_SUCCESS(status) ? name : encoding;
}

std::optional<DecodedText> decodedIfAllFits(std::string &bytes, const std::string &encoding)
{
    const std::string name = icuName(encoding);
    if (name == "UTF-8") {
        if (firstInvalidUtf8(bytes))
            return std::nullopt;
        return DecodedText{std::move(bytes), name};
    }
    std::optional<std::string> text = toUtf8(bytes, name);
    if (!text)
        return std::nullopt;
    const Result<std::string> again = encodedText(*text, name, Unencodable::Refuse, {});
    if (!again || *again != bytes)
        return std::nullopt;
    return DecodedText{std::move(*text), name};
}

}  // namespace

Result<DecodedText> decodedText(std::string bytes, std::string_view declared, const std::string &name)
{
    for (const std::string &encoding : candidates(bytes, declared)) {
        if (std::optional<DecodedText> decoded = decodedIfAllFits(bytes, encoding))
            return std::move(*decoded);
    }
    if (bytes.find('\0') == std::string::npos) {
        if (const std::string detected = detectedEncoding(bytes); !detected.empty()) {
            if (std::optional<DecodedText> decoded = decodedIfAllFits(bytes, detected))
                return std::move(*decoded);
        }
    }
    return notUtf8(name, bytes, firstInvalidUtf8(bytes).value_or(0));
}

Result<DecodedText> decodedAs(std::string bytes, const std::string &encoding, const std::string &name)
{
    if (!openConverter(encoding))
        return fail(ErrorCode::InvalidArgument, name, "'%1' is no known encoding; expected a name such as UTF-8, windows-1250 or Shift_JIS", encoding);
    const std::string known = icuName(encoding);
    if (std::optional<DecodedText> decoded = decodedIfAllFits(bytes, known))
        return std::move(*decoded);
    const std::optional<std::size_t> bad = firstUndecodable(bytes, known);
    if (!bad)
        return fail(ErrorCode::BadFormat, name, "would not come back as it was from the encoding %1; choose another one", encodingTitle(encoding));
    const std::string_view before = std::string_view(bytes).substr(0, *bad);
    const std::size_t line = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return fail(ErrorCode::BadFormat, name + ", line " + std::to_string(1 + std::ranges::count(before, '\n')),
                "byte %1 is not in the encoding %2; choose another one", *bad - line + 1, encodingTitle(encoding));
}

std::string encodingTitle(const std::string &encoding)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *title = ucnv_getStandardName(encoding.c_str(), "MIME", &status);
    if (!title || U_FAILURE(status)) {
        status = U_ZERO_ERROR;
        title = ucnv_getStandardName(encoding.c_str(), "IANA", &status);
    }
    return title && U_SUCCESS(status) ? title : encoding;
}

Repertoire::Repertoire(const std::string &encoding) : m_characters(uset_openEmpty())
{
    UErrorCode status = U_ZERO_ERROR;
    if (const Converter converter = openConverter(encoding))
        ucnv_getUnicodeSet(converter.get(), m_characters, UCNV_ROUNDTRIP_SET, &status);
    else
        uset_addRange(m_characters, 0, UCHAR_MAX_VALUE);
    uset_freeze(m_characters);
}

Repertoire::~Repertoire()
{
    uset_close(m_characters);
}

std::optional<std::size_t> Repertoire::firstOutside(std::string_view text) const
{
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint character = firstCodePoint(text.substr(at));
        if (!uset_contains(m_characters, static_cast<UChar32>(character.value)))
            return at;
        at += character.length;
    }
    return std::nullopt;
}

Result<std::string> encodedText(std::string_view text, const std::string &encoding, Unencodable unencodable, const std::string &name)
{
    if (encoding == "UTF-8")
        return std::string(text);
    const Converter converter = openConverter(encoding);
    if (!converter)
        return fail(ErrorCode::Unsupported, name, "is in the encoding \"%1\", which is not known here; save it as UTF-8", encoding);
    FirstUnencodable first;
    writeUnencodable(converter.get(), unencodable, first);

    UErrorCode status = U_ZERO_ERROR;
    std::vector<UChar> units(text.size() + 1);
    int32_t length = 0;
    u_strFromUTF8(units.data(), static_cast<int32_t>(units.size()), &length, text.data(), static_cast<int32_t>(text.size()), &status);
    std::string bytes;
    std::array<char, 1 << 14> buffer{};
    const UChar *from = units.data();
    do {
        status = U_ZERO_ERROR;
        char *to = buffer.data();
        ucnv_fromUnicode(converter.get(), &to, buffer.data() + buffer.size(), &from, units.data() + length, nullptr, true, &status);
        bytes.append(buffer.data(), static_cast<std::size_t>(to - buffer.data()));
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    if (U_FAILURE(status))
        return fail(ErrorCode::BadFormat, name, "is in the encoding \"%1\", which has no %2; save the original as UTF-8, or use another character", encodingTitle(encoding),
                    first.character < 0 ? std::string("such character") : codePointName(static_cast<char32_t>(first.character)));
    return bytes;
}

std::string encodingOfXml(std::string_view bytes)
{
    if (!bytes.starts_with("<?xml"))
        return {};
    const std::string_view declaration = bytes.substr(0, std::min(bytes.find("?>"), std::size_t{1024}));
    const std::size_t name = declaration.find("encoding");
    if (name == std::string_view::npos)
        return {};
    const std::size_t quote = declaration.find_first_of("\"'", name);
    if (quote == std::string_view::npos)
        return {};
    const std::size_t end = declaration.find(declaration[quote], quote + 1);
    return end == std::string_view::npos ? std::string() : std::string(declaration.substr(quote + 1, end - quote - 1));
}

}  // namespace interlinear::cat
