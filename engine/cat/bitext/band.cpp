#include "engine/cat/bitext/band.h"

#include <algorithm>
#include <limits>

namespace interlinear::cat {

Band Band::around(const Path &path, std::size_t margin)
{
    const auto [rows, columns] = path.back();
    Band band;
    band.m_rows.assign(rows + 1, {std::numeric_limits<std::size_t>::max(), 0, 0});
    const auto cover = [&](std::size_t i, std::size_t j) {
        band.m_rows[i].first = std::min(band.m_rows[i].first, j > margin ? j - margin : 0);
        band.m_rows[i].end = std::max(band.m_rows[i].end, std::min(j + margin, columns) + 1);
    };
    for (std::size_t step = 0; step < path.size(); ++step) {
        cover(path[step].first, path[step].second);
        for (std::size_t i = step == 0 ? 0 : path[step - 1].first; i <= path[step].first; ++i) {   // the corners of each step, and rows that it leaps over
            cover(i, path[step].second);
            cover(i, path[step == 0 ? 0 : step - 1].second);
        }
    }
    for (std::size_t i = 1; i <= rows; ++i)
        band.m_rows[i].cell = band.m_rows[i - 1].cell + band.m_rows[i - 1].end - band.m_rows[i - 1].first;
    return band;
}

bool Band::isTight(const Path &path) const
{
    constexpr std::size_t near = 3;
    const std::size_t columns = path.back().second;
    return std::any_of(path.begin(), path.end(), [&](const auto &point) {
        const auto &[first, end, cell] = m_rows[point.first];
        return (first > 0 && point.second < first + near) || (end <= columns && point.second + near >= end);
    });
}

}  // namespace interlinear::cat
