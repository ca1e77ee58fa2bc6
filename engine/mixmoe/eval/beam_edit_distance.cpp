#include "engine/mixmoe/eval/beam_edit_distance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace interlinear::mixmoe {

namespace {

constexpr int unreachable = 1'000'000'000;
constexpr std::size_t narrowestBeam = 25;

std::size_t beamWidth(double referenceWordsAWord)
{
    const double half = referenceWordsAWord / 2;
    return static_cast<double>(narrowestBeam) < half ? static_cast<std::size_t>(std::ceil(half + static_cast<double>(narrowestBeam))) : narrowestBeam;
}

}  // namespace

void BeamEditDistance::computeRow(std::size_t row, WordId word, const int *above, int *costs) const
{
    const double ratio = static_cast<double>(m_reference.size()) / static_cast<double>(m_base.size());
    const std::size_t beam = beamWidth(ratio);
    const auto diagonal = static_cast<std::size_t>(std::floor(static_cast<double>(row) * ratio));
    const std::size_t end = row == m_base.size() ? width() : std::min(width(), diagonal + beam);
    std::size_t column = diagonal > beam ? diagonal - beam : 0;

    std::fill(costs, costs + width(), unreachable);
    if (column == 0)
        costs[column++] = above[0] + 1;
    for (int left = costs[column - 1]; column < end; ++column) {
        const int kept = above[column - 1] + (word == m_reference[column - 1] ? 0 : 1);
        left = std::min({kept, above[column] + 1, left + 1});
        costs[column] = left;
    }
}

void BeamEditDistance::setBase(std::span<const WordId> hypothesis)
{
    m_base.assign(hypothesis.begin(), hypothesis.end());
    m_matrix.resize((m_base.size() + 1) * width());
    std::iota(m_matrix.begin(), m_matrix.begin() + static_cast<std::ptrdiff_t>(width()), 0);
    for (std::size_t row = 1; row <= m_base.size(); ++row)
        computeRow(row, m_base[row - 1], &m_matrix[(row - 1) * width()], &m_matrix[row * width()]);
}

std::vector<Edit> BeamEditDistance::baseEdits() const
{
    std::vector<Edit> edits;
    std::size_t row = m_base.size(), column = m_reference.size();
    while (row > 0 || column > 0) {
        const bool equal = row > 0 && column > 0 && m_base[row - 1] == m_reference[column - 1];
        if (row > 0 && column > 0 && cell(row, column) == cell(row - 1, column - 1) + (equal ? 0 : 1)) {
            edits.push_back(equal ? Edit::Keep : Edit::Substitute);
            --row;
            --column;
        } else if (row > 0 && cell(row, column) == cell(row - 1, column) + 1) {
            edits.push_back(Edit::DropFromHypothesis);
            --row;
        } else {
            edits.push_back(Edit::TakeFromReference);
            --column;
        }
    }
    std::reverse(edits.begin(), edits.end());
    return edits;
}

int BeamEditDistance::ofVariant(std::span<const WordId> variant, std::size_t sharedWords)
{
    m_above.assign(&m_matrix[sharedWords * width()], &m_matrix[sharedWords * width()] + width());
    m_row.resize(width());
    for (std::size_t row = sharedWords + 1; row <= variant.size(); ++row) {
        computeRow(row, variant[row - 1], m_above.data(), m_row.data());
        m_above.swap(m_row);
    }
    return m_above.back();
}

}  // namespace interlinear::mixmoe
