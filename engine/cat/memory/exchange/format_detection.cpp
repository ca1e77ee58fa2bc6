#include "engine/cat/memory/exchange/format_detection.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace interlinear::cat {

namespace {

constexpr std::size_t headBytes = 1 << 20;   // how far in a document type and comments may reach

std::optional<UnitFormat> formatOfName(const std::filesystem::path &path)
{
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (extension == ".po" || extension == ".pot")
        return UnitFormat::Po;
    if (extension == ".csv" || extension == ".tsv" || extension == ".tab")
        return UnitFormat::Table;
    return std::nullopt;
}

/// The name in the first start tag, without a prefix.
std::string_view rootName(std::string_view xml)
{
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
        const std::string_view rest = xml.substr(at);
        if (rest.starts_with("<!--")) {
            at = xml.find("-->", at + 4);
        } else if (rest.starts_with("<?")) {
            at = xml.find("?>", at);
        } else if (rest.starts_with("<!")) {
            const std::size_t inner = rest.find_first_of("[>");
            at = inner != std::string_view::npos && rest[inner] == '[' ? xml.find("]", at) : xml.find('>', at);
        } else {
            const std::string_view name = rest.substr(1, std::min(rest.find_first_of(" \t\r\n/>", 1), rest.size()) - 1);
            return name.substr(name.rfind(':') + 1);
        }
    }
    return {};
}

std::optional<UnitFormat> formatOfContent(std::string_view head)
{
    const std::string_view text = trimmed(head);
    if (text.starts_with('<'))
        return rootName(text) == "xliff" ? UnitFormat::Xliff : UnitFormat::Tmx;   // its reader says what is wrong with anything else
    for (const std::string_view begin : {"msgid ", "msgctxt ", "#, ", "#: ", "#. ", "# "}) {
        if (text.starts_with(begin) && head.find("msgid") != std::string_view::npos)
            return UnitFormat::Po;
    }
    const std::string_view firstLine = head.substr(0, head.find_first_of("\r\n"));
    return firstLine.find('\t') != std::string_view::npos ? std::optional(UnitFormat::Table) : std::nullopt;
}

}  // namespace

Result<UnitFormat> detectFormat(TextInput &input, const std::filesystem::path &path)
{
    if (const std::optional<UnitFormat> format = formatOfName(path))
        return *format;
    std::string head;
    std::string piece;
    for (bool more = true; more && head.size() < headBytes;) {
        const Result<bool> read = input.read(piece);
        if (!read)
            return std::unexpected(read.error());
        more = *read;
        head += piece;
        if (formatOfContent(head) == UnitFormat::Xliff)
            break;
    }
    if (auto back = input.rewind(); !back)
        return fail(ErrorCode::Unsupported, path.string(), "is a pipe, which tells no format; write it into a file first");
    if (const std::optional<UnitFormat> format = formatOfContent(head))
        return *format;
    return fail(ErrorCode::BadFormat, path.string(), "is none of the files that units come from: TMX, XLIFF, PO, CSV or TSV");
}

}  // namespace interlinear::cat
