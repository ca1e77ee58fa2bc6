// A file as UTF-8, piece by piece, whatever encoding it has.
//
//   Result<TextInput> input = TextInput::open("client.tmx");
//   std::string piece;
//   while (*input->read(piece)) take(piece);      // UTF-8 without a byte order mark
//
// The bytes win over what the file says of itself: a byte order mark, or the zeros of UTF-16. Without them the encoding is what an XML declaration
// (encoding="…") or the header of a PO file (charset=…) names, else UTF-8. What is taken for UTF-8 is passed on as it is, and not checked here.
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

struct UConverter;

namespace interlinear::cat {

class TextInput {
public:
    /// NotFound, Unreadable; Unsupported for an encoding that nobody knows here.
    static Result<TextInput> open(const std::filesystem::path &path);

    /// Replaces `piece` by the next characters; false, and none, at the end. Bytes that the encoding does not have are BadFormat. A piece may end within a
    /// character.
    Result<bool> read(std::string &piece);
    /// The file from its beginning again.
    Result<void> rewind();

    /// For messages.
    const std::string &name() const { return m_name; }
    std::uintmax_t bytesRead() const { return m_bytesRead; }
    /// 0 for a pipe.
    std::uintmax_t bytesTotal() const { return m_bytesTotal; }

private:
    struct FileCloser {
        void operator()(std::FILE *file) const;
    };
    struct ConverterCloser {
        void operator()(UConverter *converter) const;
    };

    TextInput() = default;
    Result<void> fill();
    Result<void> chooseEncoding();
    Result<void> convertPiece(std::string &piece);

    std::unique_ptr<std::FILE, FileCloser> m_file;
    std::unique_ptr<UConverter, ConverterCloser> m_converter;   // none: the bytes are UTF-8
    std::string m_name;
    std::string m_encoding;
    std::string m_bytes;             // read and not passed on yet
    std::uintmax_t m_bytesRead = 0;
    std::uintmax_t m_bytesTotal = 0;
    bool m_atEnd = false;
};

}  // namespace interlinear::cat
