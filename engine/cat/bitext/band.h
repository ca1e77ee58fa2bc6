// The part of the table of a dynamic programme that is looked at: for each number of source segments a stretch of numbers of target segments.
//
//   const Band band = Band::around({{0, 0}, {1, 1}, {2, 3}}, 20);
//   if (band.contains(i, j)) cells[band.cell(i, j)] = …;
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace interlinear::cat {

/// Numbers of source and target segments, rising, from (0, 0) to those of the documents.
using Path = std::vector<std::pair<std::size_t, std::size_t>>;

class Band {
public:
    /// All that is at most `margin` target segments away from the path.
    static Band around(const Path &path, std::size_t margin);

    std::size_t rows() const { return m_rows.size(); }
    std::size_t first(std::size_t i) const { return m_rows[i].first; }
    std::size_t end(std::size_t i) const { return m_rows[i].end; }
    bool contains(std::size_t i, std::size_t j) const { return i < m_rows.size() && j >= m_rows[i].first && j < m_rows[i].end; }
    std::size_t cell(std::size_t i, std::size_t j) const { return m_rows[i].cell + j - m_rows[i].first; }
    std::size_t cells() const { return m_rows.back().cell + m_rows.back().end - m_rows.back().first; }
    /// Whether the path comes so near an edge that a better one may run outside.
    bool isTight(const Path &path) const;

private:
    struct Row {
        std::size_t first = 0;
        std::size_t end = 0;
        std::size_t cell = 0;   // of the row's first
    };
    std::vector<Row> m_rows;
};

}  // namespace interlinear::cat
