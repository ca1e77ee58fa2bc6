#include "engine/cat/document/text_origins.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace interlinear::cat {

ByteSpan TextOrigins::operator[](std::size_t byte) const
{
    const Piece &piece = *pieceOf(byte);
    if (!piece.verbatim)
        return piece.file;
    const std::size_t begin = piece.file.begin + byte - piece.text;
    return {begin, begin + 1};
}

void TextOrigins::addVerbatim(std::size_t length, std::size_t file)
{
    if (length == 0)
        return;
    Piece *last = m_pieces.empty() ? nullptr : &m_pieces.back();
    if (!last || !last->verbatim || last->file.end != file)
        return add(length, {file, file + length}, true);
    last->length += length;
    last->file.end += length;
    m_size += length;
}

void TextOrigins::addDecoded(std::size_t length, ByteSpan file)
{
    if (length == 0)
        return;
    const bool again = !empty() && (*this)[m_size - 1] == file;
    if (again && !m_pieces.back().verbatim) {
        m_pieces.back().length += length;
        m_size += length;
    } else if (again) {
        erase({m_size - 1, m_size});
        add(length + 1, file, false);
    } else if (length == 1 && file.length() == 1) {
        addVerbatim(length, file.begin);
    } else {
        add(length, file, false);
    }
}

void TextOrigins::append(const TextOrigins &other, ByteSpan bytes)
{
    if (bytes.empty())
        return;
    for (auto piece = other.pieceOf(bytes.begin); piece != other.m_pieces.end() && piece->text < bytes.end; ++piece) {
        const Piece part = clipped(*piece, bytes);
        if (part.verbatim)
            addVerbatim(part.length, part.file.begin);
        else
            addDecoded(part.length, part.file);
    }
}

void TextOrigins::erase(ByteSpan bytes)
{
    TextOrigins rest;
    rest.append(*this, {0, bytes.begin});
    rest.append(*this, {bytes.end, m_size});
    *this = std::move(rest);
}

void TextOrigins::clear()
{
    m_pieces.clear();
    m_size = 0;
}

std::vector<TextOrigin> TextOrigins::within(ByteSpan bytes) const
{
    std::vector<TextOrigin> pieces;
    if (bytes.empty())
        return pieces;
    const auto first = pieceOf(bytes.begin);
    const auto behind = std::next(pieceOf(bytes.end - 1));
    pieces.reserve(static_cast<std::size_t>(behind - first));
    for (auto piece = first; piece != behind; ++piece) {
        const Piece part = clipped(*piece, bytes);
        pieces.push_back({part.text - bytes.begin, part.length, part.file.begin, part.file.length()});
    }
    return pieces;
}

TextOrigins::Piece TextOrigins::clipped(const Piece &piece, ByteSpan bytes)
{
    const std::size_t begin = std::max(piece.text, bytes.begin);
    const std::size_t end = std::min(piece.text + piece.length, bytes.end);
    const std::size_t file = piece.file.begin + begin - piece.text;
    return {begin, end - begin, piece.verbatim ? ByteSpan{file, file + end - begin} : piece.file, piece.verbatim};
}

std::vector<TextOrigins::Piece>::const_iterator TextOrigins::pieceOf(std::size_t byte) const
{
    return std::prev(std::ranges::upper_bound(m_pieces, byte, {}, &Piece::text));
}

void TextOrigins::add(std::size_t length, ByteSpan file, bool verbatim)
{
    m_pieces.push_back({m_size, length, file, verbatim});
    m_size += length;
}

}  // namespace interlinear::cat
