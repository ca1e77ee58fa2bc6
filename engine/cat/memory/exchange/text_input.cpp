#include "engine/cat/memory/exchange/text_input.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <vector>

namespace interlinear::cat {

namespace {

constexpr std::size_t pieceBytes = 256 * 1024;
constexpr std::size_t declarationBytes = 4096;   // how far from the beginning a file may name its encoding

struct Mark {
    std::string_view bytes;
    const char *encoding;
    std::size_t length;   // of what is no text
};

/// The zeros beside an ASCII character tell UTF-16 without a mark.
constexpr std::array marks{
    Mark{{"\xEF\xBB\xBF", 3}, "UTF-8", 3}, Mark{{"\xFF\xFE", 2}, "UTF-16LE", 2}, Mark{{"\xFE\xFF", 2}, "UTF-16BE", 2},
    Mark{{"<\0", 2}, "UTF-16LE", 0},       Mark{{"\0<", 2}, "UTF-16BE", 0},
};

/// The name behind `key`, in quotes or not.
std::optional<std::string> named(std::string_view head, std::string_view key)
{
    const std::size_t at = head.find(key);
    if (at == std::string_view::npos)
        return std::nullopt;
    std::string_view rest = head.substr(at + key.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\"'="), rest.size()));
    return std::string(rest.substr(0, std::min(rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:."), rest.size())));
}

std::string declaredEncoding(std::string_view head)
{
    head = head.substr(0, declarationBytes);
    if (head.starts_with("<?xml"))
        return named(head.substr(0, head.find("?>")), "encoding").value_or("UTF-8");
    if (head.find("msgid") != std::string_view::npos)
        return named(head, "charset").value_or("UTF-8");
    return "UTF-8";
}

/// What an 8-bit text cannot be, and what a template says where nobody filled it in.
bool meansUtf8(std::string name)
{
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return name.empty() || name == "UTF-8" || name == "UTF8" || name == "US-ASCII" || name == "ASCII" || name == "CHARSET" || name.starts_with("UTF-16")
        || name.starts_with("UCS-2");
}

}  // namespace

void TextInput::FileCloser::operator()(std::FILE *file) const
{
    std::fclose(file);
}

void TextInput::ConverterCloser::operator()(UConverter *converter) const
{
    ucnv_close(converter);
}

Result<TextInput> TextInput::open(const std::filesystem::path &path)
{
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem))
        return fail(ErrorCode::Unreadable, path.string(), "is a folder; a file was expected");
    TextInput input;
    input.m_name = path.string();
    input.m_file.reset(std::fopen(path.c_str(), "rbe"));
    if (!input.m_file)
        return failFromErrno(errno, false, path.string());
    std::setvbuf(input.m_file.get(), nullptr, _IONBF, 0);
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    input.m_bytesTotal = problem ? 0 : size;
    if (auto chosen = input.chooseEncoding(); !chosen)
        return std::unexpected(chosen.error());
    return input;
}

Result<void> TextInput::rewind()
{
    if (std::fseek(m_file.get(), 0, SEEK_SET) != 0)
        return failFromErrno(errno, false, m_name);
    m_bytes.clear();
    m_bytesRead = 0;
    m_atEnd = false;
    return chooseEncoding();
}

Result<void> TextInput::fill()
{
    const std::size_t before = m_bytes.size();
    m_bytes.resize(before + pieceBytes);
    const std::size_t got = std::fread(m_bytes.data() + before, 1, pieceBytes, m_file.get());
    m_bytes.resize(before + got);
    m_bytesRead += got;
    if (got < pieceBytes && std::ferror(m_file.get()))
        return failFromErrno(errno, false, m_name);
    m_atEnd = got < pieceBytes;
    return {};
}

Result<void> TextInput::chooseEncoding()
{
    m_converter.reset();
    if (auto filled = fill(); !filled)
        return filled;
    m_encoding = declaredEncoding(m_bytes);
    if (meansUtf8(m_encoding))
        m_encoding = "UTF-8";
    for (const Mark &mark : marks) {
        if (m_bytes.starts_with(mark.bytes)) {
            m_encoding = mark.encoding;
            m_bytes.erase(0, mark.length);
            break;
        }
    }
    if (m_encoding == "UTF-8")
        return {};
    UErrorCode status = U_ZERO_ERROR;
    m_converter.reset(ucnv_open(m_encoding.c_str(), &status));
    if (U_FAILURE(status))
        return fail(ErrorCode::Unsupported, m_name, "is in the encoding \"%1\", which is not known here; save it as UTF-8", m_encoding);
    ucnv_setToUCallBack(m_converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    return {};
}

Result<void> TextInput::convertPiece(std::string &piece)
{
    std::vector<UChar> units(m_bytes.size() + 16);
    const char *from = m_bytes.data();
    UChar *to = units.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(m_converter.get(), &to, units.data() + units.size(), &from, m_bytes.data() + m_bytes.size(), nullptr, m_atEnd, &status);
    const std::uintmax_t done = m_bytesRead - static_cast<std::uintmax_t>(m_bytes.data() + m_bytes.size() - from);
    if (U_FAILURE(status))
        return fail(ErrorCode::BadFormat, m_name, "has no %1 at byte %2, which is the encoding that it begins with or names", m_encoding, done);
    m_bytes.clear();
    const auto length = static_cast<int32_t>(to - units.data());
    piece.resize(static_cast<std::size_t>(length) * 3);
    int32_t written = 0;
    u_strToUTF8WithSub(piece.data(), static_cast<int32_t>(piece.size()), &written, units.data(), length, 0xFFFD, nullptr, &status);
    piece.resize(static_cast<std::size_t>(written));
    return {};
}

Result<bool> TextInput::read(std::string &piece)
{
    piece.clear();
    while (piece.empty()) {
        if (m_bytes.empty() && m_atEnd)
            return false;
        if (m_bytes.empty()) {
            if (auto filled = fill(); !filled)
                return std::unexpected(filled.error());
        }
        if (!m_converter) {
            piece.swap(m_bytes);
        } else if (auto converted = convertPiece(piece); !converted) {
            return std::unexpected(converted.error());
        }
    }
    return true;
}

}  // namespace interlinear::cat
