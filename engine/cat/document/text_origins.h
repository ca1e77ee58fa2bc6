// Where the bytes of a text come from in its file, kept in pieces: most of a text stands there as it is.
//
//   TextOrigins origins;
//   origins.addVerbatim(6, 100);         // six bytes, from byte 100 of the file on
//   origins.addDecoded(1, {106, 111});   // "&" of "&amp;"
//   origins[6];                          // {106, 111}
#pragma once

#include "engine/cat/document/segment.h"
#include "engine/core/spans.h"

#include <cstddef>
#include <vector>

namespace interlinear::cat {

class TextOrigins {
public:
    /// Bytes of text.
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    /// Of one byte of the text: the byte that it is, or all of what the file has for it.
    ByteSpan operator[](std::size_t byte) const;

    /// So many bytes that the file has from there on.
    void addVerbatim(std::size_t length, std::size_t file);
    /// So many bytes for which the file has others; the same once more belongs to them.
    void addDecoded(std::size_t length, ByteSpan file);
    /// One byte.
    void push_back(ByteSpan file) { addDecoded(1, file); }
    /// Some bytes of another text.
    void append(const TextOrigins &other, ByteSpan bytes);
    void erase(ByteSpan bytes);
    void clear();

    /// The pieces of some of the bytes, counted from the first of them.
    std::vector<TextOrigin> within(ByteSpan bytes) const;

private:
    struct Piece {
        std::size_t text = 0;
        std::size_t length = 0;
        ByteSpan file;
        bool verbatim = false;
    };

    static Piece clipped(const Piece &piece, ByteSpan bytes);
    std::vector<Piece>::const_iterator pieceOf(std::size_t byte) const;
    void add(std::size_t length, ByteSpan file, bool verbatim);

    std::vector<Piece> m_pieces;
    std::size_t m_size = 0;
};

}  // namespace interlinear::cat
