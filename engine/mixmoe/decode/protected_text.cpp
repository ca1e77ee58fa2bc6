#include "engine/mixmoe/decode/protected_text.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <string>

namespace interlinear::mixmoe {

namespace {

constexpr std::string_view fileEndings[] = {
    "7z",  "bat", "bin",  "bmp", "bz2", "c",    "cc",   "cfg",  "conf", "cpp", "cs",  "css", "csv", "deb", "dll",  "dmg", "doc", "docx", "epub", "exe", "gif", "go",
    "gz",  "h",   "hpp",  "htm", "html", "ini", "iso",  "jar",  "java", "jpeg", "jpg", "js",  "json", "lock", "log", "md",  "mkv", "mo",   "mov",  "mp3", "mp4", "ods",
    "odt", "ogg", "pdf",  "php", "png", "po",   "ppt",  "pptx", "ps1",  "py",  "rb",  "rs",  "rtf", "sh",  "so",   "sql", "svg", "tar",  "tbx",  "tex", "tiff", "tm",
    "tmx", "toml", "ts",  "tsv", "txt", "wav",  "webp", "xls",  "xlsx", "xml", "xz",  "yaml", "yml", "zip", "com",  "org", "net", "io",   "dev",  "edu", "gov"};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool isAlphanumeric(char c) { return isDigit(c) || isLetter(c); }
bool isOneOf(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// Length of what begins the text; each 0 when it is something else. The character before the text is '\0' at the start.

std::size_t lengthOf(std::string_view text, std::string_view marks)
{
    std::size_t length = 0;
    while (length < text.size() && (isAlphanumeric(text[length]) || isOneOf(text[length], marks)))
        ++length;
    return length;
}

// Marks at the end belong to the sentence, and so does a bracket that the address did not open.
std::size_t withoutClosingMarks(std::string_view text, std::size_t length)
{
    while (length > 0) {
        const std::string_view kept = text.substr(0, length);
        const char last = kept.back();
        const bool unopened = last == ')' && std::ranges::count(kept, '(') < std::ranges::count(kept, ')');
        if (!unopened && !isOneOf(last, ".,;:!?'*_"))
            break;
        --length;
    }
    return length;
}

std::size_t webAddress(std::string_view text, char before)
{
    if (isAlphanumeric(before) || isOneOf(before, "+-."))
        return 0;
    const std::size_t scheme = isLetter(text.front()) ? lengthOf(text, "+-.") : 0;
    const bool named = text.starts_with("www.") || text.starts_with("mailto:") || (scheme > 0 && text.substr(scheme).starts_with("://"));
    if (!named)
        return 0;
    const std::size_t end = std::min(text.find_first_of(" \t\r\n<>\"`|{}[]"), text.size());
    const std::size_t begin = std::max(scheme + 3, std::size_t{4});
    const std::size_t length = withoutClosingMarks(text, end);
    return length > begin ? length : 0;
}

std::size_t mailAddress(std::string_view text, char before)
{
    const std::size_t name = isAlphanumeric(before) || isOneOf(before, "._%+-") ? 0 : lengthOf(text, "._%+-");
    if (name == 0 || name == text.size() || text[name] != '@')
        return 0;
    const std::string_view domain = text.substr(name + 1);
    const std::size_t length = withoutClosingMarks(domain, lengthOf(domain, ".-"));
    const std::size_t dot = domain.substr(0, length).rfind('.');
    return dot != std::string_view::npos && dot > 0 && length - dot > 2 ? name + 1 + length : 0;
}

// "{name}", "{0}", "{{name}}", "${name}".
std::size_t bracePlaceholder(std::string_view text)
{
    const std::size_t dollar = text.starts_with("${") ? 1 : 0;
    const std::size_t braces = text.substr(dollar).starts_with("{{") ? 2 : text.substr(dollar).starts_with('{') ? 1 : 0;
    if (braces == 0)
        return 0;
    const std::size_t begin = dollar + braces;
    const std::size_t end = begin + lengthOf(text.substr(begin), "_.:$-");
    return text.substr(end).starts_with(std::string(braces, '}')) ? end + braces : 0;
}

// "%s", "%5.2f", "%1$s", "%(name)d", "%1"; "5 %" and "100%" are text.
std::size_t percentPlaceholder(std::string_view text, char before)
{
    if (!text.starts_with('%') || isDigit(before))
        return 0;
    const auto skip = [&](std::size_t at, std::string_view set) { return std::min(text.find_first_not_of(set, at), text.size()); };
    std::size_t end = 1;
    if (text.substr(1).starts_with('(')) {
        const std::size_t name = lengthOf(text.substr(2), "_");
        if (name == 0 || !text.substr(2 + name).starts_with(')'))
            return 0;
        end = 3 + name;
    }
    const std::size_t number = skip(end, "0123456789");
    end = skip(skip(number, "$"), "0123456789.#+-");
    const std::size_t conversion = skip(end, "hlzjt");
    const bool converts = conversion < text.size() && isOneOf(text[conversion], "sdifuxXgeEcpn@");
    if (converts && (conversion + 1 == text.size() || !isLetter(text[conversion + 1])))
        return conversion + 1;
    return number > 1 && number <= 3 && end == number ? number : 0;
}

// "config.json", "src/main.cpp", "/etc/hosts", "~/notes", "--help", "snake_case".
std::size_t fileName(std::string_view text, char before)
{
    if (isAlphanumeric(before) || isOneOf(before, "_.-/\\~"))
        return 0;
    const std::size_t drive = text.size() > 2 && isLetter(text[0]) && text[1] == ':' && text[2] == '\\' ? 3 : 0;
    const std::size_t length = withoutClosingMarks(text, drive + lengthOf(text.substr(drive), "_.-/\\~"));
    const std::string_view word = text.substr(0, length);
    const bool rooted = word.starts_with("/") || word.starts_with("./") || word.starts_with("../") || word.starts_with("~/") || drive > 0;
    const bool option = word.starts_with("--") && word.size() > 3 && isLetter(word[2]);
    if ((rooted || option) && std::ranges::any_of(word, isLetter))
        return length;
    const std::size_t dot = word.rfind('.');
    if (dot != std::string_view::npos && dot > 0 && std::ranges::find(fileEndings, word.substr(dot + 1)) != std::end(fileEndings))
        return length;
    for (std::size_t i = 1; i + 1 < length; ++i) {
        if (word[i] == '_' && isAlphanumeric(word[i - 1]) && isAlphanumeric(word[i + 1]))
            return length;
    }
    return 0;
}

char32_t codePoint(std::string_view text)
{
    constexpr unsigned char leadBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    const std::size_t length = utf8CharacterLength(text, 0);
    char32_t value = static_cast<unsigned char>(text.front()) & leadBits[length];
    for (std::size_t i = 1; i < length; ++i)
        value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
    return value;
}

bool isPictograph(char32_t c)
{
    const bool symbol = c >= 0x2190 && c <= 0x2BFF && !(c >= 0x2200 && c <= 0x22FF);   // arrows, technical, dingbats; not mathematics
    return symbol || (c >= 0x1F000 && c <= 0x1FAFF);
}

bool joinsPictographs(char32_t c)
{
    return c == 0x200D || c == 0xFE0F || c == 0x20E3 || (c >= 0xE0020 && c <= 0xE007F);
}

std::size_t pictographs(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size()) {
        const char32_t c = codePoint(text.substr(length));
        if (!isPictograph(c) && !(length > 0 && joinsPictographs(c)))
            break;
        length += utf8CharacterLength(text, length);
    }
    return length;
}

std::size_t protectedLength(std::string_view text, char before)
{
    return std::max({webAddress(text, before), mailAddress(text, before), bracePlaceholder(text), percentPlaceholder(text, before), fileName(text, before),
                     pictographs(text)});
}

}  // namespace

std::vector<ByteSpan> protectedSpans(std::string_view text)
{
    std::vector<ByteSpan> spans;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = protectedLength(text.substr(at), at > 0 ? text[at - 1] : '\0');
        if (length == 0) {
            at += utf8CharacterLength(text, at);
            continue;
        }
        if (!spans.empty() && spans.back().end == at)
            spans.back().end += length;
        else
            spans.push_back({at, at + length});
        at += length;
    }
    return spans;
}

}  // namespace interlinear::mixmoe
